"""The command that erases what was kept long enough; run it daily."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.actions.jobs import sign_of_life
from intake.actions.privacy.erase import due, purge


class Command(BaseCommand):
    """``purge [--dry-run]``: one line for each visit, by its reference."""

    help = (
        "Erase visits whose answers were never sent 14 days after the visit, and visits older than"
        " INTAKE_KEEP_YEARS. A legal hold keeps a patient's visits. It may be stopped and run"
        " again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be erased")

    def handle(self, *, dry_run: bool, **_options: Any) -> None:
        found = (due if dry_run else purge)(at=timezone.now())
        count = 0
        for each in found:
            count += 1
            self.stdout.write(f"{each.visit.reference}  {each.visit.date}  {each.why.label}")
        if not dry_run:
            sign_of_life("purge", at=timezone.now())
        did = "would be erased" if dry_run else "erased"
        self.stdout.write(f"{count} visits {did}; records are kept {settings.KEEP_YEARS} years.")

"""The command that erases what was kept long enough; run it daily."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.jobs import sign_of_life
from intake.actions.privacy.erase import Unusual, due, purge


class Command(BaseCommand):
    """``purge [--dry-run]``: one line for each visit, by its reference."""

    help = (
        "Erase visits whose answers were never sent 14 days after the visit, and visits older than"
        " INTAKE_KEEP_YEARS; never while a link works or the answers are reopened. A legal hold"
        " keeps a patient's visits. It may be stopped and run"
        " again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be erased")
        parser.add_argument(
            "--even-so", action="store_true", help="erase although the clock or the number is odd"
        )

    def handle(self, *, dry_run: bool, even_so: bool, **_options: Any) -> None:
        now = timezone.now()
        found = due(at=now) if dry_run else purge(at=now, even_so=even_so)
        count = 0
        try:
            for each in found:
                count += 1
                self.stdout.write(f"{each.visit.reference}  {each.visit.date}  {each.why.label}")
        except Unusual as why:
            told = f"Nothing was erased. {why} If it is right, add --even-so."
            raise CommandError(told) from None
        if not dry_run:
            sign_of_life("purge", at=timezone.now())
        did = "would be erased" if dry_run else "erased"
        self.stdout.write(f"{count} visits {did}; records are kept {settings.KEEP_YEARS} years.")

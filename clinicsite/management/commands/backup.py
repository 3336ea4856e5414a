"""The command that makes a backup, encrypted to a public key, and lets old ones go."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clinicsite.backup import dumps, files
from intake.actions.jobs import sign_of_life


class Command(BaseCommand):
    """``backup [--to FOLDER] [--recipient age1…] [--drill-done]``"""

    help = (
        "Take the whole database as it is now, while the site goes on, encrypt it to the public key"
        " INTAKE_BACKUP_RECIPIENT and put it into INTAKE_BACKUP_FOLDER. Two weeks of days and a"
        " year of months are kept. No key is in it: keys are kept elsewhere."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.BACKUP.folder, metavar="FOLDER")
        parser.add_argument("--recipient", default=settings.BACKUP.recipient, metavar="age1…")
        parser.add_argument(
            "--drill-done",
            action="store_true",
            help="only note that a backup was restored elsewhere and found whole",
        )

    def handle(self, *, to: Path | None, recipient: str, drill_done: bool, **_o: Any) -> None:
        if drill_done:
            sign_of_life("restore_drill", at=timezone.now())
            self.stdout.write("Noted. The doctor reminds you in a year.")
            return
        if to is None or not recipient:
            raise CommandError(
                "Say where and for whom: INTAKE_BACKUP_FOLDER and INTAKE_BACKUP_RECIPIENT"
                " (docs/operate/backup.md), or --to and --recipient."
            )
        try:
            self._back_up(to, recipient)
        except (dumps.CannotDump, OSError) as why:
            sign_of_life("backup", at=timezone.now(), code="failed")
            raise CommandError(f"No backup was made. {why}") from None

    def _back_up(self, to: Path, recipient: str) -> None:
        at = timezone.now()
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Beside the backups, because a dump needs as much room as they do.
        with tempfile.TemporaryDirectory(dir=to, prefix=".making-") as folder:
            dumped = Path(folder) / files.DUMP
            manifest = dumps.dump(dumped, at=at)
            made = files.write(to, dumped, manifest, recipient, at=at)
        gone = files.forget_old(to)
        sign_of_life("backup", at=timezone.now())
        rows = sum(manifest.counts.values())
        self.stdout.write(
            f"{made}\n{made.stat().st_size} bytes, {rows} rows, end of the access log"
            f" {manifest.log_head or 'none'}; {len(gone)} older ones taken away."
        )

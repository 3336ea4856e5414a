"""The command that writes everything kept about a patient into a folder, to hand it out."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.privacy.export import export_patient
from intake.management.people import add_people, patient_of, say_who_is_alike, staff_called
from intake.models import Asker
from intake.pdf.listing import listing_file


class Command(BaseCommand):
    """``export_patient REFERENCE --by USER --out FOLDER``: for the privacy officer."""

    help = "Write a patient's answers, records, signatures, PDFs and the log of who read them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_people(parser)
        parser.add_argument("--out", required=True, metavar="FOLDER", help="a new folder")
        parser.add_argument("--asked", choices=Asker.values, default=Asker.PATIENT, help="by whom")

    def handle(self, *, reference: str, by: str, out: str, asked: str, **_options: Any) -> None:
        patient, officer = patient_of(reference), staff_called(by)
        say_who_is_alike(self, patient, by=officer)
        folder = Path(out)
        try:
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise CommandError(f"{out}: can't be made ({error.strerror}).") from None
        at = timezone.now()
        export = export_patient(patient, asked=Asker(asked), by=officer, at=at)
        record, ending = listing_file(export.listing, paper=settings.CLINIC.paper)
        files = {"record.json": export.document.encode(), f"record.{ending}": record}
        for name, content in {**files, **export.papers}.items():
            with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.write(content)
        self.stdout.write(
            f"Wrote record.json, record.{ending} and {len(export.papers)} copies on paper to {out}."
        )
        self.stdout.write("They are readable by anybody who has them: hand over, then delete.")

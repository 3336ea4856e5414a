"""The command that erases a patient who asked for it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.privacy.erase import OnHold, erase_patient
from intake.actions.visits.merge import NoSuchRecord
from intake.management.people import add_people, patient_of, say_who_is_alike, staff_called
from intake.models import Asker


class Command(BaseCommand):
    """``erase_patient REFERENCE --by USER --for-good``: there is no way back."""

    help = "Erase a patient and every visit for good. Only numbers stay, for the access log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_people(parser)
        parser.add_argument("--for-good", action="store_true", help="needed: it can't be undone")
        parser.add_argument("--asked", choices=Asker.values, default=Asker.PATIENT, help="by whom")

    def handle(
        self, *, reference: str, by: str, for_good: bool, asked: str, **_options: Any
    ) -> None:
        patient, officer = patient_of(reference), staff_called(by)
        say_who_is_alike(self, patient, by=officer)
        if not for_good:
            raise CommandError("Add --for-good. Backups made earlier still hold the records.")
        try:
            count = erase_patient(patient, asked=Asker(asked), by=officer, at=timezone.now())
        except OnHold:
            raise CommandError("A legal hold stands: lift it first with legal_hold.") from None
        except NoSuchRecord:
            raise CommandError("It became part of another record. Nothing was erased.") from None
        self.stdout.write(f"Erased the patient and {count} visits.")

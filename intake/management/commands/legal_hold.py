"""The command that keeps a patient's records from being erased, or lets them go again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.actions.privacy.legal_holds import NoReason, lift_hold, place_hold
from intake.management.people import add_people, patient_of, say_who_is_alike, staff_called


class Command(BaseCommand):
    """``legal_hold REFERENCE --by USER (--why TEXT | --lift)``."""

    help = "Place a legal hold on a patient with --why, or lift it with --lift."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_people(parser)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--why", metavar="TEXT", help="the reason, kept sealed")
        which.add_argument("--lift", action="store_true")

    def handle(
        self, *, reference: str, by: str, why: str | None, lift: bool, **_options: Any
    ) -> None:
        patient, officer, at = patient_of(reference), staff_called(by), timezone.now()
        say_who_is_alike(self, patient, by=officer)
        if lift:
            lifted = lift_hold(patient, by=officer, at=at)
            self.stdout.write("The hold is lifted." if lifted else "There was no hold.")
            return
        try:
            place_hold(patient, reason=why or "", by=officer, at=at)
        except NoReason as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write("Nothing of this patient is erased while the hold stands.")

"""Finds the people that a command names: who carries it out, and whose records it is about."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from intake.actions.visits.people import people_alike
from intake.models import Patient, User, Visit


def add_people(parser: ArgumentParser) -> None:
    parser.add_argument("reference", help="of any visit of the patient, such as EV-2K7M-9QXD")
    parser.add_argument("--by", required=True, metavar="USER", help="who does this, for the log")


def patient_of(reference: str) -> Patient:
    visit = Visit.objects.select_related("patient").filter(reference=reference.upper()).first()
    if visit is None:
        raise CommandError(f"There is no visit with the reference {reference}.")
    return visit.patient


def staff_called(username: str) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active member of staff with the user name {username}.")
    return user


def say_who_is_alike(command: BaseCommand, patient: Patient, *, by: User) -> None:
    """Before a record is handed out, kept or erased: somebody may have been entered twice."""
    for other in people_alike(patient, user=by):
        reference = other.visits.order_by("-date", "-id")[0].reference
        command.stderr.write(
            f"Another record has this surname and date of birth: {reference}. If it is the same"
            " person's, merge the two first, at the desk or in the admin."
        )

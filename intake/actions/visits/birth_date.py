"""Corrects a patient's date of birth: the front desk mistyped it, or was told a wrong one."""

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.db.models import TextChoices

from intake import models
from intake.actions.access_log import record
from intake.models import sealed
from intake.models.visits.visits import birth_date_of


class Mistake(TextChoices):
    """The access log keeps the code; a typed reason could name or tell something."""

    MISTYPED = "mistyped", "The clinic typed it wrong"
    DOCUMENT = "document_shown", "The patient showed a document with another date"
    MIXED_UP = "mixed_up", "It was another patient's"


class NotCorrected(Exception):
    """The message says why, for the front desk."""


def correct_birth_date(
    visit: models.Visit, born: date, *, why: Mistake, by: models.User, at: datetime
) -> None:
    """Links stay as they are and open with the new date; what was sent keeps the old one."""
    if born > visit.site.day(at):
        raise NotCorrected("A birth date lies in the past.")
    with transaction.atomic():
        locked = models.Patient.objects.select_for_update(no_key=True).get(pk=visit.patient_id)
        with suppress(models.CannotOpen):  # one that can't be read is typed anew
            if birth_date_of(locked) == born:
                raise NotCorrected("This is the date that is kept already.")
        sealed.seal(locked, "birth_date", born.isoformat())
        locked.birth_date_index = sealed.birth_date_index(born)
        locked.save(update_fields=["birth_date", "birth_date_index"])
        for each in locked.visits.order_by("pk"):
            record("birth_date_corrected", at=at, by=by, visit=each, detail=str(why))

"""Legal holds: placed on a patient with a reason, and lifted again."""

from datetime import datetime

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.actions.clock import no_earlier
from intake.core.limits import SHORT_TEXT
from intake.core.questionnaire.free_text import text_problem, tidy
from intake.models import sealed

OVER = models.Lifting.OVER


class NoReason(Exception):
    """The message says what is missing."""


def place_hold(
    patient: models.Patient, *, reason: str, by: models.User, at: datetime
) -> models.LegalHold:
    """Keep everything of a patient from being erased. A second hold is the first one."""
    words = tidy(reason)
    problem = text_problem(words, SHORT_TEXT) if words else "Say why it must be kept."
    if problem:
        raise NoReason(problem)
    with transaction.atomic():
        locked = models.Patient.objects.select_for_update().get(pk=patient.pk)
        standing = locked.legal_holds.filter(lifted_at=None).first()
        if standing:
            return standing
        hold = models.LegalHold(patient=locked, placed_at=at, placed_by=by)
        sealed.seal(hold, "reason", words)
        hold.save(force_insert=True)
        for visit in locked.visits.order_by("id"):
            record("legal_hold_placed", at=at, by=by, visit=visit)
    return hold


def lift_hold(
    patient: models.Patient, *, why: models.Lifting = OVER, by: models.User, at: datetime
) -> bool:
    """The patient's records may be erased again when their time comes."""
    with transaction.atomic():
        locked = models.Patient.objects.select_for_update().get(pk=patient.pk)
        lifted = locked.legal_holds.filter(lifted_at=None).update(
            lifted_at=no_earlier(at, "placed_at"), lifted_by=by
        )
        if lifted:
            for visit in locked.visits.order_by("id"):
                record("legal_hold_lifted", at=at, by=by, visit=visit, detail=str(why))
    return bool(lifted)

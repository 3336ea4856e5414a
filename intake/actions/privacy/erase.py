"""Erases visits for good: when they were kept long enough, or when their patient asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from intake import models
from intake.actions.access_log import record
from intake.actions.visits.visits_and_links import wipe_tokens
from intake.core.limits import KEEP_UNSENT
from intake.models import Reason, VisitState

from .everything_about import belongings

UNSENT = (VisitState.EXPECTED, VisitState.INVITED, VisitState.OPENED)


class OnHold(Exception):
    """A legal hold stands; nothing of the patient is erased before it is lifted."""


@dataclass(frozen=True)
class Due:
    """A visit whose time is over."""

    visit: models.Visit
    why: Reason


def due(*, at: datetime) -> Iterator[Due]:
    """What a purge would erase now, oldest first. Visits under a legal hold are not due."""
    today = timezone.localdate(at)
    for visit in _free(models.Visit.objects.filter(**_unsent_before(at))).order_by("date", "id"):
        yield Due(visit, Reason.NEVER_SENT)
    sent = models.Visit.objects.exclude(state__in=UNSENT).filter(date__lt=_years_before(today))
    for visit in _free(sent).order_by("date", "id"):
        yield Due(visit, Reason.RETENTION)


def purge(*, at: datetime) -> Iterator[Due]:
    """Erase what is due, one transaction for each visit; stopped, it goes on when run again."""
    for each in list(due(at=at)):
        if _erase(each.visit, each.why, at=at):
            yield each
    models.PageDraft.objects.filter(
        submission__visit__date__lt=timezone.localdate(at) - KEEP_UNSENT
    ).exclude(submission__visit__patient__in=_held_patients()).delete()
    models.StaffSession.objects.filter(expire_date__lt=at).delete()
    wipe_tokens(models.Invitation.objects.filter(expires_at__lte=at))
    forget_freed_pages()


def erase_patient(
    patient: models.Patient,
    *,
    asked: models.Asker = models.Asker.PATIENT,
    by: models.User,
    at: datetime,
) -> int:
    """Erase a patient with every visit, as was asked; says how many visits there were."""
    with transaction.atomic():
        visits = list(models.Visit.objects.filter(patient=patient).order_by("id"))
        for visit in visits:
            if not _erase(visit, Reason.REQUEST, said=str(asked), by=by, at=at):
                raise OnHold(patient.pk)
    forget_freed_pages()
    return len(visits)


def forget_freed_pages() -> None:
    """SQLite overwrites what is deleted, but copies wait in the log beside the file until this."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _erase(
    visit: models.Visit,
    why: Reason,
    *,
    said: str = "",
    by: models.User | None = None,
    at: datetime,
) -> bool:
    """Put a stone, then delete everything that hangs on the visit; False if a hold stands."""
    with transaction.atomic():
        patient = models.Patient.objects.select_for_update().get(pk=visit.patient_id)
        locked = models.Visit.objects.select_for_update().filter(pk=visit.pk).first()
        if locked is None or patient.legal_holds.filter(lifted_at=None).exists():
            return False
        models.Stone.objects.create(
            visit_number=locked.pk,
            reference=locked.reference,
            why=why,
            erased_at=at,
            erased_by=by,
        )
        for rows in belongings(locked):
            _delete(rows)
        _delete(models.Visit.objects.filter(pk=locked.pk))
        if not patient.visits.exists():
            _delete(models.LegalHold.objects.filter(patient=patient))
            _delete(models.NameTerm.objects.filter(patient=patient))
            _delete(models.Patient.objects.filter(pk=patient.pk))
        record("erased", at=at, by=by, visit=locked, detail=said or str(why))
    return True


def _delete(rows: QuerySet) -> None:
    # PROTECT on every relation guards against slips and would refuse; here all that protects
    # goes as well, and the database still checks at the commit that nothing hangs in the air.
    rows._raw_delete(rows.db)


def _unsent_before(at: datetime) -> dict[str, object]:
    """A visit that was entered late has its two weeks from then on."""
    return {
        "state__in": UNSENT,
        "date__lt": timezone.localdate(at) - KEEP_UNSENT,
        "created_at__lt": at - KEEP_UNSENT,
    }


def _years_before(today: date) -> date:
    year = today.year - settings.KEEP_YEARS
    try:
        return today.replace(year=year)
    except ValueError:  # the 29th of February
        return today.replace(year=year, day=28)


def _free(visits: QuerySet[models.Visit]) -> QuerySet[models.Visit]:
    standing = models.LegalHold.objects.filter(patient=OuterRef("patient"), lifted_at=None)
    return visits.exclude(Exists(standing))


def _held_patients() -> QuerySet:
    return models.LegalHold.objects.filter(lifted_at=None).values("patient")

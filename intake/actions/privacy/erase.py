"""Erases visits for good: when they were kept long enough, or when their patient asks."""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from intake import models
from intake.actions.access_log import record
from intake.actions.afterwards import after_the_commit
from intake.actions.visits.merge import NoSuchRecord
from intake.actions.visits.visits_and_links import wipe_tokens
from intake.actions.visits.waiting import forget_lines, lines_about
from intake.core.limits import (
    HELD_POSTS_FOR,
    KEEP_UNSENT,
    LONGEST_SILENCE,
    PATIENT_SESSION,
    UNUSUAL_SHARE,
    USUAL_PURGE,
)
from intake.models import Reason, sealed
from intake.models.visits.states import UNSENT

from .everything_about import belongings

AUTOMATIC = (Reason.NEVER_SENT, Reason.RETENTION)


class OnHold(Exception):
    """A legal hold stands; nothing of the patient is erased before it is lifted."""


@dataclass(frozen=True)
class Due:
    """A visit whose time is over."""

    visit: models.Visit
    why: Reason


class Unusual(Exception):
    """The clock or the number of visits is odd; nothing was erased. The message says what."""


def due(*, at: datetime) -> Iterator[Due]:
    """What a purge would erase now, oldest first.

    Never what is living, and no visit under a legal hold.
    """
    for why, visits in _due(at).items():
        for visit in visits.order_by("date", "id"):
            yield Due(visit, why)


def purge(*, at: datetime, even_so: bool = False) -> Iterator[Due]:
    """Erase what is due, one transaction for each visit; stopped, it goes on when run again.

    A clock far ahead, or a number nobody expects, raises ``Unusual`` before anything is erased,
    unless somebody looked and says ``even_so``.
    """
    found = list(due(at=at))
    if not even_so:
        last, number = models.AccessEvent.objects.aggregate(last=Max("at"))["last"], len(found)
        if last and at - last > LONGEST_SILENCE:
            raise Unusual(
                f"The last line of the access log is of {last:%Y-%m-%d}. Is the clock right?"
            )
        if number > USUAL_PURGE and number > models.Visit.objects.count() * UNUSUAL_SHARE:
            raise Unusual(f"{number} visits are due at once. See which with --dry-run.")
    erased = 0
    for each in found:
        if _erase(each.visit, each.why, at=at):
            erased += 1
            yield each
    # Pages left unsent by somebody who can't come back for them.
    past = _long_ago(list(models.Site.objects.all()), at)
    visits = _free(models.Visit.objects.filter(past), at)
    unsent = models.PageDraft.objects.filter(kept_at__lt=at - KEEP_UNSENT)
    unsent.filter(submission__visit__in=visits).delete()
    models.StaffSession.objects.filter(expire_date__lt=at).delete()
    models.HeldPost.objects.filter(at__lt=at - HELD_POSTS_FOR).delete()
    forget_lines(at=at)
    wipe_tokens(models.Invitation.objects.filter(expires_at__lte=at))
    record("purged", at=at, detail=str(erased))
    forget_freed_pages()


def erase_patient(
    patient: models.Patient,
    *,
    asked: models.Asker = models.Asker.PATIENT,
    by: models.User,
    at: datetime,
) -> int:
    """Erase a patient with every visit, as was asked; says how many visits there were.

    Raises ``NoSuchRecord`` where another record took it in meanwhile, and then erases nothing.
    """
    with transaction.atomic():
        # Locked, so that no visit goes to another record, or comes from one, before all are gone.
        if not models.Patient.objects.select_for_update().filter(pk=patient.pk):
            raise NoSuchRecord(patient.pk)
        visits = list(models.Visit.objects.filter(patient=patient).order_by("id"))
        for visit in visits:
            if not _erase(visit, Reason.REQUEST, said=str(asked), by=by, at=at):
                raise OnHold(patient.pk)
    with after_the_commit():
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
    """Put a stone, then delete everything that hangs on the visit; False if a hold stands.

    Also where two records just became one: whose visit it is now, the next purge finds out.
    """
    with transaction.atomic():
        patient = models.Patient.objects.select_for_update().filter(visits=visit.pk).first()
        found = models.Visit.objects.filter(pk=visit.pk, patient=patient)
        locked = found.select_for_update().first()
        if not (locked and patient) or patient.legal_holds.filter(lifted_at=None).exists():
            return False
        # Decided again under the lock: a visit may have been moved since the list was made.
        if why in AUTOMATIC and not _due(at)[why].filter(pk=locked.pk).exists():
            return False
        models.Stone.objects.create(
            visit_number=locked.pk, reference=locked.reference, why=why, erased_at=at, erased_by=by
        )
        for rows in (*belongings(locked), found):
            _delete(rows)
        if not patient.visits.exists():
            # Of a record that can't be read nobody knows which lines of schedules are about it.
            sites = by.reach if by else models.Site.objects.all()
            with suppress(sealed.CannotOpen):
                for row, _seen in list(lines_about(patient, sites)):
                    row.delete()
            _delete(models.LegalHold.objects.filter(patient=patient))
            _delete(models.NameTerm.objects.filter(patient=patient))
            _delete(models.Patient.objects.filter(pk=patient.pk))
        record("erased", at=at, by=by, visit=locked, detail=said or str(why))
    return True


def _delete(rows: QuerySet) -> None:
    # PROTECT on every relation guards against slips and would refuse; here all that protects
    # goes as well, and the database still checks at the commit that nothing hangs in the air.
    rows._raw_delete(rows.db)


def _due(at: datetime) -> dict[Reason, QuerySet[models.Visit]]:
    """The visits whose time is over, by the reason."""
    sites, visits = list(models.Site.objects.all()), _free(models.Visit.objects.all(), at)
    # A visit that was entered late has its two weeks from then on.
    unsent = visits.filter(_long_ago(sites, at), state__in=UNSENT, created_at__lt=at - KEEP_UNSENT)
    before = {}
    for site in sites:
        today = site.day(at)
        year = today.year - site.years_kept
        # The 29th of February is the 28th in most years.
        day = min(today.day, monthrange(year, today.month)[1])
        before[site] = today.replace(year=year, day=day)
    kept = visits.exclude(state__in=UNSENT).filter(_each_site(before))
    return {Reason.NEVER_SENT: unsent, Reason.RETENTION: kept}


def _long_ago(sites: list[models.Site], at: datetime) -> Q:
    """Visits of whose patient nothing is to come any more, by the day of each site."""
    return _each_site({site: site.day(at) - KEEP_UNSENT for site in sites})


def _each_site(before: dict[models.Site, date]) -> Q:
    """Visits before a day that is each site's own; without a site there are none."""
    parts = [Q(site=site, date__lt=day) for site, day in before.items()]
    return reduce(or_, parts, Q(pk__in=[]))


def _free(visits: QuerySet[models.Visit], at: datetime) -> QuerySet[models.Visit]:
    """Those that nothing holds: no legal hold, and nobody who is still answering."""
    of_visit = {"visit": OuterRef("pk")}
    holds = models.LegalHold.objects.filter(patient=OuterRef("patient"), lifted_at=None)
    links = models.Invitation.objects.filter(**of_visit, revoked_at=None, expires_at__gt=at)
    sessions = models.PatientSession.objects.filter(
        invitation__visit=OuterRef("pk"), ended_at=None, started_at__gt=at - PATIENT_SESSION
    )
    reopenings = models.Reopening.objects.filter(**of_visit, ended_at=None)
    return visits.exclude(Exists(holds) | Exists(links) | Exists(sessions) | Exists(reopenings))

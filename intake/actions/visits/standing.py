"""Whether a visit takes place, and on which day: moved, cancelled, missed, and taken back."""

from datetime import date, datetime
from datetime import time as time_of_day

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.models import Standing, TalkState, WhyMoved, WhyNotPlanned

from .visits_and_links import end_of_link, let_out, sessions_of

LOGGED = {
    Standing.CANCELLED: "visit_cancelled",
    Standing.MISSED: "visit_missed",
    Standing.MISTAKE: "visit_mistaken",
}


class TookPlace(Exception):
    """The talk about the visit is signed: it took place on its day."""


class NotPlanned(Exception):
    """The visit was cancelled, missed or entered by mistake; it is taken up again first."""


def move(
    visit: models.Visit,
    day: date,
    time: time_of_day | None,
    *,
    why: WhyMoved,
    by: models.User | None,
    at: datetime,
) -> None:
    """Move a visit, also one whose answers were sent; its live links end with the new day.

    What was frozen keeps the day it was sent for. Raises ``TookPlace`` and ``NotPlanned``.
    """
    with transaction.atomic():
        locked = _locked(visit)
        if locked.standing != Standing.PLANNED:
            raise NotPlanned(locked.reference)
        if (locked.date, locked.time) == (day, time):
            return
        locked.moves.create(
            from_date=locked.date,
            from_time=locked.time,
            to_date=day,
            to_time=time,
            why=why,
            at=at,
            by=by,
        )
        locked.date, locked.time = day, time
        locked.save(update_fields=["date", "time"])
        _move_links(locked, at)
        record("visit_moved", at=at, by=by, visit=locked, detail=str(why))
    visit.date, visit.time = day, time


def take_out(
    visit: models.Visit,
    standing: Standing,
    *,
    why: WhyNotPlanned,
    by: models.User | None,
    at: datetime,
) -> None:
    """The visit will not take place, or did not. Whoever is answering is let out with a word.

    Links stay, so that ``restore`` makes the same ones work again. Raises ``TookPlace``.
    """
    with transaction.atomic():
        locked = _locked(visit)
        if locked.standing == standing:
            return
        _set(locked, standing, why, by, at)
        let_out(sessions_of(locked), at=at)
        record(LOGGED[standing], at=at, by=by, visit=locked, detail=str(why))
    visit.standing = standing


def restore(visit: models.Visit, *, by: models.User | None, at: datetime) -> None:
    """It takes place after all."""
    with transaction.atomic():
        locked = _locked(visit)
        if locked.standing == Standing.PLANNED:
            return
        _set(locked, Standing.PLANNED, WhyNotPlanned.NONE, by, at)
        _move_links(locked, at)
        record("visit_restored", at=at, by=by, visit=locked)
    visit.standing = Standing.PLANNED


def _locked(visit: models.Visit) -> models.Visit:
    locked = models.Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
    if locked.talk == TalkState.SIGNED:
        raise TookPlace(locked.reference)
    return locked


def _set(
    visit: models.Visit,
    standing: Standing,
    why: WhyNotPlanned,
    by: models.User | None,
    at: datetime,
) -> None:
    visit.standing, visit.standing_why = standing, why
    visit.standing_at, visit.standing_by = at, by
    visit.save(update_fields=["standing", "standing_why", "standing_at", "standing_by"])


def _move_links(visit: models.Visit, at: datetime) -> None:
    """Links end with the day they are for, and one that had ended works again.

    A link that was taken back or locked stays so; the clinic's own device gets a new one anyway.
    """
    ends = end_of_link(visit, at)
    visit.invitations.filter(revoked_at=None, is_on_device=False).update(expires_at=ends)

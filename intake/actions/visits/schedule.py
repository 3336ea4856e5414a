"""A schedule of another program against what is entered: what is new, moved, cancelled, unclear."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import time as time_of_day
from enum import StrEnum

from django.db import transaction

from intake import models
from intake.models import Standing, VisitState, WhyMoved, WhyNotPlanned

from .day import Entry, enter_day
from .people import is_same_given, known_people
from .standing import TookPlace, move, restore, take_out


class Change(StrEnum):
    """What taking a line of the schedule would do."""

    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"
    MISSED = "missed"
    UNCHANGED = "unchanged"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit as a schedule tells it, read and whole; what it does not tell is blank.

    The actions know no format: whoever reads one hands its visits over in this shape.
    """

    place: str
    surname: str = ""
    given: str = ""
    birth_date: date | None = None
    day: date | None = None
    at: time_of_day | None = None
    provider: models.User | None = None
    standing: Standing = Standing.PLANNED
    source_id: str = ""
    told_at: datetime | None = None
    site: models.Site | None = None
    lacks: tuple[str, ...] = ()
    """Codes of what a person must settle first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the schedule, what it would do, and the visit it would do it to."""

    planned: Planned
    change: Change
    visit: models.Visit | None = None
    patient: models.Patient | None = None
    why: tuple[str, ...] = ()


def compared(planned: Iterable[Planned], *, source: str) -> list[Line]:
    """Each line against what is entered. Nothing is written; a line that is absent says nothing."""
    return [_line(each, source) for each in planned]


def take(
    lines: Iterable[Line],
    *,
    source: str,
    questionnaire: models.Questionnaire,
    by: models.User,
    at: datetime,
) -> dict[Change, int]:
    """Carry out what is clear, each line compared again first: taken twice, nothing is new."""
    done = dict.fromkeys(Change, 0)
    with transaction.atomic():
        for line in lines:
            now = _line(line.planned, source)
            TAKING[now.change](now, source, questionnaire, by, at)
            done[now.change] += 1
    return done


def _line(planned: Planned, source: str) -> Line:
    visit = _by_number(planned, source)
    lacks = tuple(code for code in planned.lacks if not (visit and code in KNOWN_FROM_THE_VISIT))
    if lacks:
        return Line(planned, Change.UNCLEAR, visit, why=lacks)
    if visit is None:
        return _by_person(planned, source)
    if planned.told_at and visit.source_at and planned.told_at < visit.source_at:
        return Line(planned, Change.UNCHANGED, visit)
    return _against(planned, visit)


KNOWN_FROM_THE_VISIT = frozenset({"no_person", "no_name", "no_birth_date"})
"""A message without a person may move a visit that is known by its number."""


def _by_number(planned: Planned, source: str) -> models.Visit | None:
    if not planned.source_id:
        return None
    known = models.Visit.objects.filter(source=source, source_id=planned.source_id)
    return known.filter(**_at(planned)).first()


def _at(planned: Planned) -> dict[str, models.Site]:
    """A schedule is one site's: it changes nothing at another."""
    return {"site": planned.site} if planned.site else {}


def _by_person(planned: Planned, source: str) -> Line:
    born, site = planned.birth_date, planned.site
    people = known_people(planned.surname, born, at=site) if born else []
    same = [each for each in people if is_same_given(each, planned.given)]
    if len(same) > 1:
        return Line(planned, Change.UNCLEAR, why=("which_person",))
    patient = same[0] if same else None
    visits = (
        models.Visit.objects.filter(patient=patient, date=planned.day, **_at(planned))
        if patient and planned.day
        else models.Visit.objects.none()
    )
    visit = visits.filter(source_id="").first() or visits.filter(source=source).first()
    if visit:
        return _against(planned, visit)
    if planned.standing != Standing.PLANNED:
        return Line(planned, Change.UNCHANGED, patient=patient)  # it was never entered here
    if planned.provider is None:
        return Line(planned, Change.UNCLEAR, patient=patient, why=("provider",))
    return Line(planned, Change.NEW, patient=patient)


def _against(planned: Planned, visit: models.Visit) -> Line:
    is_answered = visit.state in (VisitState.SENT, VisitState.REOPENED)
    if planned.standing != Standing.PLANNED:
        if visit.standing != Standing.PLANNED:
            return Line(planned, Change.UNCHANGED, visit)
        if is_answered:  # she has answered: nobody cancels that without looking
            return Line(planned, Change.UNCLEAR, visit, why=("answered",))
        return Line(planned, Change(planned.standing.value), visit)
    is_moved = planned.day and (visit.date, visit.time) != (planned.day, planned.at or visit.time)
    if is_moved or visit.standing != Standing.PLANNED:
        return Line(planned, Change.MOVED, visit)
    return Line(planned, Change.UNCHANGED, visit)


def _nothing(
    line: Line, source: str, asks: models.Questionnaire, by: models.User, at: datetime
) -> None:
    """Unchanged, or for a person to settle."""


def _enter(
    line: Line, source: str, asks: models.Questionnaire, by: models.User, at: datetime
) -> None:
    told = line.planned
    if not (told.birth_date and told.day and told.provider):
        return  # ``compared`` calls such a line unclear
    entry = Entry(told.surname, told.given, told.birth_date, told.day, told.at, told.provider, asks)
    numbered = replace(
        entry,
        patient=line.patient,
        source=source,
        source_id=told.source_id,
        told_at=told.told_at,
        site=told.site,
    )
    enter_day([numbered], by=by, at=at)


def _move(
    line: Line, source: str, asks: models.Questionnaire, by: models.User, at: datetime
) -> None:
    visit, told = line.visit, line.planned
    if visit is None or told.day is None:
        return
    if visit.standing != Standing.PLANNED:
        restore(visit, by=by, at=at)
    try:
        move(visit, told.day, told.at or visit.time, why=WhyMoved.SCHEDULE, by=by, at=at)
    except TookPlace:
        return
    _numbered(visit, source, told)


def _end(
    line: Line, source: str, asks: models.Questionnaire, by: models.User, at: datetime
) -> None:
    if line.visit is None:
        return
    standing = line.planned.standing
    take_out(line.visit, standing, why=WhyNotPlanned.SCHEDULE, by=by, at=at)
    _numbered(line.visit, source, line.planned)


def _numbered(visit: models.Visit, source: str, told: Planned) -> None:
    """Remember the schedule's own number, so that its next word finds the visit again."""
    if told.source_id:
        visit.source, visit.source_id = source, told.source_id
    visit.source_at = told.told_at or visit.source_at
    visit.save(update_fields=["source", "source_id", "source_at"])


Taking = Callable[[Line, str, models.Questionnaire, models.User, datetime], None]
TAKING: dict[Change, Taking] = {
    Change.NEW: _enter,
    Change.MOVED: _move,
    Change.CANCELLED: _end,
    Change.MISSED: _end,
    Change.UNCHANGED: _nothing,
    Change.UNCLEAR: _nothing,
}

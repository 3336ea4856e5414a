"""A schedule of another program against what is entered: what is new, moved, cancelled, unclear."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import time as time_of_day
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from intake import models
from intake.models import Standing, TalkState, VisitState, WhyMoved, WhyNotPlanned

from .contact import Contact, complete_contact, missing
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
    site: models.Site
    surname: str = ""
    given: str = ""
    birth_date: date | None = None
    day: date | None = None
    at: time_of_day | None = None
    provider: models.User | None = None
    standing: Standing = Standing.PLANNED
    source_id: str = ""
    told_at: datetime | None = None
    lacks: tuple[str, ...] = ()
    """Codes of what a person must settle first."""
    contact: Contact = Contact()
    lost: tuple[str, ...] = ()
    """Codes of what the schedule gives as an address and is none."""
    person: str = ""
    """The id of somebody on record who was picked, or ``SOMEBODY_ELSE``."""
    is_past: bool = False
    is_looked_at: bool = False
    """Somebody looked: what is done with care only is carried out."""


SOMEBODY_ELSE = "new"
PASTED = "pasted"  # the source of what the desk imports; a folder has another name


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the schedule, what it would do, and the visit it would do it to."""

    planned: Planned
    change: Change
    visit: models.Visit | None = None
    patient: models.Patient | None = None
    why: tuple[str, ...] = ()
    people: tuple[models.Patient, ...] = ()
    """Who fits, where it is open which of them it is."""

    @property
    def adds(self) -> Contact:
        """What the patient gets of mail, mobile and language; none where the line is not taken."""
        if self.change in (Change.UNCLEAR, Change.CANCELLED, Change.MISSED):
            return Contact()
        patient = self.visit.patient if self.visit else self.patient
        return missing(patient, self.planned.contact)

    @property
    def does_something(self) -> bool:
        is_still = self.change in (Change.UNCHANGED, Change.UNCLEAR)
        return not is_still or (self.visit is not None and self.adds != Contact())


def compared(planned: Iterable[Planned], *, source: str) -> list[Line]:
    """Each line against what is entered. Nothing is written; a line that is absent says nothing."""
    met: set[int] = set()
    told: set[Planned] = set()
    return [_met(_line(each, source, met, told), met) for each in planned]


def take(
    planned: Collection[Planned],
    *,
    source: str,
    questionnaire: models.Questionnaire,
    by: models.User,
    at: datetime,
) -> list[Line]:
    """Compare each line and carry out what is clear: taken twice, nothing is new.

    Says what each line turned out to be.
    """
    done: list[Line] = []
    met: set[int] = set()
    told: set[Planned] = set()
    with transaction.atomic():
        # Two schedules at once, of whatever source, would each enter whom neither knows yet.
        sites = models.Site.objects.filter(pk__in={each.site.pk for each in planned})
        list(sites.select_for_update(no_key=True).order_by("pk"))
        for each in planned:
            now = _line(each, source, met, told)
            try:
                visit = TAKING[now.change](now, source, questionnaire, by, at)
            except TookPlace:  # signed since it was compared
                now, visit = replace(now, change=Change.UNCLEAR, why=("signed",)), now.visit
            if visit and now.adds != Contact():
                complete_contact(visit, now.planned.contact, by=by, at=at)
            done.append(_met(replace(now, visit=visit), met))
    return done


def _met(line: Line, met: set[int]) -> Line:
    """A visit that one line of a schedule is about is not also that of another."""
    if line.visit:
        met.add(line.visit.pk)
    return line


def _line(planned: Planned, source: str, met: set[int], told: set[Planned]) -> Line:
    """A line that stands there once more, word for word, is the same visit."""
    said = replace(planned, place="")
    if said in told and not said.lacks:
        return Line(planned, Change.UNCHANGED)
    told.add(said)
    visit = None
    if planned.source_id:
        numbered = planned.site.visits.filter(source=source, source_id=planned.source_id)
        visit = numbered.select_related("patient").first()
    known = KNOWN_FROM_THE_VISIT | ({"no_day"} if planned.standing != Standing.PLANNED else set())
    lacks = tuple(code for code in planned.lacks if not (visit and code in known))
    if lacks:
        return Line(planned, Change.UNCLEAR, visit, why=lacks)
    if visit is None:
        try:
            return _by_person(planned, source, met)
        except models.CannotOpen:  # whether that is the patient, only a person can tell
            born = planned.birth_date
            people = known_people(planned.surname, born, at=planned.site) if born else []
            return Line(planned, Change.UNCLEAR, why=("person_not_read",), people=tuple(people))
    if planned.told_at and visit.source_at and planned.told_at < visit.source_at:
        return Line(planned, Change.UNCHANGED, visit)
    return _against(planned, visit)


KNOWN_FROM_THE_VISIT = frozenset({"no_person", "no_name", "no_birth_date"})
"""A message without a person may move a visit that is known by its number, and one without a day
may cancel it."""


def _by_person(planned: Planned, source: str, met: set[int]) -> Line:
    born = None if planned.person == SOMEBODY_ELSE else planned.birth_date
    known = known_people(planned.surname, born, at=planned.site) if born else []
    # Whoever was picked, or all on record whose name and date do not contradict.
    if planned.person:
        people = [each for each in known if str(each.pk) == planned.person]
    else:
        people = [each for each in known if is_same_given(each, planned.given)]
    if len(people) > 1:
        return Line(planned, Change.UNCLEAR, why=("which_person",), people=tuple(people))
    patient = people[0] if people else None
    visits = _of_that_day(planned, patient, source, met)
    visit = next((each for each in visits if each.time == planned.at), None)
    if visit is None and len(visits) > 1:
        return Line(planned, Change.UNCLEAR, patient=patient, why=("which_visit",))
    if visit or visits:
        return _against(planned, visit or visits[0])
    if planned.standing != Standing.PLANNED:
        return Line(planned, Change.UNCHANGED, patient=patient)  # it was never entered here
    if planned.provider is None:
        return Line(planned, Change.UNCLEAR, patient=patient, why=("provider",))
    if planned.is_past and not planned.is_looked_at:
        return Line(planned, Change.UNCLEAR, patient=patient, why=("past",))
    return Line(planned, Change.NEW, patient=patient)


def _of_that_day(
    planned: Planned, patient: models.Patient | None, source: str, met: set[int]
) -> list[models.Visit]:
    """Her visits of the day that this line can be about: none that has another number here."""
    if patient is None or planned.day is None:
        return []
    visits = planned.site.visits.filter(patient=patient, date=planned.day)
    if planned.source_id:
        visits = visits.exclude(Q(source=source) & ~Q(source_id=""))
    return list(visits.exclude(pk__in=met).select_related("patient").order_by("time", "pk"))


def _against(planned: Planned, visit: models.Visit) -> Line:
    if visit.talk == TalkState.SIGNED:  # it took place
        if planned.standing == Standing.PLANNED and planned.day in (None, visit.date):
            return Line(planned, Change.UNCHANGED, visit)
        return Line(planned, Change.UNCLEAR, visit, why=("signed",))
    is_answered = visit.state in (VisitState.SENT, VisitState.REOPENED)
    if planned.standing != Standing.PLANNED:
        if visit.standing != Standing.PLANNED:
            return Line(planned, Change.UNCHANGED, visit)
        if is_answered and not planned.is_looked_at:  # nobody cancels that without looking
            return Line(planned, Change.UNCLEAR, visit, why=("answered",))
        return Line(planned, Change(planned.standing.value), visit)
    is_moved = planned.day and (visit.date, visit.time) != (planned.day, planned.at or visit.time)
    if is_moved or visit.standing != Standing.PLANNED:
        return Line(planned, Change.MOVED, visit)
    return Line(planned, Change.UNCHANGED, visit)


def _nothing(
    line: Line, source: str, asks: models.Questionnaire, by: models.User, at: datetime
) -> models.Visit | None:
    """Unchanged, or for a person to settle."""
    return line.visit


def _enter(
    line: Line, source: str, asks: models.Questionnaire, by: models.User, at: datetime
) -> models.Visit | None:
    told = line.planned
    if not (told.birth_date and told.day and told.provider):
        return None  # ``compared`` calls such a line unclear
    entry = Entry(told.surname, told.given, told.birth_date, told.day, told.at, told.provider, asks)
    numbered = replace(
        entry,
        patient=line.patient,
        source=source,
        source_id=told.source_id,
        told_at=told.told_at,
        site=told.site,
    )
    return enter_day([numbered], by=by, at=at)[0]


def _move(
    line: Line, source: str, asks: models.Questionnaire, by: models.User, at: datetime
) -> models.Visit | None:
    visit, told = line.visit, line.planned
    if visit is None or told.day is None:
        return None
    if visit.standing != Standing.PLANNED:
        restore(visit, by=by, at=at)
    move(visit, told.day, told.at or visit.time, why=WhyMoved.SCHEDULE, by=by, at=at)
    _numbered(visit, source, told)
    return visit


def _end(
    line: Line, source: str, asks: models.Questionnaire, by: models.User, at: datetime
) -> models.Visit | None:
    if line.visit is None:
        return None
    standing = line.planned.standing
    take_out(line.visit, standing, why=WhyNotPlanned.SCHEDULE, by=by, at=at)
    _numbered(line.visit, source, line.planned)
    return line.visit


def _numbered(visit: models.Visit, source: str, told: Planned) -> None:
    """Remember the schedule's own number, so that its next word finds the visit again."""
    if told.source_id:
        visit.source, visit.source_id = source, told.source_id
    visit.source_at = told.told_at or visit.source_at
    visit.save(update_fields=["source", "source_id", "source_at"])


TAKING: dict[Change, Callable[..., models.Visit | None]] = {
    Change.NEW: _enter,
    Change.MOVED: _move,
    Change.CANCELLED: _end,
    Change.MISSED: _end,
    Change.UNCHANGED: _nothing,
    Change.UNCLEAR: _nothing,
}

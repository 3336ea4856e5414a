"""Reads the access log for the privacy officer; every look at it is a line of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice

from django.db.models import Q, QuerySet
from django.utils import timezone

from intake import models
from intake.actions.access_log import record
from intake.core.privacy.log_words import did_words

AT_ONCE = 50
MOST_IN_FILE = 100_000
BATCH = 1_000


class TooManyLines(Exception):
    """More lines than a file takes; fewer days must be asked for."""


@dataclass(frozen=True)
class Wanted:
    """Which lines; what is left empty does not narrow them."""

    user: models.User | None = None
    actor: str = ""
    action: str = ""
    visits: tuple[int, ...] | None = None
    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        """For the log: codes and numbers, no name."""
        said = {
            "user": self.user and self.user.pk,
            "actor": self.actor,
            "action": self.action,
            "visits": self.visits is not None and " ".join(map(str, self.visits)),
            "first": self.first,
            "last": self.last,
        }
        return ", ".join(f"{name} {value}" for name, value in said.items() if value)[:150]


@dataclass(frozen=True)
class Line:
    """One line of the log with its visit's reference, also after the visit was erased."""

    event: models.AccessEvent
    reference: str

    @property
    def who(self) -> str:
        return self.event.who

    @property
    def did(self) -> str:
        return did_words(self.event.action)


@dataclass(frozen=True)
class Part:
    """A part of the log, newest line first; ``older`` is the number to go on from, if any."""

    lines: tuple[Line, ...]
    older: int | None


def read_log(wanted: Wanted, *, by: models.User, at: datetime, before: int | None = None) -> Part:
    """Up to fifty lines, those before line ``before`` if it is given."""
    found = _narrowed(wanted, by)
    if before is not None:
        # By time and number, not by an offset: the thousandth part costs what the first one costs.
        times = models.AccessEvent.objects.filter(sequence=before).values_list("at", flat=True)
        then = times.first()
        later = Q(at=then) & Q(sequence__gte=before)
        found = found.filter(at__lte=then).exclude(later) if then else found.none()
    events = list(found[: AT_ONCE + 1])
    record("log_read", at=at, by=by, visit=_only_visit(wanted), detail=str(wanted))
    older = events[AT_ONCE - 1].sequence if len(events) > AT_ONCE else None
    return Part(tuple(_lines(events[:AT_ONCE])), older)


def log_file(wanted: Wanted, *, by: models.User, at: datetime) -> Iterator[Line]:
    """Every line that is wanted, for a file; raises ``TooManyLines`` before the first."""
    found = _narrowed(wanted, by)
    if found[MOST_IN_FILE : MOST_IN_FILE + 1].exists():
        raise TooManyLines
    record("log_exported", at=at, by=by, visit=_only_visit(wanted), detail=str(wanted))
    events = found.iterator(chunk_size=BATCH)
    batches = iter(lambda: tuple(islice(events, BATCH)), ())
    return chain.from_iterable(map(_lines, batches))


def visits_called(reference: str, *, whole_patient: bool = False) -> tuple[int, ...]:
    """Numbers of the visit with a reference, or of all its patient's; erased ones are found too."""
    called = reference.strip().upper()
    visit = models.Visit.objects.filter(reference=called).first()
    if visit is None:
        stones = models.Stone.objects.filter(reference=called)
        return tuple(stones.values_list("visit_number", flat=True))
    if not whole_patient:
        return (visit.pk,)
    of_patient = models.Visit.objects.filter(patient=visit.patient_id).order_by("pk")
    return tuple(of_patient.values_list("pk", flat=True))


def _narrowed(wanted: Wanted, by: models.User) -> QuerySet[models.AccessEvent]:
    """Who does not work at every site reads the lines about visits of his or her own."""
    found = models.AccessEvent.objects.select_related("user").order_by("-at", "-sequence")
    if not by.is_everywhere:
        found = found.filter(visit__site__in=[site.pk for site in by.reach])
    exact = {"user": wanted.user, "actor": wanted.actor, "action": wanted.action}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.visits is not None:
        found = found.filter(visit_id__in=wanted.visits)
    # The first and the last day there is narrow nothing: no clock has a day before or after them.
    if wanted.first and wanted.first > date.min:
        found = found.filter(at__gte=_midnight(wanted.first))
    if wanted.last and wanted.last < date.max:
        found = found.filter(at__lt=_midnight(wanted.last + timedelta(days=1)))
    return found


def _lines(events: Sequence[models.AccessEvent]) -> Iterator[Line]:
    numbers = {event.visit_id for event in events if event.visit_id}
    visits = models.Visit.objects.filter(pk__in=numbers).values_list("pk", "reference")
    stones = models.Stone.objects.filter(visit_number__in=numbers)
    called = {**dict(stones.values_list("visit_number", "reference")), **dict(visits)}
    for event in events:
        yield Line(event, called.get(event.visit_id or 0, ""))


def _only_visit(wanted: Wanted) -> models.Visit | None:
    numbers = wanted.visits or ()
    return models.Visit.objects.filter(pk=numbers[0]).first() if len(numbers) == 1 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

"""The three lists of the worklist, each page of a list found by where the last one ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from intake.models import TalkState, User, Visit, VisitState

from .rows import VisitRow, rows_of

SIZE = 50
ORDER = ("calm", "date", "from_time", "id")
"""Holds first, then the date, then the time; the id decides what is left."""


@dataclass(frozen=True, slots=True)
class List:
    key: str
    title: str
    empty: str
    rows: tuple[VisitRow, ...] = ()
    next: str = ""
    """Reference of the last row, when more come after it."""

    @property
    def has_day(self) -> bool:
        """Whether each row must say its day."""
        return self.key != "today"


def lists(user: User, *, today: date, only: str = "", after: str = "") -> list[List]:
    """All lists from their beginning, or ``only`` one from behind the visit ``after``."""
    keys = [only] if only in LISTS else list(LISTS)
    visits = ordered(Visit.objects.visits_open_to(user))
    last = visits.filter(reference=after).first() if only in LISTS and after else None
    found = {key: _page(visits.filter(_within(key, today)), last) for key in keys}
    rows = {
        row.reference: row
        for row in rows_of((v for page in found.values() for v in page[:SIZE]), today=today)
    }
    return [_list(key, page, rows) for key, page in found.items()]


LISTS: Mapping[str, tuple[str, str]] = {
    "today": ("Today", "You have no visits today."),
    "waiting": (
        "Earlier, waiting for review",
        "Nothing is waiting: every earlier visit with answers is settled.",
    ),
    "coming": (
        "Coming days",
        "No visits are planned yet. The front desk enters them, and they show here at once.",
    ),
}


def ordered(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """In the order of the lists, with all that a row needs."""
    related = visits.select_related("patient", "submission__version").with_lock_state()
    return (
        related.defer("submission__version__document")
        .annotate(
            calm=Case(When(holds__gt=0, then=Value(0)), default=Value(1)),
            from_time=Coalesce("time", time.max),
        )
        .order_by(*ORDER)
    )


def _within(key: str, today: date) -> Q:
    unsettled = Q(state__in=[VisitState.SENT, VisitState.REOPENED]) & ~Q(talk=TalkState.SIGNED)
    return {
        "today": Q(date=today),
        "waiting": Q(date__lt=today) & unsettled,
        "coming": Q(date__gt=today),
    }[key]


def _page(visits: QuerySet[Visit], last: Visit | None) -> list[Visit]:
    """One more than fits, to know whether there is a next page; nothing is counted."""
    return list((visits.filter(_behind(last)) if last else visits)[: SIZE + 1])


def _behind(last: Visit) -> Q:
    behind, same = Q(), Q()
    for column in ORDER:
        value = getattr(last, column)
        behind |= same & Q(**{f"{column}__gt": value})
        same &= Q(**{column: value})
    return behind


def _list(key: str, page: list[Visit], rows: Mapping[str, VisitRow]) -> List:
    title, empty = LISTS[key]
    shown = tuple(rows[visit.reference] for visit in page[:SIZE])
    return List(key, title, empty, shown, shown[-1].reference if len(page) > SIZE else "")

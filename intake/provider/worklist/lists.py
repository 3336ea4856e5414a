"""The lists of the worklist, each page of a list found by where the last one ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from operator import attrgetter

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from intake.models import SignOff, Site, TalkState, User, Visit, VisitState
from intake.models.sites import days_at

from .rows import VisitRow, rows_of

SIZE = 50
LATELY = timedelta(days=7)
ORDER = ("date", "from_time", "id")
"""Day by day as the clock goes, holds marked and not moved; the id decides what is left.

The day leads, so that a list is read from an end of an index and stops after one page.
"""


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


def lists(user: User, *, at: datetime, only: str = "", after: str = "") -> list[List]:
    """All lists from their beginning, or ``only`` one from behind the visit ``after``."""
    keys = [only] if only in LISTS else list(LISTS)
    visits = ordered(Visit.objects.visits_open_to(user))
    last = visits.filter(reference=after).first() if only in LISTS and after else None
    behind = visits.filter(_behind(last)) if last else visits
    days = days_at(user.reach, at)
    pages: dict[str, list[Visit]] = {}
    for key in keys:
        # One more than fits, to know whether there is a next page; nothing is counted.
        each = (behind.filter(stretch)[: SIZE + 1] for stretch in _stretches(key, days))
        pages[key] = sorted(chain.from_iterable(each), key=attrgetter(*ORDER))[: SIZE + 1]
    listed = (visit for page in pages.values() for visit in page[:SIZE])
    rows = {row.reference: row for row in rows_of(listed, at=at, by=user)}
    found = []
    for key, page in pages.items():
        title, empty = LISTS[key]
        shown = tuple(rows[visit.reference] for visit in page[:SIZE])
        onward = shown[-1].reference if len(page) > SIZE else ""
        found.append(List(key, title, empty, shown, onward))
    return found


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
    "signed": (
        "Signed in the last seven days",
        "Nothing was signed in the last seven days. Older visits are found by searching.",
    ),
}


def ordered(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """In the order of the lists, with all that a row needs."""
    related = visits.select_related("patient", "site", "submission__version").with_lock_state()
    return (
        related.defer("submission__version__document")
        .annotate(
            from_time=Coalesce("time", time.max),
        )
        .order_by(*ORDER)
    )


UNSETTLED = [
    Q(state=state, talk=talk)
    for state in (VisitState.SENT, VisitState.REOPENED)
    for talk in (TalkState.NOT_BEGUN, TalkState.BEGUN)
]


def _stretches(key: str, days: Mapping[date, list[Site]]) -> list[Q]:
    """A list in parts that each stand together, and in order, in an index of visits.

    Asked for all unsettled visits at once, a database reads past every signed one; a site is asked
    for only where it is another day elsewhere.
    """
    found = []
    for today, sites in days.items():
        here = Q() if len(days) == 1 else Q(site__in=sites)
        # By the moment of the signature, whatever day the visit was on.
        since = sites[0].begins(today - LATELY)
        lately = SignOff.objects.filter(visit=OuterRef("pk"), signed_at__gte=since)
        stretches = {
            "today": [Q(date=today)],
            "waiting": [Q(date__lt=today) & standing for standing in UNSETTLED],
            "coming": [Q(date__gt=today)],
            "signed": [Q(talk=TalkState.SIGNED, state=VisitState.SENT) & Q(Exists(lately))],
        }
        found += [here & stretch for stretch in stretches[key]]
    return found


def _behind(last: Visit) -> Q:
    """The first condition says nothing new, but it is the one that an index can use."""
    first = ORDER[0]
    onward, behind, same = Q(**{f"{first}__gte": getattr(last, first)}), Q(), Q()
    for column in ORDER:
        value = getattr(last, column)
        behind |= same & Q(**{f"{column}__gt": value})
        same &= Q(**{column: value})
    return onward & behind

"""The day: who comes when, who needs somebody, and the grid that visits are typed into."""

from collections import Counter
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from intake.actions.access_log import record
from intake.actions.visits.day import enter_day
from intake.actions.visits.told import providers, questionnaires
from intake.actions.visits.waiting import waiting
from intake.display.days import full_day_words

from .access import for_the_desk, site_of_page
from .grid import AGREED, MOST_ROWS, GridRow, blank_rows, read_grid
from .rows import ANSWERED, ANSWERING, ENDED, NEEDS_YOU, NOT_OPENED, Row, rows_of, visits_on
from .search import SearchForm

DAYS_AHEAD = 4
FARTHEST = timedelta(days=20 * 366)
"""Nothing is kept longer, and nothing planned that far."""


@require_safe
@for_the_desk
def today(request: HttpRequest) -> HttpResponse:
    return redirect("desk:day", _today(request).isoformat())


@require_POST
@for_the_desk
def at_site(request: HttpRequest) -> HttpResponse:
    """Go on with another site of one's own, on the same day; today stays today there."""
    day, today_here = request.POST.get("day", ""), _today(request).isoformat()
    site_of_page(request)
    return redirect("desk:day", _today(request).isoformat() if day in ("", today_here) else day)


@require_safe
@for_the_desk
def day(request: HttpRequest, day: str) -> HttpResponse:
    """Reading it is a line of the access log: it opens the names of a whole day."""
    on = _date(request, day)
    record("desk_day_read", at=timezone.now(), by=request.user, detail=on.isoformat())
    return _show(request, on)


@require_POST
@for_the_desk
def enter(request: HttpRequest, day: str) -> HttpResponse:
    """One post for the whole grid. Whatever is open is asked about, and nothing is kept before."""
    on = _date(request, day)
    rows = read_grid(request.POST, site_of_page(request))
    typed = [row for row in rows if not row.is_blank]
    if not typed:
        messages.info(request, _("Nothing was typed."))
        return redirect("desk:day", day)
    if not all(row.is_settled for row in typed):
        return _show(request, on, typed=rows)
    entries = [row.entry for row in typed if row.entry]
    visits = enter_day(entries, by=request.user, at=timezone.now())
    words = ngettext("%d visit entered:", "%d visits entered:", len(visits)) % len(visits)
    read_back = "; ".join(
        f"{row.typed['surname']}, {', '.join(row.read)}" for row in typed if row.entry
    )
    messages.success(request, f"{words} {read_back}")
    return redirect("desk:day", visits[0].date.isoformat() if visits else day)


def _show(request: HttpRequest, on: date, typed: list[GridRow] | None = None) -> HttpResponse:
    """With what was typed where it was not taken."""
    here, visits = _today(request), list(visits_on(request.site, on))
    by_name = {here: _("Today"), here + timedelta(days=1): _("Tomorrow")}
    ahead = [here + timedelta(days=days) for days in range(DAYS_AHEAD + 1)]
    rows = rows_of(visits, request, now=timezone.now())
    only = request.GET.get("only", "")
    context = {
        "day": on,
        "title": full_day_words(on),
        "days": [(day, by_name.get(day) or f"{day:%a, %b %-d}") for day in ahead],
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "rows": [row for row in rows if row.kind != ENDED and only in ("", row.kind)],
        "ended": [row for row in rows if row.kind == ENDED],
        "counts": _counts(rows),
        "only": only,
        "sites": request.user.reach,
        "site": request.site,
        "waiting": waiting(request.site).count(),
        "form": SearchForm(),
        "grid": typed or blank_rows(on, visits),
        **_entering(request, typed),
    }
    return render(request, "intake/desk/day.html", context, status=400 if typed else 200)


def _entering(request: HttpRequest, typed: list[GridRow] | None) -> dict[str, object]:
    """What the grid offers, and what is wrong with what was typed into it."""
    return {
        "most": MOST_ROWS,
        "is_open": typed is not None,
        "problems": [(row.number, words) for row in typed or () for words in row.problems],
        "providers": list(providers(request.site)),
        "questionnaires": list(questionnaires()),
        "agreed": AGREED in request.POST,
    }


def _counts(rows: list[Row]) -> list[tuple[str, str]]:
    """The line above the day, each part of it a filter; what needs somebody comes first."""
    found = Counter(row.kind for row in rows)
    words = (
        (NEEDS_YOU, ngettext("%d needs you", "%d need you", found[NEEDS_YOU])),
        (ANSWERED, ngettext("%d answered", "%d answered", found[ANSWERED])),
        (ANSWERING, ngettext("%d being answered", "%d being answered", found[ANSWERING])),
        (NOT_OPENED, ngettext("%d not opened", "%d not opened", found[NOT_OPENED])),
    )
    return [(kind, said % found[kind]) for kind, said in words if found[kind]]


def _today(request: HttpRequest) -> date:
    return request.site.day(timezone.now())


def _date(request: HttpRequest, day: str) -> date:
    """The day of an address; one that no visit can be on has no page."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    if abs(found - _today(request)) > FARTHEST:
        raise Http404
    return found

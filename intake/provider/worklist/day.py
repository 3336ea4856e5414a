"""A whole day on paper: the provider copies of its visits one after another, behind a list."""

import logging
import time
from datetime import date, datetime
from itertools import islice

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions import access_log as look
from intake.actions.talk.rules import is_theirs
from intake.actions.talk.talk_page import room_of
from intake.core.discussion.in_words import plain_date
from intake.display.downloads import pdf_shown
from intake.models import CannotOpen, Copy, Paper, User, Visit
from intake.models.visits.states import UNSENT
from intake.pdf.copies import Busy, RenderFailed
from intake.pdf.day import Cover, CoverLine, Sheets, cover_page, joined
from intake.printing.conduct import copy_of, original_in
from intake.provider.access import for_providers
from intake.provider.discussion.papers import paper_of

from .lists import ordered
from .rows import rows_of

logger = logging.getLogger(__name__)

MOST = 40
"""Visits of a day; a file with more is no help in a morning."""
SECONDS = 40.0
"""For copies that were not made before; what was made by then is kept for the next try."""

NOT_SENT = "Not sent yet: no copy"
NOT_READ = "What is stored cannot be read: no copy"
NOT_PRINTED = "Could not be printed: open it on the screen"
NOT_IN_TIME = "Not made in time: print the day again"


class DayForm(forms.Form):
    use_required_attribute = False
    day = forms.DateField(
        label="Print a whole day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose the day to print.",
            "invalid": "Give the day as a date, such as 2026-11-22.",
        },
    )
    first = forms.BooleanField(label="Only page 1 of each", required=False)
    backs = forms.BooleanField(label="Blank backs, to print on both sides", required=False)

    @property
    def ticks(self) -> tuple[forms.BoundField, forms.BoundField]:
        return self["first"], self["backs"]


@require_safe
@for_providers
def day(request: HttpRequest) -> HttpResponse:
    form = DayForm(request.GET)
    if not form.is_valid():
        return _refused(request, form, status=400)
    chosen, size, at = form.cleaned_data["day"], paper_of(request), timezone.now()
    # By the clock, as the day goes, and not by holds.
    found = ordered(Visit.objects.visits_open_to(request.user, at)).filter(date=chosen)
    listed = found.order_by("from_time", "id").iterator(chunk_size=MOST + 1)
    theirs = (visit for visit in listed if is_theirs(visit, request.user, at=at))
    visits = list(islice(theirs, MOST + 1))
    problem = _problem(visits, chosen)
    if problem:
        form.add_error("day", problem)
        return _refused(request, form, status=409)
    try:
        sheets = Sheets(form.cleaned_data["first"], form.cleaned_data["backs"])
        content = _printed(request.user, visits, size, sheets, at=at)
    except (Busy, RenderFailed):
        form.add_error("day", "The printer is busy. Wait a minute, then print the day again.")
        return _refused(request, form, status=503)
    look.record("day_printed", at=at, by=request.user, detail=f"{len(visits)} visits")
    return pdf_shown(content, f"visits-{chosen:%Y-%m-%d}.pdf")


def _problem(visits: list[Visit], chosen: date) -> str:
    if not visits:
        return f"You have no visits on {plain_date(chosen)}."
    if len(visits) > MOST:
        return f"There are more than {MOST} visits on this day. Print them one by one."
    if all(visit.state in UNSENT for visit in visits):
        return f"No patient of {plain_date(chosen)} has sent the answers yet."
    return ""


def _printed(
    user: User, visits: list[Visit], size: Paper, sheets: Sheets, *, at: datetime
) -> bytes:
    until = time.monotonic() + SECONDS
    day, lines, copies = visits[0].date, [], []
    for visit, row in zip(visits, rows_of(visits, at=at, by=user), strict=True):
        content, missing = _copy(user, visit, size, at=at, until=until)
        clock = f"{row.time:%H:%M}" if row.time else ""
        holds = ". ".join(filter(None, (row.hold_words, row.unknown_words)))
        state = ". ".join(filter(None, (row.talk, row.state)))
        lines.append(CoverLine(clock, row.name, row.born, row.reference, holds, state, missing))
        if content:
            copies.append((f"{clock} {row.name}".strip(), content))
    cover = Cover(day, user.printed_name, visits[0].site.here(at), tuple(lines))
    first = ("List of the day", cover_page(cover, paper=size))
    return joined(f"Visits of {plain_date(day)}", [first, *copies], sheets)


def _copy(
    user: User, visit: Visit, size: Paper, *, at: datetime, until: float
) -> tuple[bytes, str]:
    """A copy, or why there is none; each one stands in the access log."""
    if visit.state in UNSENT:
        return b"", NOT_SENT
    if time.monotonic() > until:
        return b"", NOT_IN_TIME
    try:
        room = room_of(visit, by=user, at=at)
        content = copy_of(original_in(room, at=at), Copy.PROVIDER, size, at=at)
    except CannotOpen:
        logger.exception("a sealed column does not open", extra={"event": "sealed.cannot_open"})
        return b"", NOT_READ
    except RenderFailed:
        return b"", NOT_PRINTED
    detail = f"provider {size} revision {room.frozen.revision}, whole day"
    look.record("copy_printed", at=at, by=user, visit=visit, detail=detail)
    return content, ""


def _refused(request: HttpRequest, form: DayForm, *, status: int) -> HttpResponse:
    look.record("day_not_printed", at=timezone.now(), by=request.user)
    return render(request, "intake/provider/worklist.html", {"day_form": form}, status=status)

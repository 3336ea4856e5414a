"""Pages kept as they stand without counting: sent by script, held, put aside, discarded."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from intake.actions.answers.page_drafts import SHOWN, discard_draft, keep_draft, shown_in
from intake.actions.answers.session import Ended, Live
from intake.core.questionnaire.walk import sections_to_fill_in
from intake.forms.page import PageForm
from intake.models import Submission
from intake.walking.entries import told_by_tick
from intake.walking.route import Place

from .filling import (
    REVISION,
    SEQ,
    Sheet,
    address_of,
    fields_of,
    is_for,
    is_too_long,
    number_in,
    sheet_of,
    stamp_in,
    while_filling,
)
from .in_words import shown
from .session import is_on_device, is_sent, is_typed_in, show, show_receipt

KEPT = "X-Kept"
"""Tells the page which of its drafts is stored; before it hears that, nothing is."""


def keep_as_draft(
    submission: Submission,
    place: Place,
    request: HttpRequest,
    *,
    held: bool = False,
    revision: int | None = None,
) -> bool:
    """Keep a posted page as it stands; ``revision`` where it is newer than the posted one.

    Says whether it is kept: it can be too long. ``TooManyDrafts`` goes up to whoever answers.
    """
    fields = fields_of(place, request.POST)
    if revision is not None:
        fields[REVISION] = [str(revision)]
    if is_too_long(fields):
        return False
    stamp, row, at = stamp_in(request.POST), place.row_pk, timezone.now()
    keep_draft(submission, place.page, fields, row=row, held=held, stamp=stamp, at=at)
    return True


def hold(
    request: HttpRequest,
    over: Live | Ended,
    *,
    section: str,
    number: int,
    row: UUID | None = None,
    is_answer: bool,
) -> HttpResponse | None:
    """Keep a page posted after the session had ended, or show it once everything was sent.

    ``is_answer`` when Continue was pressed. What comes too late stands in the receipt, but not on a
    device of the clinic, where somebody else reads next what stands there.
    """
    is_late = is_sent(over.submission)
    is_hers = not (is_on_device(over) or is_typed_in(over)) if is_late else over.may_hold
    if not is_hers or not is_for(over.submission, request.POST):
        return None
    sheet = sheet_of(over)
    place = sheet.place(section, number, row)
    if is_late:
        asked = [sheet.spoken(sheet.questionnaire.by_key[key]) for key in place.page.keys]
        said = PageForm(asked, request.POST).said
        late = [(q.text, shown(q, said[q.key]).line) for q in asked if said.get(q.key) is not None]
        return show_receipt(request, over.submission, late=late) if late else None
    # A page that another answer closed meanwhile may be asked again.
    if not may_be_asked(sheet, place):
        return None
    is_kept = keep_as_draft(over.submission, place, request, held=is_answer)
    return None if is_answer else _told(request, is_kept)


hold_answer = partial(hold, is_answer=True)
hold_draft = partial(hold, is_answer=False)


@require_POST
@while_filling(hold=hold_draft)
def keep(
    request: HttpRequest, sheet: Sheet, section: str, number: int, row: UUID | None = None
) -> HttpResponse:
    """Sent by script while the page is filled in; nothing is judged and nothing is shown."""
    place = sheet.place(section, number, row)
    if not is_for(sheet.submission, request.POST) or not may_be_asked(sheet, place):
        return show(request, sheet.live, "not_saved.html", {}, status=409)
    # A page that another answer closed meanwhile may be asked again.
    if not sheet.route.asked_at(place) or not says_nothing_new(sheet, place, request):
        return _told(request, keep_as_draft(sheet.submission, place, request))
    mine = stamp_in(request.POST)
    of_this_window = {d.id: mine.seq for d in sheet.drafts.get(place, ()) if d.tab == mine.tab}
    discard_draft(sheet.submission, of_this_window)
    return _told(request, True)


@require_POST
@while_filling
def discard(
    request: HttpRequest, sheet: Sheet, section: str, number: int, row: UUID | None = None
) -> HttpResponse:
    """The button names what was shown beside it; what came later stays."""
    discard_draft(sheet.submission, shown_in(request.POST.getlist(SHOWN)))
    return redirect(address_of(sheet.place(section, number, row), via=request.GET.get("from", "")))


def may_be_asked(sheet: Sheet, place: Place) -> bool:
    """Whether a page is one to fill in, asked now or not; what is signed has a page of its own."""
    return any(s.key == place.page.section for s in sections_to_fill_in(sheet.questionnaire))


def _told(request: HttpRequest, is_kept: bool) -> HttpResponse:
    if not is_kept:
        return HttpResponse(status=413)
    return HttpResponse(status=204, headers={KEPT: number_in(request.POST.get(SEQ, ""))})


def says_nothing_new(sheet: Sheet, place: Place, request: HttpRequest) -> bool:
    """Whether a page was changed and changed back: then there is nothing to ask the patient."""
    # What a tick told of an entry is not on its page, unless somebody came to change it.
    told = {key for key in told_by_tick(sheet, place) if key not in request.POST}
    form = PageForm([q for q in sheet.route.asked_at(place) if q.key not in told], request.POST)
    kept = sheet.given.at(place.page, place.row_pk)
    return not form.has_unkept and form.said == {q.key: kept.get(q.key) for q in form.questions}

"""What comes with a posted page beside its answers, and pages that are kept without counting."""

import time
from collections.abc import Iterable, Mapping
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_POST

from intake.actions.afterwards import after_the_commit
from intake.actions.answers.page_drafts import (
    SHOWN,
    Draft,
    Stamp,
    discard_draft,
    keep_draft,
    shown_in,
)
from intake.actions.answers.page_times import count_time
from intake.actions.answers.session import Ended
from intake.core.limits import POSTED_LETTERS
from intake.core.questionnaire.walk import sections_to_fill_in
from intake.forms.page import PageForm, belongs_to
from intake.models import Submission
from intake.walking.entries import told_by_tick
from intake.walking.route import Place

from .addresses import address_of
from .filling import Sheet, sheet_of, while_filling
from .session import is_sent, is_typed_in

# No key of a question is empty, so a name that starts with "-" is never a question's.
REVISION = "-revision"
VISIT = "-visit"
TAB = "-tab"
OPENED = "-opened"
SEQ = "-seq"
LATER = "-later"
RESOLVING = "-resolving"
ASKED = "-asked"
"""What was noticed and shown on this page once."""
LISTED = "-listed"
"""Options of this page that names on it ticked."""
SIGNATURE = "-signature"
BLANK = "-blank"
"""What has no answer on this page was left blank on the paper that it is typed in from."""
KEPT = "X-Kept"
"""Tells the page which of its drafts is stored; before it hears that, nothing is."""


def number_in(typed: str) -> int:
    """A small number from an address or a hidden field; 0 for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def revision_in(posted: QueryDict) -> int:
    """The revision the page was built from; odd ones are older than everything."""
    return number_in(posted.get(REVISION, ""))


def seconds_open(posted: QueryDict) -> int | None:
    """Since the page was shown first; None where that can't be told."""
    typed = posted.get(OPENED, "")
    shown = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 10 else 0
    return int(time.time()) - shown if 0 < shown <= time.time() else None


def time_counted(sheet: Sheet, place: Place, posted: QueryDict) -> None:
    """The first time through a page that everybody is asked; nobody waits for it.

    Whoever types in from paper takes another time than a patient.
    """
    asked, taken = sheet.route.asked_at(place), seconds_open(posted)
    is_for_some = bool(place.row) or any(question.show_if for question in asked)
    is_hers = not (is_for_some or is_typed_in(sheet.live))
    if taken is not None and is_hers and not sheet.is_kept(place.page):
        with after_the_commit():
            count_time(sheet.submission.version, place.page.name, taken)


def stamp_in(posted: QueryDict) -> Stamp:
    tab = posted.get(TAB, "")
    is_ours = len(tab) <= 22 and tab.isascii() and tab.isalnum()
    seq = number_in(posted.get(SEQ, ""))
    return Stamp(tab if is_ours else "", seq, shown_in(posted.getlist(SHOWN)))


def is_for(submission: Submission, posted: QueryDict) -> bool:
    """Whether the page was shown for this visit: one browser may hold pages of two patients."""
    return posted.get(VISIT) == str(submission.pk)


def stamps(submission: Submission, revision: int, draft: Draft | None) -> list[tuple[str, object]]:
    """The hidden fields of a page: each time it is shown it is a window of its own."""
    first = (as_posted(draft).get(OPENED) if draft else "") or int(time.time())
    named = [(REVISION, revision), (VISIT, submission.pk), (TAB, get_random_string(16)), (SEQ, 0)]
    named.append((OPENED, first))
    shown = {**draft.shown, draft.id: draft.seq} if draft else {}
    return named + [(SHOWN, f"{pk}.{seq}") for pk, seq in shown.items()]


def fields_of(place: Place, posted: QueryDict) -> dict[str, list[str]]:
    """The fields of a page as they were posted, with its stamps, and nothing else."""
    ours = {REVISION, SHOWN, OPENED, SIGNATURE, RESOLVING, ASKED, LISTED, BLANK}
    return {
        name: posted.getlist(name)
        for name in posted
        if name in ours or any(belongs_to(name, key) for key in place.page.keys)
    }


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


def is_too_long(fields: Mapping[str, Iterable[str]]) -> bool:
    return sum(len(each) for typed in fields.values() for each in typed) > POSTED_LETTERS


def as_posted(draft: Draft) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, typed in draft.posted.items():
        posted.setlist(name, list(typed))
    return posted


def hold(
    request: HttpRequest,
    over: Ended,
    *,
    section: str,
    number: int,
    row: UUID | None = None,
    is_answer: bool,
) -> HttpResponse | None:
    """Keep a page posted after the session had ended; ``is_answer`` when Continue was pressed."""
    if is_sent(over.submission) or not is_for(over.submission, request.POST):
        return None
    sheet = sheet_of(over)
    place = sheet.place(section, number, row)
    if not sheet.route.asked_at(place):
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
        return HttpResponse(status=409)
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

"""A page of questions: kept before the next one shows, put aside as it stands, or asked again."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from intake.actions.afterwards import after_the_commit
from intake.actions.answers.page_drafts import UNSTAMPED, Stamp, discard_draft
from intake.actions.answers.page_times import count_time
from intake.actions.answers.sheet import Conflict, PageSaid, RowGone, save_page
from intake.core.questionnaire.questionnaire import Question
from intake.forms.page import NOTHING_EXPLAINED, PageForm, Said
from intake.walking.route import CHECK, Listed, Place, Step

from . import conflicts, language
from .check import line_name
from .drafts import hold_answer, keep_as_draft, may_be_asked, says_nothing_new
from .filling import (
    BLANK,
    LATER,
    RESOLVING,
    SURE,
    Sheet,
    address,
    address_of,
    is_for,
    revision_in,
    seconds_open,
    stamp_in,
    to,
    while_filling,
)
from .lists import names
from .lists.follow import follow_names, with_entries
from .paper import blanks
from .session import is_typed_in, show
from .shown_page import show_page, show_posted

Questions = tuple[Question, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@while_filling(hold=hold_answer)
def page(
    request: HttpRequest, sheet: Sheet, section: str, number: int, row: UUID | None = None
) -> HttpResponse:
    place = sheet.place(section, number, row)
    if row in sheet.given.removed:
        return _row_is_gone(request, sheet, place)
    questions = sheet.asked_at(place, request.GET)
    if not questions:
        # An answer elsewhere closed the page; what was typed waits, in case it opens again.
        is_hers = request.method == "POST" and is_for(sheet.submission, request.POST)
        if is_hers and may_be_asked(sheet, place):
            keep_as_draft(sheet.submission, place, request)
        return HttpResponseRedirect(address("tasks", {"not-asked": 1}))
    if request.method != "POST":
        return show_page(request, sheet, place)
    if not is_for(sheet.submission, request.POST):
        return show(request, sheet.live, "not_saved.html", {}, status=409)
    return _posted(request, sheet, place, questions)


def _posted(request: HttpRequest, sheet: Sheet, place: Place, questions: Questions) -> HttpResponse:
    """What is only looked at needs no voice and no look: those come with the page that is shown."""
    has_names = not sheet.questionnaire.names_of.keys().isdisjoint(place.page.keys)
    if has_names:
        request.POST = names.as_meant(sheet, place, request.POST)
    if BLANK in request.POST:
        questions = blanks.as_on_paper(sheet, questions, request.POST)
    form = PageForm(questions, request.POST, explained=NOTHING_EXPLAINED)
    if language.CHOSEN in request.POST:
        return _in_another_language(request, sheet, place)
    if LATER in request.POST:
        return _put_aside(request, sheet, place, form)
    if not form.is_valid():
        return _again(request, sheet, place, "errors")
    born = form.said.get(sheet.questionnaire.roles.birth_date)
    is_another = born is not None and sheet.facts.birth_date not in (None, born)
    if is_another and SURE not in request.POST:
        return _again(request, sheet, place, "sure")
    if has_names and (marked := names.with_ticks(sheet, place, request.POST, form.said)):
        request.POST = marked
        return _again(request, sheet, place, "names")
    return _keep(request, sheet, place, form)


def _keep(request: HttpRequest, sheet: Sheet, place: Place, form: PageForm) -> HttpResponse:
    said = form.said
    try:
        if RESOLVING in request.POST:
            said = conflicts.resolved(request.POST, sheet, place, said)
        answer = _kept_whole(request, sheet, place, said)
    except Conflict:
        return _again(request, sheet, place, "errors")
    except RowGone:
        return _row_is_gone(request, sheet, place)
    # The first time through a page that everybody is asked; nobody waits for it. Whoever types in
    # from paper takes another time than a patient.
    taken, is_for_some = seconds_open(request.POST), any(q.show_if for q in form.questions)
    is_hers = not (place.row or is_for_some or is_typed_in(sheet.live))
    if taken is not None and is_hers and not sheet.is_kept(place.page):
        with after_the_commit():
            count_time(sheet.submission.version, place.page.name, taken)
    return answer


@transaction.atomic
def _kept_whole(request: HttpRequest, sheet: Sheet, place: Place, said: Said) -> HttpResponse:
    """The page, and what follows from it: all of it is kept, or nothing is."""
    before, posted_at = sheet, place
    stamp, revision = stamp_in(request.POST), revision_in(request.POST)
    keep(sheet, place, said, revision=revision, stamp=stamp)
    card = sheet.route.cards.get(place.page)
    if card and not sheet.given.revision_of(card):
        # Continue says that what stands on the card is right.
        sheet = sheet.with_said(place, said)
        place = Place(card)
        said = {q.key: sheet.known.get(q.key) for q in sheet.walk.asked_on(card)}
        keep(sheet, place, said, revision=0, stamp=UNSTAMPED)
    after = _with_what_follows(request, before, sheet.with_said(place, said), posted_at)
    step = Step(sheet.route, after.route, place, via=request.GET.get("from", ""))
    stop = step.onward()
    if stop.name == CHECK and step.via == CHECK:
        return HttpResponseRedirect(_back_to_check(sheet, place, said, stop.closed))
    # Not ``redirect``, which first takes the address for the name of a view and searches for it.
    return HttpResponseRedirect(to(stop))


def _with_what_follows(request: HttpRequest, before: Sheet, after: Sheet, place: Place) -> Sheet:
    """The entries that ticks make, and the ticks that names make, once answers are kept."""
    makes_entries = any(o.entry_name for q in before.walk.asked_on(place.page) for o in q.options)
    if makes_entries or isinstance(after.route.after(place), Listed):
        after = with_entries(before, after, place)
    if after.may_name_anew(before, place.page):
        after = follow_names(before, after, place, request.POST)
    return after


def keep(sheet: Sheet, place: Place, said: Said, *, revision: int, stamp: Stamp) -> int:
    """Keep the answers; the drafts that the page was made from are settled with them."""
    posted = PageSaid(place.page, said, revision, place.row_pk, stamp.tab, stamp.seq)
    revision = save_page(sheet.submission, posted, given=sheet.given)
    if stamp.shown:
        discard_draft(sheet.submission, stamp.shown)
    return revision


def _back_to_check(sheet: Sheet, place: Place, said: Said, closed: int) -> str:
    """The line that was changed, not the top of eighteen screens."""
    before = sheet.given.at(place.page, place.row_pk)
    changed = [key for key, answer in said.items() if before.get(key) != answer]
    name = line_name(next(iter(changed or said), place.page.keys[0]), place.row)
    return address(CHECK, {"changed": name, "closed": closed}) + f"#answer-{name}"


def _in_another_language(request: HttpRequest, sheet: Sheet, place: Place) -> HttpResponse:
    """What was typed so far waits on the same page, in the language that was chosen."""
    is_new = not says_nothing_new(sheet, place, request)
    if is_new and not keep_as_draft(sheet.submission, place, request):
        return show_posted(request, sheet, place)
    back = HttpResponseRedirect(address_of(place, via=request.GET.get("from", "")))
    return language.remember(back, sheet.submission, request.POST[language.CHOSEN])


def _again(request: HttpRequest, sheet: Sheet, place: Place, why: str) -> HttpResponse:
    """What can't be kept yet is put aside and shown again by GET: "Back" never sends it twice."""
    if not keep_as_draft(sheet.submission, place, request):
        return show_posted(request, sheet, place)
    via = request.GET.get("from", "")
    return HttpResponseRedirect(address_of(place, via=via, **{why: 1}))


def _put_aside(request: HttpRequest, sheet: Sheet, place: Place, form: PageForm) -> HttpResponse:
    """Answers that can be kept are kept; what can't be stays as it was typed."""
    has_unkept, revision = form.has_unkept, revision_in(request.POST)
    try:
        with transaction.atomic():
            # What stays as typed now stands over what was just kept, and is not at odds with it.
            revision = keep(
                sheet, place, form.said, revision=revision, stamp=stamp_in(request.POST)
            )
            # No page that comes after looks at these again; a tick here is its page's newest.
            after = _with_what_follows(request, sheet, sheet.with_said(place, form.said), place)
            revision = max(revision, after.given.revision_of(place.page, place.row_pk))
    except (Conflict, RowGone):
        has_unkept = True
    if has_unkept and not keep_as_draft(sheet.submission, place, request, revision=revision):
        return show_posted(request, sheet, place)
    return redirect("patient:later")


def _row_is_gone(request: HttpRequest, sheet: Sheet, place: Place) -> HttpResponse:
    """The row was removed in another window; what was typed waits until it is brought back."""
    if request.method == "POST" and is_for(sheet.submission, request.POST):
        keep_as_draft(sheet.submission, place, request)
    return redirect(address_of(Listed(place.page.group)))

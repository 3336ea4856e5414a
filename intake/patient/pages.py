"""A page of questions: shown, kept before the next one shows, or put aside as it stands."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from intake.actions.answers.page_drafts import UNSTAMPED, Draft, Stamp, discard_draft
from intake.actions.answers.sheet import Conflict, PageSaid, RowGone, save_page
from intake.core.questionnaire.questionnaire import Question
from intake.forms.choices import UNSAID
from intake.forms.page import PageForm, Said, headings, initial_of
from intake.walking.entries import entry_name, told_by_tick
from intake.walking.progress import progress_at
from intake.walking.route import CHECK, Listed, Place, Step, way_back

from . import conflicts, language
from .addresses import address, address_of, to
from .beside import (
    SURE,
    beside,
    birth_dates,
    confirmed,
    is_another_birth_date,
    is_first_unsaid,
    notices,
    opened_in,
    purposes,
)
from .check import line_name
from .drafts import (
    LATER,
    RESOLVING,
    as_posted,
    hold_answer,
    is_for,
    keep_as_draft,
    may_be_asked,
    number_in,
    revision_in,
    says_nothing_new,
    stamp_in,
    stamps,
    time_counted,
)
from .filling import Sheet, while_filling
from .lists import names
from .lists.follow import follow_names, with_entries
from .paper import blanks
from .session import show


@require_http_methods(["GET", "HEAD", "POST"])
@while_filling(hold=hold_answer)
def page(
    request: HttpRequest, sheet: Sheet, section: str, number: int, row: UUID | None = None
) -> HttpResponse:
    place = sheet.place(section, number, row)
    if row in sheet.given.removed:
        return _row_is_gone(request, sheet, place)
    questions = questions_at(sheet, place, request.GET)
    if not questions:
        return _is_not_asked(request, sheet, place)
    if request.method != "POST":
        return _show(request, sheet, place)
    if not is_for(sheet.submission, request.POST):
        return show(request, sheet.live, "not_saved.html", {}, status=409)
    return _posted(request, sheet, place, questions)


def _posted(
    request: HttpRequest, sheet: Sheet, place: Place, questions: tuple[Question, ...]
) -> HttpResponse:
    request.POST = names.as_meant(sheet, place, request.POST)
    questions = blanks.as_on_paper(sheet, questions, request.POST)
    form = PageForm(questions, request.POST, **look(sheet, place))
    if language.CHOSEN in request.POST:
        return _in_another_language(request, sheet, place)
    if LATER in request.POST:
        return _put_aside(request, sheet, place, form)
    if not form.is_valid():
        return _again(request, sheet, place, form, "errors")
    if SURE not in request.POST and is_another_birth_date(sheet, form.said):
        return _again(request, sheet, place, form, "sure")
    found = names.noticed(sheet, place, request.POST, form.said)
    if marked := names.with_ticks(sheet, request.POST, found):
        request.POST = marked
        form = PageForm(questions, marked, **look(sheet, place))
        return _again(request, sheet, place, form, "names")
    return _keep(request, sheet, place, form)


def questions_at(sheet: Sheet, place: Place, asked: QueryDict) -> tuple[Question, ...]:
    """What is asked there, in the voice of whoever answers.

    What a tick told of an entry is asked only of those who come to change it.
    """
    told = () if {"name", "from"} & {*asked} else told_by_tick(sheet, place)
    return tuple(sheet.spoken(each) for each in sheet.route.asked_at(place) if each.key not in told)


def look(sheet: Sheet, place: Place) -> dict[str, object]:
    """How the fields look: what a browser fills in, and what is explained where it comes first."""
    explained = frozenset(UNSAID) if is_first_unsaid(sheet, place) else frozenset()
    return {
        "autocomplete": purposes(sheet),
        "explained": explained,
        "offers": sheet.questionnaire.names_of,
        "notes": names.notes(sheet, place),
    }


def keep(sheet: Sheet, place: Place, said: Said, *, revision: int, stamp: Stamp) -> int:
    """Keep the answers; the drafts that the page was made from are settled with them."""
    posted = PageSaid(place.page, said, revision=revision, row=place.row_pk, tab=stamp.tab)
    revision = save_page(sheet.submission, posted, given=sheet.given)
    if stamp.shown:
        discard_draft(sheet.submission, stamp.shown)
    return revision


def _keep(request: HttpRequest, sheet: Sheet, place: Place, form: PageForm) -> HttpResponse:
    said = form.said
    try:
        if RESOLVING in request.POST:
            said = conflicts.resolved(request.POST, sheet, place, said)
        answer = _kept_whole(request, sheet, place, said)
    except Conflict:
        return _again(request, sheet, place, form, "errors")
    except RowGone:
        return _row_is_gone(request, sheet, place)
    time_counted(sheet, place, request.POST)
    return answer


@transaction.atomic
def _kept_whole(request: HttpRequest, sheet: Sheet, place: Place, said: Said) -> HttpResponse:
    """The page, and what follows from it: all of it is kept, or nothing is."""
    stamp, revision = stamp_in(request.POST), revision_in(request.POST)
    keep(sheet, place, said, revision=revision, stamp=stamp)
    card = sheet.route.cards.get(place.page)
    if card and not sheet.given.revision_of(card):
        sheet = sheet.with_said(place, said)
        place, said = Place(card), confirmed(sheet, card)
        keep(sheet, place, said, revision=0, stamp=UNSTAMPED)
    return _turn(request, sheet, place, said)


def _turn(request: HttpRequest, sheet: Sheet, place: Place, said: Said) -> HttpResponse:
    after = with_entries(sheet, sheet.with_said(place, said), place)
    after = follow_names(sheet, after, place, request.POST)
    step = Step(sheet.route, after.route, place, via=request.GET.get("from", ""))
    stop = step.onward()
    if stop.name == CHECK and step.via == CHECK:
        return HttpResponseRedirect(_back_to_check(sheet, place, said, stop.closed))
    # Not ``redirect``, which first takes the address for the name of a view and searches for it.
    return HttpResponseRedirect(to(stop))


def _in_another_language(request: HttpRequest, sheet: Sheet, place: Place) -> HttpResponse:
    """What was typed so far waits on the same page, in the language that was chosen."""
    is_new = not says_nothing_new(sheet, place, request)
    if is_new and not keep_as_draft(sheet.submission, place, request):
        questions = questions_at(sheet, place, request.GET)
        form = PageForm(questions, request.POST, **look(sheet, place))
        return _render(request, sheet, place, form, None, status=400)
    back = HttpResponseRedirect(address_of(place, via=request.GET.get("from", "")))
    return language.remember(back, sheet.submission, request.POST[language.CHOSEN])


def _back_to_check(sheet: Sheet, place: Place, said: Said, closed: int) -> str:
    """The line that was changed, not the top of eighteen screens."""
    before = sheet.given.at(place.page, place.row_pk)
    changed = [key for key, answer in said.items() if before.get(key) != answer]
    name = line_name(next(iter(changed or said), place.page.keys[0]), place.row)
    return address(CHECK, {"changed": name, "closed": closed}) + f"#answer-{name}"


def _again(
    request: HttpRequest, sheet: Sheet, place: Place, form: PageForm, why: str
) -> HttpResponse:
    """What can't be kept yet is put aside and shown again by GET: "Back" never sends it twice."""
    if not keep_as_draft(sheet.submission, place, request):
        return _render(request, sheet, place, form, None, status=400)
    via = request.GET.get("from", "")
    return HttpResponseRedirect(address_of(place, via=via, **{why: 1}))


def _show(request: HttpRequest, sheet: Sheet, place: Place) -> HttpResponse:
    """What is kept of the page, or what was left there; judged only after Continue was pressed."""
    questions, drafts = questions_at(sheet, place, request.GET), sheet.drafts.get(place, ())
    chosen = request.GET.get("draft")
    draft = next((each for each in drafts if str(each.id) == chosen), drafts[0] if drafts else None)
    questions = blanks.as_on_paper(sheet, questions, as_posted(draft) if draft else {})
    if draft is None:
        initial = initial_of(questions, sheet.shown_at(place))
        form = PageForm(questions, initial=initial, **look(sheet, place))
    elif {"errors", "sure", "names"} & {*request.GET}:
        form = PageForm(questions, as_posted(draft), **look(sheet, place))
        if form.is_valid() and conflicts.differing(sheet, place, form.said, draft):
            return conflicts.show_conflict(request, sheet, place, form.said, draft)
    else:
        form = PageForm.of_draft(questions, as_posted(draft), **look(sheet, place))
    return _render(request, sheet, place, form, draft)


def _render(
    request: HttpRequest,
    sheet: Sheet,
    place: Place,
    form: PageForm,
    draft: Draft | None,
    *,
    status: int = 200,
) -> HttpResponse:
    via, is_sure = request.GET.get("from", ""), "sure" in request.GET and draft is not None
    told = [birth_dates(sheet, form.said)] if is_sure and form.is_valid() else []
    hidden = stamps(sheet.submission, _revision(request, sheet, place, form, draft), draft)
    sections = [*map(sheet.headed, sheet.sections)]
    context = headings(form, place.page, pages=sheet.pages, sections=sections) | {
        "entry": entry_name(sheet, place),
        "rename": names.renamed_at(sheet, place, form),
        "progress": progress_at(sheet, place),
        "form": form,
        "is_filling": True,
        "stamps": hidden + [(SURE, "yes")] * is_sure + names.shown_once(draft),
        "back": to(way_back(sheet.route, place, via=via)),
        "closed": number_in(request.GET.get("closed", "")),
        "notices": told or notices(sheet, place, form.questions) or opened_in(request.GET),
        "remarks": names.remarks_on(sheet, place, form) if "names" in request.GET else [],
        "offered": names.offered(sheet, form.questions),
        "blank": blanks.box(sheet, place, form, as_posted(draft) if draft else {}),
        **_left_here(sheet, place, form, draft, via),
        **beside(sheet, place, form.questions),
    }
    return show(request, sheet.live, "page.html", context, status=status)


def _revision(
    request: HttpRequest, sheet: Sheet, place: Place, form: PageForm, draft: Draft | None
) -> int:
    """What was typed belongs to the answers it was typed over, however long ago."""
    if draft:
        return revision_in(as_posted(draft))
    if form.is_bound:
        return revision_in(request.POST)
    return sheet.given.revision_of(place.page, place.row_pk)


def _left_here(
    sheet: Sheet, place: Place, form: PageForm, draft: Draft | None, via: str
) -> dict[str, object]:
    """What was typed on the page before, here and in other windows."""
    others = (other for other in sheet.drafts.get(place, ()) if other is not draft)
    return {
        "draft": draft if draft and not form.is_bound else None,
        "others": [(other, address_of(place, via=via, draft=other.id)) for other in others],
        "draft_address": address("draft", **place.kwargs),
        "discard_address": address("discard", {"from": via}, **place.kwargs),
    }


def _put_aside(request: HttpRequest, sheet: Sheet, place: Place, form: PageForm) -> HttpResponse:
    """Answers that can be kept are kept; what can't be stays as it was typed."""
    has_unkept, revision = form.has_unkept, revision_in(request.POST)
    try:
        # What stays as typed now stands over what was just kept, and is not at odds with it.
        revision = keep(sheet, place, form.said, revision=revision, stamp=stamp_in(request.POST))
    except (Conflict, RowGone):
        has_unkept = True
    if has_unkept and not keep_as_draft(sheet.submission, place, request, revision=revision):
        return _render(request, sheet, place, form, None, status=400)
    return redirect("patient:later")


def _is_not_asked(request: HttpRequest, sheet: Sheet, place: Place) -> HttpResponse:
    """An answer elsewhere closed the page; what was typed waits, in case it opens again."""
    is_hers = request.method == "POST" and is_for(sheet.submission, request.POST)
    if is_hers and may_be_asked(sheet, place):
        keep_as_draft(sheet.submission, place, request)
    return HttpResponseRedirect(address("tasks", {"not-asked": 1}))


def _row_is_gone(request: HttpRequest, sheet: Sheet, place: Place) -> HttpResponse:
    """The row was removed in another window; what was typed waits until it is brought back."""
    if request.method == "POST" and is_for(sheet.submission, request.POST):
        keep_as_draft(sheet.submission, place, request)
    return redirect(address_of(Listed(place.page.group)))

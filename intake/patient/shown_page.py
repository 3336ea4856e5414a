"""A page of questions as it is shown: what was kept or left, and what stands beside it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.actions.answers.page_drafts import Draft
from intake.core.questionnaire.answers import Values
from intake.core.questionnaire.questionnaire import Question
from intake.display.days import day_words
from intake.forms.choices import UNSAID
from intake.forms.page import PageForm, headings, initial_of
from intake.walking.entries import entry_name
from intake.walking.progress import progress_at
from intake.walking.route import Place, way_back

from . import conflicts
from .filling import (
    SURE,
    Sheet,
    address,
    address_of,
    as_posted,
    number_in,
    posted_stamps,
    revision_in,
    stamp_in,
    stamps,
    to,
)
from .in_words import shown
from .lists import names
from .paper import blanks
from .session import is_on_device, is_typed_in, show


@dataclass(frozen=True)
class Card:
    """What the clinic knows already; Continue says that it is right."""

    lines: tuple[tuple[str, str], ...]
    address: str


@dataclass(frozen=True)
class Gate:
    """An answer that said "I don't know" to other questions in one tap."""

    facts: str
    address: str


def show_page(request: HttpRequest, sheet: Sheet, place: Place) -> HttpResponse:
    """What is kept of the page, or what was left there; judged only after Continue was pressed."""
    questions, drafts = spoken_at(sheet, place, request.GET), sheet.drafts.get(place, ())
    chosen = request.GET.get("draft")
    draft = next((each for each in drafts if str(each.id) == chosen), drafts[0] if drafts else None)
    questions = blanks.as_on_paper(sheet, questions, as_posted(draft) if draft else {})
    if draft is None:
        initial = initial_of(questions, sheet.shown_at(place))
        form = PageForm(questions, initial=initial, **_look(sheet, place))
    elif {"errors", "sure", "names"} & {*request.GET}:
        form = PageForm(questions, as_posted(draft), **_look(sheet, place))
        if form.is_valid() and conflicts.differing(sheet, place, form.said, draft):
            return conflicts.show_conflict(request, sheet, place, form.said, draft)
    else:
        form = PageForm.of_draft(questions, as_posted(draft), **_look(sheet, place))
    return _render(request, sheet, place, form, draft)


def show_posted(request: HttpRequest, sheet: Sheet, place: Place) -> HttpResponse:
    """What can't be kept, not even as it stands, is shown as it was typed."""
    questions = spoken_at(sheet, place, request.GET)
    questions = blanks.as_on_paper(sheet, questions, request.POST)
    form = PageForm(questions, request.POST, **_look(sheet, place))
    return _render(request, sheet, place, form, None, status=400)


def spoken_at(sheet: Sheet, place: Place, query: QueryDict) -> tuple[Question, ...]:
    """What is asked there, in the voice of whoever answers."""
    return tuple(map(sheet.spoken, sheet.asked_at(place, query)))


def _look(sheet: Sheet, place: Place) -> dict[str, object]:
    """How the fields look: what a browser fills in, and what is explained where it comes first.

    What "I don't know" means is said once: where no page before offers it. Browsers fill in what
    WCAG 1.3.5 asks; the clinic's has seen others.
    """
    roles = sheet.questionnaire.roles
    purposes = {roles.name: "name", roles.birth_date: "bday"}
    if is_on_device(sheet.live) or is_typed_in(sheet.live):
        purposes = {}
    elif sheet.spoken_of:
        # The telephone is not the patient's: it would offer its owner's name and birthday.
        purposes = {roles.answerer.name: "name", roles.answerer.phone: "tel"}
    offering = (
        step
        for step in sheet.route.steps
        if isinstance(step, Place)
        and any(each.offers_dont_know or each.in_person for each in sheet.route.asked_at(step))
    )
    explained = frozenset(UNSAID) if next(offering, None) == place else frozenset()
    return {
        "autocomplete": purposes,
        "explained": explained,
        "offers": sheet.questionnaire.names_of,
        "notes": names.notes(sheet, place),
    }


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
    told = [_birth_dates(sheet, form.said)] if is_sure and form.is_valid() else []
    sections = [*map(sheet.headed, sheet.sections)]
    reasons = [(each.short, each.why) for each in form.questions if each.why]
    context = headings(form, place.page, pages=sheet.pages, sections=sections) | {
        "entry": entry_name(sheet, place),
        "rename": names.renamed_at(sheet, place, form),
        "progress": progress_at(sheet, place),
        "form": form,
        "is_filling": True,
        "back": to(way_back(sheet.route, place, via=via)),
        "closed": number_in(request.GET.get("closed", "")),
        "notices": told or _notices(sheet, place, form.questions, request.GET),
        "remarks": names.remarks_on(sheet, place, form) if "names" in request.GET else [],
        "offered": names.offered(sheet, form.questions),
        "blank": blanks.box(sheet, place, form, as_posted(draft) if draft else {}),
        "spoken_of": sheet.spoken_of,
        # Of several each reason is led by the name of what is asked.
        "reasons": reasons if len(form.questions) > 1 else [("", why) for _short, why in reasons],
        **_beside(sheet, place),
        **_left_here(request, sheet, place, form, draft),
    }
    return show(request, sheet.live, "page.html", context, status=status)


def _left_here(
    request: HttpRequest, sheet: Sheet, place: Place, form: PageForm, draft: Draft | None
) -> dict[str, object]:
    """What was typed on the page before, here and in other windows, and what goes along with it."""
    via = request.GET.get("from", "")
    mine = stamp_in(request.POST).tab
    drafts = (other for other in sheet.drafts.get(place, ()) if other is not draft)
    others = (other for other in drafts if not mine or other.tab != mine)
    # What was typed belongs to the answers it was typed over, however long ago.
    kept = sheet.given.revision_of(place.page, place.row_pk)
    revision = revision_in(as_posted(draft)) if draft else kept
    is_posted = form.is_bound and draft is None
    hidden = posted_stamps(request.POST) if is_posted else stamps(sheet.submission, revision, draft)
    is_sure = "sure" in request.GET and draft is not None
    return {
        "stamps": hidden + [(SURE, "yes")] * is_sure + names.shown_once(draft),
        "draft": draft if draft and not form.is_bound else None,
        "others": [(other, address_of(place, via=via, draft=other.id)) for other in others],
        "draft_address": address("draft", **place.kwargs),
        "discard_address": address("discard", {"from": via}, **place.kwargs),
    }


def _birth_dates(sheet: Sheet, typed: Values) -> str:
    """The question that is asked once more before another birth date is taken."""
    new = typed.get(sheet.questionnaire.roles.birth_date)
    if new is None or sheet.facts.birth_date is None:
        return ""
    return _(
        "You opened this form with %(known)s. Now it says %(new)s. Which is right? Change it, or "
        "press Continue again."
    ) % {"known": day_words(sheet.facts.birth_date), "new": day_words(new)}


def _beside(sheet: Sheet, place: Place) -> dict[str, object]:
    """The page after this one, if it asks for nothing but what the clinic knows.

    And what the page before closed, told here with a way back to it.
    """
    card = gate = None
    if page := sheet.route.cards.get(place.page):
        values = sheet.shown_at(Place(page))
        lines = tuple(
            (question.short, shown(question, values.get(question.key)).plain)
            for question in sheet.route.asked_at(Place(page))
        )
        card = Card(lines, address_of(Place(page)))
    if before := _step_before(sheet, place):
        sources, here = sheet.questionnaire.answered_by, before.page.keys
        closed = [q.short for q in sheet.walk.closed if sources[q.key][0] in here]
        gate = Gate(", ".join(closed), address_of(before)) if closed else None
    return {"card": card, "gate": gate}


def _notices(
    sheet: Sheet, place: Place, questions: tuple[Question, ...], query: QueryDict
) -> list[str]:
    """What the answer on the page before opened, in words; at least that it opened other pages."""
    before = _step_before(sheet, place)
    here = before.page.keys if before else ()
    conditions = [each.show_if.conditions if each.show_if else () for each in questions]
    followups = [found for found in conditions if any(c.question in here for c in found)]
    if followups:
        condition = followups[0][0]
        source = sheet.spoken(sheet.questionnaire.by_key[condition.question])
        codes = getattr(sheet.walk.counted.get(condition.question), "codes", ())
        chosen = [source.texts[value] for value in condition.values if value in codes]
        if chosen:
            told = ngettext(
                "%(n)s more question, because of your answer “%(answer)s”.",
                "%(n)s more questions, because of your answer “%(answer)s”.",
                len(followups),
            )
            return [told % {"n": len(followups), "answer": chosen[0]}]
    count = number_in(query.get("opened", ""))
    told = ngettext(
        "%(n)s more page, because of what you just answered.",
        "%(n)s more pages, because of what you just answered.",
        count,
    )
    return [told % {"n": count}] if count else []


def _step_before(sheet: Sheet, place: Place) -> Place | None:
    steps = sheet.route.steps
    if place.row or place not in steps or not (at := steps.index(place)):
        return None
    before = steps[at - 1]
    return before if isinstance(before, Place) and not before.row else None

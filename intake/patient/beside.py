"""What stands beside the questions of a page: the card, the reasons, and what an answer closed."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.core.questionnaire.answers import Values
from intake.core.questionnaire.questionnaire import Page, Question
from intake.display.days import day_words
from intake.forms.page import Said
from intake.walking.route import Place

from .addresses import address_of
from .drafts import number_in
from .filling import Sheet
from .in_words import shown
from .session import is_on_device, is_typed_in

SURE = "-sure"
"""Posted by a patient who was asked once more and stays with another birth date."""


@dataclass(frozen=True)
class Card:
    """What the clinic knows already; Continue says that it is right."""

    lines: tuple[tuple[str, str], ...]
    address: str


def beside(sheet: Sheet, place: Place, questions: tuple[Question, ...]) -> dict[str, object]:
    return {
        "spoken_of": sheet.spoken_of,
        "card": card_on(sheet, place),
        "reasons": reasons(questions),
        "gate": gate_before(sheet, place),
    }


def purposes(sheet: Sheet) -> dict[str, str]:
    """Fields that a browser can fill in, as WCAG 1.3.5 asks; the clinic's has seen others."""
    if is_on_device(sheet.live) or is_typed_in(sheet.live):
        return {}
    roles = sheet.questionnaire.roles
    if sheet.spoken_of:
        # The telephone is not the patient's: it would offer its owner's name and birthday.
        return {roles.answerer.name: "name", roles.answerer.phone: "tel"}
    return {roles.name: "name", roles.birth_date: "bday"}


def card_on(sheet: Sheet, place: Place) -> Card | None:
    """The page after this one, if it asks for nothing but what the clinic knows."""
    page = sheet.route.cards.get(place.page)
    if page is None:
        return None
    values = sheet.shown_at(Place(page))
    lines = tuple(
        (question.short, shown(question, values.get(question.key)).plain)
        for question in sheet.route.asked_at(Place(page))
    )
    return Card(lines, address_of(Place(page)))


def confirmed(sheet: Sheet, page: Page) -> Said:
    """What Continue keeps for the card."""
    return {question.key: sheet.known.get(question.key) for question in sheet.walk.asked_on(page)}


def reasons(questions: tuple[Question, ...]) -> list[tuple[str, str]]:
    """Why the page asks; of several each reason is led by the name of what is asked."""
    given = [(question.short, question.why) for question in questions if question.why]
    return given if len(questions) > 1 else [("", why) for _short, why in given]


def notices(sheet: Sheet, place: Place, questions: tuple[Question, ...]) -> list[str]:
    """What the answer on the page before opened, in words."""
    before = _step_before(sheet, place)
    if before is None:
        return []
    followups = [q for q in questions if q.show_if and _source_on(before, q)]
    if not followups:
        return []
    condition = followups[0].show_if.conditions[0]
    source = sheet.spoken(sheet.questionnaire.by_key[condition.question])
    answer = sheet.walk.counted.get(condition.question)
    chosen = [source.texts[v] for v in condition.values if v in getattr(answer, "codes", ())]
    if not chosen:
        return []
    told = ngettext(
        "%(n)s more question, because of your answer “%(answer)s”.",
        "%(n)s more questions, because of your answer “%(answer)s”.",
        len(followups),
    )
    return [told % {"n": len(followups), "answer": chosen[0]}]


def opened_in(query: QueryDict) -> list[str]:
    """That the page before opened others, where nothing says more of it."""
    count = number_in(query.get("opened", ""))
    told = ngettext(
        "%(n)s more page, because of what you just answered.",
        "%(n)s more pages, because of what you just answered.",
        count,
    )
    return [told % {"n": count}] if count else []


@dataclass(frozen=True)
class Gate:
    """An answer that said "I don't know" to other questions in one tap."""

    facts: str
    address: str


def gate_before(sheet: Sheet, place: Place) -> Gate | None:
    """Told on the page after it, with a way back to it."""
    before = _step_before(sheet, place)
    if before is None:
        return None
    sources = sheet.questionnaire.answered_by
    closed = [q for q in sheet.walk.closed if sources[q.key][0] in before.page.keys]
    if not closed:
        return None
    return Gate(", ".join(question.short for question in closed), address_of(before))


def is_first_unsaid(sheet: Sheet, place: Place) -> bool:
    """Whether no page before offers "I don't know": what it means is said once."""
    for step in sheet.route.steps:
        if isinstance(step, Place):
            asked = sheet.route.asked_at(step)
            if any(q.offers_dont_know or q.in_person for q in asked):
                return step == place
    return False


def is_another_birth_date(sheet: Sheet, said: Said) -> bool:
    typed = said.get(sheet.questionnaire.roles.birth_date)
    return typed is not None and sheet.facts.birth_date not in (None, typed)


def birth_dates(sheet: Sheet, typed: Values) -> str:
    """The question that is asked once more before another birth date is taken."""
    new = typed.get(sheet.questionnaire.roles.birth_date)
    if new is None or sheet.facts.birth_date is None:
        return ""
    return _(
        "You opened this form with %(known)s. Now it says %(new)s. Which is right? Change it, or "
        "press Continue again."
    ) % {"known": day_words(sheet.facts.birth_date), "new": day_words(new)}


def _step_before(sheet: Sheet, place: Place) -> Place | None:
    steps = sheet.route.steps
    if place.row or place not in steps or not (at := steps.index(place)):
        return None
    before = steps[at - 1]
    return before if isinstance(before, Place) and not before.row else None


def _source_on(before: Place, question: Question) -> bool:
    return any(c.question in before.page.keys for c in question.show_if.conditions)

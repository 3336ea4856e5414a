"""How many pages and minutes the patient's walk takes, by the model that the product states.

From the link to the check page: the page of the birth date, the start page, every page of questions
and lists, and the check. Words are read once, hints and options too, reasons stay folded; a choice
is a tap and what was typed is typed. What a tick filled in is not typed again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from intake.core.documents.codec import questionnaire_from_json
from intake.core.editing.example_patients import example_patient_from_json
from intake.core.limits import FIELD_SECONDS, TAP_SECONDS, WORDS_A_MINUTE
from intake.core.questionnaire.answers import Answers, Chosen, codes_in
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.questionnaire import CHOICES, Question, Questionnaire
from intake.core.questionnaire.walk import known_answers, prefilled, sections_to_fill_in, walk
from intake.walking.progress import LIST_WORDS, words_of
from intake.walking.route import Listed, Route

from .table import Line, show

ROOT = Path(__file__).resolve().parent.parent
FACTS = VisitFacts(
    name="Maria Delgado",
    birth_date=date(1979, 7, 14),
    visit_date=date(2026, 12, 1),
    clinic_location="in_us",
    language="en",
)
AS_OF = datetime(2026, 11, 22, 12, 0)
LINK_WORDS, START_WORDS, CARD_WORDS, CHECK_WORDS = 38, 85, 15, 25
"""Words of the pages around the questions: birth date, start, card, and what heads the check."""


@dataclass(frozen=True)
class Length:
    pages: int
    minutes: float


MOST = {"knows_nothing": Length(23, 11), "three_allergies": Length(36, 18)}


def run(shipped: str) -> None:
    document = questionnaire_from_json(shipped)
    show("The patient's walk, from the link to the check", list(_lines(document)))


def lengths(document: Questionnaire) -> dict[str, Length]:
    return {name: length_of(document, answers_of(document, name)) for name in MOST}


def length_of(document: Questionnaire, answers: Answers) -> Length:
    walked = walk(document, answers, known_answers(document, FACTS, AS_OF))
    route = Route(walked, prefilled(document, FACTS))
    return Length(len(route.steps) + 3, _minutes(route))


def _minutes(route: Route) -> float:
    words = LINK_WORDS + START_WORDS + CARD_WORDS + CHECK_WORDS
    # The birth date is two fields and a month to pick; start and link are left with a tap.
    seconds = 2 * FIELD_SECONDS + 3 * TAP_SECONDS
    read: set[str] = set()
    for step in route.steps:
        seconds += TAP_SECONDS
        if isinstance(step, Listed):
            words += LIST_WORDS
            continue
        for question in route.asked_at(step):
            seconds += _said(route, step.row, question)
            if question.key not in read:
                words += words_of(question)
            read.add(question.key)
    filled_in = sections_to_fill_in(route.questionnaire)
    words += sum(len(f"{section.title} {section.intro}".split()) for section in filled_in)
    return (words * 60 / WORDS_A_MINUTE + seconds) / 60


def _said(route: Route, row: str | None, question: Question) -> float:
    """Seconds to say it; none for what a tick said already. A text that may stay blank is half."""
    answer = route.walk.by_place[row, question.key].answer
    if answer in _ticked(route):
        return 0
    if question.kind in CHOICES:
        taps = len(getattr(answer, "codes", (answer,))) if answer else int(question.required)
        return TAP_SECONDS * taps
    lines = len(answer) if isinstance(answer, tuple) else 1
    return lines * (FIELD_SECONDS if question.required else FIELD_SECONDS / 2)


def _ticked(route: Route) -> set[object]:
    """Names and kinds of entries that were ticked."""
    counted = route.walk.counted.top
    options = [
        option
        for question in route.questionnaire.questions
        for option in question.options
        if option.entry_name and option.code in codes_in(counted.get(question.key))
    ]
    kinds = {Chosen((option.entry_kind,)) for option in options}
    return {option.entry_name for option in options} | kinds


def answers_of(document: Questionnaire, name: str) -> Answers:
    path = ROOT / "bench" / "walks" / f"{name}.json"
    if not path.exists():
        path = ROOT / "fixtures" / "patients" / f"{name}.json"
    return example_patient_from_json(document, path.read_text(encoding="utf-8")).answers


def _lines(document: Questionnaire) -> Iterator[Line]:
    for name, length in lengths(document).items():
        most = MOST[name]
        pages, minutes = length.pages, round(length.minutes, 1)
        yield Line(f"{name}: pages", pages, "", None, "", f"<= {most.pages}", pages <= most.pages)
        budget = f"<= {most.minutes:.0f}"
        yield Line(f"{name}: minutes", minutes, "", None, "", budget, minutes <= most.minutes)

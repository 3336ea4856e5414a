"""One forward pass: what the clinic knows already, what is asked, what counts, what is missing."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from intake.core.limits import ADULT_AGE

from .answers import (
    EMPTY,
    NOTHING,
    OTHER,
    Answer,
    Answers,
    Behavior,
    Chosen,
    Row,
    Values,
    codes_in,
    is_met,
    is_shown,
)
from .facts import VisitFacts
from .questionnaire import Group, Kind, Page, Question, Questionnaire, Section

LANGUAGE = "visit.language"
LANGUAGES = {"en": "english", "es": "spanish"}
"""What options call the languages that pages are written in."""


class Asked(NamedTuple):
    """A question that is asked, once for each row of a group, with its answer if there is one.

    ``is_known``: the clinic knows the answer from the visit; it counts but is not put to the
    patient. ``is_left_blank``: on paper, where nobody can be asked again.
    """

    question: Question
    row: str | None
    answer: Answer | None
    is_known: bool = False
    is_left_blank: bool = False

    @property
    def is_missing(self) -> bool:
        return self.question.required and self.answer is None and not self.is_left_blank


@dataclass(frozen=True)
class Walk:
    """The outcome of one pass; everything later (points, pages, paper) reads it."""

    questionnaire: Questionnaire
    asked: tuple[Asked, ...]
    counted: Answers
    groups: frozenset[str]
    """Repeating groups that are asked, whether or not they have rows yet."""

    @cached_property
    def missing(self) -> tuple[Asked, ...]:
        """Required questions without an answer, in the order they are asked."""
        return tuple(asked for asked in self.asked if asked.is_missing)

    def with_blanks(self, left: Container[tuple[str | None, str]]) -> "Walk":
        """The same walk where these places, by row and question, may stay without an answer."""
        asked = tuple(
            each._replace(is_left_blank=True)
            if each.is_missing and (each.row, each.question.key) in left
            else each
            for each in self.asked
        )
        return replace(self, asked=asked)

    @cached_property
    def short_groups(self) -> tuple[Group, ...]:
        """Groups that are asked and have fewer rows than they need."""
        every = self.questionnaire.groups
        return tuple(
            group
            for key, group in every.items()
            if key in self.groups and len(self.counted.rows_of(key)) < group.min_rows
        )

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Questions put to the patient in document order; those of an asked group always."""
        put = {asked.question.key for asked in self.asked if not asked.is_known}
        for key in self.groups:
            put.update(question.key for question in self.questionnaire.groups[key].items)
        return tuple(key for key in self.questionnaire.by_key if key in put)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Pages that have something to ask, in order."""
        put = set(self.keys)
        return tuple(page for page in self.questionnaire.pages if not put.isdisjoint(page.keys))

    @cached_property
    def to_fill_in(self) -> tuple[Page, ...]:
        """The same without those that are signed."""
        filled_in = {section.key for section in sections_to_fill_in(self.questionnaire)}
        return tuple(page for page in self.pages if page.section in filled_in)

    def asked_on(self, page: Page, row: str | None = None) -> tuple[Question, ...]:
        """Questions on a page, for a group's page those of one row (a new row when None)."""
        if page.group and row is None:
            return self._asked_of_new_row(page)
        return tuple(
            asked.question
            for key in page.keys
            if (asked := self.by_place.get((row, key))) and not asked.is_known
        )

    @cached_property
    def by_place(self) -> dict[tuple[str | None, str], Asked]:
        """(row id, question key) to what is asked there."""
        return {(asked.row, asked.question.key): asked for asked in self.asked}

    @cached_property
    def closed(self) -> tuple[Question, ...]:
        """Not asked, because an answer to another question said "I don't know" for them."""
        put = {asked.question.key for asked in self.asked}
        return tuple(
            question
            for key, (source, code) in self.questionnaire.answered_by.items()
            if key not in put and code in codes_in(self.counted.top.get(source))
            if self._would_follow(question := self.questionnaire.by_key[key], source)
        )

    def _would_follow(self, question: Question, source: str) -> bool:
        """Whether only the answer to ``source`` keeps it from being asked."""
        show_if = question.show_if
        if show_if is None or show_if.behavior is Behavior.ANY:
            return True
        others = (each for each in show_if.conditions if each.question != source)
        return all(is_met(each, self.counted) for each in others)

    def _asked_of_new_row(self, page: Page) -> tuple[Question, ...]:
        if page.group not in self.groups:
            return ()
        new = Row("new")
        questions = map(self.questionnaire.by_key.__getitem__, page.keys)
        return tuple(q for q in questions if is_shown(q.show_if, self.counted, new))


def walk(questionnaire: Questionnaire, given: Answers = EMPTY, known: Values = NOTHING) -> Walk:
    """Decide what is asked, in one pass, because conditions look only at earlier questions.

    ``given`` is never changed: an answer whose question is not asked any more stays stored for
    undo but is not in ``counted``. ``known`` holds answers computed from the visit.
    """
    passing = _Pass(given, known)
    for section in questionnaire.sections:
        for asking in section.items:
            if not is_shown(asking.show_if, passing.counted):
                continue
            if isinstance(asking, Group):
                passing.ask_group(asking)
            else:
                passing.ask(asking)
    return Walk(questionnaire, tuple(passing.asked), passing.counted, frozenset(passing.groups))


@dataclass
class _Pass:
    """Where one walk has got to; lives only inside ``walk``."""

    given: Answers
    known: Values
    asked: list[Asked] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    top: dict[str, Answer] = field(default_factory=dict)
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counted = Answers(self.top, self.rows)

    def ask(self, question: Question) -> None:
        key = question.key
        is_known = key in self.known
        answer = self.known[key] if is_known else self.given.top.get(key)
        self.asked.append(Asked(question, None, answer, is_known))
        if answer is not None:
            self.top[key] = answer

    def ask_group(self, group: Group) -> None:
        self.groups.append(group.key)
        self.rows[group.key] = tuple(
            self._ask_row(group, row) for row in self.given.rows_of(group.key)
        )

    def _ask_row(self, group: Group, row: Row) -> Row:
        values: dict[str, Answer] = {}
        counted = Row(row.id, values)
        for question in group.items:
            if is_shown(question.show_if, self.counted, counted):
                answer = row.answers.get(question.key)
                self.asked.append(Asked(question, row.id, answer))
                if answer is not None:
                    values[question.key] = answer
        return counted


def declaration_of(questionnaire: Questionnaire) -> Section | None:
    """The last section, if it holds statements only: they are ticked above the signature."""
    last = questionnaire.sections[-1]
    is_statement = (getattr(asked, "kind", None) is Kind.BOOLEAN for asked in last.items)
    is_signed = len(questionnaire.sections) > 1 and bool(last.items)
    return last if is_signed and all(is_statement) else None


def sections_to_fill_in(questionnaire: Questionnaire) -> tuple[Section, ...]:
    """Sections as everybody counts them: what is signed at the end is none of them."""
    signed = declaration_of(questionnaire)
    return tuple(section for section in questionnaire.sections if section is not signed)


def age_on(day: date, birth_date: date) -> int:
    """Whole years lived on a day; 29 February counts from 1 March in other years."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


def known_answers(questionnaire: Questionnaire, facts: VisitFacts, as_of: datetime) -> Values:
    """Answers computed from the visit: they count, and nobody is asked (content: prefill)."""
    age = age_on(as_of.date(), facts.birth_date) if facts.birth_date else None
    found: dict[str, Answer | None] = {}
    for question in questionnaire.questions:
        match question.prefill:
            case "visit.is_adult" if age is not None:
                found[question.key] = age >= ADULT_AGE
            case "visit.age_group" if age is not None:
                # The option that names the years a patient has lived, such as "age_10_to_55".
                spans = {code: _AGES.fullmatch(code) for code in question.texts}
                fitting = (c for c, m in spans.items() if m and int(m[1]) <= age <= int(m[2]))
                code = next(fitting, OTHER)
                found[question.key] = Chosen((code,)) if code in question.texts else None
            case "clinic.location" if facts.clinic_location in question.texts:
                found[question.key] = Chosen((facts.clinic_location,))
    return {key: answer for key, answer in found.items() if answer is not None}


def prefilled(questionnaire: Questionnaire, facts: VisitFacts) -> Values:
    """What a form shows at first, for the patient to confirm or correct."""
    shown: Mapping[str, Answer | None] = {
        "visit.name": facts.name or None,
        "visit.birth_date": facts.birth_date,
        "visit.date": facts.visit_date,
    }
    found = {q.key: shown.get(q.prefill) for q in questionnaire.questions if q.prefill}
    # The option that names the language of the pages.
    code = LANGUAGES.get(facts.language, "")
    asks = (q for q in questionnaire.questions if q.prefill == LANGUAGE and code in q.texts)
    found |= {question.key: Chosen((code,)) for question in asks}
    return {key: answer for key, answer in found.items() if answer is not None}


_AGES = re.compile(r"age_(\d{1,3})_to_(\d{1,3})")

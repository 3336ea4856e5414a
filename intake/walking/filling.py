"""A questionnaire as somebody has filled it in so far: what is asked, missing and seen."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from intake.core.questionnaire.answers import NOTHING, Answers, Row, Values
from intake.core.questionnaire.questionnaire import (
    Group,
    Kind,
    Page,
    Question,
    Questionnaire,
    Section,
)
from intake.core.questionnaire.times import NO_TIMES, PageTimes
from intake.core.questionnaire.walk import Asked, Walk
from intake.forms.page import Said

from . import voice
from .places import Place
from .route import Route


class Filling:
    """What a door must say of it: the questionnaire, the answers, their walk, and what was kept."""

    questionnaire: Questionnaire
    answers: Answers
    walk: Walk
    drafts: Mapping[Place, Any] = {}
    known: Values = NOTHING
    """What the clinic knows, for the patient to confirm."""
    times: PageTimes = NO_TIMES
    """How long this clinic's patients took over pages of the version."""
    patients_name: str = ""
    """As the clinic knows it."""

    def is_kept(self, page: Page) -> bool:
        """Whether a page was continued, with answers or without."""
        raise NotImplementedError

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Pages to fill in, in order, without those that are signed."""
        return pages_to_fill_in(self.walk)

    @cached_property
    def route(self) -> Route:
        return Route(self.walk, self.pages, self.known)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Sections that have something to fill in."""
        open_now = {page.section for page in self.pages}
        return tuple(s for s in self.questionnaire.sections if s.key in open_now)

    @cached_property
    def missing(self) -> tuple[Asked, ...]:
        """What is still to be answered before the patient can sign."""
        open_now = {key for page in self.pages for key in page.keys}
        return tuple(asked for asked in self.walk.missing if asked.question.key in open_now)

    @property
    def short_groups(self) -> set[str]:
        """Groups that need more entries than they have."""
        return {group.key for group in self.walk.short_groups}

    @property
    def is_ready(self) -> bool:
        return not (self.missing or self.walk.short_groups or self.drafts)

    def page_at(self, section: str, number: int) -> Page | None:
        pages = self.questionnaire.pages
        return next((p for p in pages if (p.section, p.number) == (section, number)), None)

    def first_page_of(self, group: Group) -> Page:
        return next(page for page in self.questionnaire.pages if page.group == group.key)

    def place_of(self, asked: Asked) -> Place:
        """The page on which something is asked."""
        return Place(self.questionnaire.page_of[asked.question.key], asked.row)

    def asked_at(self, place: Place) -> tuple[Question, ...]:
        """What is asked there; nothing on pages that are not asked, or that are signed."""
        return self.route.asked_at(place)

    @cached_property
    def spoken_of(self) -> str:
        """Who the questions are about, when somebody else answers; else empty."""
        return voice.spoken_of(self.questionnaire, self.answers, self.patients_name)

    def spoken(self, question: Question) -> Question:
        """A question as it is put to whoever answers."""
        return voice.spoken(question, self.spoken_of)

    def headed(self, section: Section) -> Section:
        """A section as it is headed for whoever answers."""
        return voice.section_of(section, self.spoken_of)

    def title_of(self, group: Group) -> str:
        return voice.title_of(group, self.spoken_of)


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


def pages_to_fill_in(walked: Walk) -> tuple[Page, ...]:
    """Pages that are asked now, in order, without those that are signed."""
    filled_in = {section.key for section in sections_to_fill_in(walked.questionnaire)}
    return tuple(page for page in walked.pages if page.section in filled_in)


def merged(answers: Answers, place: Place, said: Said) -> Answers:
    """The answers once those of a page are kept."""
    if not place.row:
        return replace(answers, top=_with(answers.top, said))
    rows = tuple(
        Row(row.id, _with(row.answers, said)) if row.id == place.row else row
        for row in answers.rows_of(place.page.group)
    )
    return replace(answers, rows={**answers.rows, place.page.group: rows})


def _with(values: Values, said: Said) -> Values:
    kept = {**values, **said}
    return {key: answer for key, answer in kept.items() if answer is not None}

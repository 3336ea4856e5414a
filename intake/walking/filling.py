"""A questionnaire as somebody has filled it in so far: what is asked, missing and seen."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from intake.core.questionnaire.answers import Answers
from intake.core.questionnaire.questionnaire import Group, Page, Question, Questionnaire, Section
from intake.core.questionnaire.times import NO_TIMES, PageTimes
from intake.core.questionnaire.walk import Asked, Walk

from . import voice
from .route import Place, Route


class Filling:
    """What a door must say of it: the questionnaire, the answers, their walk, and what was kept."""

    questionnaire: Questionnaire
    answers: Answers
    walk: Walk
    route: Route
    drafts: Mapping[Place, Any] = {}
    times: PageTimes = NO_TIMES
    """How long this clinic's patients took over pages of the version."""
    patients_name: str = ""
    """As the clinic knows it."""

    def is_kept(self, page: Page) -> bool:
        """Whether a page was continued, with answers or without."""
        raise NotImplementedError

    @property
    def pages(self) -> tuple[Page, ...]:
        """Pages to fill in, in order, without those that are signed."""
        return self.walk.to_fill_in

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
    def is_ready(self) -> bool:
        return not (self.missing or self.walk.short_groups or self.drafts)

    def first_page_of(self, group: Group) -> Page:
        return next(page for page in self.questionnaire.pages if page.group == group.key)

    def place_of(self, asked: Asked) -> Place:
        """The page on which something is asked."""
        return Place(self.questionnaire.page_of[asked.question.key], asked.row)

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

"""A questionnaire as somebody has filled it in so far, and in whose voice it goes on asking."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.core.questionnaire.answers import Answers, codes_in
from intake.core.questionnaire.questionnaire import Group, Page, Question, Questionnaire, Section
from intake.core.questionnaire.times import NO_TIMES, PageTimes
from intake.core.questionnaire.walk import Asked, Walk

from .route import Place, Route

SOMEBODY: Mapping[str, str] = {
    "parent_guardian": _("your child"),
    "legal_rep": _("the person you help"),
}
"""Who answers for another, and what the other is called while no first name is known."""

BEGINS = re.compile(r"((?:^|[.?!] )[¿¡]?)\{name\}")
"""The patient at the beginning of a sentence."""


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
    def in_each_language(self) -> tuple[Questionnaire, ...]:
        """The questionnaire in every language in which something may have been answered."""
        return (self.questionnaire,)

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
        return spoken_of(self.questionnaire, self.answers, self.patients_name)

    def spoken(self, question: Question) -> Question:
        """A question as it is put to whoever answers."""
        return spoken(question, self.spoken_of)

    def headed(self, section: Section) -> Section:
        """A section as it is headed for whoever answers."""
        return section_of(section, self.spoken_of)

    def title_of(self, group: Group) -> str:
        return title_of(group, self.spoken_of)


def spoken_of(questionnaire: Questionnaire, answers: Answers, name: str) -> str:
    """What the patient is called when somebody else answers; empty when it is the patient."""
    roles = questionnaire.roles
    said = answers.top.get(roles.answered_by)
    other = next((SOMEBODY[code] for code in codes_in(said) if code in SOMEBODY), None)
    if other is None:
        return ""
    typed = answers.top.get(roles.name)
    return first_name(typed if isinstance(typed, str) else name) or str(other)


def first_name(name: str) -> str:
    """The first name in a name of several words; of one word nobody knows which it is."""
    last, comma, first = name.partition(",")
    words = first.split() if comma else name.split()
    return words[0] if words and (comma or len(words) > 1) else ""


@lru_cache(maxsize=4_096)
def spoken(question: Question, name: str) -> Question:
    """A question as it is put about somebody else; without such words it stays as it is."""
    voice = question.voice
    if voice is None or not name:
        return question
    texts = {option.code: option.text for option in voice.options}
    return replace(
        question,
        text=_filled(voice.text or question.text, name),
        help=_filled(voice.help or question.help, name),
        options=tuple(
            replace(option, text=_filled(texts.get(option.code, option.text), name))
            for option in question.options
        ),
    )


def title_of(group: Group, name: str) -> str:
    voice = group.voice
    return _filled(voice.text, name) if voice and voice.text and name else group.text


def section_of(section: Section, name: str) -> Section:
    """A section's heading and introduction as they are put to whoever answers."""
    voice = section.voice
    if voice is None or not name:
        return section
    title, intro = voice.text or section.title, voice.help or section.intro
    return replace(section, title=_filled(title, name), intro=_filled(intro, name))


def _filled(text: str, name: str) -> str:
    begun = BEGINS.sub(lambda found: f"{found[1]}{name[:1].upper()}{name[1:]}", text)
    return begun.replace("{name}", name)

"""How far a patient is, and how long it may still take: a model that is stated, not a stopwatch."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from intake.core.limits import (
    FIELD_SECONDS,
    SLOW_WORDS_A_MINUTE,
    TAP_SECONDS,
    WORDS_A_MINUTE,
)
from intake.core.questionnaire.questionnaire import CHOICES, Kind, Question, Questionnaire
from intake.core.questionnaire.times import NO_TIMES, PageTimes
from intake.core.questionnaire.walk import walk

from .filling import Filling
from .route import Listed, Place, Route

LIST_WORDS = 20
"""What a list of entries says beside the entries themselves."""


@dataclass(frozen=True)
class Progress:
    """One line above every page: where it stands, and what is left."""

    section: int
    sections: int
    page: int
    pages: int
    percent: int
    minutes: int
    """Rounded up; 0 when less than one is left."""


def progress_at(filling: Filling, at: Place | Listed) -> Progress:
    route = filling.route
    number, pages = route.number_of(at)
    keys = [section.key for section in filling.sections]
    ahead = set(route.following(at))
    costs = {step: seconds_of(route, step, filling.times) for step in route.steps}
    total = sum(costs.values())
    left = sum(cost for step, cost in costs.items() if step in ahead or step == at)
    return Progress(
        section=keys.index(route.section_of(at)) + 1,
        sections=len(keys),
        page=number,
        pages=pages,
        percent=round(100 * (total - left) / total) if total else 0,
        minutes=ceil(left / 60) if left >= 60 else 0,
    )


def seconds_of(route: Route, step: Place | Listed, times: PageTimes = NO_TIMES) -> float:
    """What one stop costs: the clinic's own median; else by the model, in which words are read once

    and a choice is a tap, a field is typed, and Continue is a tap too.
    """
    if isinstance(step, Place) and step.page.name in times:
        return times[step.page.name].usual
    if isinstance(step, Listed):
        return LIST_WORDS * 60 / WORDS_A_MINUTE + TAP_SECONDS
    asked = route.asked_at(step)
    section = route.questionnaire.section_of[step.page.keys[0]]
    words = _count(section.title) if len(asked) > 1 else 0
    words += _count(section.intro) if step.page.number == 1 else 0
    return words * 60 / WORDS_A_MINUTE + TAP_SECONDS + sum(map(_seconds_for, asked))


@lru_cache(maxsize=4_096)
def _seconds_for(question: Question) -> float:
    """A reason that is folded is not counted, and an optional text counts half."""
    reading = words_of(question) * 60 / WORDS_A_MINUTE
    if question.kind in CHOICES or question.kind is Kind.BOOLEAN:
        return reading + TAP_SECONDS
    typing = FIELD_SECONDS * (3 if question.kind is Kind.DATE else 1)
    return reading + (typing if question.required else typing / 2)


def words_of(question: Question) -> int:
    """What is read of it: the question, its hint and every option."""
    return sum(map(_count, (question.text, question.help or "", *question.texts.values())))


def _count(text: str) -> int:
    return len(text.split())


@dataclass(frozen=True)
class Minutes:
    """What the start page promises, to five minutes."""

    low: int
    high: int


def minutes_of(questionnaire: Questionnaire, times: PageTimes = NO_TIMES) -> Minutes:
    """From the shortest walk to one on which everything is asked, and three entries of a list.

    Where a page's own times are known, its fifth that took least and its fifth that took longest.
    """
    route = Route(walk(questionnaire))
    fast = {name: took._replace(usual=took.low) for name, took in times.items()}
    shortest = sum(seconds_of(route, step, fast) for step in route.steps) / 60
    longest = 0.0
    for page in questionnaire.pages:
        # As slowly as some read, and three entries of each list.
        once = sum(_seconds_for(questionnaire.by_key[key]) for key in page.keys)
        slowly = once * (3 if page.group else 1) * WORDS_A_MINUTE / SLOW_WORDS_A_MINUTE
        longest += (times[page.name].high if page.name in times else slowly) / 60
    low, high = 5 * max(1, round(shortest / 5)), 5 * ceil(longest / 5)
    return Minutes(low, max(low, high))

"""Finished copies of known discussions, each printed once for all tests of a run."""

from dataclasses import replace
from functools import cache

from intake.core.discussion.discussion import Discussion
from intake.core.documents.retelling import Retelling
from intake.core.talk.sign_off import Decision
from intake.core.talk.together import Said, Together
from intake.pdf.copies import Printed, patient_copy, provider_copy
from intake.pdf.talk import TalkSoFar
from tests.make.discussions import (
    ALLERGIES,
    MARIA,
    a_discussion,
    all_wrong,
    maria,
    maria_who,
    robert,
    with_points,
)
from tests.make.shipped import spanish_texts, tried
from tests.make.talks_on_paper import WAIT, a_talk, signed

ADDED = "She called on Monday: the allergist sees her next week."
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine " + "de la Santísima " * 8
LONG_HOPE = "That I can climb the stairs at church again without holding on to my son. " * 25


def named(discussion: Discussion, name: str) -> Discussion:
    return replace(discussion, header=replace(discussion.header, name=name))


def with_holds(discussion: Discussion, count: int) -> Discussion:
    """The same with only its first holds."""
    left = {hold.number for hold in discussion.holds[count:]}
    points = tuple(point for point in discussion.points if point.number not in left)
    return replace(discussion, points=points)


STORIES = {
    "maria": maria,
    "robert": robert,
    "seven holds": lambda: with_holds(all_wrong(), 7),
    "all wrong": all_wrong,
    "sixty points": lambda: with_points(maria(), 60),
    "long name": lambda: named(maria(), LONG_NAME),
    "long hope": lambda: maria_who(hope=LONG_HOPE[:1900], worries=["I worry. " * 20] * 3),
    "much typed": lambda: a_discussion(
        {
            **MARIA,
            "medicines_list": "lisinopril 10 mg in the morning, " * 100,
            "my_questions": "Why? " * 700,
            "hope": LONG_HOPE,
        },
        rows=[{**each, "allergy_substance": LONG_NAME[:190]} for each in ALLERGIES * 10],
    ),
    "private": lambda: maria_who(feel_pressured={"unsaid": "declined"}),
    "twenty allergies": lambda: tried("twenty_allergies").discussion,
    "a helper": lambda: tried("guardian_for_child").discussion,
}


@cache
def story(name: str) -> Discussion:
    return STORIES[name]()


@cache
def talk(name: str, state: str) -> TalkSoFar | None:
    """``state`` is before, open, signed, much written or added to."""
    match state:
        case "before":
            return None
        case "open":
            return a_talk(story(name))
        case "signed":
            return a_talk(story(name), signed=signed(WAIT))
        case "much written":
            return a_talk(story(name), signed=signed(much_written(story(name))))
    return a_talk(story(name), signed=signed(WAIT, ADDED))


def much_written(discussion: Discussion) -> Decision:
    """As much as staff can write about a decision, and an answer to every question."""
    asked = [ask.number for ask in discussion.questions_to_ask]
    together = Together(
        matters="To walk again. " * 200,
        answers=tuple(Said(number, "It was shown on paper. " * 100) for number in asked),
    )
    return replace(WAIT, reason="Papers first. " * 200, together=together)


def provider(name: str = "maria", state: str = "before", paper: str = "letter") -> Printed:
    return _printed("provider", name, state, paper)


def patient(name: str = "maria", state: str = "before", paper: str = "letter") -> Printed:
    return _printed("patient", name, state, paper)


@cache
def _printed(copy: str, name: str, state: str, paper: str) -> Printed:
    printing = provider_copy if copy == "provider" else patient_copy
    return printing(story(name), paper=paper, talk=talk(name, state))


@cache
def spanish() -> Retelling:
    """The words that are shipped for the shipped questionnaire."""
    return Retelling("es", spanish_texts())

"""What provider and patient did together in a talk: choices, what matters, words said back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from intake.core.limits import LONG_TEXT, MOST_TALK_TEXTS, SHORT_TEXT
from intake.core.questionnaire.free_text import text_problem, tidy


class Option(StrEnum):
    """What can be done: each is to be looked at before deciding."""

    THIS = "this"
    PROVEN = "proven_care"
    WAIT = "wait"
    NOTHING = "nothing"


OPTION_WORDS = {
    Option.THIS: "This treatment",
    Option.PROVEN: "Proven care",
    Option.WAIT: "Waiting",
    Option.NOTHING: "No treatment",
}


class Leaning(StrEnum):
    """Which way the patient leans at the end of the talk."""

    TOWARDS = "towards"
    AGAINST = "against"
    NOT_SURE = "not_sure"


LEANING_WORDS = {
    Leaning.TOWARDS: "towards it",
    Leaning.AGAINST: "against it",
    Leaning.NOT_SURE: "not sure",
}

SURE = {
    "sure": "Do you feel sure about the best choice for you?",
    "understand": "Do you know the benefits and risks of each option?",
    "ratio": "Are you clear about which benefits and risks matter most to you?",
    "encouragement": "Do you have enough support and advice to make a choice?",
}
"""The SURE test (O'Connor and Légaré, 2008): offered and printed, never scored into advice."""

TEXTS = ("matters", "yes", "present", "why_open", "why_unknown")


@dataclass(frozen=True, slots=True)
class Said:
    """Words about a point: what the patient said back, or the answer to a question of theirs."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class SureAnswer:
    key: str
    yes: bool


@dataclass(frozen=True, slots=True)
class Together:
    """Beside the decision, and covered by the same signature."""

    options: tuple[Option, ...] = ()
    matters: str = ""
    leaning: Leaning | None = None
    said_back: tuple[Said, ...] = ()
    answers: tuple[Said, ...] = ()
    """To the patient's own questions, by the number of their point."""
    sure: tuple[SureAnswer, ...] = ()
    yes: str = ""
    """The patient's own yes, in the patient's words."""
    present: str = ""
    why_open: str = ""
    """Why points were left open."""
    why_unknown: str = ""
    """Why the treatment goes ahead though a quarter or more is not known."""


def tidied(together: Together) -> Together:
    """Without blanks around, and without texts in which nothing can be read."""
    return replace(
        together,
        said_back=_written(together.said_back),
        answers=_written(together.answers),
        **{name: tidy(getattr(together, name)) for name in TEXTS},  # type: ignore[arg-type]  # texts
    )


def _written(said: Iterable[Said]) -> tuple[Said, ...]:
    return tuple(Said(each.number, text) for each in said if (text := tidy(each.text)))


def together_problem(together: Together) -> str:
    """Why it can't be signed as it is, in a sentence; empty when it can."""
    long = (together.matters, together.why_open, together.why_unknown)
    texts = [*long, *(each.text for each in (*together.said_back, *together.answers))]
    if len(texts) > MOST_TALK_TEXTS:
        return "There are more texts here than the discussion has points."
    return _first_problem(texts, LONG_TEXT) or _first_problem(
        (together.yes, together.present), SHORT_TEXT
    )


def _first_problem(texts: Iterable[str], limit: int) -> str:
    return next(filter(None, (text_problem(text, limit) for text in texts)), "")

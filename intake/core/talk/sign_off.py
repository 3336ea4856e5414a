"""The decision at the end of a talk, what must be done before it, and what a signature covers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from intake.core.discussion.talking_points import DiscussionPoint, Place
from intake.core.documents.values import encode
from intake.core.limits import LONG_TEXT, SHORT_TEXT
from intake.core.questionnaire.answers import text_problem

from .outcomes import Entry, Outcome, Outcomes, PointOutcome
from .verified_facts import Choice, Verified

SCHEMA = 1
MEANING = (
    "I have had this talk with the patient, the outcomes are as recorded, and the decision is mine."
)
ADDENDUM_MEANING = "I add this to the signed record, which stays as it was."


class DecisionKind(StrEnum):
    """What happens after the talk."""

    GO_AHEAD = "go_ahead"
    WAIT_UNTIL = "wait_until"
    REFER_TO = "refer_to"
    DECLINE = "decline"


DECISION_WORDS = {
    DecisionKind.GO_AHEAD: "Go ahead",
    DecisionKind.WAIT_UNTIL: "Wait until",
    DecisionKind.REFER_TO: "Refer to",
    DecisionKind.DECLINE: "Decline",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """``what`` is the condition to wait for, or whom the patient is referred to."""

    kind: DecisionKind
    reason: str
    until: date | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A sentence about what is not done yet; only some of them stand against signing."""

    says: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The patient's word that nothing changed; nobody asked when it came from their session."""

    sequence: int
    revision: int
    at: datetime
    asked_by: int | None = None
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, as printed, and what the signature means."""

    user: int
    name: str
    role: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Talk:
    """Everything recorded about one talk, in the order it was recorded."""

    outcomes: tuple[Entry, ...] = ()
    verified: tuple[Verified, ...] = ()
    choices: tuple[Choice, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What the talk was about: the visit, and digests of all that was asked, said and shown."""

    reference: str
    patient: str
    version: str
    answers: str
    revision: int
    discussion: str
    typed: str
    """The name under which the patient sent it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A decision, signed. ``signed_at`` is kept in UTC, so that it reads the same everywhere."""

    matter: Matter
    talk: Talk
    decision: Decision
    signer: Signer
    signed_at: datetime

    def __post_init__(self) -> None:
        if self.signed_at.utcoffset() != timedelta(0):
            raise ValueError("A signature keeps its time in UTC")


def signed_content(signature: Signature) -> bytes:
    """What the digest of a signature is taken of: same content, same bytes."""
    return _canonical("sign-off", encode(replace(signature, talk=_unnamed(signature.talk))))


@dataclass(frozen=True, slots=True)
class Addendum:
    """Words added after signing. ``follows`` is the digest of what was signed just before."""

    follows: str
    text: str
    signer: Signer
    signed_at: datetime


def addendum_content(addendum: Addendum) -> bytes:
    return _canonical("addendum", encode(addendum))


def _canonical(kind: str, content: dict[str, Any]) -> bytes:
    document = {"schema": SCHEMA, "document": kind, **content}
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _unnamed(talk: Talk) -> Talk:
    """People's names may change later; whoever made an entry is signed by number."""
    return Talk(
        outcomes=tuple(replace(each, by_name="") for each in talk.outcomes),
        verified=tuple(replace(each, by_name="") for each in talk.verified),
        choices=tuple(replace(each, by_name="") for each in talk.choices),
        confirmed=tuple(replace(each, by_name="") for each in talk.confirmed),
    )


def decision_problem(decision: Decision, on: date) -> str:
    """Why a decision can't be signed as it is; empty when it can."""
    kind, until = decision.kind, decision.until
    if not decision.reason:
        return "Give the reason for the decision."
    if until is not None and kind is not DecisionKind.WAIT_UNTIL:
        return "Only “wait until” takes a date."
    if until is not None and until < on:
        return "The day to wait until lies in the past."
    if kind is DecisionKind.WAIT_UNTIL and until is None and not decision.what:
        return "Say how long to wait: until a date, or until something is done."
    if kind is DecisionKind.REFER_TO and not decision.what:
        return "Say to whom the patient is referred."
    return text_problem(decision.reason, LONG_TEXT) or text_problem(decision.what, SHORT_TEXT)


def missing_before_signing(
    outcomes: Outcomes, decision: Decision | None = None, gaps: Iterable[str] = ()
) -> tuple[Missing, ...]:
    """What is not done yet, what stands against signing first."""
    found = [Missing(_undecided(each.point), blocks=True) for each in _open_holds(outcomes)]
    if decision is None:
        found.append(Missing("Choose a decision and give its reason.", blocks=True))
    elif decision.kind is DecisionKind.GO_AHEAD:
        found.extend(Missing(_stays(each.point), blocks=True) for each in _staying(outcomes))
    found.extend(Missing(says, blocks=False) for says in (*_reminders(outcomes), *gaps))
    return tuple(found)


def _open_holds(outcomes: Outcomes) -> list[PointOutcome]:
    return [each for each in outcomes.holds if each.is_open]


def _staying(outcomes: Outcomes) -> list[PointOutcome]:
    return [each for each in outcomes.holds if each.is_staying and not each.is_open]


def _undecided(point: DiscussionPoint) -> str:
    return f"Point {point.number}, “{point.title}”: record whether the hold is lifted or stays."


def _stays(point: DiscussionPoint) -> str:
    return f"“Go ahead” is not possible while a hold stays: point {point.number}, “{point.title}”."


def _reminders(outcomes: Outcomes) -> list[str]:
    untold = [each.point for each in outcomes.points if each.is_open and not each.is_hold]
    first = [point.number for point in untold if point.place is Place.FIRST]
    later = [point.number for point in untold if point.place is not Place.FIRST]
    waiting = [
        each.point.number
        for each in outcomes.points
        if each.talk and each.talk.outcome is Outcome.WANTS_TIME
    ]
    return [
        f"{words}: {', '.join(map(str, sorted(numbers)))}."
        for words, numbers in (
            ("To be discussed first, without an outcome yet", first),
            ("Other points without an outcome yet", later),
            ("The patient wants time for", waiting),
        )
        if numbers
    ]

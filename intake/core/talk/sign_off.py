"""The decision at the end of a talk, what must be done before it, and what a signature covers."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from intake.core.discussion.in_words import plain_date
from intake.core.documents.values import decode, encode
from intake.core.limits import LONG_TEXT, SHORT_TEXT
from intake.core.questionnaire.free_text import shows_something, text_problem

from .outcomes import Entry
from .together import Together, together_problem
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
    """``what`` is the condition to wait for, or whom the patient is referred to.

    ``together`` is None for what release 0.1 signed; its digest is taken as it was then.
    """

    kind: DecisionKind
    reason: str
    until: date | None = None
    what: str = ""
    together: Together | None = None

    @property
    def in_short(self) -> str:
        """ "Wait until 20-Dec-2026"."""
        until = f" {plain_date(self.until)}" if self.until else ""
        return f"{DECISION_WORDS[self.kind]}{until}"


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
    supersedes: str = ""
    """Digest of the signature before, when this decision takes its place."""

    def __post_init__(self) -> None:
        if self.signed_at.utcoffset() != timedelta(0):
            raise ValueError("A signature keeps its time in UTC")


def decision_to_json(decision: Decision) -> str:
    """The decision as it is kept."""
    return json.dumps(encode(decision), ensure_ascii=False, separators=(",", ":"))


def decision_from_json(text: str) -> Decision:
    found: Decision = decode(Decision, json.loads(text), "")
    return found


def signed_content(signature: Signature) -> bytes:
    """What the digest of a signature is taken of: same content, same bytes."""
    # People's names may change later; whoever made an entry is signed by number.
    unnamed = Talk(
        outcomes=tuple(replace(each, by_name="") for each in signature.talk.outcomes),
        verified=tuple(replace(each, by_name="") for each in signature.talk.verified),
        choices=tuple(replace(each, by_name="") for each in signature.talk.choices),
        confirmed=tuple(replace(each, by_name="") for each in signature.talk.confirmed),
    )
    return _canonical("sign-off", encode(replace(signature, talk=unnamed)))


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


def decision_problem(decision: Decision, on: date) -> str:
    """Why a decision can't be signed as it is; empty when it can."""
    kind, until = decision.kind, decision.until
    if not shows_something(decision.reason):
        return "Give the reason for the decision."
    if until is not None and kind is not DecisionKind.WAIT_UNTIL:
        return "Only “wait until” takes a date."
    if until is not None and until < on:
        return "The day to wait until lies in the past."
    if kind is DecisionKind.WAIT_UNTIL and until is None and not decision.what:
        return "Say how long to wait: until a date, or until something is done."
    if kind is DecisionKind.REFER_TO and not decision.what:
        return "Say to whom the patient is referred."
    return (
        text_problem(decision.reason, LONG_TEXT)
        or text_problem(decision.what, SHORT_TEXT)
        or (together_problem(decision.together) if decision.together else "")
    )

"""What was decided, in a patient's words: no note, no reason and no word of a clinician's form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from intake.core.discussion.in_words import plain_date
from intake.core.talk.outcomes import Outcome, PointOutcome
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.pdf.talk import TalkSoFar

ASK = "Ask your provider what this is about."
UNFINISHED = "The talk is not finished. Nothing is decided yet."


@dataclass(frozen=True, slots=True)
class Told:
    """Points that ended alike, by number."""

    words: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """``words`` is what happens next; ``by`` and ``at`` stay empty until it is signed."""

    words: str
    told: tuple[Told, ...] = ()
    by: str = ""
    at: datetime | None = None
    letters: str = ""
    """First letters of the digest of what was signed."""
    is_added_to: bool = False
    is_valid: bool = True


def decided(talk: TalkSoFar | None) -> Decided | None:
    if talk is None:
        return None
    told = tuple(_told(talk))
    if talk.signed is None:
        return Decided(UNFINISHED, told)
    by, decision = talk.signed.signature, talk.signed.decision
    return Decided(
        words=in_plain_words(decision) if decision else ASK,
        told=told,
        by=by.name,
        at=talk.here(by.at),
        letters=by.letters,
        is_added_to=bool(talk.signed.addenda),
        is_valid=talk.is_valid,
    )


def in_plain_words(decision: Decision) -> str:
    """What was typed is left out where it uses the clinic's own word for a point that waits."""
    what = "" if re.search(r"\bholds?\b", decision.what, re.IGNORECASE) else decision.what
    until = f" until {plain_date(decision.until)}" if decision.until else ""
    match decision.kind:
        case DecisionKind.GO_AHEAD:
            return "You can go ahead with the plan you talked about. You can still say no."
        case DecisionKind.WAIT_UNTIL:
            for_what = f" What has to happen first: {what}." if what else ""
            return f"Wait{until}.{for_what}" if until or for_what else f"Wait. {ASK}"
        case DecisionKind.REFER_TO:
            return (
                f"See somebody else first: {what}." if what else f"See somebody else first. {ASK}"
            )
        case DecisionKind.DECLINE:
            return (
                "Your provider will not give this treatment. Ask why, and what else can help you."
            )


def _told(talk: TalkSoFar) -> Iterable[Told]:
    points = talk.outcomes.points
    ways = (
        ("Still to settle before any treatment", [p for p in points if p.is_staying]),
        ("Settled in the talk", [p for p in points if p.is_hold and not p.is_staying]),
        ("You want more time for", _that_ended(points, Outcome.WANTS_TIME)),
        ("You did not want to talk about", _that_ended(points, Outcome.DECLINED)),
    )
    for words, found in ways:
        if found:
            yield Told(words, tuple(sorted(each.point.number for each in found)))


def _that_ended(points: Iterable[PointOutcome], outcome: Outcome) -> list[PointOutcome]:
    return [each for each in points if each.talk and each.talk.outcome is outcome]

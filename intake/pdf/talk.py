"""What was recorded of a talk, as both copies take it: outcomes, decision, signatures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from intake.core.discussion.in_words import plain_date
from intake.core.talk.ladder import RungNow
from intake.core.talk.outcomes import Outcomes
from intake.core.talk.sign_off import DECISION_WORDS, Confirmed, Decision

IN_DISCUSSION = gettext_noop("IN DISCUSSION - NOT SIGNED")
BEING_CORRECTED = "The patient is correcting the answers."
NOT_VALID = gettext_noop("SIGNATURE NOT VALID FOR THIS CONTENT")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed what, and whether it was valid for the content when this was printed."""

    name: str
    role: str
    meaning: str
    at: datetime
    sha256: str
    is_valid: bool

    @property
    def letters(self) -> str:
        """The first letters of the digest, in groups that can be read over the phone."""
        return " ".join(self.sha256[n : n + 4] for n in range(0, 16, 4))


@dataclass(frozen=True, slots=True)
class Added:
    """An addendum under a signature of its own."""

    sequence: int
    text: str
    signature: Signature


@dataclass(frozen=True, slots=True)
class Signed:
    """``decision`` is None where it can't be read any more."""

    decision: Decision | None
    signature: Signature
    addenda: tuple[Added, ...] = ()
    earlier: tuple[str, ...] = ()
    """Decisions that this one took the place of, the last first, each in one line."""
    superseded: str = ""
    """By which later decision, and when; such a copy says so on every page."""

    @property
    def signatures(self) -> tuple[Signature, ...]:
        return (self.signature, *(each.signature for each in self.addenda))


@dataclass(frozen=True, slots=True)
class TalkSoFar:
    """Everything recorded until ``printed_at``, whose zone all times are printed in."""

    printed_at: datetime
    outcomes: Outcomes
    rungs: tuple[RungNow, ...]
    titles: Mapping[str, str]
    """Titles of points by their keys, for outcomes whose point went."""
    confirmed: Confirmed | None = None
    is_being_corrected: bool = False
    unreadable: int = 0
    signed: Signed | None = None
    product: str = ""
    """Product, lot and last day as they were chosen and seen; empty where none was."""
    lot: str = ""
    person: str = ""
    """Who gives the treatment, with the license as the clinic knows it."""

    def here(self, at: datetime) -> datetime:
        return at.astimezone(self.printed_at.tzinfo)

    @property
    def unread(self) -> str:
        """What is said of rows that do not open; empty where all of them do."""
        said = f"{self.unreadable} of the rows recorded about this talk cannot be read."
        return said if self.unreadable else ""

    @property
    def is_valid(self) -> bool:
        """Whether every signature fits; without one there is nothing to fit."""
        return self.signed is None or all(each.is_valid for each in self.signed.signatures)


def decided(decision: Decision) -> str:
    """ "Wait until 04-Dec-2026, tryptase is back"."""
    until = plain_date(decision.until) if decision.until else ""
    rest = ", ".join(filter(None, (until, decision.what)))
    return f"{DECISION_WORDS[decision.kind]} {rest}".strip()


def status(talk: TalkSoFar | None) -> str:
    """One line for the foot of every page; empty before anything was recorded."""
    if talk is None:
        return ""
    if talk.signed is None:
        return IN_DISCUSSION
    if talk.signed.superseded:
        return f"SUPERSEDED {talk.signed.superseded}"
    signature = talk.signed.signature
    return f"Signed, content {signature.letters}" if talk.is_valid else NOT_VALID


def head_lines(talk: TalkSoFar | None) -> tuple[str, ...]:
    """What page 1 says of a talk that is not signed yet, under the patient's name."""
    if talk is None:
        return ()
    corrected = f" {BEING_CORRECTED}" if talk.is_being_corrected else ""
    stands = f"{IN_DISCUSSION}, printed {moment(talk.printed_at)}.{corrected}"
    return tuple(filter(None, (stands, confirmed_words(talk), talk.unread)))


def confirmed_words(talk: TalkSoFar) -> str:
    """Who asked, or confirmed, that nothing has changed; empty where nobody did."""
    said = talk.confirmed
    if said is None:
        return ""
    who = f"Asked by {said.by_name}, the patient said" if said.asked_by else "The patient confirmed"
    return f"{who} that nothing has changed: {moment(talk.here(said.at))}."


def moment(at: datetime) -> str:
    """Date, time and zone: 30-Nov-2026 19:12 (UTC-06:00)."""
    return f"{plain_date(at)} {at:%H:%M} ({zone_of(at)})"


def zone_of(at: datetime) -> str:
    zone = at.strftime("%z")
    return "UTC" if zone in ("", "+0000") else f"UTC{zone[:3]}:{zone[3:]}"

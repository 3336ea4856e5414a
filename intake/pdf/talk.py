"""What was recorded of a talk, as both copies show it: how points ended, decision, signature."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import groupby

from intake.core.discussion.discussion import Place
from intake.core.discussion.in_words import plain_date
from intake.core.talk.ladder import RungNow, clarify_in
from intake.core.talk.outcomes import OUTCOME_WORDS, Entry, Outcome, Outcomes, PointOutcome
from intake.core.talk.sign_off import DECISION_WORDS, Confirmed, Decision
from intake.display.letters import lines

IN_DISCUSSION = "IN DISCUSSION - NOT SIGNED"
BEING_CORRECTED = "The patient is correcting the answers."
NOT_VALID = "SIGNATURE NOT VALID FOR THIS CONTENT"


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

    def here(self, at: datetime) -> datetime:
        return at.astimezone(self.printed_at.tzinfo)

    @property
    def is_valid(self) -> bool:
        """Whether every signature fits; without one there is nothing to fit."""
        return self.signed is None or all(each.is_valid for each in self.signed.signatures)


MARKS = {
    Outcome.DISCUSSED: ("X", "Understood"),
    Outcome.WANTS_TIME: ("T", "Wants time"),
    Outcome.DECLINED: ("D", "Declined"),
    Outcome.NOT_APPLICABLE: ("N", "Not applicable"),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """What stands beside a point where a pen would write; the record has it in full."""

    mark: str = ""
    word: str = ""
    is_lifted: bool = False
    stays: bool = False
    why: str = ""
    by: str = ""


WHY_ROOM = 52 * 2.8346 / 7.5
"""Room for one line beside a hold, in parts of the type size."""


def endings(talk: TalkSoFar | None) -> Mapping[int, Ending]:
    """By point number; points without an outcome are left out, there a pen writes."""
    found = (each for each in (talk.outcomes.points if talk else ()) if each.talk or each.hold)
    return {each.point.number: _ending(each) for each in found}


def _ending(ended: PointOutcome) -> Ending:
    mark, word = MARKS[ended.talk.outcome] if ended.talk else ("", "")
    hold = ended.hold
    if hold is None:
        return Ending(mark, word)
    fits = lines(hold.note, room=WHY_ROOM) == 1
    return Ending(
        mark,
        word,
        is_lifted=hold.outcome is Outcome.LIFTED,
        stays=hold.outcome is Outcome.STAYS,
        why=hold.note if fits else "see “How each point ended”",
        by=hold.by_name,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One outcome in full. Points said to everyone that ended alike share a line."""

    numbers: tuple[int, ...]
    title: str
    words: str
    note: str
    by: str
    at: datetime
    revision: int


def record_lines(talk: TalkSoFar) -> tuple[Line, ...]:
    """Every outcome that counts, in the order of the points."""
    everyone, others = [], []
    for ended in talk.outcomes.points:
        for entry in filter(None, (ended.hold, ended.talk)):
            alone = ended.point.place is not Place.CHECKLIST or entry.note
            (others if alone else everyone).append((ended, entry))
    single = [_line(talk, entry, (entry.number,), ended.point.title) for ended, entry in others]
    return (*single, *_shared(talk, [entry for _, entry in everyone]))


def gone_lines(talk: TalkSoFar) -> tuple[Line, ...]:
    """Outcomes that no longer apply: their point went, or other answers stand behind it."""
    return tuple(
        _line(talk, entry, (entry.number,), talk.titles.get(entry.key, entry.key))
        for entry in talk.outcomes.gone
    )


@dataclass(frozen=True, slots=True)
class Recorded:
    """The talk as the pages at the end print it."""

    lines: tuple[Line, ...]
    gone: tuple[Line, ...]
    open: tuple[int, ...]
    """Points without an outcome."""
    clarify: tuple[str, ...]
    """Where the clinic's register and the patient differ."""
    signed: Signed | None
    decided: str
    zone: str
    """Said once for all lines."""


def recorded(talk: TalkSoFar | None) -> Recorded | None:
    if talk is None:
        return None
    decision = talk.signed.decision if talk.signed else None
    return Recorded(
        lines=record_lines(talk),
        gone=gone_lines(talk),
        open=tuple(sorted(each.point.number for each in talk.outcomes.points if each.is_open)),
        clarify=clarify_in(talk.rungs),
        signed=talk.signed,
        decided=decided(decision) if decision else "",
        zone=zone_of(talk.printed_at),
    )


def _shared(talk: TalkSoFar, entries: list[Entry]) -> Iterable[Line]:
    def alike(entry: Entry) -> tuple[str, str, str]:
        return entry.outcome, entry.by_name, f"{entry.at:%Y%m%d%H%M}"

    for _, group in groupby(sorted(entries, key=alike), key=alike):
        together = list(group)
        numbers = tuple(sorted(each.number for each in together))
        yield _line(talk, together[0], numbers, "Said to every patient")


def _line(talk: TalkSoFar, entry: Entry, numbers: tuple[int, ...], title: str) -> Line:
    return Line(
        numbers,
        title,
        OUTCOME_WORDS[entry.outcome],
        entry.note,
        entry.by_name,
        # One offset for all lines, also of those before the clocks were changed.
        entry.at.astimezone(timezone(talk.printed_at.utcoffset() or timedelta())),
        entry.revision,
    )


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
    signature = talk.signed.signature
    return f"Signed, content {signature.letters}" if talk.is_valid else NOT_VALID


def head_lines(talk: TalkSoFar | None) -> tuple[str, ...]:
    """What page 1 says of the talk, under the patient's name."""
    if talk is None:
        return ()
    return tuple(filter(None, (_standing(talk), _confirmed(talk), _unreadable(talk))))


def _standing(talk: TalkSoFar) -> str:
    signed = talk.signed
    if signed is None:
        corrected = f" {BEING_CORRECTED}" if talk.is_being_corrected else ""
        return f"{IN_DISCUSSION}, printed {moment(talk.printed_at)}.{corrected}"
    what = decided(signed.decision) if signed.decision else "the decision cannot be read"
    added = f" Addenda: {len(signed.addenda)}." if signed.addenda else ""
    valid = "" if talk.is_valid else f" {NOT_VALID}."
    by = signed.signature
    return f"SIGNED: {what}. {by.name}, {moment(talk.here(by.at))}.{added}{valid}"


def _confirmed(talk: TalkSoFar) -> str:
    said = talk.confirmed
    if said is None:
        return ""
    who = f"Asked by {said.by_name}, the patient said" if said.asked_by else "The patient confirmed"
    return f"{who} that nothing has changed: {moment(talk.here(said.at))}."


def _unreadable(talk: TalkSoFar) -> str:
    if not talk.unreadable:
        return ""
    return f"{talk.unreadable} of the rows recorded about this talk cannot be read."


def words_of(talk: TalkSoFar | None) -> Iterable[str]:
    """Everything typed about a talk: a copy on which one of it is missing is not printed."""
    if talk is None:
        return
    for line in (*record_lines(talk), *gone_lines(talk)):
        yield line.note
    for rung in talk.rungs:
        if rung.verified:
            yield from (rung.verified.value, rung.verified.how)
    if talk.signed and talk.signed.decision:
        yield from (talk.signed.decision.reason, talk.signed.decision.what)
        yield from (each.text for each in talk.signed.addenda)


def moment(at: datetime) -> str:
    """Date, time and zone: 30-Nov-2026 19:12 (UTC-06:00)."""
    return f"{plain_date(at)} {at:%H:%M} ({zone_of(at)})"


def zone_of(at: datetime) -> str:
    zone = at.strftime("%z")
    return "UTC" if zone in ("", "+0000") else f"UTC{zone[:3]}:{zone[3:]}"

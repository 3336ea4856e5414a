"""How each point ended, beside its row and in the record: every outcome that counts, in full."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from intake.core.discussion.talking_points import Place
from intake.core.talk.ladder import clarify_in
from intake.core.talk.outcomes import OUTCOME_WORDS, Entry, Outcome
from intake.core.talk.together import Together
from intake.display.matters import words

from .talk import Signed, TalkSoFar, decided, zone_of

MARKS = {
    Outcome.DISCUSSED: ("X", "Understood"),
    Outcome.WANTS_TIME: ("T", "Wants time"),
    Outcome.DECLINED: ("D", "Declined"),
    Outcome.NOT_APPLICABLE: ("N", "Not applicable"),
}


ALSO = ("X", "Told")
MOST_WHY = 6
"""Words of a reason beside a hold; the record has it whole."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What stands beside a point where a pen would write; the record has it in full."""

    mark: str = ""
    word: str = ""
    is_lifted: bool = False
    stays: bool = False
    why: str = ""
    by: str = ""


def endings(talk: TalkSoFar | None) -> Mapping[int, Ending]:
    """By point number; points without an outcome are left out, there a pen writes."""
    found: dict[int, Ending] = {}
    for ended in talk.outcomes.points if talk else ():
        mark, word = MARKS.get(ended.talk.outcome, ALSO) if ended.talk else ("", "")
        if hold := ended.hold:
            found[ended.point.number] = Ending(
                mark,
                word,
                is_lifted=hold.outcome is not Outcome.STAYS,
                stays=hold.outcome is Outcome.STAYS,
                why=words(hold.note, MOST_WHY),
                by=hold.by_name,
            )
        elif ended.talk:
            found[ended.point.number] = Ending(mark, word)
    return found


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
    single: list[Line] = []
    together: dict[tuple[str, str, str], list[Entry]] = {}
    for ended in talk.outcomes.points:
        for entry in filter(None, (ended.hold, ended.talk)):
            if ended.point.place is not Place.CHECKLIST or entry.note:
                single.append(_line(talk, entry, (entry.number,), ended.point.title))
            else:
                alike = entry.outcome, entry.by_name, f"{entry.at:%Y%m%d%H%M}"
                together.setdefault(alike, []).append(entry)
    for _, entries in sorted(together.items()):
        numbers = tuple(sorted(each.number for each in entries))
        single.append(_line(talk, entries[0], numbers, "Said to every patient"))
    return tuple(single)


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
    unread: str
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
        unread=talk.unread,
        zone=zone_of(talk.printed_at),
    )


def _line(talk: TalkSoFar, entry: Entry, numbers: tuple[int, ...], title: str) -> Line:
    return Line(
        numbers,
        title,
        OUTCOME_WORDS[entry.outcome],
        entry.note,
        entry.by_name,
        in_zone(talk, entry.at),
        entry.revision,
    )


def in_zone(talk: TalkSoFar, at: datetime) -> datetime:
    """One offset for all lines, also of those before the clocks were changed; it is said once."""
    return at.astimezone(timezone(talk.printed_at.utcoffset() or timedelta()))


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
        if together := talk.signed.decision.together:
            yield from (together.matters, together.yes, together.present)
            yield from (together.why_open, together.why_unknown)
            yield from (each.text for each in (*together.said_back, *together.answers))
        yield from (each.text for each in talk.signed.addenda)


def together_of(talk: TalkSoFar | None) -> Together | None:
    """What both did together and signed; None before, and of what an older release signed."""
    decision = talk.signed.decision if talk and talk.signed else None
    return decision.together if decision else None

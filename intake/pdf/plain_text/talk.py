"""The talk as plain text, for the day when its pages can't be printed."""

from collections.abc import Iterable, Iterator

from intake.pdf.patient.decided import Decided
from intake.pdf.talk import (
    Line,
    Recorded,
    Signature,
    Signed,
    TalkSoFar,
    head_lines,
    moment,
    recorded,
)


def plain_talk(talk: TalkSoFar | None) -> Iterator[str]:
    """Where the talk stands, every outcome, what was verified, and the signatures."""
    record = recorded(talk)
    if talk is None or record is None:
        return
    yield from head_lines(talk)
    yield from _titled("HOW EACH POINT ENDED", map(_line, record.lines))
    yield from _titled("OUTCOMES THAT NO LONGER APPLY", map(_line, record.gone))
    yield from _titled("VERIFIED BY THE CLINIC", _verified(talk))
    yield from _titled("DECISION", _decision(record))


def plain_decision(decided: Decided | None) -> Iterator[str]:
    """What the patient copy says of it."""
    if decided is None:
        return
    yield decided.words
    for told in decided.told:
        yield f"{told.words}: {', '.join(map(str, told.numbers))}."
    if decided.at:
        yield f"Signed by {decided.by}, {moment(decided.at)}."


def _titled(title: str, lines: Iterable[str]) -> list[str]:
    found = [f"   {line}" for line in lines]
    return [title, *found, ""] if found else []


def _line(line: Line) -> str:
    numbers = ", ".join(map(str, line.numbers))
    note = f": {line.note}" if line.note else ""
    return f"{numbers}. {line.title}: {line.words}{note} ({line.by}, {moment(line.at)})"


def _verified(talk: TalkSoFar) -> Iterator[str]:
    for rung in talk.rungs:
        if rung.verified:
            seen = rung.verified
            yield f"{rung.short}: {seen.value}, {seen.how} ({seen.by_name}, {seen.on:%Y-%m-%d})"
        yield from (f"{rung.short}: register, {words}" for words in rung.register_words if words)
        yield from rung.gaps


def _decision(record: Recorded) -> Iterator[str]:
    if record.signed is None:
        yield "Not signed."
        return
    yield record.decided
    yield from _signed(record.signed)


def _signed(signed: Signed) -> Iterator[str]:
    if signed.decision:
        yield f"Reason: {signed.decision.reason}"
    yield _signature(signed.signature)
    for added in signed.addenda:
        yield f"Addendum {added.sequence}: {added.text}"
        yield _signature(added.signature)


def _signature(by: Signature) -> str:
    fits = "valid" if by.is_valid else "NOT VALID FOR THIS CONTENT"
    return (
        f"Signed by {by.name}, {by.role}, {moment(by.at)}: “{by.meaning}”"
        f" Content {by.letters}. Signature {fits}."
    )

"""HL7 v2 scheduling messages (SIU), read far enough to know who comes when."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from intake.core.desk.seen import Seen, Standing, Unclear, language_called, what_lacks

from .seen import FeedRefused, Schedule, bytes_in_bounds, standing_of, text_of

EVENTS = {
    "S12": Standing.PLANNED,
    "S13": Standing.PLANNED,
    "S14": Standing.PLANNED,
    "S15": Standing.CANCELLED,
    "S16": Standing.CANCELLED,
    "S17": Standing.CANCELLED,
    "S26": Standing.MISSED,
}
"""What each trigger event says has become of the visit (HL7 v2.5.1, chapter 10)."""
WHERE_THE_TIME_STANDS = (("SCH", 11, 4), ("AIS", 4, 1), ("TQ1", 7, 1), ("AIP", 6, 1), ("AIL", 6, 1))
"""Segment, field, component, in the order of how often senders use them."""
STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:\d{2}(?:\.\d+)?)?)?([+-]\d{4})?")
ESCAPES = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\", ".br": " "}


def read_hl7(content: bytes, *, zone: ZoneInfo) -> Schedule:
    """Read one message or a file of them. A message that cannot be read is told, not dropped.

    Raises ``FeedRefused`` when nothing in it is an HL7 message.
    """
    bare = bytes_in_bounds(content).replace(b"\x0b", b"").replace(b"\x1c", b"")  # MLLP's frames
    text = re.sub(r"[\r\n]+", "\n", text_of(bare))
    blocks = [each.split("\n") for each in re.split("^(?=MSH)", text, flags=re.MULTILINE)]
    messages = [
        Message([line for line in lines if line.strip()])
        for lines in blocks
        if lines[0].startswith("MSH")
    ]
    if not messages:
        raise FeedRefused("No line begins with MSH: this is no HL7 message.")
    scheduling = [each for each in messages if each.kind.startswith("SIU")]
    visits = tuple(_seen(message, at, zone) for at, message in enumerate(scheduling, 1))
    return Schedule(visits, skipped=len(messages) - len(scheduling))


@dataclass(frozen=True, slots=True)
class Message:
    """The segments of a message; a field is asked for by the numbers that the standard gives it."""

    lines: list[str]

    @property
    def kind(self) -> str:
        return self.part("MSH", 9)

    @property
    def event(self) -> str:
        return self.part("MSH", 9, 2) or self.part("EVN", 1)

    def has(self, segment: str) -> bool:
        return any(line.startswith(segment) for line in self.lines)

    def part(self, segment: str, field: int, component: int = 1) -> str:
        """The text of a component of a segment's first repetition; blank where nothing stands."""
        repetition = self._field(segment, field).partition(self._sign(1))[0]
        parts = repetition.split(self._sign(0))
        text = parts[component - 1] if component <= len(parts) else ""
        return self._plain(text.partition(self._sign(3))[0])

    def repetitions(self, segment: str, field: int) -> list[list[str]]:
        whole = self._field(segment, field).split(self._sign(1))
        return [[self._plain(part) for part in each.split(self._sign(0))] for each in whole]

    def _field(self, segment: str, field: int) -> str:
        separator = self.lines[0][3:4] or "|"
        for line in self.lines:
            fields = line.split(separator)
            if fields[0].strip() == segment:
                at = field - 1 if segment == "MSH" else field  # MSH-1 is the separator itself
                return fields[at] if at < len(fields) else ""
        return ""

    def _sign(self, place: int) -> str:
        """One of ^~\\& as this message writes them."""
        signs = self.lines[0][4:8]
        return signs[place] if place < len(signs) and signs[place].strip() else "^~\\&"[place]

    def _plain(self, text: str) -> str:
        mark = re.escape(self._sign(2))
        text = re.sub(f"{mark}([A-Za-z.]+){mark}", lambda found: ESCAPES.get(found[1], " "), text)
        text = " ".join(text.split())
        return "" if text == '""' or text and set(text) <= {"*"} else text


def _seen(message: Message, at: int, zone: ZoneInfo) -> Seen:
    if not message.has("SCH"):
        return Seen(f"message {at}", unclear=(Unclear.BROKEN,))
    unclear: list[Unclear] = []
    texts = [message.part(*where) for where in WHERE_THE_TIME_STANDS]
    for field in (11, 16, 12, 10):  # some senders put the start a field aside, somewhere in SCH
        texts += [part for parts in message.repetitions("SCH", field) for part in parts]
    stamps = (_stamp(text, zone, needs_time=True) for text in texts)
    moment = next(filter(None, stamps), None)
    if moment is None:
        unclear.append(Unclear.DAY)
    filler, placer = message.part("SCH", 2), message.part("SCH", 1)
    number = filler or placer
    surname, first = (*message.repetitions("AIP", 3)[0][1:], "", "")[:2]
    seen = Seen(
        place=f"message {at}",
        **_person(message, unclear),
        day=moment.date() if moment else None,
        at=moment.time().replace(second=0) if moment else None,
        provider=f"{first} {surname}".strip().title() if surname else "",
        standing=_standing(message, unclear),
        source_id=number if len(number) > 1 else "",  # a single letter numbers nothing
        told_at=_stamp(message.part("MSH", 7), zone),
    )
    seen = replace(seen, unclear=tuple(unclear))
    return replace(seen, unclear=what_lacks(seen))


def _person(message: Message, unclear: list[Unclear]) -> dict[str, Any]:
    """Whom PID names. A number stands there in the old form (one text) or the new (its parts)."""
    has_person = message.has("PID")
    if not has_person:
        unclear.append(Unclear.NO_PERSON)
    born = message.part("PID", 7)
    stamp = _stamp(born[:8], ZoneInfo("UTC"))
    if born and stamp is None:
        unclear.append(Unclear.BIRTH_DATE)
    phone = mail = ""
    for parts in (*message.repetitions("PID", 13), *message.repetitions("PID", 14)):
        new = [part for part in parts[4:7] if part]
        if parts[0] and "@" not in parts[0]:
            phone = phone or parts[0]
        elif new and new[-1].isdigit():
            phone = phone or "".join(new)
        mail = mail or next((part for part in parts if "@" in part), "")
    given = filter(None, (message.part("PID", 5, 2), message.part("PID", 5, 3)))
    return {
        "surname": message.part("PID", 5, 1).title() if has_person else "",
        "given": " ".join(given).title(),
        "birth_date": stamp.date() if stamp else None,
        "phone": phone,
        "mail": mail,
        "language": language_called(message.part("PID", 15) or message.part("PID", 15, 2)),
    }


def _standing(message: Message, unclear: list[Unclear]) -> Standing:
    """What the event says; a status that says otherwise is for a person to settle."""
    by_event = EVENTS.get(message.event, Standing.PLANNED)
    words = (message.part("SCH", 25, 1), message.part("SCH", 25, 2))
    by_status = next((found for word in words if (found := standing_of(word))), None)
    if by_status and by_status is not by_event:
        if by_event is Standing.PLANNED:
            return by_status
        unclear.append(Unclear.STANDING)
    return by_event


def _stamp(text: str, zone: ZoneInfo, *, needs_time: bool = False) -> datetime | None:
    """A moment in the clinic's zone; one with an offset is taken over into it."""
    found = STAMP.fullmatch(text)
    if not found or needs_time and not found[4]:
        return None
    try:
        moment = datetime(  # noqa: DTZ001  the zone follows below
            int(found[1]), int(found[2]), int(found[3]), int(found[4] or 0), int(found[5] or 0)
        )
        if not found[6]:
            return moment.replace(tzinfo=zone)
        away = timedelta(hours=int(found[6][1:3]), minutes=int(found[6][3:]))
        offset = timezone(away if found[6][0] == "+" else -away)
        return moment.replace(tzinfo=offset).astimezone(zone)
    except (ValueError, OverflowError):
        return None

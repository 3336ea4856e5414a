"""Calendars (iCalendar), read as visits. They hold no birth date, so each waits for the desk."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from intake.core.desk.names import taken_apart
from intake.core.desk.seen import Seen, Standing, Unclear, what_lacks

from .people import is_nobody
from .seen import MOST_ROWS, FeedRefused, Schedule, bytes_in_bounds


def read_ics(content: bytes, *, zone: ZoneInfo) -> Schedule:
    """Read a calendar; an event that cannot be read is told and costs no other one.

    Raises ``FeedRefused`` when it is no calendar.
    """
    try:
        calendars = Calendar.from_ical(bytes_in_bounds(content), multiple=True)
    except (ValueError, IndexError, KeyError):
        raise FeedRefused("This is no calendar: it should begin with BEGIN:VCALENDAR.") from None
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    if not events:
        raise FeedRefused("There is no event in this calendar.")
    if len(events) > MOST_ROWS:
        raise FeedRefused("These are more events than a schedule has: at most 2,000 are read.")
    visits = list(_visits(events, zone))
    return Schedule(tuple(visits), skipped=len(events) - len(visits))


def _visits(events: list[Any], zone: ZoneInfo) -> Iterator[Seen]:
    for at, event in enumerate(events, 1):
        try:
            seen = _seen(event, f"event {at}", zone)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            seen = Seen(f"event {at}", unclear=(Unclear.BROKEN,))
        if not is_nobody(f"{seen.given} {seen.surname}"):
            yield seen


def _seen(event: Any, place: str, zone: ZoneInfo) -> Seen:
    surname, given = _name(event)
    day, at = _start(event["DTSTART"].dt, zone)
    status = str(event.get("STATUS", "")).upper()
    repeats = "RRULE" in event or "RDATE" in event
    seen = Seen(
        place=place,
        surname=surname,
        given=given,
        day=day,
        at=at,
        provider=_provider(event),
        mail=_mail(event),
        standing=Standing.CANCELLED if status == "CANCELLED" else Standing.PLANNED,
        source_id=str(event.get("UID", "")),
        told_at=_told_at(event, zone),
        unclear=(Unclear.DAY,) if repeats else (),
    )
    return replace(seen, unclear=what_lacks(seen))


def _name(event: Any) -> tuple[str, str]:
    """Booking programs write "Treatment: Denise Okafor" or "Denise Okafor - Treatment"."""
    summary = " ".join(str(event.get("SUMMARY", "")).split())
    for sign, part in ((": ", 1), (" - ", 0), (" – ", 0), (" with ", 0), (" (", 0)):
        if sign in summary:
            summary = summary.split(sign)[part]
    return taken_apart(summary)


def _start(start: date | datetime, zone: ZoneInfo) -> tuple[date, time | None]:
    if not isinstance(start, datetime):
        return start, None
    local = start.astimezone(zone) if start.tzinfo else start
    return local.date(), local.time().replace(second=0, microsecond=0, tzinfo=None)


def _provider(event: Any) -> str:
    organizer: Any = event.get("ORGANIZER")
    return str(organizer.params.get("CN", "")) if organizer is not None else ""


def _mail(event: Any) -> str:
    attendees: Any = event.get("ATTENDEE", [])
    for each in attendees if isinstance(attendees, list) else [attendees]:
        if str(each).casefold().startswith("mailto:"):
            return str(each)[7:]
    return ""


def _told_at(event: Any, zone: ZoneInfo) -> datetime | None:
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        stamp = event.get(name)
        if stamp is not None and isinstance(stamp.dt, datetime):
            return stamp.dt if stamp.dt.tzinfo else stamp.dt.replace(tzinfo=zone)
    return None

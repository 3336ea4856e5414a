"""Calendars (iCalendar), read as visits. They hold no birth date, so each waits for the desk."""

from dataclasses import replace
from datetime import datetime
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
    visits = []
    for at, event in enumerate(events, 1):
        try:
            seen = _seen(event, f"event {at}", zone)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            seen = Seen(f"event {at}", unclear=(Unclear.BROKEN,))
        if not is_nobody(f"{seen.given} {seen.surname}"):
            visits.append(seen)
    return Schedule(tuple(visits), skipped=len(events) - len(visits))


def _seen(event: Any, place: str, zone: ZoneInfo) -> Seen:
    # Booking programs write "Treatment: Denise Okafor" or "Denise Okafor - Treatment".
    summary = " ".join(str(event.get("SUMMARY", "")).split())
    for sign, part in ((": ", 1), (" - ", 0), (" – ", 0), (" with ", 0), (" (", 0)):
        if sign in summary:
            summary = summary.split(sign)[part]
    surname, given = taken_apart(summary)
    status = str(event.get("STATUS", "")).upper()
    repeats = "RRULE" in event or "RDATE" in event
    organizer, attendees = event.get("ORGANIZER"), event.get("ATTENDEE", [])
    called = map(str, attendees if isinstance(attendees, list) else [attendees])
    seen = Seen(
        place=place,
        surname=surname,
        given=given,
        provider=str(organizer.params.get("CN", "")) if organizer is not None else "",
        mail=next((each[7:] for each in called if each.casefold().startswith("mailto:")), ""),
        standing=Standing.CANCELLED if status == "CANCELLED" else Standing.PLANNED,
        source_id=str(event.get("UID", "")),
        unclear=(Unclear.DAY,) if repeats else (),
        **_moments(event, zone),
    )
    return replace(seen, unclear=what_lacks(seen))


def _moments(event: Any, zone: ZoneInfo) -> dict[str, Any]:
    """When it begins, by the site's clock, and when the calendar last said so."""
    start = event["DTSTART"].dt
    moments = {"day": start}
    if isinstance(start, datetime):
        local = start.astimezone(zone) if start.tzinfo else start
        at = local.time().replace(second=0, microsecond=0, tzinfo=None)
        moments = {"day": local.date(), "at": at}
    stamps = (event[name].dt for name in ("LAST-MODIFIED", "DTSTAMP") if name in event)
    told_at = next((each for each in stamps if isinstance(each, datetime)), None)
    if told_at:
        moments["told_at"] = told_at if told_at.tzinfo else told_at.replace(tzinfo=zone)
    return moments

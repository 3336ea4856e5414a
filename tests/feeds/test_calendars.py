"""Calendars: read per entry, so that one broken entry costs no other."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from intake.core.desk.seen import Seen, Standing, Unclear
from intake.feeds.ics import read_ics
from intake.feeds.seen import FeedRefused

ZONE = ZoneInfo("America/New_York")


def calendar(*events: str, before: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{event}END:VEVENT\r\n" for event in events)
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
    return f"{head}{before}{body}END:VCALENDAR\r\n".encode()


EVENT = "UID:77@x\r\nDTSTAMP:20261120T083000Z\r\nSUMMARY:{name}\r\nDTSTART{start}\r\n"


def event(name="Denise Okafor", start=";TZID=America/New_York:20261201T133000", more="") -> str:
    return EVENT.format(name=name, start=start) + more


def test_an_event_is_read_and_waits_for_its_birth_date():
    more = "ORGANIZER;CN=Elena Ruiz:mailto:r@example.org\r\nATTENDEE:mailto:d@example.org\r\n"
    assert read_ics(calendar(event(more=more)), zone=ZONE).visits == (
        Seen(
            place="event 1",
            surname="Okafor",
            given="Denise",
            day=date(2026, 12, 1),
            at=time(13, 30),
            provider="Elena Ruiz",
            mail="d@example.org",
            source_id="77@x",
            told_at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
            unclear=(Unclear.NO_BIRTH_DATE,),
        ),
    )


def test_more_events_than_a_schedule_has_are_refused_in_words():
    with pytest.raises(FeedRefused, match="at most 2,000 are read"):
        read_ics(calendar(*["SUMMARY:A B\r\n"] * 2_001), zone=ZONE)


WINDOWS = (
    "BEGIN:VTIMEZONE\r\nTZID:Eastern Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\n"
    "TZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\n"
    "END:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0500\r\n"
    "TZOFFSETTO:-0400\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
)


@pytest.mark.parametrize(
    ("start", "before"),
    [
        (":20261201T183000Z", ""),
        (";TZID=America/Los_Angeles:20261201T103000", ""),
        (";TZID=Eastern Standard Time:20261201T133000", WINDOWS),
        (";TZID=Eastern Standard Time:20261201T133000", ""),
        (":20261201T133000", ""),
    ],
)
def test_the_start_is_the_clinics_time_whatever_zone_it_is_written_in(start, before):
    visit = read_ics(calendar(event(start=start), before=before), zone=ZONE).visits[0]
    assert (visit.day, visit.at) == (date(2026, 12, 1), time(13, 30))


@pytest.mark.parametrize(
    "name",
    ["Denise Okafor - Office visit", "Office visit: Denise Okafor", "Denise Okafor with Dr Ruiz"],
)
def test_the_name_is_found_in_what_booking_programs_write(name):
    visit = read_ics(calendar(event(name=name)), zone=ZONE).visits[0]
    assert (visit.surname, visit.given) == ("Okafor", "Denise")


def test_breaks_are_skipped_cancelled_ones_told_and_repeating_ones_unclear():
    schedule = read_ics(
        calendar(
            event(name="Lunch"),
            event(more="STATUS:CANCELLED\r\n"),
            event(more="RRULE:FREQ=WEEKLY\r\n"),
            "UID:8\r\nSUMMARY:Maria Delgado\r\nDTSTART:2026130\r\n",
        ),
        zone=ZONE,
    )
    assert schedule.skipped == 1
    assert [visit.standing for visit in schedule.visits][0] is Standing.CANCELLED
    assert Unclear.DAY in schedule.visits[1].unclear
    assert schedule.visits[2].unclear == (Unclear.BROKEN,)


@pytest.mark.parametrize("content", [b"", b"hello", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
def test_what_is_no_calendar_is_refused(content):
    with pytest.raises(FeedRefused):
        read_ics(content, zone=ZONE)

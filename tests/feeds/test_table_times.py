"""Times of a table: one cell with the day, ranges, and offsets, each read right or told."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from intake.core.desk.seen import Seen, Unclear
from intake.feeds.table import Clinic, read_table

CLINIC = Clinic(today=date(2026, 11, 28), opens=time(8), closes=time(18))
ZONE = ZoneInfo("America/New_York")
DAY = date(2026, 12, 2)


def read(head: str, cells: str) -> Seen:
    text = f"Name,DOB,{head}\nMaria Delgado,1979-07-14,{cells}\n"
    (visit,) = read_table(text.encode(), CLINIC, zone=ZONE).visits
    return visit


def told(visit: Seen) -> tuple:
    return visit.day, visit.at, visit.unclear


WHEN = {
    "2026-12-02 01:30 PM": time(13, 30),
    "2026-12-02 01:30:00 PM": time(13, 30),
    "2026-12-02 1:30 p.m.": time(13, 30),
    "2026-12-02T01:30 PM": time(13, 30),
    "2026-12-02 12:15 AM": time(0, 15),
    "2026-12-02 13:30": time(13, 30),
    "2026-12-02T13:30:00": time(13, 30),
    "2026-12-02 13:30:00.000": time(13, 30),
    "2026-12-02 13:30 - 14:00": time(13, 30),
    "2026-12-02 13:30-14:00": time(13, 30),
    "2026-12-02 01:30 - 02:00 PM": time(13, 30),
    "2026-12-02 11:30 - 12:30 PM": time(11, 30),
    "2026-12-02T17:00:00Z": time(12),
    "2026-12-02T17:00Z": time(12),
    "2026-12-02 17:00:00 UTC": time(12),
    "2026-12-02T17:00:00.000+00:00": time(12),
    "2026-12-02 17:00:00+00": time(12),
    "2026-12-02T09:00:00-0800": time(12),
    "2026-12-02 09:00-08:00": time(12),
    "2026-12-03T00:30:00Z": time(19, 30),
    "2026-12-02 22:00": time(22),
}
"""At a clinic whose clocks stand five hours behind Greenwich; each is on December 2."""


@pytest.mark.parametrize("heading", ["Appointment", "Start"])
@pytest.mark.parametrize("cell", WHEN)
def test_a_day_with_its_time_in_one_cell_is_read_by_the_sites_clock(heading, cell):
    assert told(read(heading, cell)) == (DAY, WHEN[cell], ())


@pytest.mark.parametrize("heading", ["Date time", "When", "Scheduled for", "Starts at"])
@pytest.mark.parametrize("cell", ["2026/12/02 01:30 PM", "2026-12-02 at 1:30 PM"])
def test_a_day_and_a_time_in_words_are_taken_apart(heading, cell):
    assert told(read(heading, cell)) == (DAY, time(13, 30), ())


@pytest.mark.parametrize(
    ("cell", "day", "expected"),
    [
        ("2026-12-02 13:30 PM", DAY, (Unclear.TIME,)),
        ("2026-12-02T17:00:00 EST", DAY, (Unclear.TIME,)),
        ("2026-12-02T17:00:00+25:00", DAY, (Unclear.TIME,)),
        ("2026-12-02T25:00:00Z", DAY, (Unclear.TIME,)),
        ("2026-02-30T17:00:00Z", None, (Unclear.DAY, Unclear.TIME)),
        ("0001-01-01T00:30:00+05:00", None, (Unclear.DAY, Unclear.TIME)),
        ("2026-12-02T13:30:00[America/Chicago]", DAY, (Unclear.TIME,)),
    ],
)
@pytest.mark.parametrize("heading", ["Appointment", "Start"])
def test_a_stamp_that_tells_no_moment_is_for_a_person(heading, cell, day, expected):
    assert told(read(heading, cell)) == (day, None, expected)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("9:00 - 9:30 AM", time(9)),
        ("01:30 - 02:00 PM", time(13, 30)),
        ("11:30 AM-12:30 PM", time(11, 30)),
        ("9-10", time(9)),
        ("0900-0930", time(9)),
        ("9 to noon", time(9)),
        ("9:00 -", time(9)),
        ("09:00:00-09:30:00", time(9)),
        ("-", None),
        ("", None),
    ],
)
def test_of_a_range_of_times_the_first_is_taken(cell, at):
    assert told(read("Date,Time", f"2026-12-02,{cell}")) == (DAY, at, ())


@pytest.mark.parametrize(
    "cell",
    [
        "02-Dec-2026 09:30",
        "Dec-02 09:30",
        "12-02-2026 9:30 AM",
        "12-02-2026",
        "12-02 9:30",
        "2026-12-02",
        "12/02/2026 9:30 AM",
        "17:00:00-05:00",
        "17:00:00Z",
    ],
)
def test_a_dash_of_a_date_or_of_an_offset_makes_no_range_of_times(cell):
    assert told(read("Date,Time", f"2026-12-02,{cell}")) == (DAY, None, (Unclear.TIME,))


def test_the_day_of_a_stamp_stands_before_the_day_above_and_has_to_fit_the_day_beside():
    above = b"Schedule for Tuesday, December 1\n\nName,DOB,Start\nA B,1979-07-14,2026-12-02 09:30\n"
    (visit,) = read_table(above, CLINIC, zone=ZONE).visits
    assert told(visit) == (DAY, time(9, 30), ())
    assert told(read("Date,Start", "2026-12-02,2026-12-02 09:30")) == (DAY, time(9, 30), ())
    assert read("Date,Start", "2026-12-01,2026-12-02 09:30").unclear == (Unclear.DAY,)

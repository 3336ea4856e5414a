"""Times of day as people at a desk type them, at a clinic that is open from 8 to 6."""

from datetime import time

import pytest

from intake.core.desk.times import TimeReading, read_time

OPENS, CLOSES = time(8), time(18)


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("1:30", ["13:30"]),
        ("1:30 pm", ["13:30"]),
        ("1.30PM", ["13:30"]),
        ("1:30 p.m.", ["13:30"]),
        ("130p", ["13:30"]),
        ("13:30", ["13:30"]),
        ("1330", ["13:30"]),
        ("13h30", ["13:30"]),
        ("9", ["09:00"]),
        ("9a", ["09:00"]),
        ("9 am", ["09:00"]),
        ("09:00", ["09:00"]),
        ("12", ["12:00"]),
        ("12:15 am", ["00:15"]),
        ("noon", ["12:00"]),
        ("0:30", ["00:30"]),
        # the desk does not mean 8 in the morning
        ("20:00", ["20:00"]),
        ("2015", ["20:15"]),
        ("8", ["08:00"]),
        ("7", ["07:00", "19:00"]),
        ("25:00", []),
        ("12:60", []),
        ("13 pm", []),
        ("half past one", []),
        ("", []),
    ],
)
def test_a_time_is_read_as_typed(typed, times):
    read = TimeReading(tuple(time.fromisoformat(each) for each in times))
    assert read_time(typed, opens=OPENS, closes=CLOSES) == read


def test_the_desk_is_asked_when_both_halves_of_the_day_are_open():
    assert read_time("9", opens=time(0), closes=time(23, 59)).time is None
    assert read_time("9", opens=OPENS, closes=CLOSES).time == time(9)


@pytest.mark.parametrize(("typed", "hour"), [("9", 21), ("10", 22), ("09", 9), ("12", 12)])
def test_a_clinic_of_the_evening_means_the_evening_unless_a_zero_stands_before(typed, hour):
    assert read_time(typed, opens=time(12), closes=time(23)).time == time(hour)

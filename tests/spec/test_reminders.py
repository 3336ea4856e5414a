"""When a patient is written to. Each line is a visit, the day it was entered, and what follows."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from intake.core.desk.reminders import due_now, planned

ZONE = ZoneInfo("America/Los_Angeles")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


SHORT = {"invitation": "link", "reminder": "rem.", "last_call": "last"}
CASES = [
    # visit,              entered,              what goes out, and when
    ("26-12-01 13:30", "26-11-05 09:00", "link 11-17 13:30, rem. 11-28 10:00, rem. 11-30 10:00"),
    ("26-12-01 13:30", "26-11-27 15:00", "link 11-27 15:00, rem. 11-30 10:00, last 12-01 11:30"),
    # 20 hours apart: the reminder of the day before would come an hour after the invitation
    ("26-12-01 13:30", "26-11-30 09:00", "link 11-30 09:00, last 12-01 11:30"),
    ("26-12-01 13:30", "26-12-01 10:00", "link 12-01 10:00"),
    # a walk-in: never a reminder from before the entry, nothing within half an hour
    ("26-12-01 13:30", "26-12-01 13:10", ""),
    # entered at 11 pm for 9 am: at 8, which is more than half an hour before
    ("26-12-01 09:00", "26-11-30 23:00", "link 12-01 08:00"),
    ("26-12-01 08:15", "26-11-30 23:00", ""),
    # a last call before 8 waits for 8
    ("26-12-01 09:00", "26-11-29 12:00", "link 11-29 12:00, rem. 11-30 10:00, last 12-01 08:00"),
    # without a time, as in the morning
    ("26-12-01", "26-11-20 12:00", "link 11-20 12:00, rem. 11-28 10:00, rem. 11-30 10:00"),
    # both Sundays on which clocks change
    ("26-11-02 13:30", "26-10-30 12:00", "link 10-30 12:00, rem. 11-01 10:00, last 11-02 11:30"),
    ("27-03-15 13:30", "27-03-12 12:00", "link 03-12 12:00, rem. 03-14 10:00, last 03-15 11:30"),
]  # fmt: skip


@pytest.mark.parametrize(("visit", "entered", "expected"), CASES)
def test_what_goes_out_and_when(visit, entered, expected):
    day, _, clock = visit.partition(" ")
    found = planned(
        date.fromisoformat(f"20{day}"),
        time.fromisoformat(clock) if clock else None,
        entered_at=at(f"20{entered}"),
        zone=ZONE,
    )
    told = [f"{SHORT[m.kind]} {m.due_at.astimezone(ZONE):%m-%d %H:%M}" for m in found]
    assert ", ".join(told) == expected


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        ("2026-11-17 13:29", None),
        ("2026-11-17 13:30", "invitation"),
        ("2026-11-28 09:59", "invitation"),
        # the newest one only: nobody gets an old invitation and a reminder on one day
        ("2026-11-28 10:00", "reminder"),
        ("2026-12-01 12:59", "reminder"),
        ("2026-12-01 13:00", None),
        ("2026-12-02 10:00", None),
    ],
)
def test_what_is_due_at_a_moment(now, kind):
    found = due_now(
        date(2026, 12, 1),
        time(13, 30),
        entered_at=at("2026-11-05 09:00"),
        now=at(now),
        zone=ZONE,
    )
    assert (found.kind if found else None) == kind

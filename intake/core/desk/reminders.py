"""Which message a visit should have by now: computed from the visit each time, never scheduled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

INVITE_DAYS = 14
"""Days before the visit from which the link goes out; earlier ones are forgotten in the inbox."""
REMIND_DAYS = (3, 1)
REMIND_AT = time(10)
LAST_CALL = timedelta(hours=2)
QUIET_FROM, QUIET_TO = time(20), time(8)
"""Nobody is written to at night, on the clinic's clock."""
NOT_WITHIN = timedelta(minutes=30)
"""Whoever is on the way answers at the desk."""
APART = timedelta(hours=20)
"""Two messages of one day are one too many."""
MOST = 3
DAY_AT = time(9)
"""A visit without a time is thought of as in the morning."""


class Message(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"
    LAST_CALL = "last_call"


@dataclass(frozen=True, slots=True)
class Planned:
    """A message, the moment from which it is due, and the one after which it is not wanted."""

    kind: Message
    occasion: date
    due_at: datetime
    not_after: datetime


def planned(
    day: date, at: time | None, *, entered_at: datetime, zone: tzinfo
) -> tuple[Planned, ...]:
    """All messages of a visit whose answers are still to come, in order, at most three.

    ``entered_at`` is in the clinic's own zone, as everything is that comes back.
    None lies in quiet hours, before the visit was entered, within half an hour of the visit, or
    less than 20 hours after the one before it.
    """
    visit_at = datetime.combine(day, at or DAY_AT, tzinfo=zone)
    end = visit_at - NOT_WITHIN
    kept: list[Planned] = []
    for kind, wanted in _wanted(visit_at, entered_at, zone):
        due = _out_of_quiet(wanted, zone)
        too_soon = kept and due - kept[-1].due_at < APART
        if due <= end and not too_soon and len(kept) < MOST:
            kept.append(Planned(kind, due.date(), due, end))
    return tuple(kept)


def due_now(
    day: date, at: time | None, *, entered_at: datetime, now: datetime, zone: tzinfo
) -> Planned | None:
    """The newest message whose moment has come: one that was missed is not sent late as well."""
    come = [
        each
        for each in planned(day, at, entered_at=entered_at, zone=zone)
        if each.due_at <= now < each.not_after
    ]
    return come[-1] if come else None


def _wanted(
    visit_at: datetime, entered_at: datetime, zone: tzinfo
) -> Iterator[tuple[Message, datetime]]:
    """Each message with the moment it would go out by day or night, none before the entry."""
    yield Message.INVITATION, max(entered_at, visit_at - timedelta(days=INVITE_DAYS))
    for days in REMIND_DAYS:
        on = visit_at.date() - timedelta(days=days)
        at = datetime.combine(on, REMIND_AT, tzinfo=zone)
        if at > entered_at:
            yield Message.REMINDER, at
    if visit_at - LAST_CALL > entered_at:
        yield Message.LAST_CALL, visit_at - LAST_CALL


def _out_of_quiet(moment: datetime, zone: tzinfo) -> datetime:
    """The moment itself, or the end of the night that it falls into."""
    if QUIET_TO <= moment.time() < QUIET_FROM:
        return moment
    on = moment.date() + timedelta(days=1) if moment.time() >= QUIET_FROM else moment.date()
    return datetime.combine(on, QUIET_TO, tzinfo=zone)

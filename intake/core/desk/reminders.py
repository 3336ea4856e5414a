"""Which message a visit should have by now: computed from the visit each time, never scheduled."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

REMIND_AT = time(10)
NOT_WITHIN = timedelta(minutes=30)
"""Whoever is on the way answers at the desk."""
APART = timedelta(hours=20)
"""Two messages of one day are one too many."""
MOST = 3
"""Messages of one visit."""
FURTHEST = 60
"""Days before a visit at which a site may begin to write."""
DAY_AT = time(9)
"""A visit without a time is thought of as in the morning."""


class Message(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"
    LAST_CALL = "last_call"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a site sets: when the link goes out, when it is repeated, and when nobody is written to.

    The link goes out two weeks before the visit, because earlier ones are forgotten in the inbox.
    """

    invite_days: int = 14
    remind_days: tuple[int, ...] = (3, 1)
    last_call_hours: int = 2
    """0: none."""
    quiet_from: time = time(20)
    quiet_to: time = time(8)
    """On the site's own clock."""

    def is_quiet(self, clock: time) -> bool:
        return not self.quiet_to <= clock < self.quiet_from

    def out_of_quiet(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the night that it falls into."""
        if not self.is_quiet(moment.time()):
            return moment
        is_evening = moment.time() >= self.quiet_from
        on = moment.date() + timedelta(days=1) if is_evening else moment.date()
        return datetime.combine(on, self.quiet_to, tzinfo=moment.tzinfo)


USUAL = Rhythm()


def days_of(text: str) -> tuple[int, ...]:
    """ "3,1": days before a visit, the earliest first; raises ``ValueError`` for anything else."""
    days = {int(part) for part in text.split(",") if part.strip()}
    if len(days) > MOST or any(not 1 <= day <= FURTHEST for day in days):
        raise ValueError(text)
    return tuple(sorted(days, reverse=True))


@dataclass(frozen=True, slots=True)
class Planned:
    """A message, the moment from which it is due, and the one after which it is not wanted."""

    kind: Message
    occasion: date
    due_at: datetime
    not_after: datetime


def planned(
    day: date,
    at: time | None,
    *,
    entered_at: datetime,
    zone: tzinfo,
    rhythm: Rhythm = USUAL,
) -> tuple[Planned, ...]:
    """All messages of a visit whose answers are still to come, in order, at most three.

    ``entered_at`` is in the site's own zone, as everything is that comes back.
    None lies in quiet hours, before the visit was entered, within half an hour of the visit, or
    less than 20 hours after the one before it.
    """
    visit_at = datetime.combine(day, at or DAY_AT, tzinfo=zone)
    # Each with the moment it would go out by day or night, none before the entry.
    invite_at = max(entered_at, visit_at - timedelta(days=rhythm.invite_days))
    wanted = [(Message.INVITATION, invite_at)]
    for days in rhythm.remind_days:
        remind_at = datetime.combine(day - timedelta(days=days), REMIND_AT, tzinfo=zone)
        if remind_at > entered_at:
            wanted.append((Message.REMINDER, remind_at))
    last_call = visit_at - timedelta(hours=rhythm.last_call_hours)
    if rhythm.last_call_hours and last_call > entered_at:
        wanted.append((Message.LAST_CALL, last_call))
    end = visit_at - NOT_WITHIN
    kept: list[Planned] = []
    for kind, moment in wanted:
        due = rhythm.out_of_quiet(moment)
        too_soon = kept and due - kept[-1].due_at < APART
        if due <= end and not too_soon and len(kept) < MOST:
            kept.append(Planned(kind, due.date(), due, end))
    return tuple(kept)


def due_now(
    day: date,
    at: time | None,
    *,
    entered_at: datetime,
    now: datetime,
    zone: tzinfo,
    rhythm: Rhythm = USUAL,
) -> Planned | None:
    """The newest message whose moment has come: one that was missed is not sent late as well."""
    come = [
        each
        for each in planned(day, at, entered_at=entered_at, zone=zone, rhythm=rhythm)
        if each.due_at <= now < each.not_after
    ]
    return come[-1] if come else None

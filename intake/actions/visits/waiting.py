"""Takes a schedule from a folder; what nobody can take without looking waits for the desk."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from anyascii import anyascii
from django.db import transaction
from django.db.models import QuerySet

from intake import models
from intake.actions.access_log import record
from intake.core.desk.names import fits
from intake.core.desk.seen import Seen
from intake.core.documents.values import decode, encode
from intake.core.limits import KEEP_UNSENT
from intake.models import LineDecision, sealed
from intake.models.visits.visits import birth_date_of

from .people import name_of, other_names
from .schedule import Change, Line, Planned, take
from .told import planned_at

UNREADABLE = (sealed.CannotOpen, ValueError, TypeError)


@dataclass(frozen=True, slots=True)
class Feed:
    """Where schedules come from, for which site, and what is asked of whom nothing else is said."""

    source: str
    site: models.Site
    questionnaire: models.Questionnaire
    provider: models.User | None = None


def take_feed(
    seen: Sequence[Seen], feed: Feed, *, by: models.User, at: datetime
) -> Counter[Change]:
    """Enter what is clear and keep the rest for the desk, in one transaction with its line."""
    with transaction.atomic():
        planned = planned_at(feed.site, seen, otherwise=feed.provider, at=at)
        done = take(planned, source=feed.source, questionnaire=feed.questionnaire, by=by, at=at)
        for told, line in zip(seen, done, strict=True):
            waits = line.change is Change.UNCLEAR
            kept = _keep(told, feed, at) if waits else None
            _overtake(told, feed, kept, by, at)
        detail = f"{feed.source}: {_counted(done)}"
        record("schedule_taken", at=at, by=by, detail=detail)
    return Counter(line.change for line in done)


def _counted(lines: Iterable[Line]) -> str:
    counts = Counter(line.change for line in lines)
    return ", ".join(f"{number} {change}" for change, number in counts.items()) or "no visit"


def waiting(site: models.Site) -> QuerySet[models.WaitingLine]:
    return models.WaitingLine.objects.filter(site=site, decision=LineDecision.NONE)


def opened(row: models.WaitingLine) -> Seen:
    """Raises ``CannotOpen``, and ``ValueError`` for what was never sealed here."""
    found: Seen = decode(Seen, json.loads(sealed.open(row, "content")), "")
    return found


def decide(
    rows: Iterable[tuple[models.WaitingLine, Planned]],
    left_out: Iterable[models.WaitingLine],
    *,
    by: models.User,
    at: datetime,
) -> list[Line]:
    """Take lines as the desk completed them, and leave others out; a line is decided once."""
    done: list[Line] = []
    with transaction.atomic():
        for row, planned in rows:
            locked = waiting(row.site).select_for_update().filter(pk=row.pk).first()
            if locked is None:
                continue
            asks = row.questionnaire
            (now,) = take([planned], source=row.source, questionnaire=asks, by=by, at=at)
            done.append(now)
            if now.change is not Change.UNCLEAR:
                _settle(locked, LineDecision.TAKEN, by, at)
        out = [row for row in left_out if _settle(row, LineDecision.LEFT_OUT, by, at)]
        detail = f"{_counted(done)}, {len(out)} left out"
        record("waiting_decided", at=at, by=by, detail=detail)
    return done


def lines_about(
    patient: models.Patient, sites: Iterable[models.Site]
) -> Iterator[tuple[models.WaitingLine, Seen]]:
    """Lines that wait at these sites and name this person; every open one is read: there are few.

    A name cut short is hers beside her birth date. Without one, "An Li" is not Anna Lindt.
    """
    names = [each.name for each in (name_of(patient), *other_names(patient))]
    born = birth_date_of(patient)
    open_ones = models.WaitingLine.objects.filter(decision=LineDecision.NONE, site__in=sites)
    for row in open_ones.select_related("site"):
        try:
            seen = opened(row)
        except UNREADABLE:
            continue
        told, whole = f"{seen.given} {seen.surname}", seen.birth_date is None
        is_named = any(fits(told, name, latin=anyascii, whole=whole) for name in names)
        if is_named and seen.birth_date in (None, born):
            yield row, seen


def forget_lines(*, at: datetime) -> None:
    """Two weeks later a line is of no use: once it was decided, or its day is over."""
    old = models.WaitingLine.objects.filter(kept_at__lt=at - KEEP_UNSENT).select_related("site")
    for row in old:
        try:
            day = None if row.decision else opened(row).day
        except UNREADABLE:
            day = None
        if day is None or day < row.site.day(at):
            row.delete()


def digests_again(row: models.WaitingLine) -> dict[str, str]:
    """Its digests under the newest key; raises ``CannotOpen``, and keeps those of decided lines."""
    if row.decision:
        return {}
    seen = opened(row)
    number = _number(seen, row.site, row.source)
    return {"digest": _digests(seen, row.site, row.source)[0], "number_index": number}


def _keep(told: Seen, feed: Feed, at: datetime) -> models.WaitingLine | None:
    """A line that waits already, or was decided, is not kept again."""
    digests = _digests(told, feed.site, feed.source)
    if known := models.WaitingLine.objects.filter(digest__in=digests).first():
        return known
    row = models.WaitingLine(
        site=feed.site,
        source=feed.source,
        digest=digests[0],
        number_index=_number(told, feed.site, feed.source),
        questionnaire=feed.questionnaire,
        provider=feed.provider,
        kept_at=at,
    )
    sealed.seal(row, "content", json.dumps(encode(told), ensure_ascii=False))
    row.save(force_insert=True)
    return row


def _overtake(
    told: Seen,
    feed: Feed,
    kept: models.WaitingLine | None,
    by: models.User,
    at: datetime,
) -> None:
    """An older line about the same visit waits no more: the schedule said something newer."""
    if number := _number(told, feed.site, feed.source):
        older = waiting(feed.site).filter(number_index=number)
        for row in older.exclude(pk=kept.pk) if kept else older:
            try:
                before = opened(row).told_at
            except UNREADABLE:
                before = None
            is_newer = before and told.told_at and before > told.told_at
            if not is_newer:
                _settle(row, LineDecision.OVERTAKEN, by, at)


def _digests(told: Seen, site: models.Site, source: str) -> list[str]:
    """Of everything the line tells but its place in the file."""
    about = encode(replace(told, place=""))
    words = json.dumps([site.key, source, about], ensure_ascii=False, sort_keys=True)
    return sealed.blinds("waiting line", words)


def _number(told: Seen, site: models.Site, source: str) -> str:
    if not told.source_id:
        return ""
    return sealed.blind("schedule number", f"{site.key}|{source}|{told.source_id}")


def _settle(row: models.WaitingLine, decision: LineDecision, by: models.User, at: datetime) -> bool:
    """Nothing of the line stays but the digest, so that the same one is not asked about again."""
    still = models.WaitingLine.objects.filter(pk=row.pk, decision=LineDecision.NONE)
    changed = {"decision": decision, "content": None, "decided_at": at, "decided_by": by}
    return bool(still.update(**changed))

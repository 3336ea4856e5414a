"""Records how the points of a talk ended, one by one or all that are said to everyone."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.core.discussion.discussion import DiscussionPoint
from intake.core.questionnaire.answers import tidy
from intake.core.talk.outcomes import (
    OUTCOME_WORDS,
    Entry,
    Outcome,
    Track,
    counting,
    outcome_problem,
    outcomes_now,
    recorded_since,
    track_of,
)
from intake.models import sealed

from .load import outcomes_of
from .rules import (
    ChangedElsewhere,
    NotRecorded,
    begin,
    current_of,
    expect_current,
    expect_open_to,
    expect_own,
    expect_unsigned,
    next_sequence,
    take,
)


@dataclass(frozen=True)
class Mark:
    """What became of one point. Lifting a hold needs a note that says why."""

    number: int
    outcome: Outcome
    note: str = ""


def mark(
    discussion: models.FrozenDiscussion,
    made: Mark,
    *,
    by: models.User,
    at: datetime,
    seen: int,
) -> models.OutcomeRecord:
    """Record one outcome. ``seen`` is ``visit.recorded`` as the page showed it.

    A post that repeats what stands (a double click) changes nothing and is no conflict.
    """
    with transaction.atomic():
        visit = _take_current(discussion, by, at)
        if made.outcome is Outcome.LIFTED:
            expect_own(visit, by, "lift a hold")
        point = _point(discussion, made.number)
        made = replace(made, note=tidy(made.note))
        _expect_right(point, made)
        entry = _entry(discussion, point, made, by, at)
        entries = outcomes_of(visit)
        stands = counting(entries).get(track_of(entry))
        if stands and _says(stands) == _says(entry):
            return visit.outcomerecords.get(sequence=stands.sequence)
        _expect_seen(entries, track_of(entry), seen)
        kept = _keep(visit, discussion, entry)
        record("outcome_recorded", at=at, by=by, visit=visit, detail=f"point {entry.number}")
    return kept


def mark_for_everyone(
    discussion: models.FrozenDiscussion, *, by: models.User, at: datetime
) -> tuple[models.OutcomeRecord, ...]:
    """Record as discussed whatever stands on the checklist without an outcome."""
    with transaction.atomic():
        visit = _take_current(discussion, by, at)
        now = outcomes_now(discussion.read(), outcomes_of(visit))
        said = Mark(0, Outcome.DISCUSSED)
        kept = tuple(
            _keep(visit, discussion, _entry(discussion, point, said, by, at))
            for point in now.unsaid_to_everyone
        )
        if kept:
            numbers = " ".join(str(row.number) for row in kept)
            record(
                "checklist_recorded", at=at, by=by, visit=visit, detail=f"points {numbers}"[:200]
            )
    return kept


def take_back(
    recorded: models.OutcomeRecord, *, by: models.User, at: datetime
) -> models.OutcomeRecord:
    """Undo an outcome by a new row; the one before it counts again. Only what counts is undone."""
    with transaction.atomic():
        visit = take(recorded.visit)
        expect_unsigned(visit)
        expect_open_to(visit, by, at)
        undone = visit.outcomerecords.filter(takes_back=recorded, by=by).first()
        if undone is not None:
            return undone
        entries = outcomes_of(visit)
        entry = next(each for each in entries if each.sequence == recorded.sequence)
        if counting(entries).get(track_of(entry)) != entry:
            latest = recorded_since(entries, track_of(entry), entry.sequence)
            raise ChangedElsewhere("This outcome was already taken back or replaced.", latest)
        undo = replace(entry, at=at, by=by.pk, note="", takes_back=entry.sequence)
        kept = _keep(visit, current_of(visit), undo, takes_back=recorded)
        record("outcome_taken_back", at=at, by=by, visit=visit, detail=f"point {entry.number}")
    return kept


def _take_current(
    discussion: models.FrozenDiscussion, by: models.User, at: datetime
) -> models.Visit:
    visit = take(discussion.submission.visit)
    expect_unsigned(visit)
    expect_open_to(visit, by, at)
    expect_current(visit, discussion)
    return visit


def _expect_right(point: DiscussionPoint, made: Mark) -> None:
    problem = outcome_problem(point, made.outcome, made.note)
    if problem:
        raise NotRecorded(problem)


def _entry(
    discussion: models.FrozenDiscussion,
    point: DiscussionPoint,
    made: Mark,
    by: models.User,
    at: datetime,
) -> Entry:
    """The outcome as it would be kept; its sequence is given when it is."""
    return Entry(
        sequence=0,
        number=point.number,
        key=point.key,
        digest=point.digest,
        outcome=made.outcome,
        revision=discussion.revision,
        at=at,
        by=by.pk,
        note=made.note,
    )


def _point(discussion: models.FrozenDiscussion, number: int) -> DiscussionPoint:
    for point in discussion.read().points:
        if point.number == number:
            return point
    raise NotRecorded(f"There is no point {number} in this discussion.")


def _says(entry: Entry) -> tuple[Outcome, str, int]:
    return entry.outcome, entry.note, entry.by


def _expect_seen(entries: tuple[Entry, ...], track: Track, seen: int) -> None:
    unseen = recorded_since(entries, track, seen)
    if unseen is not None:
        act = "took back" if unseen.takes_back else "recorded"
        raise ChangedElsewhere(
            f"{unseen.by_name} {act} “{OUTCOME_WORDS[unseen.outcome]}” for point {unseen.number}"
            " after you opened this page.",
            unseen,
        )


def _keep(
    visit: models.Visit,
    discussion: models.FrozenDiscussion,
    entry: Entry,
    takes_back: models.OutcomeRecord | None = None,
) -> models.OutcomeRecord:
    begin(visit)
    row = models.OutcomeRecord(
        visit=visit,
        sequence=next_sequence(visit),
        at=entry.at,
        by_id=entry.by,
        discussion=discussion,
        number=entry.number,
        outcome=entry.outcome,
        takes_back=takes_back,
    )
    sealed.seal(row, "point", json.dumps([entry.key, entry.digest]))
    if entry.note:
        sealed.seal(row, "note", entry.note)
    row.save(force_insert=True)
    return row

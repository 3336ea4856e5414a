"""Records how the points of a talk ended, one by one or all that are said to everyone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.core.discussion.talking_points import DiscussionPoint, Place
from intake.core.questionnaire.free_text import tidy
from intake.core.talk.outcomes import (
    ENDS_A_HOLD,
    OUTCOME_WORDS,
    Entry,
    Outcome,
    counting,
    ends_again,
    outcome_problem,
    outcomes_now,
    recorded_since,
    track_of,
)
from intake.core.talk.unsaid import can_be_said, waits_for

from .editions import current, newest
from .load import outcomes_of, seal_entry
from .rules import (
    ChangedElsewhere,
    NotRecorded,
    NotYours,
    begin,
    expect_current,
    expect_open_to,
    expect_own,
    expect_unsigned,
    next_sequence,
    still_the_same,
    take,
)
from .verify import SAID_HERE, Fact, verify

NOT_KNOWN = "Asked in the talk: still not known."

ONE_BY_ONE = (Place.HOLD, Place.FIRST, Place.CLAIM)
"""Places whose points are never ticked off in a list."""


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
        visit = _take_open(discussion, by, at)
        discussion, point = still_the_same(discussion, visit, made.number, at)
        made = replace(made, note=tidy(made.note))
        _expect_right(visit, discussion, point, made, by)
        entry = _entry(discussion, point, made, by, at)
        entries = outcomes_of(visit)
        stands = counting(entries).get(track_of(entry))
        if stands and _says(stands) == _says(entry):
            return visit.outcomerecords.get(sequence=stands.sequence)
        unseen = recorded_since(entries, track_of(entry), seen)
        if unseen is not None:
            act = "took back" if unseen.takes_back else "recorded"
            raise ChangedElsewhere(
                f"{unseen.by_name} {act} “{OUTCOME_WORDS[unseen.outcome]}” for point"
                f" {unseen.number} after you opened this page.",
                unseen,
            )
        kept = _keep(visit, discussion, entry)
        record("outcome_recorded", at=at, by=by, visit=visit)
    return kept


def mark_matter(
    discussion: models.FrozenDiscussion,
    marks: Sequence[Mark],
    *,
    by: models.User,
    at: datetime,
    seen: int,
) -> None:
    """Record the outcome of one matter for each point it stands for, all or none."""
    with transaction.atomic():
        for each in marks:
            mark(discussion, each, by=by, at=at, seen=seen)


@dataclass(frozen=True)
class Answered:
    """What the patient said in the room; no code where it is still not known.

    That settles every point of the same row, whose note says it with the words of whoever asked.
    """

    number: int
    code: str = ""
    row: tuple[int, ...] = ()
    note: str = ""


def answer(
    discussion: models.FrozenDiscussion, said: Answered, *, by: models.User, at: datetime, seen: int
) -> None:
    """Record the answer; it goes through the triggers and may raise a hold.

    "Still not known" is an outcome of the point: it was talked about, and nothing can be
    understood of what nobody knows.
    """
    with transaction.atomic():
        visit = _take_open(discussion, by, at)
        frozen, point = still_the_same(discussion, visit, said.number, at)
        question = waits_for(frozen.submission.version.read(), point)
        if question is None:
            raise NotRecorded(f"Point {said.number} waits for no answer.")
        if not said.code:
            numbers = said.row or (said.number,)
            note = tidy(f"{NOT_KNOWN} {said.note}")
            marks = [Mark(number, Outcome.TOLD, note) for number in numbers]
            mark_matter(frozen, marks, by=by, at=at, seen=seen)
            return
        words = can_be_said(question).get(said.code)
        if words is None:
            raise NotRecorded("This is not one of the answers to this question.")
        heard = Fact(question.key, words, SAID_HERE, visit.site.day(at), codes=(said.code,))
        verify(visit, heard, by=by, at=at, seen=seen)


def mark_told(
    discussion: models.FrozenDiscussion, numbers: Collection[int], *, by: models.User, at: datetime
) -> tuple[models.OutcomeRecord, ...]:
    """Record as told whatever was ticked and has no outcome: told is not understood.

    Holds and what is to be discussed first are talked about one by one.
    """
    with transaction.atomic():
        visit = _take_open(discussion, by, at)
        expect_current(visit, discussion)
        frozen = current(visit, at=at) or discussion
        now = outcomes_now(frozen.read(), outcomes_of(visit))
        ticked = [each for each in now.points if each.point.number in numbers and each.is_open]
        if any(each.is_hold or each.point.place in ONE_BY_ONE for each in ticked):
            raise NotRecorded("A point that stands first is recorded by itself.")
        said = Mark(0, Outcome.TOLD)
        kept = tuple(
            _keep(visit, frozen, _entry(frozen, each.point, said, by, at)) for each in ticked
        )
        if kept:
            record("checklist_recorded", at=at, by=by, visit=visit)
    return kept


def take_back(
    recorded: models.OutcomeRecord, *, by: models.User, at: datetime
) -> models.OutcomeRecord:
    """Undo an outcome by a new row; the one before it counts again. Only what counts is undone.

    Where that one ended a hold, only those undo who may end it.
    """
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
        if ended := ends_again(entries, entry):
            points = recorded.discussion.read().points
            point = next(point for point in points if point.number == entry.number)
            again = f"“{OUTCOME_WORDS[ended.outcome]}”, recorded before, would count again. "
            _expect_may_end(visit, point, by, because=again)
        undo = replace(entry, at=at, by=by.pk, note="", takes_back=entry.sequence)
        kept = _keep(visit, cast(models.FrozenDiscussion, newest(visit)), undo, takes_back=recorded)
        record("outcome_taken_back", at=at, by=by, visit=visit)
    return kept


def _take_open(discussion: models.FrozenDiscussion, by: models.User, at: datetime) -> models.Visit:
    visit = take(discussion.submission.visit)
    expect_unsigned(visit)
    expect_open_to(visit, by, at)
    return visit


def _expect_may_end(
    visit: models.Visit, point: DiscussionPoint, by: models.User, *, because: str = ""
) -> None:
    """A hold is ended by the provider of the visit; one about that provider by a colleague."""
    if not point.about_person:
        expect_own(visit, by, "lift a hold", because=because)
    elif visit.provider_id == by.pk:
        raise NotYours(
            f"{because}Hold {point.number} is about whoever treats. Another clinician has to lift"
            " it. Let it stay, and refer the patient, if there is nobody else."
        )


def _expect_right(
    visit: models.Visit,
    discussion: models.FrozenDiscussion,
    point: DiscussionPoint,
    made: Mark,
    by: models.User,
) -> None:
    if made.outcome in ENDS_A_HOLD:
        _expect_may_end(visit, point, by)
    problem = outcome_problem(point, made.outcome, made.note)
    if not problem and made.outcome is Outcome.DISCUSSED:
        waiting = waits_for(discussion.submission.version.read(), point)
        problem = f"Ask first, and record the answer: {waiting.short}." if waiting else ""
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


def _says(entry: Entry) -> tuple[Outcome, str, int]:
    return entry.outcome, entry.note, entry.by


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
        takes_back=takes_back,
    )
    seal_entry(row, entry)
    row.save(force_insert=True)
    return row

"""Outcomes of points: recorded one by one or at once, taken back, and never lost."""

import pytest
from django.utils import timezone

from intake import models
from intake.actions.talk.load import entry_of, outcomes_of
from intake.actions.talk.outcomes import mark_told, take_back
from intake.actions.talk.rules import (
    AlreadySigned,
    ChangedElsewhere,
    NotRecorded,
    NotYours,
    RevisionPassed,
)
from intake.core.talk.outcomes import Outcome, outcomes_now
from intake.models import sealed
from tests.make.builders import a_provider, a_user
from tests.make.room import (
    a_room,
    changed_answers,
    corrected,
    fresh,
    lifted,
    marked,
    owner_of,
    reopened,
    signed,
)
from tests.make.values import chose

pytestmark = pytest.mark.django_db


def standing(discussion):
    """Number to (talk, hold) as codes."""
    now = outcomes_now(discussion.read(), outcomes_of(discussion.submission.visit))
    return {
        each.point.number: tuple(entry and entry.outcome.value for entry in (each.talk, each.hold))
        for each in now.points
        if each.talk or each.hold
    }


def undo(recorded, by=None):
    return take_back(recorded, by=by or recorded.by, at=timezone.now())


def events(discussion):
    lines = discussion.submission.visit.access_events.order_by("id")
    return [(line.action, line.detail) for line in lines if line.actor == "staff"]


def test_outcome_is_kept_with_who_and_when():
    discussion = a_room()
    row = marked(discussion, 2, Outcome.WANTS_TIME, "  Asks her sister first.  ")
    (entry,) = outcomes_of(row.visit)
    point = discussion.read().points[1]
    assert (entry.number, entry.key, entry.digest) == (2, point.key, point.digest)
    assert (entry.outcome, entry.note) == (Outcome.WANTS_TIME, "Asks her sister first.")
    assert (entry.by_name, entry.sequence, entry.revision) == ("Ana Ruiz, MD", 1, 1)
    assert fresh(row.visit).talk == models.TalkState.BEGUN
    assert events(discussion)[-1] == ("outcome_recorded", "")


def test_nothing_readable_is_in_the_row():
    row = lifted(a_room())
    kept = repr(models.OutcomeRecord.objects.filter(pk=row.pk).values().get())
    assert [word in kept for word in ("reaction", "penicillin", "lifted")] == [False] * 3
    assert "penicillin" in sealed.open(row, "content")


def test_latest_outcome_counts_and_earlier_ones_stay():
    discussion = a_room()
    marked(discussion, 2)
    marked(discussion, 2, Outcome.DECLINED)
    assert standing(discussion) == {2: ("declined_to_discuss", None)}
    assert len(outcomes_of(discussion.submission.visit)) == 2


def test_outcome_before_counts_again_when_the_last_is_taken_back():
    discussion = a_room()
    marked(discussion, 2)
    last = marked(discussion, 2, Outcome.WANTS_TIME)
    undo(last)
    assert standing(discussion) == {2: ("discussed", None)}
    undo(models.OutcomeRecord.objects.get(sequence=1))
    assert standing(discussion) == {}
    assert [row.sequence for row in models.OutcomeRecord.objects.all()] == [1, 2, 3, 4]


def test_taking_back_twice_takes_back_once():
    row = marked(a_room(), 2)
    assert undo(row) == undo(row)
    assert models.OutcomeRecord.objects.count() == 2


def test_only_what_counts_is_taken_back():
    discussion = a_room()
    first = marked(discussion, 2)
    marked(discussion, 2, Outcome.WANTS_TIME)
    with pytest.raises(ChangedElsewhere, match="already taken back or replaced"):
        undo(first)
    assert standing(discussion) == {2: ("wants_time", None)}


def test_hold_is_lifted_beside_being_discussed():
    discussion = a_room()
    marked(discussion, 1)
    lifted(discussion)
    assert standing(discussion) == {1: ("discussed", "lifted")}


def test_double_click_records_once():
    discussion = a_room()
    assert marked(discussion, 2, seen=0) == marked(discussion, 2, seen=0)
    assert models.OutcomeRecord.objects.count() == 1


def test_only_what_is_ticked_is_told_and_what_was_said_stays():
    discussion = a_room()
    marked(discussion, 4, Outcome.WANTS_TIME)
    owner = owner_of(discussion)
    kept = mark_told(discussion, [3, 4], by=owner, at=timezone.now())
    assert [entry_of(row).number for row in kept] == [3]
    assert standing(discussion) == {3: ("told", None), 4: ("wants_time", None)}
    recorded = events(discussion)
    assert recorded[-1] == ("checklist_recorded", "")
    assert mark_told(discussion, [3, 4], by=owner, at=timezone.now()) == ()
    assert events(discussion) == recorded


@pytest.mark.parametrize(
    ("number", "outcome", "note", "words"),
    [
        (1, Outcome.LIFTED, " ", "so that hold 1 can end"),
        (2, Outcome.LIFTED, "Fine", "Point 2 is not a hold"),
        (9, Outcome.DISCUSSED, "", "There is no point 9 in this discussion."),
        (2, Outcome.DISCUSSED, "x" * 4_001, "shorten it to 4,000"),
    ],
)
def test_outcome_is_refused_with_a_sentence(number, outcome, note, words):
    discussion = a_room()
    with pytest.raises(NotRecorded, match=words):
        marked(discussion, number, outcome, note)
    assert not models.OutcomeRecord.objects.exists()
    assert fresh(discussion.submission.visit).recorded == 0


@pytest.mark.parametrize("number", [1, 2])
def test_what_stands_first_is_never_ticked_off(number):
    discussion = a_room()
    with pytest.raises(NotRecorded, match="recorded by itself"):
        mark_told(discussion, [3, number], by=owner_of(discussion), at=timezone.now())
    assert standing(discussion) == {}


def test_stranger_records_nothing():
    discussion = a_room()
    row = marked(discussion, 4)
    for stranger in (a_provider(), a_user()):
        with pytest.raises(NotYours, match="another provider's visit"):
            marked(discussion, 2, by=stranger)
        with pytest.raises(NotYours):
            mark_told(discussion, [3], by=stranger, at=timezone.now())
        with pytest.raises(NotYours, match="another provider's visit"):
            undo(row, by=stranger)
    assert standing(discussion) == {4: ("discussed", None)}


def test_provider_whose_account_is_closed_records_nothing():
    discussion = a_room()
    owner = owner_of(discussion)
    owner.is_active = False
    with pytest.raises(NotYours):
        marked(discussion, 2, by=owner)


def test_somebody_elses_outcome_is_not_overwritten_unseen():
    discussion = a_room()
    marked(discussion, 2, Outcome.WANTS_TIME, seen=0)
    with pytest.raises(ChangedElsewhere) as refused:
        marked(discussion, 2, Outcome.DISCUSSED, seen=0)
    assert str(refused.value) == (
        "Ana Ruiz, MD recorded “Wants time” for point 2 after you opened this page."
    )
    assert refused.value.latest.outcome is Outcome.WANTS_TIME
    marked(discussion, 2, Outcome.DISCUSSED, seen=1)
    assert standing(discussion) == {2: ("discussed", None)}


def test_taking_back_unseen_is_told_as_well():
    discussion = a_room()
    undo(marked(discussion, 2, Outcome.WANTS_TIME))
    with pytest.raises(ChangedElsewhere, match="took back “Wants time”"):
        marked(discussion, 2, seen=1)


def test_outcomes_of_other_points_are_no_conflict():
    discussion = a_room()
    marked(discussion, 2, seen=0)
    marked(discussion, 3, seen=0)
    marked(discussion, 1, Outcome.STAYS, seen=0)
    assert standing(discussion) == {
        1: (None, "stays"),
        2: ("discussed", None),
        3: ("discussed", None),
    }


def test_outcome_carries_over_only_where_the_same_answers_stand_behind_the_point():
    first = a_room()
    lifted(first)
    for number in (2, 3):
        marked(first, number)
    second = corrected(first, changed_answers(dizzy=chose("no")))
    now = outcomes_now(second.read(), outcomes_of(second.submission.visit))
    assert standing(second) == {1: (None, "lifted"), 3: ("discussed", None)}
    assert [(entry.number, entry.key) for entry in now.gone] == [(2, "dizziness")]


def test_point_that_went_and_came_back_is_talked_about_again():
    first = a_room()
    marked(first, 2)
    second = corrected(first, changed_answers(dizzy=chose("no")))
    third = corrected(second, changed_answers())
    assert standing(third) == {}
    assert [point.number for point in third.read().points] == [1, 5, 3, 4]


def test_nothing_is_recorded_about_a_revision_that_passed():
    first = a_room()
    corrected(first, changed_answers(dizzy=chose("no")))
    with pytest.raises(RevisionPassed, match="Look at the new revision first"):
        marked(first, 3)
    with pytest.raises(RevisionPassed):
        mark_told(first, [3, 4], by=owner_of(first), at=timezone.now())


def test_current_revision_is_talked_about_while_the_patient_corrects():
    discussion = a_room()
    reopened(discussion)
    marked(discussion, 3)
    assert standing(discussion) == {3: ("discussed", None)}


def test_nothing_is_recorded_after_signing():
    discussion = a_room()
    row = lifted(discussion)
    signed(discussion)
    for act in (
        lambda: marked(discussion, 2),
        lambda: undo(row),
        lambda: mark_told(discussion, [3], by=owner_of(discussion), at=timezone.now()),
    ):
        with pytest.raises(AlreadySigned, match="Write an addendum instead"):
            act()

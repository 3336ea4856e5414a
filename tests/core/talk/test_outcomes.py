"""Which outcome of a point counts, what carries over to a later revision, and what is refused."""

import pytest

from intake.core.discussion.discussion import Place
from intake.core.talk.outcomes import (
    Outcome,
    counting,
    ends_again,
    outcome_problem,
    outcomes_now,
    recorded_since,
    track_of,
)
from tests.make.talks import a_discussion, a_point, an_entry, taking_back

D, W, L, S = Outcome.DISCUSSED, Outcome.WANTS_TIME, Outcome.LIFTED, Outcome.STAYS
FIRST, SECOND = an_entry(1, 4, D), an_entry(2, 4, W)


@pytest.mark.parametrize(
    ("recorded", "talk"),
    [
        ([], None),
        ([FIRST], FIRST),
        ([FIRST, SECOND], SECOND),
        ([SECOND, FIRST], SECOND),
        ([FIRST, SECOND, taking_back(SECOND, 3)], FIRST),
        ([FIRST, taking_back(FIRST, 2)], None),
        ([FIRST, taking_back(FIRST, 2), an_entry(3, 4, D)], an_entry(3, 4, D)),
        ([FIRST, SECOND, taking_back(SECOND, 3), taking_back(FIRST, 4)], None),
    ],
)
def test_latest_entry_counts_when_it_was_not_taken_back(recorded, talk):
    now = outcomes_now(a_discussion(a_point(4)), recorded)
    assert (now.of(4).talk, now.gone) == (talk, ())


CARRIED = an_entry(1, 4, D)


@pytest.mark.parametrize(
    ("in_the_later_revision", "carries_over"),
    [
        ({"number": 4}, True),
        ({"number": 4, "title": "Other words"}, True),
        ({"number": 4, "digest": "other answers"}, False),
        ({"number": 9, "key": "point_4", "digest": "digest 4"}, False),  # it went and came back
        ({"number": 4, "key": "another"}, False),
        ({"number": 5}, False),
    ],
)
def test_outcome_carries_over_when_the_same_answers_stand_behind_the_point(
    in_the_later_revision, carries_over
):
    later = a_discussion(a_point(**in_the_later_revision), revision=2)
    now = outcomes_now(later, [CARRIED])
    assert now.points[0].talk == (CARRIED if carries_over else None)
    assert now.gone == (() if carries_over else (CARRIED,))


def test_taken_back_and_replaced_entries_are_not_shown_as_gone():
    replaced, last = an_entry(1, 4, D), an_entry(2, 4, W)
    undone = an_entry(3, 5, D)
    now = outcomes_now(a_discussion(), [replaced, last, undone, taking_back(undone, 4)])
    assert now.gone == (last,)


def test_what_is_gone_is_shown_in_the_order_in_which_it_was_recorded():
    first, second, again = an_entry(1, 5, D), an_entry(2, 4, W), an_entry(3, 5, W)
    now = outcomes_now(a_discussion(), [again, second, first])
    assert now.gone == (second, again)


def test_hold_has_two_outcomes_when_it_was_discussed_and_lifted():
    told, lifted = an_entry(1, 1, D), an_entry(2, 1, L, note="Maker's list read")
    now = outcomes_now(a_discussion(a_point(1, Place.HOLD)), [told, lifted])
    assert (now.points[0].talk, now.points[0].hold) == (told, lifted)


@pytest.mark.parametrize(
    ("recorded", "is_open", "is_staying"),
    [
        ([], True, True),
        ([an_entry(1, 1, D)], True, True),
        ([an_entry(1, 1, Outcome.NOT_APPLICABLE)], True, True),
        ([an_entry(1, 1, S)], False, True),
        ([an_entry(1, 1, L)], False, False),
        ([an_entry(1, 1, L), an_entry(2, 1, S)], False, True),
        ([an_entry(1, 1, S), an_entry(2, 1, L)], False, False),
        ([an_entry(1, 1, L), taking_back(an_entry(1, 1, L), 2)], True, True),
        ([an_entry(1, 1, L, digest="before")], True, True),
    ],
)
def test_hold_stays_until_it_is_lifted(recorded, is_open, is_staying):
    (hold,) = outcomes_now(a_discussion(a_point(1, Place.HOLD)), recorded).holds
    assert (hold.is_open, hold.is_staying) == (is_open, is_staying)


LIFTED, STAYING, CONFIRMED = an_entry(1, 1, L), an_entry(2, 1, S), an_entry(1, 1, Outcome.CONFIRMED)


@pytest.mark.parametrize(
    ("recorded", "undone", "ends"),
    [
        ([STAYING], STAYING, None),
        ([LIFTED], LIFTED, None),
        ([LIFTED, STAYING], STAYING, LIFTED),
        ([CONFIRMED, STAYING], STAYING, CONFIRMED),
        ([LIFTED, an_entry(2, 1, L, note="Again")], an_entry(2, 1, L, note="Again"), LIFTED),
        ([LIFTED, STAYING, an_entry(3, 1, S)], an_entry(3, 1, S), None),
        ([LIFTED, taking_back(LIFTED, 3), an_entry(4, 1, S)], an_entry(4, 1, S), None),
        ([LIFTED, an_entry(2, 1, D)], an_entry(2, 1, D), None),
        ([an_entry(1, 1, L, digest="before"), STAYING], STAYING, None),
    ],
)
def test_taking_back_ends_a_hold_when_the_entry_before_ended_it(recorded, undone, ends):
    assert ends_again(recorded, undone) == ends


def test_checklist_leaves_out_what_has_an_outcome():
    points = [a_point(n, Place.CHECKLIST) for n in (7, 8, 9)]
    now = outcomes_now(a_discussion(a_point(1), *points), [an_entry(1, 8, W)])
    unsaid = [each.point for each in now.points if each.talk is None]
    assert [point.number for point in unsaid if point.place is Place.CHECKLIST] == [7, 9]


@pytest.mark.parametrize(
    ("place", "outcome", "note", "problem"),
    [
        (Place.DISCUSS, D, "", ""),
        (Place.DISCUSS, W, "", ""),
        (Place.DISCUSS, Outcome.DECLINED, "", ""),
        (Place.CHECKLIST, Outcome.NOT_APPLICABLE, "", ""),
        (Place.HOLD, D, "", ""),
        (Place.HOLD, S, "", ""),
        (Place.HOLD, L, "The maker's list was read", ""),
        (Place.HOLD, L, "", "Say what you saw or who agreed, so that hold 4 can end."),
        (
            Place.FIRST,
            L,
            "Read",
            "Point 4 is not a hold: it can be neither lifted nor left to stay.",
        ),
        (
            Place.CHECKLIST,
            S,
            "",
            "Point 4 is not a hold: it can be neither lifted nor left to stay.",
        ),
        (
            Place.DISCUSS,
            D,
            "\u2060\u3164",
            "The note holds nothing that can be read.",
        ),
        (
            Place.HOLD,
            Outcome.CONFIRMED,
            "It is so",
            "The hold of point 4 stands: lift it, or let it stay.",
        ),
        (
            Place.DISCUSS,
            D,
            "x" * 4_001,
            "This has 4,001 characters. Please shorten it to 4,000.",
        ),
    ],
)
def test_outcome_is_refused_with_a_reason(place, outcome, note, problem):
    assert outcome_problem(a_point(4, place), outcome, note) == problem


@pytest.mark.parametrize(
    ("seen", "unseen"),
    [(0, SECOND), (1, SECOND), (2, None), (9, None)],
)
def test_entry_of_the_same_track_is_told_when_it_was_not_seen(seen, unseen):
    others = [an_entry(3, 5, D), an_entry(4, 4, L)]
    assert recorded_since([FIRST, SECOND, *others], track_of(FIRST), seen) == unseen


def test_taking_back_is_told_as_well_when_it_was_not_seen():
    undo = taking_back(SECOND, 3)
    assert recorded_since([FIRST, SECOND, undo], track_of(FIRST), 2) == undo


def test_entries_on_the_talk_and_on_the_hold_count_beside_each_other():
    told, stays = an_entry(1, 1, D), an_entry(2, 1, S)
    assert list(counting([told, stays]).values()) == [told, stays]

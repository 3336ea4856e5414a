"""What stands against signing: every refusal of "Go ahead", and what is left open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.core.discussion.talking_points import Place
from intake.core.questionnaire.facts import Lapsed
from intake.core.talk.outcomes import Outcome, outcomes_now
from intake.core.talk.readiness import Ready, bars, left_open, missing_before_signing
from intake.core.talk.sign_off import Confirmed, Decision, DecisionKind
from intake.core.talk.together import Together
from intake.core.talk.verified_facts import EXPIRY, LOT, Choice, RegisterFact, Shown
from tests.make.talks import AT, DAY, a_discussion, a_point, a_verified, an_entry

D, T, W = Outcome.DISCUSSED, Outcome.TOLD, Outcome.WANTS_TIME
L, S, C = Outcome.LIFTED, Outcome.STAYS, Outcome.CONFIRMED
POINTS = (
    a_point(1, Place.HOLD),
    a_point(2, Place.HOLD, withdrawn=True),
    a_point(3, Place.FIRST),
    a_point(4, Place.CLAIM),
    a_point(5),
    a_point(6, Place.CHECKLIST),
)
WHOLE = [an_entry(1, 1, L), an_entry(2, 2, C), an_entry(3, 3, D), an_entry(4, 4, T)]
ALL = [*WHOLE, an_entry(5, 5, T), an_entry(6, 6, T)]
CHOICE = Choice(
    7, AT, 7, Shown("Glow", "Lot A12", "Kim", (RegisterFact(EXPIRY, "A12", until=DAY),))
)
SEEN = {LOT: a_verified(8, LOT), EXPIRY: a_verified(9, EXPIRY)}
TOGETHER = Together(yes="I want it.", why_open="No time.", why_unknown="Papers come.")


def ready(entries=tuple(ALL), points=POINTS, **columns):
    discussion = columns.pop("discussion", a_discussion(*points))
    made = {
        "discussion": discussion,
        "outcomes": outcomes_now(discussion, entries),
        "choice": CHOICE,
        "verified": SEEN,
        "asked_today": Confirmed(10, 1, AT, 7),
        "lapsed": frozenset(),
        "consent": (),
        "today": DAY,
    }
    return Ready(**{**made, **columns})


def without(number):
    return [entry for entry in ALL if entry.number != number]


def shown(**columns):
    return replace(CHOICE, shown=replace(CHOICE.shown, **columns))


def test_nothing_bars_going_ahead_when_everything_was_done():
    assert bars(ready(), TOGETHER) == ()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (
            ready([*without(1), an_entry(9, 1, S)]),
            "“Go ahead” is not possible while a hold stays: point 1, “Title 1”.",
        ),
        (
            ready([*without(2), an_entry(9, 2, S)]),
            "“Go ahead” is not possible while a hold stays: point 2, “Title 2”.",
        ),
        (
            ready(without(3)),
            "Point 3, “Title 3”, is to be discussed first and has no outcome yet.",
        ),
        # who has not talked about it is told so once
        (
            ready(without(3), consent=("point_3",)),
            "Point 3, “Title 3”, is to be discussed first and has no outcome yet.",
        ),
        (
            ready(without(4)),
            "Point 4, “Title 4”, is to be discussed first and has no outcome yet.",
        ),
        (
            ready([*without(3), an_entry(9, 3, T)], consent=("point_3",)),
            "Consent is not given yet: point 3, “Title 3”, has to be discussed and understood.",
        ),
        (ready(choice=None), "Not chosen yet: product, lot, person who gives the treatment."),
        (ready(choice=shown(person="")), "Not chosen yet: person who gives the treatment."),
        (ready(choice=shown(lot="")), "Not chosen yet: lot."),
        (ready(choice=shown(facts=())), "The last day of the lot is not known."),
        (
            ready(verified={LOT: SEEN[LOT]}),
            "Nobody has recorded that lot and last day were read on the product itself.",
        ),
        (
            ready(verified={**SEEN, LOT: a_verified(8, LOT, is_shown=False)}),
            "Nobody has recorded that lot and last day were read on the product itself.",
        ),
        (
            ready(verified={**SEEN, LOT: a_verified(8, LOT, value="B-9")}),
            "Read on the product: lot “B-9”. Chosen: Lot A12. Choose the one that is used.",
        ),
        (
            ready(lapsed=frozenset({Lapsed.LOT})),
            "“Go ahead” is not possible: the lot is past its last day.",
        ),
        (
            ready(lapsed=frozenset({Lapsed.LICENSE})),
            "“Go ahead” is not possible: the license check is past its last day.",
        ),
        (
            ready(
                lapsed=frozenset({Lapsed.LABEL}),
                verified={**SEEN, EXPIRY: a_verified(9, EXPIRY, value="15/03/28")},
            ),
            "The last day read on the product can mean 28-Mar-2015 or 15-Mar-2028. Look at the"
            " label and its papers, and record the day with its month in letters.",
        ),
        (
            ready(asked_today=None),
            "Ask today, 30-Nov-2026, whether anything has changed since sending.",
        ),
    ],
)
def test_each_thing_that_is_not_done_bars_going_ahead_with_its_reason(state, sentence):
    assert bars(state, TOGETHER) == (sentence,)
    decision = Decision(DecisionKind.GO_AHEAD, "Fine", together=TOGETHER)
    blocking = [each.says for each in missing_before_signing(state, decision) if each.blocks]
    assert sentence in blocking
    waiting = Decision(DecisionKind.WAIT_UNTIL, "Fine", what="then", together=TOGETHER)
    assert not any(each.blocks for each in missing_before_signing(state, waiting))


@pytest.mark.parametrize(
    ("read", "chosen"),
    [
        ("A1", "Lot A12"),
        ("A12", "Lot BA12"),
        ("2", "Lot A12"),
        ("24-01", "Lot EX-24-011"),
        ("EX-241", "EX-24"),
        ("Lot", "Lot A12"),
    ],
)
def test_a_lot_that_is_only_a_part_of_the_chosen_one_is_another(read, chosen):
    state = ready(choice=shown(lot=chosen), verified={**SEEN, LOT: a_verified(8, LOT, value=read)})
    says = f"Read on the product: lot “{read}”. Chosen: {chosen}. Choose the one that is used."
    assert bars(state, TOGETHER) == (says,)


@pytest.mark.parametrize("chosen", ["Lot A12", "A-12", "Lot LOT-A12"])
@pytest.mark.parametrize("read", ["A12", "Lot A12", "lot: a-12", "LOTA12"])
def test_a_lot_is_the_same_however_it_is_written(read, chosen):
    seen = {**SEEN, LOT: a_verified(8, LOT, value=read)}
    assert bars(ready(choice=shown(lot=chosen), verified=seen), TOGETHER) == ()


@pytest.mark.parametrize(
    ("product", "read", "chosen", "is_same"),
    [
        ("Glow, Acme", "A12, Acme", "Lot A12", True),
        ("Glow, Acme", "Acme, lot: a-12", "Lot A12", True),
        ("Glow, Acme", "A12 (ACME)", "Lot A12", True),
        ("Glow, Acme", "Glow, Acme: A12", "Lot A12", True),
        ("Glow, Acme, Inc.", "A12, Acme, Inc.", "Lot A12", True),
        ("Exo Plus, Acme", "A12", "A12, Acme", True),
        ("EX-24, Acme", "EX-24 011", "Lot EX-24-011", True),
        ("Exo, Acme", "A12 Exo", "Lot A12", True),
        ("Acme Glow, Acme", "Acme Glow A12", "Lot A12", True),
        ("Glow, Acme", "A1, Acme", "Lot A12", False),
        ("Glow, Acme", "A12, Other", "Lot A12", False),
        ("Glow, Acme", "Acme", "Lot A12", False),
        ("Glow, Acme", "A12, Acme, B9", "Lot A12", False),
        ("EX-24, Acme", "24-011", "Lot 011", False),
        ("EX-24, Acme", "EX-24-011", "Lot 011", False),
        ("X, Acme", "A12 X", "Lot A12", False),
        ("A12, Acme", "A12, Acme", "Lot B9", False),
        ("Glow, Acme", "Acme", "Lot Glow", False),
    ],
)
def test_a_lot_with_its_product_or_maker_beside_it_is_the_lot(product, read, chosen, is_same):
    choice = shown(product=product, lot=chosen)
    state = ready(choice=choice, verified={**SEEN, LOT: a_verified(8, LOT, value=read)})
    assert (bars(state, TOGETHER) == ()) is is_same


def test_several_holds_that_stay_are_told_in_one_sentence():
    state = ready([*without(1), an_entry(8, 1, S), an_entry(9, 2, S)])
    assert bars(state, TOGETHER) == ("“Go ahead” is not possible while holds stay: points 1, 2.",)


def test_patients_own_yes_is_needed():
    assert bars(ready(), replace(TOGETHER, yes="")) == (
        "Write down the patient’s own yes, in the patient’s words.",
    )


@pytest.mark.parametrize(
    ("unknown", "asked", "is_barred"), [(2, 8, True), (1, 8, False), (9, 37, False), (0, 0, False)]
)
def test_a_quarter_not_known_needs_a_reason(unknown, asked, is_barred):
    discussion = replace(a_discussion(*POINTS), dont_know_count=unknown, asked_count=asked)
    state, without_reason = ready(discussion=discussion), replace(TOGETHER, why_unknown="")
    assert bool(bars(state, without_reason)) is is_barred
    assert bars(state, TOGETHER) == bars(state) == ()


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("kind", DecisionKind)
def test_hold_without_an_outcome_stands_against_every_decision(number, kind):
    missing = missing_before_signing(
        ready(without(number)), Decision(kind, "Because", what="then", together=TOGETHER)
    )
    ends = {1: "the hold is lifted or stays", 2: "the correction is confirmed or the hold stands"}
    assert any(each.blocks and ends[number] in each.says for each in missing)


@pytest.mark.parametrize(
    ("withdrawn", "ends"),
    [
        (False, "the hold is lifted or stays"),
        (True, "the correction is confirmed or the hold stands again"),
    ],
)
def test_several_holds_without_an_outcome_stand_against_every_decision(withdrawn, ends):
    holds = [a_point(number, Place.HOLD, withdrawn=withdrawn) for number in (1, 2)]
    decision = Decision(DecisionKind.DECLINE, "Because", together=TOGETHER)
    missing = missing_before_signing(ready((), holds), decision)
    says = f"Points 1, 2: record of each whether {ends}."
    assert [each.says for each in missing if each.blocks] == [says]


@pytest.mark.parametrize("kind", DecisionKind)
def test_what_is_left_open_needs_one_sentence(kind):
    state = ready([*WHOLE, an_entry(5, 5, T)])
    assert [point.number for point in left_open(state)] == [6]
    decision = Decision(kind, "Because", what="then", together=replace(TOGETHER, why_open=""))
    says = [each.says for each in missing_before_signing(state, decision) if each.blocks]
    assert says == ["Say why these points are left open: 6."]
    explained = replace(decision, together=TOGETHER)
    assert not any(each.blocks for each in missing_before_signing(state, explained))


def test_reminders_tell_of_the_day_of_time_wanted_and_of_gaps():
    early = ready(
        [*ALL, an_entry(9, 5, W)], today=DAY - timedelta(days=2), gaps=("Kit: out of date.",)
    )
    reminders = [each.says for each in missing_before_signing(early) if not each.blocks]
    assert reminders == [
        "The visit is on 30-Nov-2026. You would sign before that day.",
        "The patient wants time for: 5.",
        "Kit: out of date.",
    ]

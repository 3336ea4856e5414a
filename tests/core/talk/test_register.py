"""What the clinic verifies, and which answers a row of its register may name."""

import json
from datetime import date
from pathlib import Path

import pytest

from intake.core.questionnaire.facts import LAPSED, Lapsed
from intake.core.talk.verified_facts import (
    EXPIRY,
    LOT,
    Choice,
    RegisterFact,
    Shown,
    clinic_says,
    facts_problems,
    facts_that_may_be_named,
    good_until,
    shown_from_json,
    shown_to_json,
    verified_problem,
)
from tests.make.shipped import shipped
from tests.make.talks import AT, DAY, a_verified


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({}, ""),
        ({"fact": "source_type"}, ""),
        ({"fact": "worries"}, "This is not a fact that the clinic verifies."),
        ({"fact": "record.shoe"}, "This is not a fact that the clinic verifies."),
        ({"value": ""}, "Say what was verified, as it stands on the paper or label."),
        ({"how": ""}, "Say how it was verified, for example “read on the vial”."),
        ({"fact": "source_type", "value": "x" * 4_000}, ""),
        (
            {"fact": "source_type", "value": "x" * 4_001},
            "This has 4,001 characters. Please shorten it to 4,000.",
        ),
        ({"on": date(2026, 12, 1)}, "The day it was verified lies in the future."),
        ({"fact": EXPIRY, "value": "31-Dec-2026"}, ""),
        ({"fact": EXPIRY, "value": "Not shown", "is_shown": False}, ""),
        (
            {"fact": EXPIRY, "value": "soon"},
            "Write the last day as it stands on the product, such as 31-Dec-2026 or 12/2026.",
        ),
        ({"value": "x" * 201}, "This has 201 characters. Please shorten it to 200."),
    ],
)
def test_verified_fact_is_refused_when_something_is_missing(columns, problem):
    entry = a_verified(1, **{"fact": LOT, **columns})
    assert verified_problem(shipped(), entry, DAY) == problem


@pytest.mark.parametrize(
    ("label", "on", "says", "until"),
    [
        # every day that it can mean lies ahead, or is past: settled
        ("03/04/28", date(2028, 3, 4), set(), date(2028, 3, 4)),
        ("03/04/28", date(2028, 4, 4), {Lapsed.LOT}, None),
        ("31/12/27", date(2026, 11, 30), set(), date(2027, 12, 31)),
        ("15-Mar-2028", date(2026, 11, 30), set(), date(2028, 3, 15)),
        # some are past and some are not: somebody has to look
        ("03/04/28", date(2028, 3, 5), {Lapsed.LABEL}, date(2028, 4, 3)),
        ("15/03/28", date(2026, 11, 30), {Lapsed.LABEL}, date(2028, 3, 15)),
        ("251231", date(2026, 11, 30), {Lapsed.LABEL}, date(2031, 12, 25)),
    ],
)
def test_label_has_lapsed_when_no_day_is_left_and_is_unclear_while_one_is(label, on, says, until):
    entries = [a_verified(1, EXPIRY, value=label)]
    assert clinic_says(None, entries, on).read_as_lapsed == says
    assert good_until(None, entries, on) == until


def test_day_that_was_asked_for_and_not_shown_is_no_day_that_was_read():
    entries = [a_verified(1, EXPIRY, value="15-Mar-2020", is_shown=False)]
    assert clinic_says(None, entries, DAY).read_as_lapsed == set()


@pytest.mark.parametrize(
    ("until", "says", "lapsed"),
    [
        (None, True, set()),
        (date(2026, 12, 1), True, set()),
        (DAY, True, set()),
        (date(2026, 11, 29), False, {Lapsed.LOT}),
    ],
)
def test_register_says_nothing_by_a_paper_that_is_past_its_day_and_a_lot_lapses_then(
    until, says, lapsed
):
    facts = (
        RegisterFact("donor_testing", "Tests", codes=("seen_in_writing",), until=until),
        RegisterFact(LOT, "Lot A12", until=until),
        RegisterFact(EXPIRY, "Lot A12", until=until),
    )
    made = clinic_says(Choice(1, AT, 7, Shown("Glow, Acme", "Lot A12", "", facts)), (), DAY)
    assert made.register == ({"donor_testing": ("seen_in_writing",)} if says else {})
    assert made.lapsed == lapsed


def test_register_says_of_each_answer_about_whom_or_what_it_was_said():
    past = date(2026, 11, 29)
    facts = (
        RegisterFact("source_type", "Data sheet", codes=("fat",), until=DAY),
        RegisterFact("label_use", "Label", codes=("skin_only",), until=past),
        RegisterFact("provider_type", "Kim Lee", codes=("nurse",)),
        RegisterFact(LOT, "Lot A12", until=DAY),
        RegisterFact(EXPIRY, "Lot A12", until=past),
    )
    choice = Choice(1, AT, 7, Shown("Glow, Acme", "Lot A12", "Kim Lee", facts))
    assert clinic_says(choice, (), DAY).about == {
        ("source_type", "fat"): ("Glow, Acme", "Data sheet"),
        ("provider_type", "nurse"): ("Kim Lee",),
        (EXPIRY, LAPSED): ("Glow, Acme", "Lot A12"),
    }


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        ({}, ()),
        ({"source_type": ["umbilical_cord", "fat"], "label_use": ["skin_only"]}, ()),
        ({"provider_type": ["nurse"]}, ()),
        (
            {"pregnancy_status": ["yes"]},
            ("“pregnancy_status” is not a question of the ladder with answers to pick.",),
        ),
        (
            {"product_name": ["Glow"]},
            ("“product_name” is not a question of the ladder with answers to pick.",),
        ),
        (
            {"label_use": ["anything", "dont_know"]},
            (
                "“Label says it is for” has no answer “anything” that a register can give.",
                "“Label says it is for” has no answer “dont_know” that a register can give.",
                "“Label says it is for” takes one answer.",
            ),
        ),
    ],
)
def test_answers_named_by_the_register_are_checked(facts, problems):
    assert facts_problems(shipped(), facts) == problems


def test_questions_that_may_be_named_are_those_of_the_ladder():
    nameable = facts_that_may_be_named(shipped())
    assert list(nameable) == [rung.question for rung in shipped().roles.ladder]


def test_register_can_say_what_is_so_and_not_that_nobody_knows():
    nameable = facts_that_may_be_named(shipped())
    assert nameable["lot_testing"] == ("seen_in_writing", "told_only")
    assert nameable["label_use"] == ("injection", "skin_only", "research_only")
    assert "not_sure_how" not in nameable["license_checked"]


def test_what_the_register_said_reads_back_as_it_was_kept():
    facts = (
        RegisterFact("source_type", "Product: Glow, Acme", "Sheet", ("fat",), on=DAY),
        RegisterFact(LOT, "Lot Ä12", "Ä12", until=DAY, lapse="had to be checked by"),
    )
    for shown in (Shown(), Shown("Glow, Acme", "Lot Ä12", "Kim Lee", facts)):
        assert shown_from_json(shown_to_json(shown)) == shown


def test_invented_register_of_the_demonstration_names_what_the_shipped_ladder_asks():
    path = Path(__file__).resolve().parents[3] / "fixtures" / "demonstration_register.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    product = rows["product"]
    every = [product, *product["papers"], *product["prices"]]
    every += [*rows["lots"], *rows["people"], *rows["kits"]]
    assert [facts_problems(shipped(), row["facts"]) for row in every] == [()] * len(every)

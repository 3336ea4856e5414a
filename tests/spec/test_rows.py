"""How rules read a list of entries, such as one row for each allergy.

Each story lists the entries as "what happened, how bad it was called". The trigger looks for
emergency treatment that was called mild.
"""

import pytest

from intake.core.discussion.raise_points import Match, points_raised
from intake.core.questionnaire.questionnaire import Kind
from intake.core.questionnaire.walk import walk
from tests.make.values import (
    BLANK,
    DISCUSS,
    DONT_KNOW,
    IN_PERSON,
    all_of,
    any_of,
    choice,
    chose,
    group,
    point,
    question,
    questionnaire,
    said,
    shown_if,
    when,
)

ANY_ALLERGY = choice("any_allergy")
CLINIC_READY = choice("clinic_ready")
ALLERGIES = group(
    "allergies",
    choice("treatment", "epinephrine", "pill", "dont_know", repeats=True),
    choice("called", "mild", "severe", "dont_know"),
    choice("hospital", show_if=shown_if(when("called", "=", "severe"))),
    show_if=shown_if(when("any_allergy", "=", "yes")),
)
EPINEPHRINE, MILD = when("treatment", "=", "epinephrine"), when("called", "=", "mild")
NOT_READY = when("clinic_ready", "=", "no", "dont_know")


def entries(*told: tuple) -> list[dict]:
    codes = [tuple(chose(c) if isinstance(c, str) else c for c in each) for each in told]
    return [dict(zip(("treatment", "called", "hospital"), each, strict=False)) for each in codes]


def raised_by(trigger, rows, **top):
    asked = questionnaire(ANY_ALLERGY, ALLERGIES, CLINIC_READY, points=[point("odd", trigger)])
    answers = said({"allergies": rows}, **{"any_allergy": chose("yes"), **top})
    found = points_raised(walk(asked, answers))
    return [(m.row, m.question, m.value) for raised in found for m in raised.because]


@pytest.mark.parametrize(
    ("story", "rows", "because"),
    [
        ("no entry yet", [], []),
        (
            "both in one entry",
            entries(("epinephrine", "mild")),
            [("0", "treatment", "epinephrine"), ("0", "called", "mild")],
        ),
        (
            "one entry has the treatment, another the word",
            entries(("epinephrine", "severe"), ("pill", "mild")),
            [],
        ),
        (
            "the second entry has both",
            entries(("pill", "mild"), ("epinephrine", "mild")),
            [("1", "treatment", "epinephrine"), ("1", "called", "mild")],
        ),
        (
            "two entries have both: both are named",
            entries(("epinephrine", "mild"), ("pill", "severe"), ("epinephrine", "mild")),
            [
                ("0", "treatment", "epinephrine"),
                ("0", "called", "mild"),
                ("2", "treatment", "epinephrine"),
                ("2", "called", "mild"),
            ],
        ),
        (
            "two treatments in one entry: only the one that was looked for",
            [{"treatment": chose("epinephrine", "pill"), "called": chose("mild")}],
            [("0", "treatment", "epinephrine"), ("0", "called", "mild")],
        ),
        ("how bad is left blank", entries(("epinephrine", BLANK)), []),
        ("how bad is not known", entries(("epinephrine", DONT_KNOW)), []),
    ],
)
def test_all_must_hold_within_one_entry(story, rows, because):
    assert raised_by(all_of(DISCUSS, EPINEPHRINE, MILD), rows) == because, story


@pytest.mark.parametrize(
    ("story", "rows", "because"),
    [
        ("no entry yet", [], []),
        (
            "one entry has the treatment, another the word",
            entries(("epinephrine", "severe"), ("pill", "mild")),
            [("0", "treatment", "epinephrine"), ("1", "called", "mild")],
        ),
        ("neither", entries(("pill", "severe")), []),
    ],
)
def test_any_may_hold_in_any_entry(story, rows, because):
    assert raised_by(any_of(DISCUSS, EPINEPHRINE, MILD), rows) == because, story


@pytest.mark.parametrize(
    ("ready", "rows", "because"),
    [
        (
            "no",
            entries(("pill", "mild"), ("epinephrine", "severe")),
            [("1", "treatment", "epinephrine"), (None, "clinic_ready", "no")],
        ),
        (
            "dont_know",
            entries(("epinephrine", "severe"), ("epinephrine", "mild")),
            [
                ("0", "treatment", "epinephrine"),
                ("1", "treatment", "epinephrine"),
                (None, "clinic_ready", "dont_know"),
            ],
        ),
        ("yes", entries(("epinephrine", "severe")), []),
        ("no", entries(("pill", "severe")), []),
    ],
)
def test_an_entry_and_an_answer_outside_it_hold_together(ready, rows, because):
    answer = DONT_KNOW if ready == "dont_know" else chose(ready)
    trigger = all_of(DISCUSS, EPINEPHRINE, NOT_READY)
    assert raised_by(trigger, rows, clinic_ready=answer) == because


def test_entries_raise_nothing_when_the_list_is_not_asked():
    kept = entries(("epinephrine", "mild"))
    assert raised_by(any_of(DISCUSS, EPINEPHRINE, MILD), kept, any_allergy=chose("no")) == []


def test_a_follow_up_is_asked_only_in_the_entries_that_open_it():
    rows = entries(("pill", "severe", "yes"), ("pill", "mild", "yes"))
    assert raised_by(any_of(DISCUSS, when("hospital", "=", "yes")), rows) == [
        ("0", "hospital", "yes")
    ]


def test_a_blank_counts_in_the_entry_where_it_is_blank():
    rows = entries(("pill", "mild"), ("pill", BLANK))
    assert raised_by(any_of(DISCUSS, when("called", "exists", False)), rows) == [
        ("1", "called", None)
    ]


@pytest.mark.parametrize("beside", [IN_PERSON, BLANK, 7])
def test_a_number_counts_whatever_stands_in_the_other_entries(beside):
    doses = group("doses", question("pills", Kind.INTEGER, in_person=True))
    raising = point("five_pills", any_of(DISCUSS, when("pills", "=", 5)))
    rows = {"doses": [{"pills": beside}, {"pills": 5}]}
    (raised,) = points_raised(walk(questionnaire(doses, points=[raising]), said(rows)))
    assert raised.because == (Match("pills", "1", 5),)


def test_because_follows_the_order_of_the_questionnaire_and_names_each_answer_once():
    raising = point(
        "odd",
        any_of(DISCUSS, NOT_READY),
        any_of(DISCUSS, MILD),
        all_of(DISCUSS, EPINEPHRINE, MILD),
    )
    asked = questionnaire(ANY_ALLERGY, ALLERGIES, CLINIC_READY, points=[raising])
    answers = said(
        {"allergies": entries(("epinephrine", "mild"))},
        any_allergy=chose("yes"),
        clinic_ready=chose("no"),
    )
    (raised,) = points_raised(walk(asked, answers))
    assert raised.because == (
        Match("treatment", "0", "epinephrine"),
        Match("called", "0", "mild"),
        Match("clinic_ready", None, "no"),
    )
    assert [fired.trigger for fired in raised.fired] == [0, 1, 2]

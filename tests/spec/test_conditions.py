"""What each kind of answer means to a condition, for asking on (show-if) and for raising points.

The patient is asked about symptoms and may pick several. Each line of a table is what she did,
each column a condition on it.
"""

from datetime import date
from decimal import Decimal

import pytest

from intake.core.discussion.raise_points import points_raised
from intake.core.questionnaire.answers import Condition, Operator
from intake.core.questionnaire.points import Trigger
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
    point,
    question,
    questionnaire,
    said,
    shown_if,
    when,
)

SYMPTOMS = choice(
    "symptoms",
    "fever",
    "cough",
    "none",
    "dont_know",
    repeats=True,
    show_if=shown_if(when("ill", "=", "yes")),
)
DID = {
    "picked fever": {"ill": chose("yes"), "symptoms": chose("fever")},
    "picked cough": {"ill": chose("yes"), "symptoms": chose("cough")},
    "picked both": {"ill": chose("yes"), "symptoms": chose("fever", "cough")},
    "said none": {"ill": chose("yes"), "symptoms": chose("none")},
    "does not know": {"ill": chose("yes"), "symptoms": DONT_KNOW},
    "will say it in person": {"ill": chose("yes"), "symptoms": IN_PERSON},
    "left it blank": {"ill": chose("yes"), "symptoms": BLANK},
    "was not asked": {"ill": chose("no"), "symptoms": BLANK},
    "was not asked any more": {"ill": chose("no"), "symptoms": chose("fever")},
}
CONDITIONS = {
    "answered": when("symptoms", "exists", True),
    "no answer": when("symptoms", "exists", False),
    "fever": when("symptoms", "=", "fever"),
    "fever or cough": when("symptoms", "=", "fever", "cough"),
    "not fever": when("symptoms", "!=", "fever"),
    "none": when("symptoms", "=", "none"),
    "unknown": when("symptoms", "=", "dont_know"),
}


def cells(table: str) -> list[tuple[str, str, str]]:
    """(line, column, cell) of a table whose cells are separated by bars."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    columns = rows[0][1:]
    return [
        (line, column, cell)
        for line, *found in rows[1:]
        for column, cell in zip(columns, found, strict=True)
    ]


# FHIR R4 enableWhen to the letter: what is not asked counts as unanswered, and "I don't know" is
# an answer like any other.
SHOW_IF = """
                       | answered | no answer | fever | fever or cough | not fever | none  | unknown
picked fever           | asked    | -         | asked | asked          | -         | -     | -
picked cough           | asked    | -         | -     | asked          | asked     | -     | -
picked both            | asked    | -         | asked | asked          | -         | -     | -
said none              | asked    | -         | -     | -              | asked     | asked | -
does not know          | asked    | -         | -     | -              | asked     | -     | asked
will say it in person  | asked    | -         | -     | -              | asked     | -     | asked
left it blank          | -        | asked     | -     | -              | asked     | -     | -
was not asked          | -        | asked     | -     | -              | asked     | -     | -
was not asked any more | -        | asked     | -     | -              | asked     | -     | -
"""

# Stricter: a question that was not asked raises nothing, and an unknown raises only what names it.
TRIGGER = """
                       | answered | no answer | fever  | fever or cough | none   | unknown
picked fever           | raised   | -         | raised | raised         | -      | -
picked cough           | raised   | -         | -      | raised         | -      | -
picked both            | raised   | -         | raised | raised         | -      | -
said none              | raised   | -         | -      | -              | raised | -
does not know          | -        | -         | -      | -              | -      | raised
will say it in person  | -        | -         | -      | -              | -      | raised
left it blank          | -        | raised    | -      | -              | -      | -
was not asked          | -        | -         | -      | -              | -      | -
was not asked any more | -        | -         | -      | -              | -      | -
"""


@pytest.mark.parametrize(("did", "condition", "outcome"), cells(SHOW_IF))
def test_a_question_is_asked_when_its_show_if_is_met(did, condition, outcome):
    follow_up = choice("follow_up", show_if=shown_if(CONDITIONS[condition]))
    asked = walk(questionnaire(choice("ill"), SYMPTOMS, follow_up), said(**DID[did]))
    assert ("follow_up" in asked.keys) == (outcome == "asked")


@pytest.mark.parametrize("combine", [all_of, any_of])
@pytest.mark.parametrize(("did", "condition", "outcome"), cells(TRIGGER))
def test_a_point_is_raised_when_a_trigger_is_met(did, condition, outcome, combine):
    raising = point("ill_now", combine(DISCUSS, CONDITIONS[condition]))
    walked = walk(questionnaire(choice("ill"), SYMPTOMS, points=[raising]), said(**DID[did]))
    assert bool(points_raised(walked)) == (outcome == "raised")


def test_a_trigger_may_not_say_is_not():
    with pytest.raises(ValueError, match='A trigger may not use "!="'):
        all_of(DISCUSS, when("symptoms", "!=", "fever"))
    assert Trigger(DISCUSS, "any", (when("symptoms", "=", "fever"),))


MINUTES, WEIGHT, DAY, PAIN = (
    question("minutes", Kind.INTEGER),
    question("weight", Kind.DECIMAL),
    question("day", Kind.DATE),
    question("pain", Kind.BOOLEAN),
)
MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("asked", "answer", "condition", "is_met"),
    [
        # minutes that staff watch the patient, against 30
        (MINUTES, 29, when("minutes", "<", 30), True),
        (MINUTES, 30, when("minutes", "<", 30), False),
        (MINUTES, 30, when("minutes", "<=", 30), True),
        (MINUTES, 30, when("minutes", ">=", 30), True),
        (MINUTES, 30, when("minutes", ">", 30), False),
        (MINUTES, 31, when("minutes", ">", 30), True),
        (MINUTES, 0, when("minutes", "<", 30), True),
        (MINUTES, 0, when("minutes", "exists", True), True),
        (MINUTES, 0, when("minutes", "=", 0), True),
        (MINUTES, BLANK, when("minutes", "<", 30), False),
        (MINUTES, BLANK, when("minutes", ">=", 0), False),
        (MINUTES, DONT_KNOW, when("minutes", "<", 30), False),
        # fractions, and whole numbers beside them
        (WEIGHT, Decimal("29.99"), when("weight", "<", 30), True),
        (WEIGHT, Decimal("30.0"), when("weight", "=", 30), True),
        (WEIGHT, Decimal("30.01"), when("weight", ">", Decimal("30")), True),
        # days
        (DAY, MONDAY, when("day", "=", MONDAY), True),
        (DAY, MONDAY, when("day", "<", date(2026, 12, 1)), True),
        (DAY, MONDAY, when("day", ">", date(2026, 12, 1)), False),
        (DAY, MONDAY, when("day", ">", 20261101), False),
        # yes and no are neither 1 and 0 nor words
        (PAIN, True, when("pain", "=", True), True),
        (PAIN, False, when("pain", "=", False), True),
        (PAIN, False, when("pain", "exists", True), True),
        (PAIN, True, when("pain", "=", 1), False),
        (PAIN, False, when("pain", "<", 1), False),
        (MINUTES, 1, when("minutes", "=", True), False),
        (PAIN, True, when("pain", "=", "true"), False),
    ],
)
def test_numbers_days_and_yes_or_no_compare_with_their_own_kind(asked, answer, condition, is_met):
    raising = point("odd", any_of(DISCUSS, condition))
    follow_up = choice("follow_up", show_if=shown_if(condition))
    walked = walk(questionnaire(asked, follow_up, points=[raising]), said(**{asked.key: answer}))
    assert (bool(points_raised(walked)), "follow_up" in walked.keys) == (is_met, is_met)


@pytest.mark.parametrize("typed", ["fever", "dont_know", "yes"])
@pytest.mark.parametrize("kind", [Kind.STRING, Kind.TEXT])
def test_no_rule_reads_free_text(kind, typed):
    raising = point("ill_now", any_of(DISCUSS, when("words", "=", typed)))
    walked = walk(questionnaire(question("words", kind), points=[raising]), said(words=typed))
    assert points_raised(walked) == ()


def test_the_words_beside_other_are_read_by_no_rule():
    product = choice("product", "serum", "other", repeats=True)
    raising = point("serum", any_of(DISCUSS, when("product", "=", "serum")))
    walked = walk(
        questionnaire(product, points=[raising]), said(product=chose("other", text="serum"))
    )
    assert points_raised(walked) == ()


@pytest.mark.parametrize(
    ("values", "operator", "problem"),
    [
        ((), "=", "The condition on symptoms names no value"),
        (("yes",), "exists", '"exists" on symptoms takes true or false'),
    ],
)
def test_a_condition_that_says_nothing_cannot_be_built(values, operator, problem):
    with pytest.raises(ValueError, match=problem):
        Condition("symptoms", Operator(operator), values)

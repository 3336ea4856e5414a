"""What the editor is told can never happen, against every patient there could be.

The patients are all that can be made of three questions; whether a trigger fires for one of them
is asked of the discussion, which knows nothing of what can be reached.
"""

from itertools import combinations, product

import pytest

from intake.core.editing.reachable import possible_in
from intake.core.questionnaire.answers import Answers, Behavior
from intake.core.questionnaire.questionnaire import Kind
from intake.core.questionnaire.walk import walk
from tests.make.values import (
    BLANK,
    DISCUSS,
    DONT_KNOW,
    all_of,
    choice,
    chose,
    discussed,
    point,
    question,
    questionnaire,
    shown_if,
    when,
)

QUESTIONS = (
    choice("asthma"),
    choice("inhaler", "blue", "brown", show_if=shown_if(when("asthma", "=", "yes"))),
    question(
        "puffs", Kind.INTEGER, minimum=0, maximum=3, show_if=shown_if(when("inhaler", "=", "blue"))
    ),
)
CONDITIONS = (
    when("asthma", "=", "yes"),
    when("asthma", "=", "no", "dont_know"),
    when("asthma", "exists", False),
    when("inhaler", "=", "blue"),
    when("inhaler", "=", "brown"),
    when("inhaler", "exists", True),
    when("puffs", ">", 2),
    when("puffs", "<=", 2),
    when("puffs", "<", 0),
)
PATIENTS = [
    Answers({key: value for key, value in zip(("asthma", "inhaler", "puffs"), said, strict=True)})
    for said in product(
        (BLANK, DONT_KNOW, chose("yes"), chose("no")),
        (BLANK, chose("blue"), chose("brown")),
        (BLANK, 0, 1, 2, 3),
    )
]
TOGETHER = [pair for count in (1, 2, 3) for pair in combinations(CONDITIONS, count)]


def words(conditions) -> str:
    return " and ".join(f"{c.question} {c.operator} {c.values}" for c in conditions)


def test_a_trigger_can_fire_when_it_fires_for_somebody_and_never_otherwise():
    """Also where two questions exclude each other, each of which could be answered alone."""
    asked = questionnaire(
        *QUESTIONS,
        points=[point(f"p{n}", all_of(DISCUSS, *each)) for n, each in enumerate(TOGETHER)],
    )
    raised = {one.key for each in PATIENTS for one in discussed(asked, each).points}
    possible = possible_in(asked)
    told = {f"p{n}" for n, each in enumerate(TOGETHER) if possible.together(each, is_strict=True)}
    wrong = {words(TOGETHER[int(key[1:])]) for key in told ^ raised}
    assert wrong == set()
    assert 10 < len(raised) < len(TOGETHER) - 10


def test_a_yes_that_must_not_be_one_is_said_by_nobody():
    ready = question("ready", Kind.BOOLEAN)
    for other, unasked in ((True, {"never"}), (False, set())):
        opened = shown_if(when("ready", "=", True), when("ready", "!=", other))
        made = questionnaire(ready, choice("never", show_if=opened))
        assert possible_in(made).unasked == unasked


@pytest.mark.parametrize("other", ["no", "dont_know"])
def test_a_question_behind_two_that_exclude_each_other_is_asked_of_nobody(other):
    never = choice(
        "never", show_if=shown_if(when("asthma", "=", other), when("inhaler", "=", "blue"))
    )
    assert possible_in(questionnaire(*QUESTIONS, never)).unasked == {"never"}


@pytest.mark.parametrize("behavior", Behavior)
def test_a_question_with_one_condition_is_reached_as_what_opens_it(behavior):
    last = choice("last", show_if=shown_if(when("inhaler", "=", "blue"), behavior=behavior))
    never = choice("never", show_if=shown_if(when("asthma", "=", "no"), when("last", "=", "yes")))
    assert possible_in(questionnaire(*QUESTIONS, last, never)).unasked == {"never"}


OPENING = (
    when("asthma", "=", "yes", "no"),
    when("asthma", "!=", "yes"),
    when("asthma", "!=", "no", "dont_know"),
    when("inhaler", "exists", True),
    when("inhaler", "!=", "blue", "brown"),
    when("puffs", "=", 1, 3),
    when("puffs", "=", 3, 7),
    when("puffs", "=", 7),
    when("puffs", "!=", 1),
    when("puffs", ">", 2),
    when("puffs", "<", 3),
)


def test_a_follow_up_is_asked_of_nobody_when_no_answers_open_it_and_only_then():
    """Also where a condition names what an answer must not be, or numbers that it may be."""
    pairs = [pair for count in (1, 2, 3) for pair in combinations(OPENING, count)]
    opened = [choice(f"f{n}", show_if=shown_if(*each)) for n, each in enumerate(pairs)]
    made = questionnaire(*QUESTIONS, *opened)
    asked = {key for each in PATIENTS for key in walk(made, each).keys}
    wrong = possible_in(made).unasked ^ (made.by_key.keys() - asked)
    assert {words(made.by_key[key].show_if.conditions) for key in wrong} == set()
    assert 10 < len(possible_in(made).unasked) < len(opened) - 10

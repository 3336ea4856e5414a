"""What is asked in the room: answers that nobody gave, and that alone raised a point."""

from dataclasses import replace

import pytest

from intake.core.questionnaire.answers import Unsaid
from intake.core.questionnaire.points import Severity
from intake.core.questionnaire.questionnaire import Settles
from intake.core.talk.unsaid import can_be_said, waits_for
from tests.make.values import (
    all_of,
    any_of,
    choice,
    chose,
    discussed,
    group,
    point,
    questionnaire,
    said,
    when,
)

HERS = {"settles": Settles.OWN_DOCTOR}
NOT_KNOWN, YES = Unsaid.DONT_KNOW, chose("yes")
FOUR = ("yes", "no", "once", "often")
MANY = ("mild", "slight", "medium", "bad", "severe", "dont_know")
ASKED = questionnaire(
    choice("clot", *FOUR, "dont_know", **HERS),
    choice("valve", **HERS),
    choice("lot"),
    choice("pain", *MANY, **HERS),
    group("drugs", choice("strong", **HERS)),
    points=[
        point("bleeds", any_of(Severity.HOLD, when("clot", "=", "yes", "dont_know"))),
        point(
            "heart",
            all_of(Severity.HOLD, when("clot", "=", "dont_know"), when("valve", "=", "dont_know")),
            all_of(Severity.HOLD, when("clot", "=", "dont_know"), when("valve", "=", "yes")),
        ),
        point("paper", any_of(Severity.HOLD, when("lot", "=", "dont_know"))),
        point("hurts", any_of(Severity.HOLD, when("pain", "=", "dont_know"))),
        point("drug", any_of(Severity.HOLD, when("strong", "=", "dont_know"))),
    ],
)


def asked(about, rows=None, **answers):
    points = discussed(ASKED, said(rows, **answers)).points
    found = waits_for(ASKED, next(each for each in points if each.key == about))
    return found.key if found else None


@pytest.mark.parametrize(
    ("about", "answers", "question"),
    [
        ("bleeds", {"clot": NOT_KNOWN}, "clot"),
        ("bleeds", {"clot": Unsaid.DECLINED}, "clot"),
        ("bleeds", {"clot": YES}, None),
        ("heart", {"clot": NOT_KNOWN, "valve": NOT_KNOWN}, "clot"),
        ("heart", {"clot": NOT_KNOWN, "valve": YES}, None),
        ("paper", {"lot": NOT_KNOWN}, None),
        ("hurts", {"pain": NOT_KNOWN}, None),
        ("drug", {"rows": {"drugs": [{"strong": NOT_KNOWN}]}}, None),
    ],
)
def test_only_an_answer_that_the_patient_can_still_give_is_asked_for(about, answers, question):
    assert asked(about, **answers) == question


def test_a_hold_that_fell_away_asks_nothing():
    (bleeds,) = discussed(ASKED, said(clot=NOT_KNOWN)).points
    assert waits_for(ASKED, replace(bleeds, withdrawn=True)) is None


def test_not_known_is_no_answer_that_is_offered():
    assert tuple(can_be_said(ASKED.by_key["clot"])) == FOUR

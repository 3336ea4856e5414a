"""What a correction after sending is said to have changed, and what becomes of a hold."""

import pytest

from intake.core.discussion.discussion import AnswerChange
from intake.core.questionnaire.parts import AllergyRoles, Roles
from intake.core.questionnaire.questionnaire import Kind
from tests.make.values import (
    BLANK,
    DISCUSS_FIRST,
    DONT_KNOW,
    HOLD,
    IN_PERSON,
    any_of,
    choice,
    chose,
    discussed,
    group,
    point,
    question,
    questionnaire,
    said,
    shown_if,
    when,
)

ASKED = questionnaire(
    choice("ill", short="Ill"),
    choice("doctor", short="Doctor", show_if=shown_if(when("ill", "=", "yes"))),
    question("minutes", Kind.INTEGER, short="Minutes"),
    question("wish", Kind.TEXT, short="Wish"),
    choice("other_food", "apple", "other", "dont_know", short="Food"),
    group("allergies", question("cause", Kind.STRING, short="Cause")),
    roles=Roles(allergy=AllergyRoles(group="allergies", substance="cause")),
)


def changes(before, after):
    first = discussed(ASKED, before)
    return discussed(ASKED, after, revision=2, previous=first).changes.answers


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"ill": chose("no")}, {"ill": chose("no")}, []),
        ({"ill": chose("no")}, {"ill": DONT_KNOW}, [("Ill", "No", "Dont know")]),
        ({"ill": DONT_KNOW}, {"ill": IN_PERSON}, [("Ill", "Dont know", "I will say it in person")]),
        ({"ill": chose("no")}, {"ill": BLANK}, [("Ill", "No", "")]),
        ({"minutes": 15}, {"minutes": 0}, [("Minutes", "15", "0")]),
        ({"minutes": BLANK}, {"minutes": 0}, [("Minutes", "", "0")]),
        ({"wish": "walk"}, {"wish": "Walk"}, [("Wish", "“walk”", "“Walk”")]),
        (
            {"other_food": chose("other", text="rye")},
            {"other_food": chose("other", text="oats")},
            [("Food", "Other; “rye”", "Other; “oats”")],
        ),
        # a follow-up that is asked now, and one that is not asked any more
        (
            {"ill": chose("no")},
            {"ill": chose("yes"), "doctor": chose("no")},
            [("Ill", "No", "Yes"), ("Doctor", "", "No")],
        ),
        (
            {"ill": chose("yes"), "doctor": chose("no")},
            {"ill": chose("no"), "doctor": chose("no")},
            [("Ill", "Yes", "No"), ("Doctor", "No", "")],
        ),
        # asked now, but left blank: nothing was said before or after
        ({"ill": chose("no")}, {"ill": chose("yes")}, [("Ill", "No", "Yes")]),
    ],
)
def test_changed_answers_are_told_in_words(before, after, told):
    assert changes(said(**before), said(**after)) == tuple(
        AnswerChange(short, "", old, new) for short, old, new in told
    )


def test_a_changed_entry_is_named_by_what_it_is_about():
    before = said({"allergies": [{"cause": "eggs"}, {"cause": "bees"}]})
    after = said({"allergies": [{"cause": "eggs"}, {"cause": "wasps"}, {"cause": "nuts"}]})
    assert changes(before, after) == (
        AnswerChange("Cause", "wasps", "“bees”", "“wasps”"),
        AnswerChange("Cause", "nuts", "", "“nuts”"),
    )
    assert changes(after, before) == (
        AnswerChange("Cause", "bees", "“wasps”", "“bees”"),
        AnswerChange("Cause", "nuts", "“nuts”", ""),
    )


ALLERGIC = questionnaire(
    choice("to", "beef", "milk", "egg", "none"),
    points=[
        point(
            "allergic",
            any_of(HOLD, when("to", "=", "beef")),
            any_of(DISCUSS_FIRST, when("to", "=", "milk", "egg")),
        )
    ],
)


def story(*answers):
    """Of each revision every point: number, severity, what it rests on, whether withdrawn."""
    previous, found = None, []
    for revision, code in enumerate(answers, 1):
        answer = said(to=chose(code))
        previous = discussed(ALLERGIC, answer, revision=revision, previous=previous)
        found.append(
            [(p.number, p.severity, p.because[0].value, p.withdrawn) for p in previous.points]
        )
    return found


BEEF, WAS_BEEF = (1, HOLD, "beef", False), (1, HOLD, "beef", True)


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        (("beef", "none"), [[BEEF], [WAS_BEEF]]),
        # what the same point rests on now is discussed beside the hold that is to be confirmed
        (("beef", "milk"), [[BEEF], [WAS_BEEF, (2, DISCUSS_FIRST, "milk", False)]]),
        (
            ("beef", "milk", "egg"),
            [
                [BEEF],
                [WAS_BEEF, (2, DISCUSS_FIRST, "milk", False)],
                [WAS_BEEF, (2, DISCUSS_FIRST, "egg", False)],
            ],
        ),
        # and the hold that comes back is the hold it was
        (
            ("beef", "milk", "beef", "egg"),
            [
                [BEEF],
                [WAS_BEEF, (2, DISCUSS_FIRST, "milk", False)],
                [BEEF],
                [WAS_BEEF, (3, DISCUSS_FIRST, "egg", False)],
            ],
        ),
        # a point that becomes a hold takes its number along, and a new one is given below it
        (
            ("milk", "beef", "milk"),
            [
                [(1, DISCUSS_FIRST, "milk", False)],
                [BEEF],
                [WAS_BEEF, (2, DISCUSS_FIRST, "milk", False)],
            ],
        ),
    ],
)
def test_a_withdrawn_hold_hides_nothing_that_its_point_is_raised_by_now(answers, points):
    assert story(*answers) == points

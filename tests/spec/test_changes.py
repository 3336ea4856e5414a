"""What a correction after sending is said to have changed, answer by answer."""

import pytest

from intake.core.discussion.discussion import AnswerChange
from intake.core.questionnaire.parts import AllergyRoles, Roles
from intake.core.questionnaire.questionnaire import Kind
from tests.make.values import (
    BLANK,
    DONT_KNOW,
    IN_PERSON,
    choice,
    chose,
    discussed,
    group,
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

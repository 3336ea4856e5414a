"""The allergy banner: known, patient says none known, not answered, or patient is not sure.

"None known" is printed only if every allergy question says no or none.
"""

import pytest

from intake.core.discussion.allergies import allergy_state
from intake.core.discussion.discussion import AllergyState
from intake.core.questionnaire.answers import Unsaid
from intake.core.questionnaire.walk import walk
from tests.make.shipped import shipped
from tests.make.values import BLANK, DONT_KNOW, chose, discussed, said

KNOWN, NONE_KNOWN, NOT_ANSWERED, NOT_SURE = AllergyState

DENIED = {
    "has_allergy": chose("no"),
    "anaphylaxis_ever": chose("no"),
    "reaction_product": chose("none"),
    "reaction_injection_items": chose("none"),
    "reaction_culture_items": chose("none"),
}


def state_of(**changes):
    return allergy_state(walk(shipped(), said(**{**DENIED, **changes})))


@pytest.mark.parametrize(
    ("story", "changes", "state"),
    [
        ("all five say no or none", {}, NONE_KNOWN),
        ("an allergy", {"has_allergy": chose("yes")}, KNOWN),
        ("anaphylaxis", {"anaphylaxis_ever": chose("yes")}, KNOWN),
        ("carries epinephrine", {"allergy_conditions": chose("epinephrine")}, KNOWN),
        ("reacted to a product", {"reaction_product": chose("vaccine")}, KNOWN),
        ("reacted to tape", {"reaction_injection_items": chose("tape_adhesive")}, KNOWN),
        ("reacted to penicillin", {"reaction_culture_items": chose("penicillin")}, KNOWN),
        ("not sure about one", {"anaphylaxis_ever": DONT_KNOW}, NOT_SURE),
        ("not sure about all", dict.fromkeys(DENIED, DONT_KNOW), NOT_SURE),
        ("not sure, and yes", {"anaphylaxis_ever": DONT_KNOW, "has_allergy": chose("yes")}, KNOWN),
        ("nothing answered", dict.fromkeys(DENIED, BLANK), NOT_ANSWERED),
        ("one left blank", {"reaction_culture_items": BLANK}, NOT_ANSWERED),
        (
            "one blank, one not sure",
            {"has_allergy": DONT_KNOW, "reaction_product": BLANK},
            NOT_ANSWERED,
        ),
        ("one blank, one yes", {"reaction_product": BLANK, "has_allergy": chose("yes")}, KNOWN),
        # an allergic reaction to an earlier treatment is a known allergy, its absence says nothing
        (
            "reacted to an earlier treatment",
            {"prior_treatment": chose("yes"), "prior_treatment_problem": chose("allergic")},
            KNOWN,
        ),
        (
            "no problem with an earlier treatment",
            {"prior_treatment": chose("yes"), "prior_treatment_problem": chose("none")},
            NONE_KNOWN,
        ),
        (
            "lumps after an earlier treatment",
            {"prior_treatment": chose("yes"), "prior_treatment_problem": chose("lumps")},
            NONE_KNOWN,
        ),
        (
            "not sure about an earlier treatment",
            {"prior_treatment": chose("yes"), "prior_treatment_problem": DONT_KNOW},
            NONE_KNOWN,
        ),
        (
            "an old answer about an earlier treatment she now says she never had",
            {"prior_treatment": chose("no"), "prior_treatment_problem": chose("allergic")},
            NONE_KNOWN,
        ),
    ],
)
def test_the_banner_says(story, changes, state):
    assert state_of(**changes) is state, story


@pytest.mark.parametrize("question", DENIED)
def test_none_known_needs_every_single_answer(question):
    assert state_of(**{question: BLANK}) is NOT_ANSWERED
    assert state_of(**{question: DONT_KNOW}) is NOT_SURE


def test_entries_kept_from_before_do_not_make_an_allergy_known():
    rows = {"allergies_list": [{"allergy_substance": "bees"}]}
    assert allergy_state(walk(shipped(), said(rows, **DENIED))) is NONE_KNOWN


def test_the_table_prints_each_cell_in_words_and_what_stands_beside():
    answers = said(
        {
            "allergies_list": [
                {
                    "allergy_substance": "Shrimp",
                    "allergy_category": chose("food"),
                    "allergy_reaction": chose("hives", "other", text="Ears itch"),
                    "allergy_severity": chose("mild"),
                    "allergy_treatment": Unsaid.DONT_KNOW,
                }
            ]
        },
        **{**DENIED, "has_allergy": chose("yes")},
        allergy_conditions=chose("epinephrine", "asthma"),
        asthma_control=chose("controlled"),
    )
    told = discussed(shipped(), answers).allergies
    (line,) = told.lines
    assert (line.substance, line.severity, line.when) == (
        "Shrimp",
        "Mild: it went away with little or no care",
        "",
    )
    assert line.reaction == ("Hives or welts", "Something else", "Ears itch")
    assert line.treatment == ("I don't know",)
    assert [(each.short, each.words) for each in told.beside] == [
        (
            "Told by a doctor",
            ("To carry epinephrine, such as EpiPen or neffy", "That I have asthma"),
        ),
        ("Asthma control", ("Yes, it is under control",)),
    ]
    assert told.denied == tuple(
        shipped().by_key[key].short for key in DENIED if key != "has_allergy"
    )

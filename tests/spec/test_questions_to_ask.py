"""The patient's questions for the clinic: at most five, ranked, never empty-handed.

Those of holds come first, then those of what is discussed first, then those raised by unknowns that
the clinic can settle; by severity, then by section; filled up from points that are for everyone.
"""

import pytest

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Ask
from intake.core.questionnaire.facts import ClinicSays, Lapsed, VisitFacts
from intake.core.questionnaire.points import PointKind
from intake.core.questionnaire.questionnaire import Settles
from tests.make.values import (
    DISCUSS,
    DISCUSS_FIRST,
    DONT_KNOW,
    HOLD,
    IN_PERSON,
    INFORM,
    MONDAY,
    any_of,
    choice,
    chose,
    discussed,
    point,
    questionnaire,
    said,
    section,
    when,
)

KEYS = ("label", "lot", "donor", "doctor", "place", "price", "pills")
SEVERITIES = {"label": DISCUSS, "lot": DISCUSS_FIRST, "donor": DISCUSS, "doctor": DISCUSS_FIRST,
              "place": INFORM, "price": HOLD, "pills": HOLD}  # fmt: skip
OPEN = ("dont_know", "asked_not_given")


def fact(key: str, settles: Settles = Settles.CLINIC):
    return choice(key, "seen_in_writing", "told_only", *OPEN, settles=settles)


def unknown_raises(key: str, ask: str | None = None):
    """A point that not knowing, a refusal and hearsay raise."""
    asked = when(key, "=", *OPEN, "told_only")
    return point(f"{key}_gap", any_of(SEVERITIES[key], asked), ask=ask or f"What about the {key}?")


SECTIONS = (
    section("product", *(fact(key) for key in ("label", "lot", "donor"))),
    section("clinic", *(fact(key) for key in ("doctor", "place", "price"))),
    section("health", fact("pills", Settles.OWN_DOCTOR)),
)
GAPS = [unknown_raises(key) for key in KEYS]
FOR_EVERYONE = [
    point("infection", always=DISCUSS, ask="Is it free of germs?"),
    point("silent", always=DISCUSS),
    point("help", always=INFORM, ask="Whom do I call?"),
]
ASKED = questionnaire(*SECTIONS, points=[*GAPS, *FOR_EVERYONE])
SEEN = dict.fromkeys(KEYS, chose("seen_in_writing"))


def asks(asked=ASKED, **answers) -> list[str]:
    made = discussed(asked, said(**{**SEEN, **answers}))
    return [each.text for each in made.questions_to_ask]


@pytest.mark.parametrize(
    ("story", "answers", "texts"),
    [
        (
            "all was seen: what everyone may ask",
            {},
            ["Is it free of germs?", "Whom do I call?"],
        ),
        (
            "one unknown comes before those",
            {"label": DONT_KNOW},
            ["What about the label?", "Is it free of germs?", "Whom do I call?"],
        ),
        (
            "asked and refused is an unknown too",
            {"label": chose("asked_not_given")},
            ["What about the label?", "Is it free of germs?", "Whom do I call?"],
        ),
        (
            "what was only told is not an unknown",
            {"label": chose("told_only")},
            ["Is it free of germs?", "Whom do I call?"],
        ),
        (
            "what she will say herself is no question for the clinic",
            {"label": IN_PERSON},
            ["Is it free of germs?", "Whom do I call?"],
        ),
        (
            "a hold is asked about, whoever can settle it",
            {"pills": DONT_KNOW},
            ["What about the pills?", "Is it free of germs?", "Whom do I call?"],
        ),
        (
            "what is discussed first is asked about, also when it was told",
            {"lot": chose("told_only")},
            ["What about the lot?", "Is it free of germs?", "Whom do I call?"],
        ),
        (
            "what weighs less is asked only where the clinic can settle it",
            {"place": chose("told_only"), "label": chose("told_only")},
            ["Is it free of germs?", "Whom do I call?"],
        ),
        (
            "the most urgent first, then by section, then in the order of the points",
            {"label": DONT_KNOW, "lot": DONT_KNOW, "donor": DONT_KNOW, "doctor": DONT_KNOW},
            [
                "What about the lot?",
                "What about the doctor?",
                "What about the label?",
                "What about the donor?",
                "Is it free of germs?",
            ],
        ),
        (
            "never more than five",
            dict.fromkeys(KEYS, DONT_KNOW),
            [
                "What about the price?",
                "What about the pills?",
                "What about the lot?",
                "What about the doctor?",
                "What about the label?",
            ],
        ),
    ],
)
def test_the_patient_gets_these_questions(story, answers, texts):
    assert asks(**answers) == texts, story


def test_a_hold_that_no_answer_raised_is_asked_about_first():
    late = point("lot_lapsed", kind=PointKind.GAP, knowledge=None, ask="May I see the date?")
    made = discuss(
        questionnaire(*SECTIONS, points=[*GAPS, late]),
        said(**{**SEEN, "lot": DONT_KNOW, "price": DONT_KNOW}),
        VisitFacts(),
        Edition(1, 1, MONDAY),
        clinic=ClinicSays(lapsed=frozenset({Lapsed.LOT})),
    )
    assert [each.text for each in made.questions_to_ask] == [
        "May I see the date?",
        "What about the price?",
        "What about the lot?",
    ]


def test_a_question_is_asked_once_and_carries_the_number_of_its_first_point():
    twins = [unknown_raises("label", "Same words?"), unknown_raises("lot", "Same words?")]
    made = discussed(questionnaire(*SECTIONS, points=twins), said(label=DONT_KNOW, lot=DONT_KNOW))
    number = {point.key: point.number for point in made.points}
    assert made.questions_to_ask == (Ask(number["lot_gap"], "Same words?"),)


def test_a_point_for_everyone_that_an_unknown_raised_moves_to_its_rank():
    price = point(
        "price_gap", any_of(HOLD, when("price", "=", *OPEN)), always=INFORM, ask="How much?"
    )
    asked = questionnaire(*SECTIONS, points=[*FOR_EVERYONE, price, *GAPS[:1]])
    assert asks(asked, price=DONT_KNOW, label=DONT_KNOW) == [
        "How much?",
        "What about the label?",
        "Is it free of germs?",
        "Whom do I call?",
    ]
    assert asks(asked, label=DONT_KNOW) == [
        "What about the label?",
        "Is it free of germs?",
        "Whom do I call?",
        "How much?",
    ]

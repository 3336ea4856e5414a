"""What is not known yet: who can settle it, how far it has been shown, what is said in person."""

import pytest

from intake.core.discussion.discussion import Rank, Standing, Unknown
from intake.core.questionnaire.parts import AllergyRoles, QuickCheck, Roles, Rung
from intake.core.questionnaire.questionnaire import Kind, Settles
from tests.make.values import (
    BLANK,
    DISCUSS,
    DONT_KNOW,
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
from tests.spec.test_dangerous import AGAIN, ELSE, UNCLEAR, discussion

FACT = ("seen_in_writing", "told_only", "asked_not_given", "dont_know")


def unknowns(answer, settles: Settles | None, *, is_asked: bool = True):
    asked = questionnaire(
        choice("gate"),
        choice("fact", *FACT, settles=settles, show_if=shown_if(when("gate", "=", "yes"))),
    )
    made = discussed(asked, said(gate=chose("yes" if is_asked else "no"), fact=answer))
    return [(each.rank, each.settles) for each in made.unknowns]


@pytest.mark.parametrize(
    ("answer", "clinic", "own_doctor", "provider"),
    [
        (chose("seen_in_writing"), None, None, None),
        # what was only told is open where the clinic can show it, and nowhere else
        (chose("told_only"), Rank.TOLD, None, None),
        (chose("asked_not_given"), Rank.REFUSED, Rank.REFUSED, Rank.REFUSED),
        (DONT_KNOW, Rank.UNKNOWN, Rank.UNKNOWN, Rank.UNKNOWN),
        (IN_PERSON, None, None, None),
        (BLANK, None, None, None),
    ],
)
def test_an_open_fact_names_who_can_settle_it(answer, clinic, own_doctor, provider):
    for settles, rank in zip(Settles, (clinic, own_doctor, provider), strict=True):
        assert unknowns(answer, settles) == ([(rank, settles)] if rank else [])
    assert unknowns(answer, None) == []


def test_a_fact_that_is_not_asked_any_more_is_not_open():
    assert unknowns(DONT_KNOW, Settles.CLINIC, is_asked=False) == []


ALLERGIES = group(
    "allergies",
    question("cause", Kind.STRING, short="Cause"),
    choice("how_bad", short="How bad", settles=Settles.OWN_DOCTOR),
)
MIXED = questionnaire(
    choice("anaphylaxis", short="Anaphylaxis", settles=Settles.OWN_DOCTOR),
    ALLERGIES,
    choice("donor", *FACT, short="Donor tests"),
    choice("pregnant", short="Pregnancy", settles=Settles.PROVIDER),
    points=[point("donor_gap", any_of(DISCUSS, when("donor", "=", "dont_know")))],
    roles=Roles(allergy=AllergyRoles(group="allergies", substance="cause")),
)
ROWS = {
    "allergies": [
        {"cause": "bees", "how_bad": DONT_KNOW},
        {"cause": "eggs", "how_bad": chose("yes")},
        {"how_bad": DONT_KNOW},
    ]
}


def test_unknowns_stand_in_document_order_with_their_entry_and_their_points():
    answers = said(ROWS, anaphylaxis=DONT_KNOW, donor=DONT_KNOW, pregnant=DONT_KNOW)
    own, clinic, provider = Settles.OWN_DOCTOR, Settles.CLINIC, Settles.PROVIDER
    assert discussed(MIXED, answers).unknowns == (
        Unknown("anaphylaxis", "Anaphylaxis", Rank.UNKNOWN, own),
        Unknown("how_bad", "How bad", Rank.UNKNOWN, own, about="bees"),
        Unknown("how_bad", "How bad", Rank.UNKNOWN, own),
        Unknown("donor", "Donor tests", Rank.UNKNOWN, clinic, points=(1,)),
        Unknown("pregnant", "Pregnancy", Rank.UNKNOWN, provider),
    )


def test_the_own_doctor_line_names_each_matter_once():
    answers = said(ROWS, anaphylaxis=DONT_KNOW, donor=DONT_KNOW, pregnant=DONT_KNOW)
    assert discussed(MIXED, answers).ask_own_doctor == ("Anaphylaxis", "How bad (bees)", "How bad")


def test_what_will_be_said_in_person_is_set_apart_and_is_not_an_unknown():
    made = discussed(MIXED, said(pregnant=IN_PERSON, anaphylaxis=chose("no")))
    assert [(each.short, each.standing) for each in made.withheld] == [
        ("Pregnancy", Standing.DECLINED)
    ]
    assert (made.unknowns, made.dont_know_count) == ((), 0)


RUNGS = (
    Rung("product", value="product_name"),
    Rung("donor"),
    Rung("license", seen=("clear", "problem"), unknown=("no",)),
    Rung("aftercare"),
)
LADDER = questionnaire(
    choice("product", *FACT),
    question(
        "product_name",
        Kind.STRING,
        show_if=shown_if(when("product", "=", "seen_in_writing", "told_only")),
    ),
    choice("donor", *FACT, "other", show_if=shown_if(when("product", "exists", True))),
    choice("license", "clear", "problem", "no"),
    choice("aftercare", "yes", "no"),
    roles=Roles(ladder=RUNGS),
)


@pytest.mark.parametrize(
    ("rung", "answer", "rank"),
    [
        ("donor", chose("told_only"), Rank.TOLD),
        ("donor", chose("seen_in_writing"), Rank.SEEN),
        ("donor", chose("asked_not_given"), Rank.REFUSED),
        ("donor", DONT_KNOW, Rank.UNKNOWN),
        ("donor", IN_PERSON, Rank.UNKNOWN),
        ("donor", chose("other", text="They showed me a film"), Rank.TOLD),
        ("donor", BLANK, None),
        # a patient who looked up the license has seen it, whatever she found
        ("license", chose("clear"), Rank.SEEN),
        ("license", chose("problem"), Rank.SEEN),
        ("license", chose("no"), Rank.UNKNOWN),
        # a plain yes or no is something that was told
        ("aftercare", chose("yes"), Rank.TOLD),
        ("aftercare", chose("no"), Rank.TOLD),
    ],
)
def test_each_fact_stands_on_a_rung_of_the_ladder(rung, answer, rank):
    made = discussed(LADDER, said(**{"product": chose("seen_in_writing"), rung: answer}))
    assert {line.question: line.rank for line in made.ladder}[rung] is rank


def test_the_ladder_prints_the_fact_itself_beside_its_rung():
    told = said(
        product=chose("told_only"), product_name="Film 5", donor=chose("other", text="Film")
    )
    made = discussed(LADDER, told)
    assert [(line.question, line.words, line.own) for line in made.ladder] == [
        ("product", ("Told only",), ("Film 5",)),
        ("donor", ("Other",), ("Film",)),
        ("license", (), ()),
        ("aftercare", (), ()),
    ]


def test_a_fact_that_is_not_asked_has_no_rung():
    made = discussed(LADDER, said(donor=chose("seen_in_writing")))
    assert [line.question for line in made.ladder] == ["product", "license", "aftercare"]


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        (chose("answer_false"), []),
        (chose("answer_true"), [("Answer true", False)]),
        (DONT_KNOW, [("Dont know", True)]),
        (BLANK, []),
    ],
)
def test_a_quick_check_is_named_when_it_was_wrong_or_unsure(answer, lines):
    asked = questionnaire(
        choice("approved", "answer_true", "answer_false", "dont_know"),
        roles=Roles(quick_checks=(QuickCheck("approved", "answer_false"),)),
    )
    made = discussed(asked, said(approved=answer))
    assert [(line.words, line.is_unsure) for line in made.quick_checks] == lines


@pytest.mark.parametrize(
    ("changes", "key", "title"),
    [
        # "I don't know, or I have not asked": perhaps somebody did tell her
        ({"product_identity": "dont_know"}, "product_details_unknown",
         "Does not know the product or its maker"),
        # she named another source, place or way; or nobody knows it
        ({"source_type": ["other"]}, "product_details_unknown",
         "The source is not on the list, or not known"),
        ({"source_type": ["other"], "reaction_culture_items": ["fish"]}, "ingredient_sensitivity",
         "Fish allergy, and the source of the product is not clear"),
        ({**AGAIN, "prior_treatment_problem": ["infection"], "place_type": "dont_know"},
         "prior_product_problem",
         "Infection after an earlier treatment; no doctor's office named now"),
        ({**AGAIN, "prior_treatment_problem": ["infection"], "provider_type": "not_licensed"},
         "prior_product_problem",
         "Infection after an earlier treatment, and nobody with a license is named"),
        ({**ELSE, "clot_bleed": ["clot"]}, "clot_or_bleeding",
         "Past clot, stroke or clotting disorder, and the way is not clear"),
        ({**UNCLEAR, "immune_status": ["transplant"]}, "weakened_immunity",
         "A transplant, and a product that may go into the body"),
    ],
)  # fmt: skip
def test_a_title_says_no_more_than_what_was_said(changes, key, title):
    assert {p.key: p.title for p in discussion(changes).points}[key] == title

"""The clinic's own facts go through the same triggers as the answers, and only add.

Each row of a table: what the patient says, what the register says, what was verified at the visit,
and what is raised, with whose statement raised it.
"""

import pytest

from intake.core.discussion.discuss import Edition, discuss
from intake.core.questionnaire.answers import Answers
from intake.core.questionnaire.facts import ClinicSays, Lapsed, VisitFacts
from tests.make.values import (
    DISCUSS,
    DISCUSS_FIRST,
    DONT_KNOW,
    HOLD,
    IN_PERSON,
    MONDAY,
    all_of,
    any_of,
    choice,
    chose,
    point,
    questionnaire,
    said,
    shown_if,
    when,
)

LABEL = choice("label", "injection", "research", "told_only", "asked_not_given", "dont_know")
ROUTE = choice("route", "iv", "skin", "dont_know")
PAPERS = choice("papers", "yes", "no")
LOT = choice("lot", "seen", "told_only", "dont_know", show_if=shown_if(when("papers", "=", "yes")))
COLOR = choice("color", "red", "blue", show_if=shown_if(when("label", "=", "research")))
DOCUMENT = questionnaire(
    PAPERS,
    ROUTE,
    LABEL,
    LOT,
    COLOR,
    points=[
        point("not_for_people", any_of(HOLD, when("label", "=", "research"))),
        point("label_unknown", any_of(DISCUSS_FIRST, when("label", "=", "dont_know"))),
        point("label_blank", any_of(DISCUSS, when("label", "exists", False))),
        point("refused", any_of(DISCUSS, when("label", "=", "asked_not_given"))),
        point(
            "untested_drip", all_of(HOLD, when("lot", "=", "told_only"), when("route", "=", "iv"))
        ),
    ],
)
PATIENT, REGISTER, VERIFIED = "patient", "register", "verified"


def discussed(answers: Answers, before=None, *, lapsed=(), about=(), **clinic):
    says = {side: {k: (v,) for k, v in facts.items()} for side, facts in clinic.items()}
    clinic_says = ClinicSays(lapsed=frozenset(map(Lapsed, lapsed)), about=dict(about), **says)
    edition = Edition(1, 1, MONDAY)
    return discuss(DOCUMENT, answers, VisitFacts(), edition, before, clinic=clinic_says)


def raised(made) -> dict:
    return {p.key: (p.severity, {(b.question, b.value, str(b.by)) for b in p.because})
            for p in made.points}  # fmt: skip


@pytest.mark.parametrize(
    ("story", "answers", "register", "verified", "points"),
    [
        (
            "the register says research only, the patient was told for a shot: both are said",
            {"label": chose("injection")}, {"label": "research"}, {},
            {"not_for_people": (HOLD, {("label", "research", REGISTER)}),
             "clarify_register": (DISCUSS, {("label", "injection", PATIENT),
                                            ("label", "research", REGISTER)})},
        ),
        (
            "what was verified as good does not take away what the patient read",
            {"label": chose("research")}, {}, {"label": "injection"},
            {"not_for_people": (HOLD, {("label", "research", PATIENT)}),
             "clarify_register": (DISCUSS, {("label", "research", PATIENT),
                                            ("label", "injection", VERIFIED)})},
        ),
        (
            "a good register does not take away what was verified",
            {}, {"label": "injection"}, {"label": "research"},
            {"not_for_people": (HOLD, {("label", "research", VERIFIED)}),
             "clarify_register": (DISCUSS, {("label", "injection", REGISTER),
                                            ("label", "research", VERIFIED)})},
        ),
        (
            "all three say the same: all three are named, and nothing differs",
            {"label": chose("research")}, {"label": "research"}, {"label": "research"},
            {"not_for_people": (HOLD, {("label", "research", by)
                                       for by in (PATIENT, REGISTER, VERIFIED)})},
        ),
        (
            "an unknown is settled by the register",
            {"label": DONT_KNOW}, {"label": "injection"}, {}, {},
        ),
        (
            "what she would say in person is settled too",
            {"label": IN_PERSON}, {}, {"label": "injection"}, {},
        ),
        (
            "a blank is settled",
            {}, {"label": "injection"}, {}, {},
        ),
        (
            "without a fact an unknown and a blank raise what they raise",
            {"label": DONT_KNOW}, {}, {},
            {"label_unknown": (DISCUSS_FIRST, {("label", "dont_know", PATIENT)})},
        ),
        (
            "a refusal is something said: it stays, and a record does not contradict it",
            {"label": chose("asked_not_given")}, {"label": "injection"}, {},
            {"refused": (DISCUSS, {("label", "asked_not_given", PATIENT)})},
        ),
        (
            "a question nobody asked counts as asked, with the patient's own answers beside it",
            {"label": chose("injection"), "papers": chose("no"), "route": chose("iv")},
            {}, {"lot": "told_only"},
            {"untested_drip": (HOLD, {("route", "iv", PATIENT), ("lot", "told_only", VERIFIED)})},
        ),
        (
            "an answer to a question that is not asked still counts for nothing",
            {"label": chose("injection"), "papers": chose("no"), "route": chose("iv"),
             "lot": chose("told_only")}, {}, {}, {},
        ),
    ],
)  # fmt: skip
def test_what_is_said_adds_up(story, answers, register, verified, points):
    answers = {"papers": chose("yes"), "lot": chose("seen"), **answers}
    found = raised(discussed(said(**answers), register=register, verified=verified))
    if "label" not in answers and not register and not verified:
        points = {**points, "label_blank": (DISCUSS, {("label", None, PATIENT)})}
    assert found == points, story


def test_a_fact_of_the_clinic_never_opens_a_question():
    made = discussed(said(label=chose("injection")), register={"label": "research"})
    assert [s.question for section in made.sections for s in section.said] == [
        "papers",
        "route",
        "label",
    ]


def test_a_settled_unknown_is_no_unknown_and_says_who_settled_it():
    made = discussed(said(label=DONT_KNOW), verified={"label": "injection"})
    assert [unknown.question for unknown in made.unknowns] == []
    assert made.dont_know_count == 0
    (answer,) = (s for section in made.sections for s in section.said if s.question == "label")
    assert [(str(each.by), each.words) for each in answer.clinic] == [("verified", ("Injection",))]


@pytest.mark.parametrize(
    ("lapse", "key"),
    [("lot", "lot_lapsed"), ("license", "license_lapsed"), ("label", "label_unclear")],
)
def test_a_lapse_is_a_hold_by_the_register(lapse, key):
    made = discussed(said(label=chose("injection")), lapsed=[lapse])
    assert [(p.key, p.severity, p.about_person) for p in made.holds] == [
        (key, HOLD, lapse == "license")
    ]
    assert [str(b.by) for p in made.holds for b in p.because] == ["register"]


@pytest.mark.parametrize(
    ("story", "first", "second"),
    [
        ("corrected", ({"label": chose("research")}, {}), ({"label": chose("injection")}, {})),
        ("now unknown", ({"label": chose("research")}, {}), ({"label": DONT_KNOW}, {})),
        ("left blank", ({"label": chose("research")}, {}), ({}, {})),
        ("the register was changed", ({}, {"label": "research"}), ({}, {"label": "injection"})),
        ("the register was emptied", ({}, {"label": "research"}), ({}, {})),
    ],
)
def test_a_hold_that_falls_away_stays_as_withdrawn(story, first, second):
    before = discussed(said(**first[0]), register=first[1])
    made = discussed(said(**second[0]), before, register=second[1])
    (held,), (gone,) = before.holds, made.holds
    assert (gone.key, gone.number, gone.because) == (held.key, held.number, held.because), story
    assert (held.withdrawn, gone.withdrawn, gone.digest == held.digest) == (False, True, False)
    again = discussed(said(**second[0]), made, register=second[1])
    assert again.holds == made.holds, "until a clinician confirms it"
    back = discussed(said(**first[0]), again, register=first[1])
    assert back.holds == before.holds, "raised again it is the hold it was"


def test_a_hold_of_other_answers_is_not_withdrawn_but_talked_about_again():
    before = discussed(said(label=chose("research")))
    made = discussed(said(label=chose("injection")), before, register={"label": "research"})
    (held,), (now,) = before.holds, made.holds
    assert (now.withdrawn, now.number) == (False, held.number)
    assert now.digest != held.digest, "an outcome belongs to the trace it was given for"


@pytest.mark.parametrize(("side", "is_another"), [(REGISTER, True), (VERIFIED, False)])
def test_what_the_register_says_of_another_product_is_another_hold(side, is_another):
    def hold(product):
        about = {("label", "research"): (product,)}
        return discussed(said(), about=about, **{side: {"label": "research"}}).holds[0]

    assert (hold("Glow").digest != hold("Shine").digest) is is_another


def test_what_only_the_patient_said_has_the_digest_it_had_before_the_clinic_had_a_say():
    assert discussed(said(label=chose("research"))).holds[0].digest == "fe821b61a143a293"

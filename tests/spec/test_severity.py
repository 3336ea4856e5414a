"""How urgent a point becomes, where it prints, and which answers made it so."""

import pytest

from intake.core.discussion.discussion import OwnWords, Place
from intake.core.discussion.raise_points import points_raised
from intake.core.questionnaire.parts import ClaimRoles, Roles
from intake.core.questionnaire.points import Claim, PointKind, Severity
from intake.core.questionnaire.questionnaire import Kind
from intake.core.questionnaire.walk import walk
from tests.make.values import (
    DISCUSS,
    DISCUSS_FIRST,
    DONT_KNOW,
    HOLD,
    INFORM,
    any_of,
    choice,
    chose,
    discussed,
    point,
    question,
    questionnaire,
    said,
    when,
)

SIGNS = choice("signs", "hold", "discuss_first", "discuss", "inform", "none", repeats=True)


def raising(*, always: Severity | None = None, kind: PointKind = PointKind.RISK, key="odd"):
    """A point that each sign raises to the severity of the same name."""
    triggers = (any_of(severity, when("signs", "=", severity.code)) for severity in Severity)
    return point(key, *triggers, always=always, kind=kind)


@pytest.mark.parametrize(
    ("for_everyone_as", "signs", "severity"),
    [
        # the highest of all triggers that fired, in whatever order they stand
        (None, ["inform"], INFORM),
        (None, ["discuss", "inform"], DISCUSS),
        (None, ["discuss_first", "inform"], DISCUSS_FIRST),
        (None, ["hold", "discuss_first", "discuss", "inform"], HOLD),
        (None, ["none"], None),
        # a point for everyone has a floor and can only rise
        (INFORM, ["none"], INFORM),
        (DISCUSS, ["none"], DISCUSS),
        (DISCUSS, ["inform"], DISCUSS),
        (INFORM, ["discuss"], DISCUSS),
        (DISCUSS, ["discuss_first"], DISCUSS_FIRST),
        (INFORM, ["hold"], HOLD),
    ],
)
def test_the_highest_severity_wins(for_everyone_as, signs, severity):
    asked = questionnaire(SIGNS, points=[raising(always=for_everyone_as)])
    found = points_raised(walk(asked, said(signs=chose(*signs))))
    assert [raised.severity for raised in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("kind", "for_everyone_as", "sign", "place"),
    [
        (PointKind.RISK, None, "hold", Place.HOLD),
        (PointKind.GAP, None, "hold", Place.HOLD),
        (PointKind.CLARIFY, None, "hold", Place.HOLD),
        (PointKind.RISK, INFORM, "hold", Place.HOLD),
        (PointKind.RISK, None, "discuss_first", Place.FIRST),
        (PointKind.GAP, None, "discuss_first", Place.FIRST),
        (PointKind.CLARIFY, None, "discuss_first", Place.FIRST),
        (PointKind.RISK, DISCUSS, "discuss_first", Place.FIRST),
        (PointKind.RISK, DISCUSS_FIRST, "none", Place.FIRST),
        (PointKind.CLARIFY, None, "discuss", Place.CLARIFY),
        (PointKind.CLARIFY, None, "inform", Place.CLARIFY),
        (PointKind.RISK, None, "discuss", Place.DISCUSS),
        (PointKind.RISK, None, "inform", Place.DISCUSS),
        (PointKind.GAP, None, "discuss", Place.DISCUSS),
        (PointKind.RISK, INFORM, "discuss", Place.DISCUSS),
        # for everyone and raised no higher: a line in the checklist, though an answer fired
        (PointKind.RISK, DISCUSS, "none", Place.CHECKLIST),
        (PointKind.RISK, INFORM, "none", Place.CHECKLIST),
        (PointKind.RISK, DISCUSS, "discuss", Place.CHECKLIST),
        (PointKind.RISK, DISCUSS, "inform", Place.CHECKLIST),
    ],
)
def test_a_point_prints_in_one_place_by_its_final_severity(kind, for_everyone_as, sign, place):
    asked = questionnaire(SIGNS, points=[raising(always=for_everyone_as, kind=kind)])
    made = discussed(asked, said(signs=chose(sign)))
    assert [each.place for each in made.points] == [place]
    assert [len(made.at(each)) for each in Place] == [int(each is place) for each in Place]


HEARD = choice("heard", "approved", "cures", "other", "none", "dont_know", repeats=True)
CLAIMS = (
    Claim("approved", "Nothing is approved.", ("E1",)),
    Claim("cures", "No cure is known.", ("E2",)),
)
HEADING = point(
    "claims_to_correct",
    any_of(DISCUSS_FIRST, when("heard", "=", "approved")),
    any_of(DISCUSS, when("heard", "=", "other", "dont_know")),
    kind=PointKind.CLAIM,
    knowledge=None,
)
ROLES = Roles(claims=ClaimRoles(question="heard", heading="claims_to_correct"))


@pytest.mark.parametrize(
    ("heard", "points", "heading"),
    [
        (chose("none"), [], None),
        (DONT_KNOW, [("claims_to_correct", DISCUSS, Place.DISCUSS)], 1),
        (chose("other"), [("claims_to_correct", DISCUSS, Place.DISCUSS)], 1),
        (
            chose("approved", "cures"),
            [
                ("claims_to_correct", DISCUSS_FIRST, Place.CLAIM),
                ("claim:approved", DISCUSS_FIRST, Place.CLAIM),
                ("claim:cures", DISCUSS_FIRST, Place.CLAIM),
            ],
            1,
        ),
        (
            chose("cures", "other"),
            [
                ("claims_to_correct", DISCUSS, Place.CLAIM),
                ("claim:cures", DISCUSS_FIRST, Place.CLAIM),
            ],
            1,
        ),
        # a claim that does not raise the heading stands without one
        (chose("cures"), [("claim:cures", DISCUSS_FIRST, Place.CLAIM)], None),
    ],
)
def test_each_claim_the_patient_heard_stands_under_the_heading(heard, points, heading):
    asked = questionnaire(HEARD, points=[HEADING], claims=CLAIMS, roles=ROLES)
    made = discussed(asked, said(heard=heard))
    assert [(each.key, each.severity, each.place) for each in made.points] == points
    assert made.claims_heading == heading


def test_points_print_by_place_and_then_as_in_the_questionnaire():
    codes = ("hold", "discuss_first", "discuss", "inform")
    asked = questionnaire(
        *(choice(f"ask_{key}", *codes, "none", repeats=True) for key in "abcd"),
        points=[
            point("z_last", always=INFORM),
            *(
                point(key, *(any_of(s, when(f"ask_{key}", "=", s.code)) for s in Severity))
                for key in "abcd"
            ),
        ],
    )
    answers = said(
        ask_a=chose("discuss"),
        ask_b=chose("hold"),
        ask_c=chose("discuss_first"),
        ask_d=chose("hold"),
    )
    made = discussed(asked, answers)
    assert [(each.number, each.key) for each in made.points] == [
        (1, "b"),
        (2, "d"),
        (3, "c"),
        (4, "a"),
        (5, "z_last"),
    ]
    assert [each.key for each in made.holds] == ["b", "d"]


def test_the_answers_that_made_a_point_so_urgent_come_before_the_others():
    asked = questionnaire(SIGNS, points=[raising()])
    (made,) = discussed(asked, said(signs=chose("hold", "discuss", "inform"))).points
    assert [(b.value, b.severity) for b in made.because] == [
        ("hold", HOLD),
        ("discuss", DISCUSS),
        ("inform", INFORM),
    ]
    assert [b.value for b in made.decisive] == ["hold"]


def test_every_answer_can_name_the_points_it_raised():
    both = [raising(key="first"), raising(key="second")]
    asked = questionnaire(SIGNS, choice("calm"), points=both)
    made = discussed(asked, said(signs=chose("hold"), calm=chose("yes")))
    (section,) = made.sections
    assert [(each.question, each.points) for each in section.said] == [
        ("signs", (1, 2)),
        ("calm", ()),
    ]


def test_the_words_on_getting_help_are_those_of_the_point_that_the_document_names():
    points = [raising(key="first"), raising(key="help"), raising(key="last")]
    asked = questionnaire(SIGNS, points=points, roles=Roles(help_point="help"))
    assert discussed(asked, said(signs=chose("none"))).help_text == "About help."


def test_own_words_stand_each_under_its_own_name():
    keys = {key: key for key in ("worries", "hope", "own_questions", "medicines")}
    asked = questionnaire(*(question(k, Kind.TEXT) for k in keys), roles=Roles(**keys))
    own = discussed(asked, said(**{key: f"My {key}." for key in keys})).own_words
    assert own == OwnWords(
        worries=("My worries.",),
        hope="My hope.",
        questions="My own_questions.",
        medicines="My medicines.",
    )

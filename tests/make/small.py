"""A small questionnaire that has one of everything, for tests that look at single rows."""

from datetime import date
from decimal import Decimal

from intake.core.questionnaire.answers import Answers, Behavior, Chosen, Condition, Operator, ShowIf
from intake.core.questionnaire.names import ListedName
from intake.core.questionnaire.parts import ClaimRoles, Roles
from intake.core.questionnaire.points import (
    Avoid,
    Claim,
    Evidence,
    Knowledge,
    Point,
    PointKind,
    Reading,
    Severity,
    Trigger,
    Waiver,
)
from intake.core.questionnaire.questionnaire import (
    Group,
    Kind,
    Option,
    Question,
    Questionnaire,
    Review,
    Section,
    Settles,
    Topic,
)

YES_NO = (Option("yes", "Yes"), Option("no", "No"), Option("dont_know", "I don't know"))

NAME = Question(
    "full_name", Kind.STRING, "What is your name?", "Name", required=True, prefill="visit.name"
)
HAS_ALLERGY = Question(
    "has_allergy",
    Kind.CHOICE,
    "Any allergy?",
    "Allergy",
    help="It may change what is done.",
    options=YES_NO,
    required=True,
    settles=Settles.OWN_DOCTOR,
    serves=("T1",),
    evidence=("E2", "E1"),
)
SUBSTANCE = Question("substance", Kind.STRING, "To what?", "Cause", required=True, max_length=60)
SINCE = Question("since", Kind.DATE, "Since when?", "Since")
HEARD = Question(
    "heard",
    Kind.OPEN_CHOICE,
    "What have you heard?",
    "Heard",
    options=(
        Option("safe", "It is safe"),
        Option("cure", "It is a cure"),
        Option("other", "Something else"),
        Option("none", "None of these"),
    ),
    repeats=True,
    exclusive=("none",),
    settles=Settles.PROVIDER,
)
MINUTES = Question(
    "minutes",
    Kind.INTEGER,
    "How many minutes?",
    "Minutes",
    minimum=0,
    maximum=600,
    show_if=ShowIf(
        (
            Condition("heard", Operator.IS, ("safe", "cure")),
            Condition("has_allergy", Operator.IS_NOT, ("no",)),
            Condition("heard", Operator.EXISTS, (True,)),
        ),
        Behavior.ANY,
    ),
)
DOSE = Question("dose", Kind.DECIMAL, "How much?", "Dose", fhir="Quantity")
WORRIES = Question("worries", Kind.STRING, "Worries?", "Worries", repeats=True, max_answers=3)
READY = Question("ready", Kind.BOOLEAN, "Ready?", "Ready", required=True, in_person=True)

ALLERGIES = Group(
    "allergies",
    "Each allergy",
    (SUBSTANCE, SINCE),
    min_rows=1,
    max_rows=3,
    show_if=ShowIf((Condition("has_allergy", Operator.IS, ("yes",)),)),
)


def _evidence(key: str) -> Evidence:
    return Evidence(
        key,
        "What it says.",
        "A source",
        "A publisher",
        "2025",
        "https://example.org/a",
        "page 3",
        Reading.SEEN,
        date(2026, 1, 2),
        date(2030, 1, 2),
    )


def _point(key: str, kind: PointKind = PointKind.RISK, **columns: object) -> Point:
    plain: dict[str, object] = {
        "group": "Safety",
        "title": f"About {key}",
        "provider": ("Say this.", "Then that."),
        "patient": "In plain words.",
        "ask": "What about it?",
        "knowledge": Knowledge.REPORTED,
        "evidence": ("E1",),
        "always": None,
        "triggers": (),
    }
    return Point(key, kind, **{**plain, **columns})


ALLERGY_POINT = _point(
    "allergy",
    serves=("T1",),
    triggers=(
        Trigger(
            Severity.HOLD,
            Behavior.ALL,
            (
                Condition("has_allergy", Operator.IS, ("yes", "dont_know")),
                Condition("minutes", Operator.LESS, (30,)),
                Condition("dose", Operator.AT_LEAST, (Decimal("2.5"),)),
            ),
        ),
        Trigger(
            Severity.DISCUSS,
            Behavior.ANY,
            (
                Condition("since", Operator.MORE, (date(2020, 5, 1),)),
                Condition("ready", Operator.IS, (False,)),
            ),
        ),
    ),
)

SMALL = Questionnaire(
    key="small",
    title="A small questionnaire",
    language="en",
    content_version="1",
    review=None,
    sections=(
        Section(
            "you",
            "About you",
            "Please answer.",
            (NAME, HAS_ALLERGY, ALLERGIES),
            (("full_name", "has_allergy"), ("substance",), ("since",)),
        ),
        Section(
            "visit",
            "The visit",
            "",
            (HEARD, MINUTES, DOSE, WORRIES, READY),
            (("heard",), ("minutes", "dose"), ("worries", "ready")),
        ),
    ),
    points=(ALLERGY_POINT, _point("always", always=Severity.INFORM)),
    claims=(Claim("cure", "Nobody has shown a cure.", ("E2",)),),
    evidence=(_evidence("E1"), _evidence("E2")),
    roles=Roles(name="full_name", worries="worries", claims=ClaimRoles(question="heard")),
    identity_point=_point("identity", PointKind.CLARIFY, knowledge=None, evidence=()),
    topics=(Topic("T1", "Allergies matter", "sound", "true", ("E1", "E2")),),
    avoid=(Avoid("may change", "can alter"), Avoid("100% sure", "")),
    waivers=(
        Waiver(
            "question:has_allergy",
            "words",
            "may change: It may change what is done",
            "It says just that.",
            "Dr. Ada Okoye",
            date(2026, 11, 2),
        ),
    ),
    names=(ListedName("substance", "Peanut", ("Groundnut", "maní"), ticks=("heard/cure",)),),
)

REVIEW = Review("Dr. Ada Okoye", "Immunologist", date(2026, 11, 2))

SMALL_ANSWERS = Answers(
    {
        "full_name": "Maria Delgado",
        "has_allergy": Chosen(("no",)),
        "heard": Chosen(("none",)),
        "ready": True,
    }
)
"""Everything that is needed to send."""

"""Discussions to print: a patient with three holds, one who knows nothing, and odd answers."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Discussion
from intake.core.documents.codec import answers_from_json
from intake.core.questionnaire.facts import VisitFacts
from tests.make.shipped import shipped

MARIA: dict[str, Any] = {
    "preferred_name": "Maria Delgado",
    "date_of_birth": "1979-07-14",
    "appointment_date": "2026-12-04",
    "completed_by": "self",
    "has_allergy": "yes",
    "anaphylaxis_ever": "yes",
    "allergy_conditions": ["epinephrine", "asthma"],
    "asthma_control": "controlled",
    "reaction_product": ["none"],
    "reaction_injection_items": ["none"],
    "reaction_culture_items": ["penicillin"],
    "pregnancy_status": "no",
    "cancer_history": "no",
    "immune_status": ["none"],
    "infection_now": "no",
    "clot_bleed": ["none"],
    "medicines_risk": ["ace_inhibitor"],
    "medicines_list": "lisinopril 10 mg, vitamin D, turmeric",
    "other_conditions": ["none"],
    "prior_treatment": "no",
    "route": ["iv"],
    "source_type": ["umbilical_cord"],
    "product_identity": "told_only",
    "product_name": "Regen-something, from a lab in Utah",
    "label_use": "dont_know",
    "donor_testing": "told_only",
    "lot_testing": "asked_not_given",
    "papers_seen": "asked_not_given",
    "ingredients_list": "dont_know",
    "clinic_flags": ["no_epinephrine", "no_lot"],
    "ind_status": "told_only",
    "provider_type": "nurse",
    "license_checked": "no",
    "own_doctor": "no",
    "claims_heard": ["fda_approved", "no_risk"],
    "claims_source": ["clinic_staff", "advert_or_website"],
    "risks_explained": ["site_reaction"],
    "consent_form": "not_yet",
    "worries": [
        "Getting an infection. A friend of my sister in Nebraska got very sick after one of these.",
        "Having another reaction like the one with penicillin",
        "Spending all that money and my knee is the same",
    ],
    "hope": "I want to walk my dog again without my knee hurting.",
    "treatment_goal": ["joint_back_pain"],
    "expected_result": "big_help",
    "feel_pressured": "no",
    "check_approval": "answer_true",
    "my_questions": "Can my sister come in the room with me?",
    "confirm_accurate": True,
    "confirm_not_advice": True,
}
ALLERGIES: list[dict[str, Any]] = [
    {
        "allergy_substance": "penicillin",
        "allergy_category": "medicine",
        "allergy_reaction": ["hives", "throat_swelling", "trouble_breathing"],
        "allergy_severity": "severe",
        "allergy_when": "years_6_to_10",
        "allergy_onset": "within_1_hour",
        "allergy_treatment": ["epinephrine", "emergency_visit"],
        "allergy_confirmed": "yes",
    },
    {
        "allergy_substance": "shellfish, I think",
        "allergy_category": "food",
        "allergy_reaction": ["itching_rash"],
        "allergy_severity": "mild",
        "allergy_when": "over_10_years",
        "allergy_onset": "hours_1_to_24",
        "allergy_treatment": ["antihistamine"],
        "allergy_confirmed": "no",
    },
]
KNOWN_BY_ROBERT = {
    **{key: "no" for key in ("has_allergy", "anaphylaxis_ever")},
    **{key: "no" for key in ("pregnancy_status", "cancer_history")},
    **{key: "no" for key in ("infection_now", "prior_treatment", "own_doctor")},
    **{key: ["none"] for key in ("reaction_product", "reaction_injection_items")},
    **{key: ["none"] for key in ("reaction_culture_items", "immune_status", "clot_bleed")},
    **{key: ["none"] for key in ("medicines_risk", "other_conditions")},
    "allergy_conditions": ["none"],
    "skin_history": ["none"],
    "completed_by": "self",
    "treatment_goal": ["joint_back_pain"],
    "hope": "Play golf again.",
    "worries": ["I do not know what to worry about. Nobody told me much."],
}
FACTS = VisitFacts(
    reference="EV-7F3K-29QD",
    name="DELGADO, Maria",
    birth_date=date(1979, 7, 14),
    visit_date=date(2026, 12, 4),
    visit_time=time(9, 30),
    provider="Ann Okafor, MD",
    clinic_name="Riverside Clinic",
    clinic_phone="(402) 555-0136",
    clinic_location="in_us",
    emergency_number="911",
)
IN_ROWS = set(shipped().group_of)
SENT = datetime(2026, 12, 1, 1, 12, tzinfo=UTC)


def a_discussion(
    answers: dict[str, Any], *, rows: list[dict[str, Any]] | None = None, **facts: Any
) -> Discussion:
    given = answers_from_json(
        shipped(), {"answers": answers, "rows": {"allergies_list": rows or []}}
    )
    return discuss(shipped(), given, replace(FACTS, **facts), Edition(7, 1, SENT))


@cache
def maria() -> Discussion:
    """Three holds, seven to discuss first, two claims: the patient that page 1 is drawn for."""
    return a_discussion(MARIA, rows=ALLERGIES)


def maria_who(**answers: Any) -> Discussion:
    return a_discussion({**MARIA, **answers}, rows=ALLERGIES)


@cache
def robert() -> Discussion:
    """No hold, and nothing known about product and clinic."""
    unknown = {
        question.key: "dont_know"
        for question in shipped().questions
        if question.offers_dont_know and question.key not in {*KNOWN_BY_ROBERT, *IN_ROWS}
    }
    return a_discussion({**unknown, **KNOWN_BY_ROBERT}, name="CHEN, Robert")


@cache
def all_wrong() -> Discussion:
    """As many points as the shipped content can raise at once, most of them urgent."""
    answers = {**MARIA}
    for question in shipped().questions:
        if question.repeats and question.options and question.key not in IN_ROWS:
            none = {"none", "dont_know", "other", *question.exclusive}
            answers[question.key] = [o.code for o in question.options if o.code not in none]
    urgent = {
        "cancer_history": "active",
        "infection_now": "now",
        "pregnancy_status": "pregnant",
        "prior_treatment": "yes",
    }
    return a_discussion({**answers, **urgent}, rows=ALLERGIES * 3)


def with_points(discussion: Discussion, count: int) -> Discussion:
    """The same discussion with its points repeated under new numbers, as a stress."""
    points = [
        replace(discussion.points[n % len(discussion.points)], number=n + 1) for n in range(count)
    ]
    order = list(dict.fromkeys(p.place for p in discussion.points))
    points.sort(key=lambda point: order.index(point.place))
    return replace(discussion, points=tuple(points))

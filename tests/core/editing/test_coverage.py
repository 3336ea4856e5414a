"""What test patients do not reach, and what a draft would change for patients."""

import json
from pathlib import Path

from intake.core.documents.codec import questionnaire_from_json
from intake.core.editing.coverage import Counted, Given, Impact, impact, unreached
from intake.core.editing.example_patients import example_patient_from_json
from intake.core.questionnaire.answers import Answers, Chosen
from intake.core.questionnaire.facts import ClinicSays, Lapsed

FIXTURES = Path(__file__).parents[3] / "fixtures"
TEXT = (FIXTURES / "exosome_pretreatment.json").read_text("utf-8")
SHIPPED = questionnaire_from_json(TEXT)
PREGNANT = Answers({"pregnancy_status": Chosen(("pregnant",))})
NOT_PREGNANT = Answers({"pregnancy_status": Chosen(("no",))})


def test_shipped_patients_reach_every_question_and_point():
    patients = [
        example_patient_from_json(SHIPPED, path.read_text("utf-8")).told
        for path in sorted((FIXTURES / "patients").rglob("*.json"))
    ]
    missed = unreached(SHIPPED, [Given(told.answers, clinic=told.clinic) for told in patients])
    assert (missed.questions, missed.points) == ((), ())


def test_options_and_triggers_are_missed_when_nobody_answers():
    missed = unreached(SHIPPED, [Given(PREGNANT)])
    assert ("pregnancy_status", "pregnant") not in missed.options
    assert ("pregnancy_status", "no") in missed.options
    assert ("pregnancy_breastfeeding", 1) not in missed.triggers
    assert ("cancer", 1) in missed.triggers
    assert "cancer" in missed.points


def _without_pregnancy_hold():
    document = json.loads(TEXT)
    point = next(p for p in document["points"] if p["key"] == "pregnancy_breastfeeding")
    for trigger in point["triggers"]:
        if trigger["severity"] == "hold":
            trigger["severity"] = "discuss"
            del trigger["lift"]
    return questionnaire_from_json(json.dumps(document))


def test_impact_counts_patients_whose_point_changes_its_severity():
    patients = [Given(PREGNANT), Given(NOT_PREGNANT), Given(PREGNANT)]
    counted = impact(SHIPPED, _without_pregnancy_hold(), patients)
    title = next(p.title for p in SHIPPED.points if p.key == "pregnancy_breastfeeding")
    assert counted == Counted(3, 0, 2, (Impact("pregnancy_breastfeeding", title, 0, 0, 2),))


def test_impact_counts_gains_and_losses():
    document = json.loads(TEXT)
    document["points"] = [p for p in document["points"] if p["key"] != "pregnancy_breastfeeding"]
    shorter = questionnaire_from_json(json.dumps(document))
    lost = impact(SHIPPED, shorter, [Given(PREGNANT)]).points
    gained = impact(shorter, SHIPPED, [Given(PREGNANT)]).points
    assert [(each.key, each.gain, each.lose) for each in lost] == [
        ("pregnancy_breastfeeding", 0, 1)
    ]
    assert [(each.key, each.gain, each.lose) for each in gained] == [
        ("pregnancy_breastfeeding", 1, 0)
    ]


def test_impact_counts_what_only_the_clinics_side_raises():
    """A register that says "research only": nothing the patient said, and held all the same."""
    document = json.loads(TEXT)
    document["points"] = [p for p in document["points"] if p["key"] != "label_mismatch"]
    shorter = questionnaire_from_json(json.dumps(document))
    research = ClinicSays(register={"label_use": ("research_only",)})
    lapsed = ClinicSays(lapsed=frozenset({Lapsed.LOT}))
    given = [Given(NOT_PREGNANT), Given(NOT_PREGNANT, clinic=research),
             Given(NOT_PREGNANT, clinic=lapsed)]  # fmt: skip
    counted = impact(shorter, SHIPPED, given)
    told = {each.key: (each.gain, each.lose) for each in counted.points}
    assert (counted.held, counted.held_no_more, told) == (1, 0, {"label_mismatch": (1, 0)})

"""What test patients do not reach, and what a draft would change for patients."""

import json
from pathlib import Path

from intake.core.documents.codec import questionnaire_from_json
from intake.core.editing.coverage import Impact, impact, unreached
from intake.core.editing.example_patients import example_patient_from_json
from intake.core.questionnaire.answers import NOTHING, Answers, Chosen
from intake.core.questionnaire.clinic_facts import RAISED_BY_FACTS

FIXTURES = Path(__file__).parents[3] / "fixtures"
TEXT = (FIXTURES / "exosome_pretreatment.json").read_text("utf-8")
SHIPPED = questionnaire_from_json(TEXT)
PREGNANT = Answers({"pregnancy_status": Chosen(("pregnant",))})
NOT_PREGNANT = Answers({"pregnancy_status": Chosen(("no",))})


def test_shipped_patients_reach_every_question_and_point():
    patients = [
        example_patient_from_json(SHIPPED, path.read_text("utf-8")).answers
        for path in sorted((FIXTURES / "patients").rglob("*.json"))
    ]
    missed = unreached(SHIPPED, patients)
    # What only the clinic's side raises no answer reaches.
    assert (missed.questions, set(missed.points)) == ((), RAISED_BY_FACTS)


def test_options_and_triggers_are_missed_when_nobody_answers():
    missed = unreached(SHIPPED, [PREGNANT])
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
    patients = [(PREGNANT, NOTHING), (NOT_PREGNANT, NOTHING), (PREGNANT, NOTHING)]
    count, changed = impact(SHIPPED, _without_pregnancy_hold(), patients)
    title = next(p.title for p in SHIPPED.points if p.key == "pregnancy_breastfeeding")
    assert (count, changed) == (3, (Impact("pregnancy_breastfeeding", title, 0, 0, 2),))


def test_impact_counts_gains_and_losses():
    document = json.loads(TEXT)
    document["points"] = [p for p in document["points"] if p["key"] != "pregnancy_breastfeeding"]
    shorter = questionnaire_from_json(json.dumps(document))
    _count, lost = impact(SHIPPED, shorter, [(PREGNANT, NOTHING)])
    _count, gained = impact(shorter, SHIPPED, [(PREGNANT, NOTHING)])
    assert [(each.key, each.gain, each.lose) for each in lost] == [
        ("pregnancy_breastfeeding", 0, 1)
    ]
    assert [(each.key, each.gain, each.lose) for each in gained] == [
        ("pregnancy_breastfeeding", 1, 0)
    ]

"""Two readings of the content sheet, the core's and a plain one, agree on every patient."""

import json

import pytest

from intake.core.documents.codec import answers_from_json
from intake.core.questionnaire.walk import walk
from tests.make.shipped import PATIENTS, shipped
from tests.make.values import discussed
from tests.spec.independent import SHEET, evaluate
from tests.spec.random_patients import random_patient

BATCH = 50


def core_evaluation(patient: dict) -> dict:
    answers = answers_from_json(shipped(), patient)
    points = discussed(shipped(), answers).points
    return {
        "asked": set(walk(shipped(), answers).keys),
        "points": {
            point.key: (
                point.severity.code,
                {(each.question, each.row, each.value) for each in point.because},
            )
            for point in points
        },
    }


@pytest.mark.parametrize("batch", range(12))
def test_the_core_and_a_plain_reading_agree(batch):
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        patient = random_patient(seed)
        assert core_evaluation(patient) == evaluate(patient), patient


def test_the_dice_reach_everything():
    """Points, severities, blanks and entries all occur, or agreement would say little."""
    raised, asked = set(), set()
    for seed in range(600):
        found = evaluate(random_patient(seed))
        asked |= found["asked"]
        raised |= {(key, severity) for key, (severity, _) in found["points"].items()}
    every = {
        (point["key"], {"stop": "hold"}.get(trigger["severity"], trigger["severity"]))
        for point in SHEET["discussion_points"]
        for trigger in point["triggers"]
        if not point["always_on"] or trigger["severity"] != point["default_severity"]
    }
    assert every - raised == set()
    assert asked == set(shipped().by_key)


@pytest.mark.parametrize("path", PATIENTS, ids=lambda path: path.stem)
def test_both_readings_agree_on_the_test_patients(path):
    patient = json.loads(path.read_text(encoding="utf-8"))
    assert core_evaluation(patient) == evaluate(patient)

"""Two readings of the shipped document, the core's and a plain one, agree on every patient."""

import json

import pytest

from intake.core.editing.example_patients import example_patient_from, run
from tests.make.shipped import AS_OF, EVERYBODY, shipped
from tests.make.strategies import EXAMPLES
from tests.spec.independent import DOCUMENT, LAPSES, evaluate
from tests.spec.random_patients import random_patient

BATCHES, BATCH = 12, min(2 * EXAMPLES, 50)
RESERVED = {*LAPSES.values(), "clarify_register"}


def core_evaluation(patient: dict) -> dict:
    bare = {part: told for part, told in patient.items() if part != "expect"}
    trial = run(shipped(), example_patient_from(shipped(), bare), as_of=AS_OF)
    return {
        "asked": set(trial.walked.keys),
        "points": {
            (point.key, point.withdrawn): (
                point.severity.code,
                {"lapsed"}
                if point.key in LAPSES.values()
                else {(b.question, b.row, b.value, str(b.by)) for b in point.because},
            )
            for point in trial.discussion.points
        },
    }


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_core_and_a_plain_reading_agree(batch):
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        patient = random_patient(seed)
        assert core_evaluation(patient) == evaluate(patient), patient


@pytest.mark.slow
def test_the_dice_reach_everything():
    """Points, severities, sources and withdrawn holds all occur, or agreement would say little."""
    raised, asked, sources, withdrawn, beside = set(), set(), set(), set(), set()
    for seed in range(BATCHES * BATCH):
        found = evaluate(random_patient(seed))
        asked |= found["asked"]
        raised |= {(key, severity) for (key, _), (severity, _) in found["points"].items()}
        gone = {key for key, is_withdrawn in found["points"] if is_withdrawn}
        withdrawn |= gone
        beside |= {key for key in gone if (key, False) in found["points"]}
        reasons = (why for _, because in found["points"].values() for why in because)
        sources |= {why[3] for why in reasons if why != "lapsed"}
    every = {
        (point["key"], trigger["severity"])
        for point in DOCUMENT["points"]
        for trigger in point["triggers"]
        if not point["always"] or trigger["severity"] != point["always"]
    }
    holds = {key for key, severity in every if severity == "hold"}
    assert {(key, severity) for key, severity in every - raised if severity != "discuss"} == set()
    assert {key for key, _ in raised} >= RESERVED
    assert asked == set(shipped().by_key)
    assert sources == {"patient", "register", "verified"}
    assert withdrawn == holds | set(LAPSES.values())
    assert len(beside) > len(holds) / 2, "raised lower all the same"


@pytest.mark.parametrize("path", EVERYBODY, ids=lambda path: path.stem)
def test_both_readings_agree_on_the_example_patients(path):
    patient = json.loads(path.read_text(encoding="utf-8"))
    assert core_evaluation(patient) == evaluate(patient)

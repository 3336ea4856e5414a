"""The questionnaire that ships and its test patients, read once."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from intake.core.documents.codec import questionnaire_from_json
from intake.core.editing.example_patients import (
    ExamplePatient,
    Trial,
    example_patient_from_json,
    run,
)
from intake.core.questionnaire.questionnaire import Questionnaire

FIXTURES = Path(__file__).parents[2] / "fixtures"
DOCUMENT = FIXTURES / "exosome_pretreatment.json"
PATIENTS = sorted((FIXTURES / "patients").glob("*.json"))
AS_OF = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@cache
def shipped() -> Questionnaire:
    return questionnaire_from_json(DOCUMENT.read_text(encoding="utf-8"))


@cache
def test_patient(name: str) -> ExamplePatient:
    text = (FIXTURES / "patients" / f"{name}.json").read_text(encoding="utf-8")
    return example_patient_from_json(shipped(), text)


test_patient.__test__ = False


@cache
def tried(name: str) -> Trial:
    return run(shipped(), test_patient(name), as_of=AS_OF)

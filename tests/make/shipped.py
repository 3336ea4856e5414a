"""The questionnaire that ships and its test patients, read once."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from intake.core.documents.codec import questionnaire_from_json
from intake.core.documents.translations import Texts, texts_in
from intake.core.editing.example_patients import (
    ExamplePatient,
    Trial,
    example_patient_from_json,
    run,
)
from intake.core.questionnaire.questionnaire import Questionnaire

FIXTURES = Path(__file__).parents[2] / "fixtures"
DOCUMENT = FIXTURES / "exosome_pretreatment.json"
SPANISH = FIXTURES / "translations" / "es.json"
PATIENTS = sorted((FIXTURES / "patients").glob("*.json"))
DANGER = sorted((FIXTURES / "patients" / "danger").glob("*.json"))
HARMLESS = sorted((FIXTURES / "patients" / "harmless").glob("*.json"))
RELEASE_0_1 = Path(__file__).with_name("release_0_1") / "questionnaire.json"
"""The document that release 0.1 shipped, of schema 1: for faults that are planted in a document."""
EVERYBODY = [*PATIENTS, *DANGER, *HARMLESS]
AS_OF = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@cache
def shipped() -> Questionnaire:
    return questionnaire_from_json(DOCUMENT.read_text(encoding="utf-8"))


@cache
def spanish_texts() -> Texts:
    return texts_in(SPANISH.read_text(encoding="utf-8"))


@cache
def release_0_1() -> Questionnaire:
    return questionnaire_from_json(RELEASE_0_1.read_text(encoding="utf-8"))


@cache
def test_patient(name: str) -> ExamplePatient:
    (path,) = (path for path in EVERYBODY if path.stem == name)
    text = path.read_text(encoding="utf-8")
    return example_patient_from_json(shipped(), text)


test_patient.__test__ = False


@cache
def tried(name: str) -> Trial:
    return run(shipped(), test_patient(name), as_of=AS_OF)

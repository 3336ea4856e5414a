"""The sha256 of every paper and export of the shipped patients: a move leaves them equal."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from intake.core.documents.codec import questionnaire_from_json, questionnaire_to_json
from intake.core.editing.example_patients import example_patient_from_json
from intake.core.editing.example_patients import run as tried
from intake.pdf.copies import patient_copy, plain_text, provider_copy

PATIENTS = Path(__file__).resolve().parent.parent / "fixtures" / "patients"
AS_OF = datetime(2026, 11, 28, 12, tzinfo=UTC)


def run(shipped: str) -> None:
    """One line a file, as ``sha256sum`` writes them; nothing in them depends on the day."""
    questionnaire = questionnaire_from_json(shipped)
    _line("questionnaire", questionnaire_to_json(questionnaire).encode())
    for path in sorted(PATIENTS.glob("**/*.json")):
        patient = example_patient_from_json(questionnaire, path.read_text(encoding="utf-8"))
        discussion = tried(questionnaire, patient, as_of=AS_OF).discussion
        name = path.stem
        _line(f"{name} text", plain_text(discussion).encode())
        for paper in ("letter", "a4"):
            _line(f"{name} provider {paper}", provider_copy(discussion, paper=paper).content)
            _line(f"{name} patient {paper}", patient_copy(discussion, paper=paper).content)


def _line(name: str, content: bytes) -> None:
    print(hashlib.sha256(content).hexdigest(), name)

"""Invented patients with what their answers must raise: the staff's own tests of the rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Discussion
from intake.core.documents.codec import answers_from_json
from intake.core.documents.values import DocumentError, parse
from intake.core.questionnaire.answers import Answers
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.points import Severity
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.core.questionnaire.walk import Walk, walk

EXPECTATIONS = frozenset({"points", "absent", "asked", "not_asked"})


@dataclass(frozen=True)
class Expected:
    """What must come out; an empty part expects nothing of its kind."""

    points: Mapping[str, Severity]
    absent: tuple[str, ...]
    asked: tuple[str, ...]
    not_asked: tuple[str, ...]


@dataclass(frozen=True)
class TestPatient:
    """One file of ``fixtures/patients`` (DESIGN, Test patients and the shell)."""

    __test__ = False  # A clinical term, not a test class.

    name: str
    answers: Answers
    expected: Expected


@dataclass(frozen=True)
class Trial:
    """What the rules made of a test patient, and where that is not what was expected."""

    patient: TestPatient
    walked: Walk
    discussion: Discussion
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def test_patient_from_json(questionnaire: Questionnaire, text: str) -> TestPatient:
    """Read a test patient; raises ``DocumentError`` with the path of the first mistake."""
    return test_patient_from(questionnaire, parse(text))


def test_patient_from(questionnaire: Questionnaire, document: Any) -> TestPatient:
    """The same from JSON values that were read before."""
    if not isinstance(document, dict):
        raise DocumentError("", "must be an object with a name and answers")
    for name in document:
        if name not in ("name", "answers", "rows", "expect"):
            raise DocumentError(name, "this name is not known here")
    if not isinstance(document.get("name"), str):
        raise DocumentError("name", "must be text")
    expected = _expected(document.get("expect", {}))
    return TestPatient(document["name"], answers_from_json(questionnaire, document), expected)


test_patient_from.__test__ = False  # type: ignore[attr-defined]
test_patient_from_json.__test__ = False  # type: ignore[attr-defined]


def _expected(document: Any) -> Expected:
    if not isinstance(document, dict):
        raise DocumentError("expect", "must be an object")
    for name in document:
        if name not in EXPECTATIONS:
            raise DocumentError(f"expect.{name}", "this expectation is not known")
    points = document.get("points", {})
    if not isinstance(points, dict):
        raise DocumentError("expect.points", "must be an object of point and severity")
    return Expected(
        {key: _severity(key, code) for key, code in points.items()},
        *(_keys(document, part) for part in ("absent", "asked", "not_asked")),
    )


def _severity(key: str, code: Any) -> Severity:
    try:
        return Severity.of(code)
    except ValueError as error:
        raise DocumentError(f"expect.points.{key}", str(error)) from None


def _keys(document: dict[str, Any], part: str) -> tuple[str, ...]:
    keys = document.get(part, [])
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise DocumentError(f"expect.{part}", "must be a list of keys")
    return tuple(keys)


def run(questionnaire: Questionnaire, patient: TestPatient, *, as_of: datetime) -> Trial:
    """Evaluate a test patient without a visit: everything is asked, nothing is prefilled."""
    walked = walk(questionnaire, patient.answers)
    made = discuss(questionnaire, patient.answers, VisitFacts(), Edition(1, 1, as_of))
    problems = tuple(_problems(patient.expected, walked, made))
    return Trial(patient, walked, made, problems)


def _problems(expected: Expected, walked: Walk, made: Discussion) -> Iterator[str]:
    raised = {point.key: point.severity for point in made.points}
    yield from _unknown_keys(expected, walked.questionnaire)
    yield from _missed_points(expected, raised)
    for key in expected.absent:
        if key in raised:
            yield f'the point "{key}" was raised as {raised[key].code} and must not be'
    asked = set(walked.keys)
    for key in expected.asked:
        if key not in asked:
            yield f'the question "{key}" was not asked and must be'
    for key in expected.not_asked:
        if key in asked:
            yield f'the question "{key}" was asked and must not be'


def _unknown_keys(expected: Expected, questionnaire: Questionnaire) -> Iterator[str]:
    """A misspelt key in "absent" would be met by every patient for ever."""
    identity = (questionnaire.identity_point,) if questionnaire.identity_point else ()
    points = {point.key for point in (*questionnaire.points, *identity)}
    points |= {f"claim:{claim.option}" for claim in questionnaire.claims}
    for key in (*expected.points, *expected.absent):
        if key not in points:
            yield f'the expectation names the point "{key}", which does not exist'
    for key in (*expected.asked, *expected.not_asked):
        if key not in questionnaire.by_key:
            yield f'the expectation names the question "{key}", which does not exist'


def _missed_points(expected: Expected, raised: Mapping[str, Severity]) -> Iterator[str]:
    for key, severity in expected.points.items():
        if key not in raised:
            yield f'the point "{key}" was expected as {severity.code} and was not raised'
        elif raised[key] is not severity:
            yield f'the point "{key}" is {raised[key].code}, expected was {severity.code}'

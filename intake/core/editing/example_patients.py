"""Invented patients with what their answers must raise: the staff's own tests of the rules."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Discussion
from intake.core.discussion.raise_points import NO_CLINIC
from intake.core.documents.clinic import clinic_from_json
from intake.core.documents.codec import answers_from_json, parse
from intake.core.documents.values import UNKNOWN_NAME, DocumentError, decode
from intake.core.questionnaire.answers import Answers
from intake.core.questionnaire.facts import CLARIFY_REGISTER, RESERVED, ClinicSays, VisitFacts
from intake.core.questionnaire.points import Severity
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.core.questionnaire.walk import Walk, walk

PARTS = ("name", "why", "answers", "rows", "clinic", "visit", "before", "expect")
UNKNOWN_EXPECTATION = "this expectation is not known"
EXPECTATIONS = frozenset({"points", "absent", "asked", "not_asked"})


@dataclass(frozen=True)
class Expected:
    """What must come out; an empty part expects nothing of its kind."""

    points: Mapping[str, Severity]
    absent: tuple[str, ...]
    asked: tuple[str, ...]
    not_asked: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What one revision rests on: the patient's answers, and what the clinic's side says."""

    answers: Answers
    clinic: ClinicSays = NO_CLINIC


@dataclass(frozen=True)
class ExamplePatient:
    """One file of ``fixtures/patients``; ``before`` is the revision before this one."""

    name: str
    told: Told
    expected: Expected
    visit_date: date | None = None
    before: Told | None = None

    @property
    def answers(self) -> Answers:
        return self.told.answers


@dataclass(frozen=True)
class Trial:
    """What the rules made of a example patient, and where that is not what was expected."""

    patient: ExamplePatient
    walked: Walk
    discussion: Discussion
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def example_patient_from_json(questionnaire: Questionnaire, text: str) -> ExamplePatient:
    """Read an example patient; raises ``DocumentError`` with the path of the first mistake."""
    return example_patient_from(questionnaire, parse(text))


def example_patient_from(questionnaire: Questionnaire, document: Any) -> ExamplePatient:
    """The same from JSON values that were read before."""
    _only(document, PARTS, "")
    for name in ("name", *(["why"] if "why" in document else [])):
        if not isinstance(document.get(name), str):
            raise DocumentError(name, "must be text")
    told, expected = _told(questionnaire, document, ""), _expected(document.get("expect", {}))
    visit, before = document.get("visit", {}), None
    _only(visit, ("date",), "visit")
    visit_date: date | None = decode(date | None, visit.get("date"), "visit.date")
    if "before" in document:
        _only(document["before"], ("answers", "rows", "clinic"), "before")
        before = _told(questionnaire, document["before"], "before.")
    return ExamplePatient(document["name"], told, expected, visit_date, before)


def _told(questionnaire: Questionnaire, document: dict[str, Any], path: str) -> Told:
    try:
        answers = answers_from_json(questionnaire, document)
    except DocumentError as error:
        raise DocumentError(f"{path}{error.path}", error.problem) from None
    clinic = clinic_from_json(questionnaire, document.get("clinic", {}), f"{path}clinic")
    return Told(answers, clinic)


def _only(document: Any, names: Iterable[str], path: str) -> None:
    if not isinstance(document, dict):
        raise DocumentError(path, f"must be an object of {', '.join(names)}")
    for name in document:
        if name not in names:
            raise DocumentError(f"{path}.{name}".lstrip("."), UNKNOWN_NAME)


def _expected(document: Any) -> Expected:
    if not isinstance(document, dict):
        raise DocumentError("expect", "must be an object")
    unknown = [name for name in document if name not in EXPECTATIONS]
    if unknown:
        raise DocumentError(f"expect.{unknown[0]}", UNKNOWN_EXPECTATION)
    points, severities = document.get("points", {}), {}
    if not isinstance(points, dict):
        raise DocumentError("expect.points", "must be an object of point and severity")
    for key, code in points.items():
        try:
            severities[key] = Severity.of(code)
        except ValueError as error:
            raise DocumentError(f"expect.points.{key}", str(error)) from None
    lists = {part: document.get(part, []) for part in ("absent", "asked", "not_asked")}
    for part, keys in lists.items():
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise DocumentError(f"expect.{part}", "must be a list of keys")
    return Expected(severities, *map(tuple, lists.values()))


def run(questionnaire: Questionnaire, patient: ExamplePatient, *, as_of: datetime) -> Trial:
    """Evaluate an example patient without a link: everything is asked, nothing is prefilled."""
    walked = walk(questionnaire, patient.answers)
    facts = VisitFacts(visit_date=patient.visit_date)
    before, revision = None, 1
    if patient.before:
        before = _discussed(questionnaire, patient.before, facts, Edition(1, 1, as_of))
        revision = 2
    made = _discussed(questionnaire, patient.told, facts, Edition(1, revision, as_of), before)
    problems = tuple(_problems(patient.expected, walked, made))
    return Trial(patient, walked, made, problems)


def _discussed(
    questionnaire: Questionnaire,
    told: Told,
    facts: VisitFacts,
    edition: Edition,
    before: Discussion | None = None,
) -> Discussion:
    return discuss(questionnaire, told.answers, facts, edition, before, clinic=told.clinic)


def _problems(expected: Expected, walked: Walk, made: Discussion) -> Iterator[str]:
    questionnaire, named = walked.questionnaire, _Named(walked.questionnaire)
    # A misspelt key in "absent" would be met by every patient for ever.
    points = {*questionnaire.point_titles, *RESERVED.values(), CLARIFY_REGISTER}
    unknown = [key for key in (*expected.points, *expected.absent) if key not in points]
    yield from (f'the expectation names the point "{key}", which does not exist' for key in unknown)
    wanted = (*expected.asked, *expected.not_asked)
    unknown = [key for key in wanted if key not in questionnaire.by_key]
    yield from (
        f'the expectation names the question "{key}", which does not exist' for key in unknown
    )
    raised = {point.key: point.severity for point in reversed(made.points)}  # Holds count.
    for key, severity in expected.points.items():
        if key not in raised:
            yield f"{named.point(key)} was expected as {_words(severity)} and was not raised"
        elif raised[key] is not severity:
            found = _words(raised[key])
            yield f"{named.point(key)} came out as {found}; {_words(severity)} was expected"
    for key in expected.absent:
        if key in raised:
            yield f"{named.point(key)} was raised as {_words(raised[key])} and must not be"
    asked = set(walked.keys)
    missed = [key for key in expected.asked if key not in asked]
    yield from (f"{named.question(key)} was not asked and must be" for key in missed)
    unwanted = [key for key in expected.not_asked if key in asked]
    yield from (f"{named.question(key)} was asked and must not be" for key in unwanted)


def _words(severity: Severity) -> str:
    return f"“{severity.label}”"


@dataclass(frozen=True)
class _Named:
    """Points and questions as staff know them: by their words, not by their keys."""

    questionnaire: Questionnaire

    def point(self, key: str) -> str:
        return f"the point “{self.questionnaire.point_titles.get(key, key)}”"

    def question(self, key: str) -> str:
        asked = self.questionnaire.by_key.get(key)
        return f"the question “{asked.text if asked else key}”"

"""Which options, points and triggers no example patient reaches, and what a draft would change."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from intake.core.discussion.raise_points import NO_CLINIC, Raised, points_raised, reserved_points
from intake.core.questionnaire.answers import DONT_KNOW, NOTHING, Answers, Chosen, Unsaid, Values
from intake.core.questionnaire.facts import ClinicSays, VisitFacts
from intake.core.questionnaire.points import Severity
from intake.core.questionnaire.questionnaire import CHOICES, Questionnaire
from intake.core.questionnaire.walk import Walk, walk


@dataclass(frozen=True, slots=True)
class Given:
    """What a patient said, with what the clinic knew from the visit, and what its side says."""

    answers: Answers
    known: Values = field(default_factory=lambda: NOTHING)
    clinic: ClinicSays = NO_CLINIC


@dataclass(frozen=True, slots=True)
class Unreached:
    """``questions`` never asked, ``options`` never chosen, ``points`` never raised, ``triggers``
    (point key, number from 1) that never fired."""

    questions: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    points: tuple[str, ...]
    triggers: tuple[tuple[str, int], ...]


def unreached(questionnaire: Questionnaire, patients: Iterable[Given]) -> Unreached:
    """What no example patient reaches, each in document order."""
    asked, chosen = set[str](), set[tuple[str, str]]()
    raised, fired = set[str](), set[tuple[str, int]]()
    for patient in patients:
        walked = walk(questionnaire, patient.answers, patient.known)
        asked.update(walked.keys)
        chosen.update(_chosen(walked))
        for each in _raised(walked, patient.clinic):
            raised.add(each.point.key)
            fired.update((each.point.key, one.trigger + 1) for one in each.fired)
    return Unreached(
        questions=tuple(key for key in questionnaire.by_key if key not in asked),
        options=tuple(
            (question.key, option.code)
            for question in questionnaire.questions
            for option in question.options
            if question.kind in CHOICES and (question.key, option.code) not in chosen
        ),
        points=tuple(p.key for p in questionnaire.points if p.key not in raised),
        triggers=tuple(
            (point.key, number)
            for point in questionnaire.points
            for number in range(1, len(point.triggers) + 1)
            if (point.key, number) not in fired
        ),
    )


def _chosen(walked: Walk) -> Iterable[tuple[str, str]]:
    for asked in walked.asked:
        match asked.answer:
            case Chosen(codes):
                yield from ((asked.question.key, code) for code in codes)
            case Unsaid.DONT_KNOW:
                yield asked.question.key, DONT_KNOW


@dataclass(frozen=True, slots=True)
class Impact:
    """Of ``patients``, how many would gain, lose or see a point at another severity."""

    key: str
    title: str
    gain: int
    lose: int
    shift: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Of ``patients``, how many would be held and are not, and the other way; then each point."""

    patients: int
    held: int
    held_no_more: int
    points: tuple[Impact, ...]


def impact(before: Questionnaire, after: Questionnaire, patients: Iterable[Given]) -> Counted:
    """What changes for patients who were looked at; counts only, never who."""
    count, gained, lost, shifted = 0, Counter[str](), Counter[str](), Counter[str]()
    holds = Counter[tuple[bool, bool]]()
    for patient in patients:
        count += 1
        was, now = _severities(before, patient), _severities(after, patient)
        gained.update(now.keys() - was.keys())
        lost.update(was.keys() - now.keys())
        shifted.update(key for key in was.keys() & now.keys() if was[key] is not now[key])
        holds[Severity.HOLD in was.values(), Severity.HOLD in now.values()] += 1
    titles = _titles(before) | _titles(after)
    changed = [key for key in titles if gained[key] or lost[key] or shifted[key]]
    points = (Impact(key, titles[key], gained[key], lost[key], shifted[key]) for key in changed)
    return Counted(count, holds[False, True], holds[True, False], tuple(points))


def _severities(questionnaire: Questionnaire, patient: Given) -> dict[str, Severity]:
    walked = walk(questionnaire, patient.answers, patient.known)
    return {each.point.key: each.severity for each in _raised(walked, patient.clinic)}


def _raised(walked: Walk, clinic: ClinicSays) -> Iterable[Raised]:
    return (*points_raised(walked, clinic), *reserved_points(walked, VisitFacts(), clinic))


def _titles(of: Questionnaire) -> dict[str, str]:
    heard = of.by_key.get(of.roles.claims.question)
    claims = (
        {f"claim:{c.option}": heard.texts.get(c.option, c.option) for c in of.claims}
        if (heard)
        else {}
    )
    return {point.key: point.title for point in of.points} | claims

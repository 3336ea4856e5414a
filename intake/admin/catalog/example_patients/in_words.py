"""What was expected of an example patient against what came out, with the answers behind it."""

from dataclasses import dataclass

from intake.core.discussion.discussion import Standing
from intake.core.discussion.in_words import Wording
from intake.core.editing.example_patients import Trial

ABSENT, NOT_RAISED, NOTHING_EXPECTED = "must not appear", "does not appear", "nothing"


@dataclass(frozen=True)
class Line:
    """One point: what must come of it, what comes of it, and why."""

    key: str
    title: str
    expected: str
    actual: str
    because: tuple[str, ...]
    ok: bool


def lines_of(trial: Trial) -> list[Line]:
    """Every point that is expected, forbidden or raised; what is wrong comes first."""
    titles = trial.walked.questionnaire.point_titles
    raised = {point.key: point for point in trial.discussion.points}
    expected = trial.patient.expected
    found = []
    for key in dict.fromkeys([*expected.points, *expected.absent, *raised]):
        wanted, point = expected.points.get(key), raised.get(key)
        is_forbidden = key in expected.absent
        words = ABSENT if is_forbidden else NOTHING_EXPECTED
        severity = point.severity if point else None
        because = []
        for one in point.because if point else ():
            about = f" ({one.about})" if one.about else ""
            said = "left blank" if one.standing is Standing.BLANK else f"“{one.words}”"
            because.append(f"{one.short}{about}: {said}")
        line = Line(
            key=key,
            title=point.title if point else titles.get(key, key),
            expected=wanted.label if wanted else words,
            actual=point.severity.label if point else NOT_RAISED,
            because=tuple(because),
            ok=severity is None if is_forbidden else wanted in (None, severity),
        )
        found.append(line)
    return sorted(found, key=lambda line: line.ok)


def answers_of(trial: Trial) -> list[tuple[str, list[tuple[str, str]]]]:
    """Section by section what was asked, with the answer in words."""
    wording, walked = Wording(trial.walked), trial.walked
    found: dict[str, list[tuple[str, str]]] = {}
    for asked in walked.asked:
        said = wording.said(asked)
        words = "; ".join((*said.words, *(f"“{own}”" for own in said.own)))
        about = f"{said.text} ({said.about})" if said.about else said.text
        section = walked.questionnaire.section_of[asked.question.key].title
        found.setdefault(section, []).append((about, words or "Not answered"))
    return list(found.items())

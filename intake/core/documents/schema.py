"""Which schema a questionnaire needs: the lowest that has names for all it says."""

from collections.abc import Iterator
from typing import Any

from intake.core.questionnaire.points import Evidence, Point, Trigger
from intake.core.questionnaire.questionnaire import Group, Option, Question, Questionnaire, Section

SINCE_2: dict[type, tuple[str, ...]] = {
    Question: ("why", "ask_doctor", "voice"),
    Group: ("voice",),
    Section: ("voice",),
    Option: ("answers_for", "entry_name", "entry_kind"),
    Point: ("check_title",),
    Evidence: ("regulatory",),
    Questionnaire: ("names",),
    Trigger: ("short", "title", "talk", "patient", "ask", "lift", "row", "about_person"),
}
"""Names that schema 1 does not know."""


def schema_of(questionnaire: Questionnaire) -> int:
    return 2 if any(map(_says_more, _parts(questionnaire))) else 1


def _says_more(part: Any) -> bool:
    return any(getattr(part, name) for name in SINCE_2[type(part)])


def _parts(questionnaire: Questionnaire) -> Iterator[Any]:
    yield questionnaire
    yield from questionnaire.sections
    yield from questionnaire.groups.values()
    for question in questionnaire.questions:
        yield question
        yield from question.options
    yield from questionnaire.evidence
    for point in questionnaire.points:
        yield point
        yield from point.triggers

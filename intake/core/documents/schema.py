"""Which schema a questionnaire needs: the lowest that has names for all it says."""

from itertools import chain

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
    parts = chain(
        (questionnaire, *questionnaire.sections, *questionnaire.groups.values()),
        questionnaire.questions,
        (option for question in questionnaire.questions for option in question.options),
        questionnaire.evidence,
        questionnaire.points,
        (trigger for point in questionnaire.points for trigger in point.triggers),
    )
    return 2 if any(getattr(part, name) for part in parts for name in SINCE_2[type(part)]) else 1

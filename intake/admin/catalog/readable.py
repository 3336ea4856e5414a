"""A document as a reader sees it, rules in words; and the rules of a draft in the same words."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from intake.core.editing.rules_in_words import comparison_in_words, conditions_in_words, joined
from intake.core.questionnaire.answers import Behavior, Operator
from intake.core.questionnaire.points import Point, Trigger
from intake.core.questionnaire.questionnaire import Group, Question, Questionnaire
from intake.models.catalog.points import POINT_KINDS
from intake.models.catalog.questions import KINDS, SETTLES

TRIGGER_WORDS = {
    "short": "in short",
    "title": "what is the matter",
    "talk": "to say in the talk",
    "patient": "for the patient",
    "ask": "to ask the clinic",
    "lift": "a way to lift the hold",
    "row": "in one row with",
}


@dataclass(frozen=True)
class Asked:
    """A question or a group, with what is special about it in words."""

    key: str
    text: str
    kind: str
    help: str = ""
    marks: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    when: str = ""
    items: tuple["Asked", ...] = ()


@dataclass(frozen=True)
class Raised:
    """A point, with everything that raises it in words."""

    point: Point
    kind: str
    reasons: tuple[tuple[str, str, list[tuple[str, str]]], ...]
    """Severity, the rule, and the trigger's own words."""


def sections_of(document: Questionnaire) -> list[tuple[str, str, list[Asked]]]:
    return [
        (section.title, section.intro, [_asked(document, item) for item in section.items])
        for section in document.sections
    ]


def points_of(document: Questionnaire) -> list[Raised]:
    return [
        Raised(
            point,
            POINT_KINDS[point.kind],
            tuple(
                (
                    trigger.severity.label,
                    conditions_in_words(document, trigger),
                    [(TRIGGER_WORDS[name], text) for name, text in own_words_of(trigger)],
                )
                for trigger in point.triggers
            ),
        )
        for point in document.points
    ]


def own_words_of(trigger: Trigger) -> Iterator[tuple[str, str]]:
    """What a trigger says instead of its point, each text with the name of its column."""
    for name in ("short", "title", "talk", "patient", "ask"):
        if getattr(trigger, name):
            yield name, getattr(trigger, name)
    for lift in trigger.lift:
        yield "lift", lift
    if trigger.row:
        yield "row", trigger.row


def claims_of(document: Questionnaire) -> list[tuple[str, str, str]]:
    """What patients are told, what is known, and the evidence for it."""
    heard = document.by_key.get(document.roles.claims.question)
    texts = heard.texts if heard else {}
    return [
        (texts.get(claim.option, claim.option), claim.known, ", ".join(claim.evidence))
        for claim in document.claims
    ]


def _asked(document: Questionnaire, item: Question | Group) -> Asked:
    when = conditions_in_words(document, item.show_if) if item.show_if else ""
    if isinstance(item, Group):
        entries = f"{item.min_rows} to {item.max_rows} entries"
        items = tuple(_asked(document, each) for each in item.items)
        return Asked(item.key, item.text, "Group", marks=(entries,), when=when, items=items)
    options = tuple(option.text for option in item.options)
    return Asked(
        item.key, item.text, KINDS[item.kind], item.help, tuple(marks_of(item)), options, when
    )


def marks_of(question):
    """What is special about a question, of a draft or of a version."""
    if question.required:
        yield "needs an answer"
    if question.repeats:
        yield "several answers"
    if question.in_person:
        yield "may be said in person"
    if question.settles:
        yield f"settled by: {SETTLES[question.settles]}"


def statement_words(statements, behavior):
    """Rows of conditions as one sentence; no query if they came with questions and options."""
    said = defaultdict(list)
    for row in sorted(statements, key=lambda row: (row.line, row.position)):
        value = row.option.text if row.option else row.typed.capitalize()
        said[row.line, row.source.text, Operator(row.operator)].append(value)
    words = (comparison_in_words(text, operator, v) for (_line, text, operator), v in said.items())
    return joined(Behavior(behavior), words)

"""A published document as a reader sees it: sections, questions and points, rules in words."""

from dataclasses import dataclass

from intake.core.questionnaire.points import Point
from intake.core.questionnaire.questionnaire import Group, Question, Questionnaire
from intake.models.catalog.points import POINT_KINDS
from intake.models.catalog.questions import KINDS, SETTLES

from .rule_words import condition_words, joined


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
    reasons: tuple[tuple[str, str], ...]


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
                (trigger.severity.label, _rule(document, trigger.behavior, trigger.conditions))
                for trigger in point.triggers
            ),
        )
        for point in document.points
    ]


def claims_of(document: Questionnaire) -> list[tuple[str, str, str]]:
    """What patients are told, what is known, and the evidence for it."""
    heard = document.by_key.get(document.roles.claims.question)
    texts = heard.texts if heard else {}
    return [
        (texts.get(claim.option, claim.option), claim.known, ", ".join(claim.evidence))
        for claim in document.claims
    ]


def _asked(document: Questionnaire, item: Question | Group) -> Asked:
    when = _rule(document, item.show_if.behavior, item.show_if.conditions) if item.show_if else ""
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


def _rule(document: Questionnaire, behavior, conditions) -> str:
    return joined(
        behavior,
        (
            condition_words(
                document.by_key[each.question].text,
                each.operator,
                [_value(document.by_key[each.question], value) for value in each.values],
            )
            for each in conditions
        ),
    )


def _value(question: Question, value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{question.texts.get(value, value)}”" if isinstance(value, str) else str(value)

"""Conditions and triggers in words that a clinic manager reads."""

from collections.abc import Iterable, Sequence
from datetime import date

from intake.core.discussion.in_words import plain_date
from intake.core.questionnaire.answers import Behavior, Condition, Operator, ShowIf
from intake.core.questionnaire.points import Trigger
from intake.core.questionnaire.questionnaire import Questionnaire

OPERATOR_WORDS = {
    Operator.IS: "is",
    Operator.IS_NOT: "is not",
    Operator.EXISTS: "is answered (yes) or left blank (no)",
    Operator.MORE: "is more than",
    Operator.LESS: "is less than",
    Operator.AT_LEAST: "is at least",
    Operator.AT_MOST: "is at most",
}


def comparison_in_words(asked: str, operator: Operator, said: Sequence[str]) -> str:
    """“Contents” is “I don't know” or “I asked, but did not get an answer”."""
    if operator is Operator.EXISTS:
        return f"“{asked}” {'is left blank' if said[0] == 'No' else 'is answered'}"
    return f"“{asked}” {OPERATOR_WORDS[operator]} {' or '.join(f'“{one}”' for one in said)}"


def joined(behavior: Behavior, conditions: Iterable[str]) -> str:
    return (" and " if behavior is Behavior.ALL else ", or ").join(conditions)


def condition_in_words(questionnaire: Questionnaire, condition: Condition) -> str:
    question = questionnaire.by_key.get(condition.question)
    texts = question.texts if question else {}
    said = []
    for value in condition.values:
        match value:
            case bool():
                said.append("Yes" if value else "No")
            case str():
                said.append(texts.get(value, value))
            case date():
                said.append(plain_date(value))
            case _:
                said.append(str(value))
    named = question.short if question else condition.question
    return comparison_in_words(named, condition.operator, said)


def show_if_in_words(questionnaire: Questionnaire, show_if: ShowIf | None) -> str:
    if show_if is None:
        return "always"
    return "when " + conditions_in_words(questionnaire, show_if)


def trigger_in_words(questionnaire: Questionnaire, trigger: Trigger) -> str:
    """Hold for clinician review: “Asthma” is “…” and “Takes” is “…”."""
    return f"{trigger.severity.label}: {conditions_in_words(questionnaire, trigger)}"


def conditions_in_words(questionnaire: Questionnaire, rule: ShowIf | Trigger) -> str:
    said = (condition_in_words(questionnaire, each) for each in rule.conditions)
    return joined(rule.behavior, said)

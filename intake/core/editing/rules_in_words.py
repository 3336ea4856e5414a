"""Conditions and triggers in words that a clinic manager reads."""

from datetime import date

from intake.core.discussion.in_words import plain_date
from intake.core.questionnaire.conditions import Behavior, Condition, Operator, ShowIf, Value
from intake.core.questionnaire.points import Trigger
from intake.core.questionnaire.questionnaire import Questionnaire

OPERATOR_WORDS = {
    Operator.IS: "is",
    Operator.IS_NOT: "is not",
    Operator.MORE: "is more than",
    Operator.LESS: "is less than",
    Operator.AT_LEAST: "is at least",
    Operator.AT_MOST: "is at most",
}


def condition_in_words(questionnaire: Questionnaire, condition: Condition) -> str:
    """“Contents” is “I don't know” or “I asked, but did not get an answer”."""
    question = questionnaire.by_key.get(condition.question)
    named = f"“{question.short}”" if question else f"“{condition.question}”"
    if condition.operator is Operator.EXISTS:
        return f"{named} {'is answered' if condition.values[0] else 'is left blank'}"
    texts = question.texts if question else {}
    said = " or ".join(f"“{_value_in_words(value, texts)}”" for value in condition.values)
    return f"{named} {OPERATOR_WORDS[condition.operator]} {said}"


def _value_in_words(value: Value, texts: dict[str, str]) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, str):
        return texts.get(value, value)
    return plain_date(value) if isinstance(value, date) else str(value)


def show_if_in_words(questionnaire: Questionnaire, show_if: ShowIf | None) -> str:
    if show_if is None:
        return "always"
    joint = " and " if show_if.behavior is Behavior.ALL else ", or "
    return "when " + joint.join(
        condition_in_words(questionnaire, condition) for condition in show_if.conditions
    )


def trigger_in_words(questionnaire: Questionnaire, trigger: Trigger) -> str:
    """Hold for clinician review: “Asthma” is “…” and “Takes” is “…”."""
    joint = " and " if trigger.behavior is Behavior.ALL else ", or "
    said = joint.join(condition_in_words(questionnaire, c) for c in trigger.conditions)
    return f"{trigger.severity.label}: {said}"

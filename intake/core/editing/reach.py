"""What rules can reach: conditions that can't be met, questions and points nobody gets to."""

from collections.abc import Iterator

from intake.core.questionnaire.answers import ORDERINGS, Behavior, Condition, Operator, ShowIf
from intake.core.questionnaire.facts import RAISED_BY_FACTS
from intake.core.questionnaire.points import Trigger
from intake.core.questionnaire.questionnaire import CHOICES, WORDS, Question, Questionnaire

from .reachable import NUMBERS_AND_DATES, Possible, can_be_met, possible_in, suits
from .rules_in_words import condition_in_words

Mistake = tuple[str, str]
"""(place, what is wrong in words)"""


def rule_problems(draft: Questionnaire) -> Iterator[Mistake]:
    """Mistakes in show-ifs and triggers, each with the place where it stands."""
    possible = possible_in(draft)
    for group in draft.groups.values():
        yield from _show_if_problems(possible, group.key, group.show_if, group.items[:1])
    for question in draft.questions:
        yield from _show_if_problems(possible, question.key, question.show_if, (question,))
        if question.options and question.kind not in CHOICES:
            says = "Its options can't be reached: this kind of answer offers no list."
            yield f"question:{question.key}", says
    for point in draft.points:
        place = f"point:{point.key}"
        for number, trigger in enumerate(point.triggers, 1):
            mistakes = [m for c in trigger.conditions for m in _condition_problems(draft, c)]
            for says in mistakes or _unmet(possible, trigger):
                yield place, f"Trigger {number}: {says}"
        is_raised = point.always is not None or point.key in RAISED_BY_FACTS
        if not is_raised and not any(can_be_met(possible, each) for each in point.triggers):
            no_trigger = "it has no trigger and is not for every patient"
            why = "none of its triggers can fire" if point.triggers else no_trigger
            yield place, f"It can never be raised: {why}."


def _show_if_problems(
    possible: Possible, key: str, show_if: ShowIf | None, first: tuple[Question, ...]
) -> Iterator[Mistake]:
    if show_if is None:
        return
    draft, place = possible.draft, f"question:{key}"
    mistakes = [says for each in show_if.conditions for says in _condition_problems(draft, each)]
    for says in mistakes or _unmet(possible, show_if):
        yield place, says
    if not first:
        return
    asked = first[0].key
    for source in [each.question for each in show_if.conditions if each.question in draft.by_key]:
        if draft.position[source] >= draft.position[asked]:
            yield place, f'It depends on "{source}", which is not asked before it.'
        elif draft.page_of.get(source) == draft.page_of.get(asked):
            yield place, f'It follows up on "{source}" and must be on a later page.'
        outer = draft.group_of.get(source)
        if outer is not None and outer is not draft.group_of.get(asked):
            says = f'It depends on "{source}", which is asked once for each entry of a group.'
            yield place, says


def _unmet(possible: Possible, rule: ShowIf | Trigger) -> Iterator[str]:
    is_strict = isinstance(rule, Trigger)
    if not can_be_met(possible, rule):
        never = "fire" if is_strict else "be asked"
        yield f"It can never {never}: its conditions exclude each other."
    elif rule.behavior is Behavior.ANY:
        for condition in rule.conditions:
            if not possible.together((condition,), is_strict=is_strict):
                yield f"This can never be met: {condition_in_words(possible.draft, condition)}."


def _condition_problems(draft: Questionnaire, condition: Condition) -> Iterator[str]:
    source = draft.by_key.get(condition.question)
    if source is None:
        yield f'It depends on "{condition.question}", which does not exist.'
    elif condition.operator in ORDERINGS and source.kind not in NUMBERS_AND_DATES:
        yield f'"{condition.operator.value}" does not fit the answers of "{source.key}".'
    elif condition.operator in (Operator.IS, Operator.IS_NOT) and source.kind in CHOICES:
        for value in condition.values:
            if value not in source.texts:
                yield f'"{source.key}" has no option "{value}".'
    elif condition.operator in (Operator.IS, Operator.IS_NOT) and source.kind in WORDS:
        yield f'No rule reads free text, and "{source.key}" is free text.'
    elif not suits(source, condition):
        yield f'It compares "{source.key}" with a value of another kind.'

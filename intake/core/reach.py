"""What rules can reach: conditions that can't be met, questions and points nobody gets to."""

from collections.abc import Iterator, Mapping

from .conditions import ORDERINGS, Behavior, Condition, Operator
from .questionnaire import CHOICES, Kind, Question, Questionnaire
from .rules import Point, Trigger

Mistake = tuple[str, str]
"""(place, what is wrong in words)"""

NUMBERS_AND_DATES = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.DATE})


def rule_problems(draft: Questionnaire) -> Iterator[Mistake]:
    """Mistakes in show-ifs and triggers, each with the place where it stands."""
    for group in draft.groups.values():
        yield from _show_if_problems(draft, group.key, group.show_if, group.items[:1])
    for question in draft.questions:
        yield from _show_if_problems(draft, question.key, question.show_if, (question,))
    for point in draft.points:
        yield from _trigger_problems(draft, point)


def _show_if_problems(
    draft: Questionnaire, key: str, show_if: object, first: tuple[Question, ...]
) -> Iterator[Mistake]:
    conditions = getattr(show_if, "conditions", ())
    place = f"question:{key}"
    for condition in conditions:
        for says in _condition_problems(draft, condition):
            yield place, says
        if first and condition.question in draft.by_key:
            yield from _order_problems(draft, place, condition.question, first[0].key)
    if conditions and not _can_be_shown(draft, show_if):
        yield place, "It can never be asked: its conditions exclude each other."


def _order_problems(draft: Questionnaire, place: str, source: str, asked: str) -> Iterator[Mistake]:
    if draft.position[source] >= draft.position[asked]:
        yield place, f'It depends on "{source}", which is not asked before it.'
    elif draft.page_of.get(source) == draft.page_of.get(asked):
        yield place, f'It follows up on "{source}" and must be on a later page.'
    outer, inner = draft.group_of.get(source), draft.group_of.get(asked)
    if outer is not None and outer is not inner:
        yield (
            place,
            f'It depends on "{source}", which is asked once for each entry of a group.',
        )


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
    elif condition.operator is Operator.IS and source.kind in (Kind.STRING, Kind.TEXT):
        yield f'No rule reads free text, and "{source.key}" is free text.'


def _trigger_problems(draft: Questionnaire, point: Point) -> Iterator[Mistake]:
    place = f"point:{point.key}"
    for number, trigger in enumerate(point.triggers, 1):
        mistakes = [m for c in trigger.conditions for m in _condition_problems(draft, c)]
        for says in mistakes:
            yield place, f"Trigger {number}: {says}"
        if not mistakes and not _can_fire(draft, trigger):
            yield (
                place,
                f"Trigger {number} can never fire: its conditions exclude each other.",
            )
    if point.always is None and not point.triggers:
        yield (
            place,
            "It can never be raised: it has no trigger and is not for every patient.",
        )


def _can_fire(draft: Questionnaire, trigger: Trigger) -> bool:
    if trigger.behavior is Behavior.ANY:
        return any(_is_possible(draft, (condition,)) for condition in trigger.conditions)
    return _is_possible(draft, trigger.conditions, is_strict=True)


def _can_be_shown(draft: Questionnaire, show_if: object) -> bool:
    conditions: tuple[Condition, ...] = getattr(show_if, "conditions", ())
    if getattr(show_if, "behavior", None) is Behavior.ANY:
        return any(_is_possible(draft, (condition,)) for condition in conditions)
    return _is_possible(draft, conditions)


def _is_possible(
    draft: Questionnaire, conditions: tuple[Condition, ...], *, is_strict: bool = False
) -> bool:
    """Whether one patient could meet all conditions, as far as single choices can tell."""
    wanted = list(_with_sources(draft, conditions, is_strict))
    allowed: dict[str, frozenset[object]] = {}
    for condition in wanted:
        source = draft.by_key.get(condition.question)
        if source is None:
            return True
        possible = _possible_codes(source, condition)
        if possible is None:
            continue
        allowed[source.key] = allowed.get(source.key, possible) & possible
        if not allowed[source.key]:
            return False
    return not _is_absent_and_present(wanted)


def _with_sources(
    draft: Questionnaire, conditions: tuple[Condition, ...], is_strict: bool
) -> Iterator[Condition]:
    """The conditions, and those under which their sources are asked at all."""
    waiting, seen = list(conditions), set()
    while waiting:
        condition = waiting.pop()
        yield condition
        needs_source = is_strict or condition.operator is Operator.IS
        source = draft.by_key.get(condition.question)
        if source is None or not needs_source or source.key in seen:
            continue
        seen.add(source.key)
        show_if = source.show_if or getattr(draft.group_of.get(source.key), "show_if", None)
        if show_if and (show_if.behavior is Behavior.ALL or len(show_if.conditions) == 1):
            waiting.extend(show_if.conditions)


def _possible_codes(source: Question, condition: Condition) -> frozenset[object] | None:
    """Codes of a single choice that meet a condition; None where nothing can be told."""
    if source.kind not in CHOICES or source.repeats:
        return None
    every: Mapping[str, str] = source.texts
    if condition.operator is Operator.IS:
        return frozenset(condition.values) & frozenset(every)
    if condition.operator is Operator.IS_NOT:
        return frozenset(every) - frozenset(condition.values)
    return None


def _is_absent_and_present(conditions: list[Condition]) -> bool:
    absent = {
        c.question for c in conditions if c.operator is Operator.EXISTS and c.values[0] is False
    }
    present = {
        c.question
        for c in conditions
        if c.operator not in (Operator.EXISTS, Operator.IS_NOT) or c.values[0] is True
    }
    return bool(absent & present)

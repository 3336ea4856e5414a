"""Whether one patient could meet several conditions together, and which questions nobody gets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from intake.core.questionnaire.answers import ORDERINGS, Behavior, Condition, Operator, ShowIf
from intake.core.questionnaire.points import Trigger
from intake.core.questionnaire.questionnaire import CHOICES, Kind, Question, Questionnaire

NUMBERS_AND_DATES = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.DATE})
SMALLEST_STEP = Decimal("0.0001")
"""The database keeps four decimals of a number."""


@dataclass(frozen=True)
class Possible:
    """Answers that one patient can give, as far as conditions and options can tell."""

    draft: Questionnaire
    unasked: frozenset[str]
    """Questions whose own conditions nobody can meet."""

    def together(self, conditions: tuple[Condition, ...], *, is_strict: bool = False) -> bool:
        """``is_strict`` as for triggers: a question must be asked to meet anything at all."""
        wanted = list(self._with_sources(conditions, is_strict))
        if any(self._needs_the_unasked(each, is_strict) for each in wanted):
            return False
        by_source: dict[str, list[Condition]] = {}
        for condition in wanted:
            by_source.setdefault(condition.question, []).append(condition)
        return all(self._fit(key, each) for key, each in by_source.items())

    def _with_sources(
        self, conditions: tuple[Condition, ...], is_strict: bool
    ) -> Iterator[Condition]:
        """The conditions, and those under which their sources are asked at all."""
        waiting, seen = list(conditions), set()
        while waiting:
            condition = waiting.pop()
            yield condition
            source = self.draft.by_key.get(condition.question)
            needs_source = is_strict or _needs_an_answer(condition)
            if source is None or not needs_source or source.key in seen:
                continue
            seen.add(source.key)
            for show_if in show_ifs_of(self.draft, source):
                if show_if.behavior is Behavior.ALL or len(show_if.conditions) == 1:
                    waiting.extend(show_if.conditions)

    def _needs_the_unasked(self, condition: Condition, is_strict: bool) -> bool:
        return condition.question in self.unasked and (is_strict or _needs_an_answer(condition))

    def _fit(self, key: str, conditions: list[Condition]) -> bool:
        """Whether one answer to one question, or none, meets all of them."""
        source = self.draft.by_key.get(key)
        if source is None or not all(suits(source, each) for each in conditions):
            return True
        needs = [each for each in conditions if _needs_an_answer(each)]
        if not needs:
            return True
        if any(each.operator is Operator.EXISTS and not each.values[0] for each in conditions):
            return False
        if source.kind in CHOICES:
            return _codes_fit(source, conditions)
        refused = {
            v for each in conditions if each.operator is Operator.IS_NOT for v in each.values
        }
        named = [{*each.values} - refused for each in needs if each.operator is Operator.IS]
        if source.kind is Kind.BOOLEAN:
            return not named or bool(set.intersection(*named))
        return source.kind not in NUMBERS_AND_DATES or _numbers_fit(source, needs, named)


def possible_in(draft: Questionnaire) -> Possible:
    """Conditions look only at earlier questions, so one pass finds what nobody is asked."""
    found = Possible(draft, frozenset())
    for question in draft.questions:
        if not all(can_be_met(found, each) for each in show_ifs_of(draft, question)):
            found = Possible(draft, found.unasked | {question.key})
    return found


def can_be_met(possible: Possible, rule: ShowIf | Trigger) -> bool:
    is_strict = isinstance(rule, Trigger)
    if rule.behavior is Behavior.ANY:
        return any(possible.together((each,), is_strict=is_strict) for each in rule.conditions)
    return possible.together(rule.conditions, is_strict=is_strict)


def show_ifs_of(draft: Questionnaire, question: Question) -> Iterator[ShowIf]:
    """When a question is asked: its own conditions and those of its group."""
    group = draft.group_of.get(question.key)
    yield from filter(None, (question.show_if, group.show_if if group else None))


def _needs_an_answer(condition: Condition) -> bool:
    if condition.operator is Operator.EXISTS:
        return bool(condition.values[0])
    return condition.operator is not Operator.IS_NOT


def _codes_fit(source: Question, conditions: list[Condition]) -> bool:
    """One code that all conditions allow or, of several answers, codes that go together."""
    allowed = frozenset[object](source.texts)
    for each in conditions:
        if each.operator is Operator.IS_NOT:
            allowed -= frozenset(each.values)
    wanted = [
        allowed & frozenset(each.values) for each in conditions if each.operator is Operator.IS
    ]
    if not wanted or allowed.intersection(*wanted):
        return bool(allowed)
    return source.repeats and all(codes - source.alone for codes in wanted)


def _numbers_fit(source: Question, conditions: list[Condition], named: list[set[Any]]) -> bool:
    """A number, or a day, that lies within all limits; more than 3 is at least one step more.

    ``named`` are the numbers that each condition allows by name.
    """
    is_number = source.kind is not Kind.DATE
    lows = [source.minimum] if is_number and source.minimum is not None else []
    highs = [source.maximum] if is_number and source.maximum is not None else []
    step = SMALLEST_STEP if source.kind is Kind.DECIMAL else 1
    for each in conditions:
        if each.operator not in ORDERINGS:
            continue
        value = _ordered(each.values[0])
        if each.operator in (Operator.MORE, Operator.AT_LEAST):
            lows.append(value + step if each.operator is Operator.MORE else value)
        else:
            highs.append(value - step if each.operator is Operator.LESS else value)
    low, high = max(lows, default=None), min(highs, default=None)
    if named:
        both = map(_ordered, set.intersection(*named))
        return any((low is None or low <= v) and (high is None or v <= high) for v in both)
    return low is None or high is None or low <= high


def _ordered(value: Any) -> Any:
    """Days count like numbers, also past the last day a calendar has."""
    return value.toordinal() if isinstance(value, date) else value


def suits(source: Question, condition: Condition) -> bool:
    """Whether values are of the sort that the question's answers are."""
    if condition.operator is Operator.EXISTS:
        return True
    wanted = _SORTS[source.kind]
    return all(
        isinstance(each, wanted) and isinstance(each, bool) is (wanted is bool)
        for each in condition.values
    )


_SORTS: dict[Kind, Any] = {
    Kind.CHOICE: str,
    Kind.OPEN_CHOICE: str,
    Kind.STRING: str,
    Kind.TEXT: str,
    Kind.DATE: date,
    Kind.INTEGER: (int, Decimal),
    Kind.DECIMAL: (int, Decimal),
    Kind.BOOLEAN: bool,
}

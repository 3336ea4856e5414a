"""Statements about answers: met or not met."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .answers import Answer, Answers, Row, Unsaid, codes_in, scalars_in

Value = str | bool | int | Decimal | date


class Operator(StrEnum):
    """The operators of FHIR R4 ``Questionnaire.item.enableWhen``."""

    EXISTS = "exists"
    IS = "="
    IS_NOT = "!="
    MORE = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


class Behavior(StrEnum):
    """How several conditions combine (FHIR R4 ``enableBehavior``)."""

    ALL = "all"
    ANY = "any"


ORDERINGS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.MORE: operator.gt,
    Operator.LESS: operator.lt,
    Operator.AT_LEAST: operator.ge,
    Operator.AT_MOST: operator.le,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """``question operator values``; several values with ``=`` mean "at least one of these"."""

    question: str
    operator: Operator
    values: tuple[Value, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError(f"The condition on {self.question} names no value")
        if self.operator is Operator.EXISTS and not isinstance(self.values[0], bool):
            raise ValueError(f'"exists" on {self.question} takes true or false')


@dataclass(frozen=True, slots=True)
class ShowIf:
    """When a question is asked; looks only at questions that come before it."""

    conditions: tuple[Condition, ...]
    behavior: Behavior = Behavior.ALL

    def __post_init__(self) -> None:
        if not self.conditions:
            raise ValueError("Show-if needs at least one condition")


def is_shown(show_if: ShowIf | None, counted: Answers, row: Row | None = None) -> bool:
    """FHIR R4 to the letter: a source that is not asked counts as unanswered.

    ``counted`` holds only answers to questions that are asked; ``row`` is the row whose
    question is decided, so that a source in the same row is found first.
    """
    if show_if is None:
        return True
    combine = all if show_if.behavior is Behavior.ALL else any
    return combine(is_met(condition, counted, row) for condition in show_if.conditions)


def is_met(condition: Condition, counted: Answers, row: Row | None = None) -> bool:
    """Whether a show-if condition is met by the answers that count."""
    answer = counted.get(condition.question, row) if row else None
    if answer is None:
        answer = counted.get(condition.question)
    return answer_meets(condition, answer)


def answer_meets(condition: Condition, answer: Answer | None) -> bool:
    """FHIR R4 ``enableWhen`` on one answer; ``None`` is a question without an answer."""
    match condition.operator:
        case Operator.EXISTS:
            return (answer is not None) is condition.values[0]
        case Operator.IS:
            return bool(matching(condition, answer))
        case Operator.IS_NOT:
            return not matching(condition, answer)
    return bool(matching(condition, answer))


def matching(condition: Condition, answer: Answer | None) -> tuple[Value, ...]:
    """The values in an answer that the condition names or compares true with."""
    if condition.operator in ORDERINGS:
        compare = ORDERINGS[condition.operator]
        limit = condition.values[0]
        return tuple(v for v in _comparable(answer, limit) if compare(v, limit))
    if answer is None:
        return ()
    if isinstance(condition.values[0], str):
        # No rule reads free text: only codes can equal a word (DESIGN, Conditions and points).
        return tuple([code for code in codes_in(answer) if code in condition.values])
    return tuple(
        v for v in scalars_in(answer) if any(_is_same(v, wanted) for wanted in condition.values)
    )


def _is_same(given: Value, wanted: Value) -> bool:
    # True == 1 in Python; a yes/no answer never equals a number.
    return isinstance(given, bool) is isinstance(wanted, bool) and given == wanted


def _comparable(answer: Answer | None, limit: Value) -> tuple[Any, ...]:
    if answer is None or isinstance(answer, Unsaid | bool) or isinstance(limit, bool | str):
        return ()
    kinds = date if isinstance(limit, date) else (int, Decimal)
    return tuple(v for v in scalars_in(answer) if isinstance(v, kinds))

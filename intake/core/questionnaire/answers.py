"""What a patient said, would not or could not say, and conditions on it: met or not met."""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any

DONT_KNOW = "dont_know"
"""The one option code that means "I don't know"; it is stored as ``Unsaid.DONT_KNOW``."""

OTHER = "other"
"""The option of an open choice that comes with words of the patient's own."""


class Unsaid(Enum):
    """The patient chose to say that there is no value; never assumed from a blank."""

    DONT_KNOW = "dont_know"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options picked from a list, in the order of the list, with the words beside "other"."""

    codes: tuple[str, ...]
    text: str = ""

    def __post_init__(self) -> None:
        if not self.codes:
            raise ValueError("Chosen needs at least one code; a blank answer is absent")
        if DONT_KNOW in self.codes:
            raise ValueError('"dont_know" is said with Unsaid.DONT_KNOW')


Answer = Chosen | str | tuple[str, ...] | date | int | Decimal | bool | Unsaid
Values = Mapping[str, Answer]
NOTHING: Values = MappingProxyType({})


def _nothing() -> Values:
    return NOTHING


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a repeating group; ``id`` stays the same when other rows come and go."""

    id: str
    answers: Values = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything given so far; a key that is absent was not asked or was left blank."""

    top: Values = field(default_factory=_nothing)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=lambda: MappingProxyType({}))
    private: frozenset[str] = frozenset()
    """Questions whose answer she keeps off the copy she takes home."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """Options ("question/option") that a name on her list ticked, to the name as she wrote it."""
    settled: frozenset[str] = frozenset()
    """Answers that do not seem to fit together, of which she said that both are right."""

    def get(self, key: str, row: Row | None = None) -> Answer | None:
        return (row.answers if row else self.top).get(key)

    def rows_of(self, group: str) -> tuple[Row, ...]:
        return self.rows.get(group, ())

    def row_of(self, group: str | None, row: str | None) -> Row | None:
        """The entry with this id; None for a page without entries."""
        return next((each for each in self.rows_of(group or "") if each.id == row), None)

    def with_said(
        self, said: Mapping[str, Answer | None], group: str | None = None, row: str | None = None
    ) -> "Answers":
        """The answers once those of a page are kept; None is a blank."""
        if group is None or row is None:
            return replace(self, top=_kept({**self.top, **said}))
        rows = tuple(
            Row(row, _kept({**each.answers, **said})) if each.id == row else each
            for each in self.rows_of(group)
        )
        return replace(self, rows={**self.rows, group: rows})


EMPTY = Answers()


def _kept(said: Mapping[str, Answer | None]) -> Values:
    return {key: answer for key, answer in said.items() if answer is not None}


def codes_in(answer: Answer | None) -> tuple[str, ...]:
    """The codes that a condition may name, ``dont_know`` for both kinds of unsaid."""
    if isinstance(answer, Chosen):
        return answer.codes
    return (DONT_KNOW,) if isinstance(answer, Unsaid) else ()


def scalars_in(answer: Answer) -> Iterator[str | date | int | Decimal | bool]:
    """The single values of an answer, to compare and to name one by one."""
    match answer:
        case Chosen() | Unsaid():
            yield from codes_in(answer)
        case tuple():
            yield from answer
        case _:
            yield answer


@dataclass(frozen=True, slots=True)
class Marks:
    """``listed``: options that names ticked, to the name and whether "I don't know" stood there.

    ``refused`` are ticks that the patient took away, ``settled`` answers of which she said that
    both are right, ``private`` questions whose answer she keeps off the copy she takes home.
    """

    listed: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()

    @property
    def names(self) -> dict[str, str]:
        return {option: typed for option, (typed, _was) in self.listed.items()}


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
        compare, limit = ORDERINGS[condition.operator], condition.values[0]
        if answer is None or isinstance(answer, Unsaid | bool) or isinstance(limit, bool | str):
            return ()
        kinds = date if isinstance(limit, date) else (int, Decimal)
        numbers: tuple[Any, ...] = tuple(v for v in scalars_in(answer) if isinstance(v, kinds))
        return tuple(v for v in numbers if compare(v, limit))
    if answer is None:
        return ()
    if isinstance(condition.values[0], str):
        # No rule reads free text: only codes can equal a word (DESIGN, Conditions and points).
        return tuple([code for code in codes_in(answer) if code in condition.values])
    # True == 1 in Python; a yes/no answer never equals a number.
    wanted = {(type(value) is bool, value) for value in condition.values}
    return tuple(v for v in scalars_in(answer) if (type(v) is bool, v) in wanted)

"""Which points a patient's answers raise, and why."""

from collections.abc import Iterator
from typing import NamedTuple

from intake.core.questionnaire.answers import Answer, Chosen, Unsaid, scalars_in
from intake.core.questionnaire.conditions import Behavior, Condition, Operator, Value, matching
from intake.core.questionnaire.points import Claim, Point, PointKind, Severity, Trigger
from intake.core.questionnaire.walk import Asked, Walk


class Match(NamedTuple):
    """One answer that met a condition; ``value`` is None where a blank was what counted."""

    question: str
    row: str | None
    value: Value | None


class Fired(NamedTuple):
    """A trigger that fired, by its place in the point, and the answers that met it."""

    trigger: int
    severity: Severity
    because: tuple[Match, ...]


class Raised(NamedTuple):
    """A point that goes into the discussion; ``because`` is in document order, each once."""

    point: Point
    severity: Severity
    fired: tuple[Fired, ...]
    because: tuple[Match, ...]

    @property
    def is_at_base(self) -> bool:
        """Whether a point for everyone was raised no higher by any answer."""
        return self.point.always is not None and self.severity is self.point.always


def points_raised(walked: Walk) -> tuple[Raised, ...]:
    """Every point that is always on or whose triggers fired, then the claims, in their order.

    Source: triggers as DESIGN, Conditions and points. The highest fired severity wins.
    """
    seen = _Seen(walked)
    raised = (_raise(point, seen) for point in walked.questionnaire.points)
    return (*filter(None, raised), *_claims_heard(walked, seen))


class _Seen:
    """The asked questions by key, so that each condition is looked up and never searched."""

    def __init__(self, walked: Walk) -> None:
        self.by_key: dict[str, list[Asked]] = {}
        self.order: dict[tuple[str, str | None], int] = {}
        self.in_group = walked.questionnaire.group_of
        self.values: dict[str, set[Value]] = {}
        for place, asked in enumerate(walked.asked):
            key = asked.question.key
            self.by_key.setdefault(key, []).append(asked)
            self.order[key, asked.row] = place
            if asked.answer is not None:
                self.values.setdefault(key, set()).update(scalars_in(asked.answer))

    def could_meet(self, condition: Condition) -> bool:
        """A quick no for "is one of", which nearly all are, before rows are looked at."""
        if condition.operator is not Operator.IS:
            return condition.question in self.by_key
        values = self.values.get(condition.question)
        return values is not None and not values.isdisjoint(condition.values)

    def place_of(self, match: Match) -> int:
        return self.order[match.question, match.row]


def _raise(point: Point, seen: _Seen) -> Raised | None:
    fired = tuple(
        Fired(number, trigger.severity, because)
        for number, trigger in enumerate(point.triggers)
        if (because := _matches(trigger, seen))
    )
    severities = [one.severity for one in fired]
    if point.always is not None:
        severities.append(point.always)
    if not severities:
        return None
    highest = max(severities, key=lambda severity: severity.rank)
    return Raised(point, highest, fired, _in_order(fired, seen))


def _in_order(fired: tuple[Fired, ...], seen: _Seen) -> tuple[Match, ...]:
    if not fired:
        return ()
    once = dict.fromkeys(match for one in fired for match in one.because)
    return tuple(sorted(once, key=seen.place_of))


def _matches(trigger: Trigger, seen: _Seen) -> tuple[Match, ...]:
    """The answers that made a trigger fire; empty when it did not."""
    if trigger.behavior is Behavior.ANY:
        possible = [c for c in trigger.conditions if seen.could_meet(c)]
        return tuple(m for c in possible for m in _met_anywhere(c, seen)) if possible else ()
    if not all(map(seen.could_meet, trigger.conditions)):
        return ()
    if any(condition.question in seen.in_group for condition in trigger.conditions):
        return _all_within_a_row(trigger, seen)
    found: list[Match] = []
    for condition in trigger.conditions:
        met = _met_anywhere(condition, seen)
        if not met:
            return ()
        found.extend(met)
    return tuple(found)


def _all_within_a_row(trigger: Trigger, seen: _Seen) -> tuple[Match, ...]:
    """Conditions on one group must hold in the same row; every row where they do counts."""
    by_group: dict[str | None, list[Condition]] = {}
    for condition in trigger.conditions:
        group = seen.in_group.get(condition.question)
        by_group.setdefault(group.key if group else None, []).append(condition)
    found: list[Match] = []
    for group_key, conditions in by_group.items():
        rows = _rows(conditions, seen) if group_key else [None]
        met = [m for row in rows for m in _met_together(conditions, row, seen)]
        if not met:
            return ()
        found.extend(met)
    return tuple(found)


def _rows(conditions: list[Condition], seen: _Seen) -> list[str | None]:
    asked = (each for c in conditions for each in seen.by_key.get(c.question, ()))
    return list(dict.fromkeys(each.row for each in asked))


def _met_together(conditions: list[Condition], row: str | None, seen: _Seen) -> list[Match]:
    found: list[Match] = []
    for condition in conditions:
        asked = [a for a in seen.by_key.get(condition.question, ()) if a.row == row]
        met = [m for each in asked for m in _met_by(condition, each)]
        if not met:
            return []
        found.extend(met)
    return found


def _met_anywhere(condition: Condition, seen: _Seen) -> list[Match]:
    asked = seen.by_key.get(condition.question, ())
    return [match for each in asked for match in _met_by(condition, each)]


def _met_by(condition: Condition, asked: Asked) -> list[Match]:
    """Stricter than show-if: only a question that was asked can meet anything."""
    if condition.operator is Operator.EXISTS:
        values = _existing(condition, asked.answer)
    else:
        values = matching(condition, asked.answer)
    return [Match(asked.question.key, asked.row, value) for value in values]


def _existing(condition: Condition, answer: Answer | None) -> tuple[Value | None, ...]:
    if answer is None:
        return () if condition.values[0] else (None,)
    # "I don't know" meets only a condition that names it, so it does not count as existing.
    if not condition.values[0] or isinstance(answer, Unsaid):
        return ()
    return tuple(scalars_in(answer))


def _claims_heard(walked: Walk, seen: _Seen) -> Iterator[Raised]:
    """One raised point for each claim the patient ticked (content: always discuss first)."""
    questionnaire = walked.questionnaire
    for asked in seen.by_key.get(questionnaire.roles.claims.question, ()):
        if not isinstance(asked.answer, Chosen):
            continue
        for claim in questionnaire.claims:
            if claim.option in asked.answer.codes:
                match = Match(asked.question.key, asked.row, claim.option)
                fired = Fired(0, Severity.DISCUSS_FIRST, (match,))
                yield Raised(
                    _claim_point(claim, asked),
                    Severity.DISCUSS_FIRST,
                    (fired,),
                    (match,),
                )


def _claim_point(claim: Claim, asked: Asked) -> Point:
    return Point(
        key=f"claim:{claim.option}",
        kind=PointKind.CLAIM,
        group="",
        title=asked.question.texts.get(claim.option, claim.option),
        provider=(claim.known,),
        patient=claim.known,
        ask="",
        knowledge=None,
        evidence=claim.evidence,
        always=None,
        triggers=(),
    )

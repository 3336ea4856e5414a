"""Which points the answers and the clinic's own facts raise, by a trigger or without, and why."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from intake.core.questionnaire.answers import (
    Answer,
    Answers,
    Behavior,
    Chosen,
    Condition,
    Operator,
    Unsaid,
    Value,
    codes_in,
    matching,
    scalars_in,
)
from intake.core.questionnaire.facts import (
    CLARIFY_REGISTER,
    LAPSED,
    RESERVED,
    UNCLEAR,
    By,
    ClinicSays,
    Lapsed,
    VisitFacts,
    does_identity_fit,
)
from intake.core.questionnaire.points import Point, PointKind, Severity, Trigger
from intake.core.questionnaire.questionnaire import Question
from intake.core.questionnaire.walk import Walk

NO_CLINIC = ClinicSays()

LAPSED_FACT = {
    Lapsed.LOT: "record.expiry",
    Lapsed.LICENSE: "record.license",
    Lapsed.LABEL: "record.expiry",
}
"""What the trace of a lapse names: facts of the record that no question asks for."""

FALLBACK = {
    Lapsed.LOT: "The lot is past its date",
    Lapsed.LICENSE: "The license is past its date",
    Lapsed.LABEL: "The label’s last day can be read in more than one way",
}
"""For documents that were published before a lapse raised anything."""


class Match(NamedTuple):
    """One answer that met a condition; ``value`` is None where a blank was what counted."""

    question: str
    row: str | None
    value: Value | None
    by: By = By.PATIENT


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


def points_raised(walked: Walk, clinic: ClinicSays = NO_CLINIC) -> tuple[Raised, ...]:
    """Every point that is always on or whose triggers fired, then the claims, in their order.

    The clinic's facts go through the same triggers: a question with one counts as asked, what is
    said adds up, and only the patient's "I don't know", refusal or blank gives way to it.
    The highest fired severity wins.
    """
    seen = _Seen(walked, clinic)
    raised = []
    for point in walked.questionnaire.points:
        fired = tuple(
            Fired(number, trigger.severity, because)
            for number, trigger in enumerate(point.triggers)
            if (because := _matches(trigger, seen))
        )
        severities = [one.severity for one in fired]
        if point.always is not None:
            severities.append(point.always)
        if severities:
            highest = max(severities, key=lambda severity: severity.rank)
            once = dict.fromkeys(match for one in fired for match in one.because)
            trace = tuple(sorted(once, key=seen.place_of))
            raised.append(Raised(point, highest, fired, trace))
    return (*raised, *_claims_heard(walked, seen))


def key_of(raised: Raised) -> str:
    """Names exactly these answers: what was said of them is not said of others."""
    told = [(match.row, match.question, str(match.value)) for match in raised.because]
    digest = hashlib.sha256(json.dumps(sorted(told, key=str)).encode()).hexdigest()
    return f"{raised.point.key} {digest[:16]}"


def is_settled(raised: Raised, answers: Answers) -> bool:
    return raised.point.kind is PointKind.CLARIFY and key_of(raised) in answers.settled


class Statement(NamedTuple):
    """What one source said to a question; for the patient perhaps nothing."""

    question: Question
    row: str | None
    answer: Answer | None
    by: By


def statements(walked: Walk, clinic: ClinicSays) -> tuple[Statement, ...]:
    """Everything that counts for triggers, in document order, the patient before the clinic."""
    said = [Statement(a.question, a.row, a.answer, By.PATIENT) for a in walked.asked]
    shown = [
        Statement(question, None, Chosen(codes), by)
        for key, question in walked.questionnaire.by_key.items()
        if key not in walked.questionnaire.group_of
        for by, codes in clinic.of(key)
    ]
    if not shown:
        return tuple(said)
    settled = {each.question.key for each in shown}
    unsaid = (None, *Unsaid)
    kept = [s for s in said if s.question.key not in settled or s.answer not in unsaid]
    place_of = walked.questionnaire.place_of
    return tuple(sorted([*kept, *shown], key=lambda each: place_of[each.question.key]))


class _Seen:
    """What was said by key, so that each condition is looked up and never searched."""

    def __init__(self, walked: Walk, clinic: ClinicSays) -> None:
        self.by_key: dict[str, list[Statement]] = {}
        self.order: dict[tuple[str, str | None, By], int] = {}
        self.in_group = walked.questionnaire.group_of
        self.values: dict[str, set[Value]] = {}
        for place, said in enumerate(statements(walked, clinic)):
            key = said.question.key
            self.by_key.setdefault(key, []).append(said)
            self.order[key, said.row, said.by] = place
            if said.answer is not None:
                self.values.setdefault(key, set()).update(scalars_in(said.answer))

    def could_meet(self, condition: Condition) -> bool:
        """A quick no for "is one of", which nearly all are, before rows are looked at."""
        if condition.operator is not Operator.IS:
            return condition.question in self.by_key
        values = self.values.get(condition.question)
        return values is not None and not values.isdisjoint(condition.values)

    def place_of(self, match: Match) -> int:
        return self.order[match.question, match.row, match.by]


def _matches(trigger: Trigger, seen: _Seen) -> tuple[Match, ...]:
    """The answers that made a trigger fire; empty when it did not."""
    found: list[Match] = []
    if trigger.behavior is Behavior.ANY:
        for condition in filter(seen.could_meet, trigger.conditions):
            for said in seen.by_key.get(condition.question, ()):
                found.extend(_met_by(condition, said))
        return tuple(found)
    if not all(map(seen.could_meet, trigger.conditions)):
        return ()
    if any(condition.question in seen.in_group for condition in trigger.conditions):
        return _all_within_a_row(trigger, seen)
    return tuple(_met_together(trigger.conditions, None, seen))


def _all_within_a_row(trigger: Trigger, seen: _Seen) -> tuple[Match, ...]:
    """Conditions on one group must hold in the same row; every row where they do counts."""
    by_group: dict[str | None, list[Condition]] = {}
    for condition in trigger.conditions:
        group = seen.in_group.get(condition.question)
        by_group.setdefault(group.key if group else None, []).append(condition)
    found: list[Match] = []
    for group_key, conditions in by_group.items():
        told = [said for each in conditions for said in seen.by_key.get(each.question, ())]
        rows = dict.fromkeys(said.row for said in told) if group_key else (None,)
        met = [m for row in rows for m in _met_together(conditions, row, seen)]
        if not met:
            return ()
        found.extend(met)
    return tuple(found)


def _met_together(conditions: Iterable[Condition], row: str | None, seen: _Seen) -> list[Match]:
    found: list[Match] = []
    for condition in conditions:
        asked = [a for a in seen.by_key.get(condition.question, ()) if a.row == row]
        met = [m for each in asked for m in _met_by(condition, each)]
        if not met:
            return []
        found.extend(met)
    return found


def _met_by(condition: Condition, said: Statement) -> list[Match]:
    """Stricter than show-if: only a question that was asked can meet anything."""
    values: Iterable[Value | None] = ()
    if condition.operator is not Operator.EXISTS:
        values = matching(condition, said.answer)
    elif said.answer is None:
        values = () if condition.values[0] else (None,)
    # "I don't know" meets only a condition that names it, so it does not count as existing.
    elif condition.values[0] and not isinstance(said.answer, Unsaid):
        values = scalars_in(said.answer)
    return [Match(said.question.key, said.row, value, said.by) for value in values]


def _claims_heard(walked: Walk, seen: _Seen) -> Iterator[Raised]:
    """One raised point for each claim the patient ticked (content: always discuss first)."""
    questionnaire = walked.questionnaire
    for asked in seen.by_key.get(questionnaire.roles.claims.question, ()):
        if not isinstance(asked.answer, Chosen) or asked.by is not By.PATIENT:
            continue
        for claim in questionnaire.claims:
            if claim.option not in asked.answer.codes:
                continue
            point = Point(
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
            match = Match(asked.question.key, asked.row, claim.option)
            fired = Fired(0, Severity.DISCUSS_FIRST, (match,))
            yield Raised(point, Severity.DISCUSS_FIRST, (fired,), (match,))


def reserved_points(walked: Walk, facts: VisitFacts, clinic: ClinicSays) -> Iterator[Raised]:
    """The lapses as holds, a difference to clarify, and an identity that does not fit."""
    for lapse in Lapsed:
        sides = ((By.REGISTER, clinic.lapsed), (By.VERIFIED, clinic.read_as_lapsed))
        fact, told = LAPSED_FACT[lapse], UNCLEAR if lapse is Lapsed.LABEL else LAPSED
        said = tuple(Match(fact, None, told, by) for by, past in sides if lapse in past)
        if said:
            point = _worded(walked, RESERVED[lapse], PointKind.GAP, FALLBACK[lapse])
            yield Raised(point, Severity.HOLD, (), said)
    if differing := tuple(_differing(walked, clinic)):
        title = "What was told and the clinic's record differ"
        point = _worded(walked, CLARIFY_REGISTER, PointKind.CLARIFY, title)
        yield Raised(point, Severity.DISCUSS, (), differing)
    identity = walked.questionnaire.identity_point
    if identity and not does_identity_fit(walked.questionnaire, walked.counted, facts):
        yield Raised(identity, Severity.DISCUSS_FIRST, (), ())


def _worded(walked: Walk, key: str, kind: PointKind, title: str) -> Point:
    """As the document words it, or bare where it was published before there was such a point."""
    bare = Point(key, kind, "", title, (title + ".",), title + ".", "", None, (), None, ())
    return next((each for each in walked.questionnaire.points if each.key == key), bare)


def _differing(walked: Walk, clinic: ClinicSays) -> Iterator[Match]:
    """Both sides of every question to which patient, register and visit say different things."""
    roles = walked.questionnaire.roles
    for key in walked.questionnaire.by_key:
        shown = tuple(clinic.of(key))
        if not shown:
            continue
        asked = walked.by_place.get((None, key))
        told = codes_in(asked.answer) if asked and isinstance(asked.answer, Chosen) else ()
        said = [(By.PATIENT, told)] if told else []
        # Having been told, or refused, does not contradict a clinic that can show it.
        only_told = {*roles.told, *roles.refused}.issuperset(told)
        sides = [set(codes) for _by, codes in (shown if only_told else (*said, *shown))]
        if any(side != sides[0] for side in sides):
            yield from (
                Match(key, None, code, by) for by, codes in (*said, *shown) for code in codes
            )

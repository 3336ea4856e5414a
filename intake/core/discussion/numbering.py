"""Raised points as the discussion shows them: numbered, placed, with their trace in words."""

import hashlib
import json
from collections.abc import Iterable

from intake.core.questionnaire.facts import VisitFacts, does_identity_fit
from intake.core.questionnaire.points import PointKind, Severity
from intake.core.questionnaire.walk import Walk

from .discussion import Discussion
from .in_words import Wording
from .raise_points import Match, Raised, points_raised
from .talking_points import Because, DiscussionPoint, Place
from .unknowns import Numbers

PLACES = tuple(Place)


def placed_points(
    walked: Walk, facts: VisitFacts, wording: Wording, previous: Discussion | None
) -> tuple[DiscussionPoint, ...]:
    """Every point in the order it prints. A point keeps the number it had in ``previous``."""
    raised = [*points_raised(walked), *_identity(walked, facts)]
    has_claims = any(each.point.key.startswith("claim:") for each in raised)
    heading = walked.questionnaire.roles.claims.heading if has_claims else ""
    placed = sorted(
        ((_place(each, heading), each) for each in raised),
        key=lambda pair: (PLACES.index(pair[0]), pair[1].point.key != heading),
    )
    used = {point.key: point.number for point in previous.points} if previous else {}
    last = previous.last_number if previous else 0
    found = []
    for place, each in placed:
        number = used.get(each.point.key)
        if number is None:
            last = number = last + 1
        found.append(_point(number, place, each, wording))
    return tuple(found)


def numbers_by_answer(points: Iterable[DiscussionPoint]) -> Numbers:
    """Which points each answer raised, so that every answer can name them."""
    found: dict[tuple[str | None, str], list[int]] = {}
    for point in points:
        for place in dict.fromkeys((b.row, b.question) for b in point.because):
            found.setdefault(place, []).append(point.number)
    return {place: tuple(sorted(numbers)) for place, numbers in found.items()}


def _identity(walked: Walk, facts: VisitFacts) -> Iterable[Raised]:
    point = walked.questionnaire.identity_point
    if point and not does_identity_fit(walked.questionnaire, walked.counted, facts):
        yield Raised(point, Severity.DISCUSS_FIRST, (), ())


def _place(raised: Raised, heading: str) -> Place:
    """By final severity, once; a point for everyone still at its base goes to the checklist."""
    key, kind = raised.point.key, raised.point.kind
    if raised.severity is Severity.HOLD:
        return Place.HOLD
    if key == heading or key.startswith("claim:"):
        return Place.CLAIM
    if raised.severity is Severity.DISCUSS_FIRST:
        return Place.FIRST
    if raised.is_at_base:
        return Place.CHECKLIST
    return Place.CLARIFY if kind is PointKind.CLARIFY else Place.DISCUSS


def _point(number: int, place: Place, raised: Raised, wording: Wording) -> DiscussionPoint:
    point = raised.point
    because = tuple(_because(match, raised, wording) for match in raised.because)
    return DiscussionPoint(
        number=number,
        key=point.key,
        kind=point.kind,
        group=point.group,
        title=point.title,
        severity=raised.severity,
        place=place,
        is_always_on=point.always is not None,
        knowledge=point.knowledge,
        provider=point.provider,
        patient=point.patient,
        ask=point.ask,
        evidence=point.evidence,
        because=because,
        digest=_digest(raised, because),
    )


def _because(match: Match, raised: Raised, wording: Wording) -> Because:
    standing, words, value = wording.matched(match)
    helped = [fired.severity for fired in raised.fired if match in fired.because]
    return Because(
        question=match.question,
        row=match.row,
        value=value,
        short=wording.short_of(match),
        words=words,
        standing=standing,
        severity=max(helped, key=lambda severity: severity.rank),
        about=wording.about(match.row),
    )


def _digest(raised: Raised, because: tuple[Because, ...]) -> str:
    trace = [(each.question, each.row, each.value) for each in because]
    text = json.dumps([raised.point.key, raised.severity.code, trace])
    return hashlib.sha256(text.encode()).hexdigest()[:16]

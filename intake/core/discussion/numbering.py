"""Raised points as the discussion shows them: numbered, placed, with their trace in words."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from intake.core.questionnaire.clinic_facts import LICENSE_LAPSED, By, ClinicSays
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.points import Point, PointKind, Severity, Trigger
from intake.core.questionnaire.walk import Walk

from .discussion import Discussion
from .fit import BOTH_RIGHT, is_settled
from .in_words import Wording
from .raise_points import Match, Raised, points_raised
from .reserved_points import reserved_points
from .talking_points import Because, DiscussionPoint, Place
from .unknowns import Numbers

PLACES = tuple(Place)
LABELLED = (PointKind.RISK, PointKind.CLAIM)
"""A label says what is known of exosomes; a gap or two answers that differ are about this visit."""


def placed_points(
    walked: Walk,
    facts: VisitFacts,
    clinic: ClinicSays,
    wording: Wording,
    before: Discussion | None,
) -> tuple[DiscussionPoint, ...]:
    """Every point in the order it prints. A point keeps the number it had ``before``.

    A hold of before that is none now stays where holds print, withdrawn.
    """
    reserved = tuple(reserved_points(walked, facts, clinic))
    taken = {each.point.key for each in reserved}
    raised = [r for r in points_raised(walked, clinic) if r.point.key not in taken]
    gone = {point.key: point for point in before.holds} if before else {}
    for each in (*raised, *reserved):
        if each.severity is Severity.HOLD:
            gone.pop(each.point.key, None)
    kept = [each for each in (*raised, *reserved) if each.point.key not in gone]
    found = _numbered(kept, walked, wording, before)
    return tuple(
        sorted([*found, *map(withdrawn, gone.values())], key=lambda each: PLACES.index(each.place))
    )


def withdrawn(held: DiscussionPoint) -> DiscussionPoint:
    """A hold as it was, with what it rested on, for a clinician to confirm that it fell away."""
    if held.withdrawn:
        return held
    return replace(held, withdrawn=True, digest=_digest_of([held.digest, "withdrawn"]))


def _numbered(
    raised: list[Raised], walked: Walk, wording: Wording, before: Discussion | None
) -> list[DiscussionPoint]:
    has_claims = any(each.point.key.startswith("claim:") for each in raised)
    heading = walked.questionnaire.roles.claims.heading if has_claims else ""
    placed = sorted(
        ((_place(each, heading), each) for each in raised),
        key=lambda pair: (PLACES.index(pair[0]), pair[1].point.key != heading),
    )
    used = {point.key: point.number for point in before.points} if before else {}
    last = before.last_number if before else 0
    found = []
    for place, each in placed:
        number = used.get(each.point.key)
        if number is None:
            last = number = last + 1
        found.append(_point(number, place, each, wording))
    return [_in_figures(point, wording.watch_minutes) for point in found]


def _in_figures(point: DiscussionPoint, minutes: int) -> DiscussionPoint:
    """The clinic's own watch time, wherever the document leaves room for it."""

    def fill(text: str) -> str:
        return text.replace("{watch_minutes}", str(minutes))

    return replace(
        point,
        provider=tuple(map(fill, point.provider)),
        patient=fill(point.patient),
        ask=fill(point.ask),
        talk=fill(point.talk),
    )


def numbers_by_answer(points: Iterable[DiscussionPoint]) -> Numbers:
    """Which points each answer raised, so that every answer can name them."""
    found: dict[tuple[str | None, str], list[int]] = {}
    for point in points:
        for place in dict.fromkeys((b.row, b.question) for b in point.because):
            found.setdefault(place, []).append(point.number)
    return {place: tuple(sorted(numbers)) for place, numbers in found.items()}


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
    point, said = raised.point, _words(raised.point, leading(raised))
    provider = point.provider
    if is_settled(raised, wording.given):
        provider = (*provider, BOTH_RIGHT)
        said["talk"] = f"{said.get('talk') or ' '.join(point.provider)} {BOTH_RIGHT}"
    because = tuple(_because(match, raised, wording) for match in raised.because)
    return DiscussionPoint(
        number=number,
        key=point.key,
        kind=point.kind,
        group=point.group,
        severity=raised.severity,
        place=place,
        is_always_on=point.always is not None,
        knowledge=point.knowledge if point.kind in LABELLED else None,
        provider=provider,
        evidence=point.evidence,
        because=because,
        digest=_digest(raised, because),
        about_person=_is_about_person(raised),
        **said,
    )


def _words(point: Point, lead: Trigger | None) -> dict[str, Any]:
    """Those of the trigger that leads; what it leaves unsaid the point says."""
    own = {"title": point.title, "patient": point.patient, "ask": point.ask}
    if lead is None:
        return own
    return {
        **{name: getattr(lead, name) or words for name, words in own.items()},
        **{name: getattr(lead, name) for name in ("short", "talk", "lift", "row")},
    }


def _is_about_person(raised: Raised) -> bool:
    """Whether any of what makes it so severe is about whoever treats."""
    weighing = (each.trigger for each in raised.fired if each.severity is raised.severity)
    triggers = raised.point.triggers
    return raised.point.key == LICENSE_LAPSED or any(
        triggers[number].about_person for number in weighing if triggers
    )


def leading(raised: Raised) -> Trigger | None:
    """Whose words stand: of the fired triggers the most severe, then the first.

    None where nothing fired, or where the point weighs more by itself than by what fired.
    """
    for fired in raised.fired:
        if fired.severity is raised.severity and raised.point.triggers:
            return raised.point.triggers[fired.trigger]
    return None


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
        severity=max(helped, key=lambda each: each.rank, default=raised.severity),
        about=wording.about(match.row),
        by=match.by,
        is_private=match.by is By.PATIENT and wording.is_private_at(match.row, match.question),
    )


def _digest(raised: Raised, because: tuple[Because, ...]) -> str:
    """What the patient said stands as it did before the clinic had a say."""
    trace = [
        (each.question, each.row, each.value, *([each.by] if each.by is not By.PATIENT else []))
        for each in because
    ]
    return _digest_of([raised.point.key, raised.severity.code, trace])


def _digest_of(told: list[Any]) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

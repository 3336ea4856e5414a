"""Raised points as the discussion shows them: numbered, placed, with their trace in words."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from intake.core.questionnaire.facts import LICENSE_LAPSED, By, ClinicSays, VisitFacts
from intake.core.questionnaire.points import PointKind, Severity, Trigger
from intake.core.questionnaire.walk import Walk

from .discussion import Discussion
from .in_words import Wording
from .raise_points import Match, Raised, is_settled, points_raised, reserved_points
from .talking_points import Because, DiscussionPoint, Place
from .unknowns import Numbers

PLACES = tuple(Place)
LABELLED = (PointKind.RISK, PointKind.CLAIM)
"""A label says what is known of exosomes; a gap or two answers that differ are about this visit."""
WATCH_TIME = "{watch_minutes}"
BOTH_RIGHT = "The patient says that both are right."


def placed_points(
    walked: Walk,
    facts: VisitFacts,
    clinic: ClinicSays,
    wording: Wording,
    before: Discussion | None,
) -> tuple[DiscussionPoint, ...]:
    """Every point in the order it prints. A point keeps the number it had ``before``.

    A hold of before that is none now stays where holds print, withdrawn. What its point is raised
    by all the same is a point beside it, with a number of its own: who confirms that the one fell
    away has not talked about the other.
    """
    reserved = tuple(reserved_points(walked, facts, clinic))
    taken = {each.point.key for each in reserved}
    kept = [r for r in points_raised(walked, clinic) if r.point.key not in taken]
    kept += reserved
    gone = {point.key: point for point in before.holds} if before else {}
    held = {key: point.number for key, point in gone.items()}
    for each in kept:
        if each.severity is Severity.HOLD:
            gone.pop(each.point.key, None)
    has_claims = any(each.point.key.startswith("claim:") for each in kept)
    heading = walked.questionnaire.roles.claims.heading if has_claims else ""
    placed = [(_place(each, heading), each) for each in kept]
    placed.sort(key=lambda pair: (PLACES.index(pair[0]), pair[1].point.key != heading))
    below = [each for each in before.points if each.place is not Place.HOLD] if before else []
    used = {point.key: point.number for point in below}
    last = before.last_number if before else 0
    found = []
    for place, each in placed:
        # A hold is the one it was before, or what becomes of a point that weighed less.
        number = (used | held if place is Place.HOLD else used).get(each.point.key)
        if number is None:
            last = number = last + 1
        found.append(_point(number, place, each, wording))
    found += map(withdrawn, gone.values())
    return tuple(sorted(found, key=lambda point: PLACES.index(point.place)))


def withdrawn(held: DiscussionPoint) -> DiscussionPoint:
    """A hold as it was, with what it rested on, for a clinician to confirm that it fell away."""
    if held.withdrawn:
        return held
    return replace(held, withdrawn=True, digest=_digest_of([held.digest, "withdrawn"]))


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
    point = raised.point
    because = tuple(_because(match, raised, wording) for match in raised.because)
    # What the patient said by codes alone stands as it did before the clinic had a say.
    trace = []
    for match, each in zip(raised.because, because, strict=True):
        more = ("" if each.by is By.PATIENT else each.by, wording.beside_code(match))
        trace.append((each.question, each.row, each.value, *filter(None, more)))
    fired = raised.fired if point.triggers else ()
    weighing = [point.triggers[f.trigger] for f in fired if f.severity is raised.severity]
    return DiscussionPoint(
        number=number,
        key=point.key,
        kind=point.kind,
        group=point.group,
        severity=raised.severity,
        place=place,
        is_always_on=point.always is not None,
        knowledge=point.knowledge if point.kind in LABELLED else None,
        evidence=point.evidence,
        because=because,
        digest=_digest_of([point.key, raised.severity.code, trace]),
        about_person=point.key == LICENSE_LAPSED or any(each.about_person for each in weighing),
        **_words(raised, wording),
    )


def _words(raised: Raised, wording: Wording) -> dict[str, Any]:
    """Those of the trigger that leads; what it leaves unsaid the point says."""
    point, lead = raised.point, leading(raised)
    said: dict[str, Any] = {"title": point.title, "patient": point.patient, "ask": point.ask}
    if lead is not None:
        said = {name: getattr(lead, name) or words for name, words in said.items()}
        said |= {name: getattr(lead, name) for name in ("short", "lift", "row")}
    provider = point.provider
    talk = (lead.talk if lead else "") or " ".join(provider)
    if is_settled(raised, wording.given):
        provider, talk = (*provider, BOTH_RIGHT), f"{talk} {BOTH_RIGHT}"
    # The clinic's own watch time, wherever the document leaves room for it.
    minutes = str(wording.watch_minutes)
    said["provider"] = tuple(each.replace(WATCH_TIME, minutes) for each in provider)
    for name, words in (("patient", said["patient"]), ("ask", said["ask"]), ("talk", talk)):
        said[name] = words.replace(WATCH_TIME, minutes)
    return said


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


def _digest_of(told: list[Any]) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

"""The whole discussion as plain text: what a provider gets when the pages can't be printed."""

from collections.abc import Iterable

from intake.core.discussion.discussion import (
    ALLERGY_WORDS,
    Changes,
    Discussion,
    DiscussionPoint,
    Place,
    Said,
    Standing,
)
from intake.display.traces import digest_of, places, traces
from intake.pdf.filters import day, moment
from intake.pdf.talk import TalkSoFar

from .talk import plain_talk

HEADINGS = {
    Place.HOLD: "HOLD FOR CLINICIAN REVIEW",
    Place.FIRST: "DISCUSS FIRST",
    Place.CLAIM: "PATIENT HAS HEARD, AND WHAT IS KNOWN",
    Place.CLARIFY: "PLEASE CLARIFY",
    Place.DISCUSS: "DISCUSS",
    Place.CHECKLIST: "SAID TO EVERY PATIENT",
}


def plain_text(discussion: Discussion, talk: TalkSoFar | None = None) -> str:
    """Everything, in the order of the printed copy; the patient's words stand as typed."""
    parts = (
        _head(discussion),
        _points(discussion, Place.HOLD) or ["NO HOLD FIRED. THIS IS NOT CLEARANCE.", ""],
        _allergies(discussion),
        _own_words(discussion),
        *(_points(discussion, place) for place in Place if place is not Place.HOLD),
        _unknowns(discussion),
        _changes(discussion.changes) if discussion.changes else (),
        _answers(discussion),
        _evidence(discussion),
        plain_talk(talk),
    )
    return "\n".join(line for part in parts for line in part)


def _head(discussion: Discussion) -> Iterable[str]:
    head = discussion.header
    yield "RISK DISCUSSION, PROVIDER COPY (plain text: the pages could not be printed)"
    yield f"{head.name}, born {day(head.birth_date)}"
    yield f"Visit {day(head.visit_date)}, reference {head.reference}"
    yield f"Revision {head.revision}, sent {moment(head.sent_at)}, version {head.version}"
    yield f"Digest {digest_of(discussion)}"
    reviewed = head.review and f"Clinically reviewed by {head.review.name}, {day(head.review.on)}"
    yield reviewed or "NOT CLINICALLY REVIEWED"
    yield ""


def _points(discussion: Discussion, place: Place) -> list[str]:
    at, points = places(discussion), discussion.at(place)
    if not points:
        return []
    lines = [f"{HEADINGS[place]} ({len(points)})"]
    for point in points:
        lines += [f"{point.number}. {point.title}", *_point(point)]
        lines += [f"   Answered: {trace.text}" for trace in traces(point.because, at)]
    return [*lines, ""]


def _point(point: DiscussionPoint) -> Iterable[str]:
    yield from (f"   {talk}" for talk in point.provider)
    known = point.knowledge.label if point.knowledge else ""
    if known or point.evidence:
        yield f"   {known} {' '.join(point.evidence)}"


def _allergies(discussion: Discussion) -> Iterable[str]:
    allergies = discussion.allergies
    yield f"ALLERGIES: {ALLERGY_WORDS[allergies.state]}"
    for line in allergies.lines:
        parts = (line.severity, line.when, line.onset, *line.reaction, *line.treatment)
        yield f"   “{line.substance}”: {'; '.join(filter(None, parts))}"
        yield f"      Confirmed: {line.confirmed or 'not answered'}"
    yield from (f"   {_said(said)}" for said in allergies.beside)
    yield ""


def _own_words(discussion: Discussion) -> Iterable[str]:
    own = discussion.own_words
    yield "IN THE PATIENT'S OWN WORDS"
    yield from (f"   Worry: “{worry}”" for worry in own.worries)
    for label, text in (("Hopes", own.hope), ("Asks", own.questions), ("Takes", own.medicines)):
        if text:
            yield f"   {label}: “{text}”"
    yield ""


def _unknowns(discussion: Discussion) -> Iterable[str]:
    yield "STILL UNKNOWN"
    for unknown in discussion.unknowns:
        yield f"   {unknown.short}: {unknown.rank.value}; {unknown.settles.value} can settle it"
    yield from (f"   Will be said in person: {said.text}" for said in discussion.withheld)
    yield ""


def _changes(changes: Changes) -> Iterable[str]:
    yield f"CHANGED SINCE REVISION {changes.since_revision}"
    for change in changes.answers:
        yield f"   {change.short}: {change.before or 'nothing'} became {change.after or 'nothing'}"
    for point in changes.points:
        before = point.before.label if point.before else "not raised"
        yield f"   {point.number}. {point.title}: {before}, then {_after(point.after)}"
    yield ""


def _after(severity: object) -> str:
    return str(getattr(severity, "label", "not raised"))


def _answers(discussion: Discussion) -> Iterable[str]:
    yield "ALL ANSWERS, AS GIVEN"
    for section in discussion.sections:
        yield f"{section.title}"
        yield from (f"   {_said(said)}" for said in section.said)
    yield ""


def _said(said: Said) -> str:
    answers = [*said.words, *(f"“{own}”" for own in said.own)]
    if said.standing is Standing.BLANK:
        answers = ["left blank"]
    about = f" (“{said.about}”)" if said.about else ""
    return f"{said.text}{about} {'; '.join(answers)}"


def _evidence(discussion: Discussion) -> Iterable[str]:
    yield "EVIDENCE"
    for line in discussion.evidence:
        source = line.evidence
        overdue = " Under review." if line.is_overdue else ""
        yield (
            f"   {source.key} {source.publisher}. {source.source}. {source.published}."
            f" Read {day(source.read_on)}, review by {day(source.review_by)}.{overdue}"
        )

"""The patient copy as plain text, for the day when its pages can't be printed."""

from collections.abc import Iterable, Iterator

from intake.core.discussion.discussion import Discussion, DiscussionPoint
from intake.core.discussion.in_words import plain_date
from intake.pdf.patient.view import PatientCopy, patient_view
from intake.pdf.talk import TalkSoFar

from .talk import plain_decision

SETTLE = "To settle before any treatment"


def patient_text(discussion: Discussion, talk: TalkSoFar | None = None) -> str:
    """What the printed copy says, in its order; no note of the provider's is in it."""
    copy = patient_view(discussion, talk)
    parts = (
        _head(copy),
        _titled("What was decided", plain_decision(copy.decided)),
        _titled(SETTLE, _points(copy.settle)),
        _titled("Your questions to the clinic", _questions(copy)),
        _titled("Ask your own doctor", discussion.ask_own_doctor),
        *(_titled(part.title, _points(part.points)) for part in copy.before_claims),
        _titled("What you heard, and what is known", _claims(copy)),
        *(_titled(part.title, _points(part.points)) for part in copy.after_claims),
        _titled("When to get help", _help(copy)),
        _titled("You also want to ask", filter(None, [discussion.own_words.questions])),
    )
    return "\n".join(line for part in parts for line in part)


def _head(copy: PatientCopy) -> Iterator[str]:
    head = copy.discussion.header
    yield "YOUR TALK BEFORE TREATMENT (plain text: the pages could not be printed)"
    yield copy.name
    day = plain_date(head.visit_date) if head.visit_date else "not given"
    yield f"Visit {day}, reference {head.reference}, revision {head.revision}"
    yield f"{head.clinic_name} {head.clinic_phone}".strip()
    if not head.review:
        yield "NOT CLINICALLY REVIEWED: no clinician has reviewed this wording yet."
    yield ""


def _help(copy: PatientCopy) -> Iterator[str]:
    if copy.helping:
        yield from _points([copy.helping])
    yield f"In an emergency call {copy.discussion.header.emergency_number or '911'}."


def _titled(title: str, lines: Iterable[str]) -> list[str]:
    found = [f"   {line}" for line in lines]
    return [title.upper(), *found, ""] if found else []


def _points(points: Iterable[DiscussionPoint]) -> Iterator[str]:
    return (f"{point.number}. {point.title}: {point.patient}" for point in points)


def _questions(copy: PatientCopy) -> Iterator[str]:
    return (f"{each.letter}. {each.ask.text}" for each in copy.questions)


def _claims(copy: PatientCopy) -> Iterator[str]:
    if copy.heading:
        yield from _points([copy.heading])
    for claim in copy.claims:
        yield f"{claim.number}. You heard: “{claim.title}”. {claim.patient}"

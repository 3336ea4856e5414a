"""Plain functions that make the values of a talk: points, discussions and what was recorded."""

from datetime import UTC, date, datetime

from intake.core.discussion.discussion import (
    Allergies,
    AllergyState,
    Discussion,
    DiscussionPoint,
    Header,
    LadderLine,
    OwnWords,
    Place,
)
from intake.core.questionnaire.points import PointKind, Severity
from intake.core.talk.outcomes import Entry, Outcome
from intake.core.talk.verified_facts import Verified

AT = datetime(2026, 11, 30, 15, 4, tzinfo=UTC)
DAY = date(2026, 11, 30)


def a_point(number: int, place: Place = Place.DISCUSS, **columns: object) -> DiscussionPoint:
    severity = {Place.HOLD: Severity.HOLD, Place.FIRST: Severity.DISCUSS_FIRST}
    made = {
        "number": number,
        "key": f"point_{number}",
        "kind": PointKind.RISK,
        "group": "Risks",
        "title": f"Title {number}",
        "severity": severity.get(place, Severity.DISCUSS),
        "place": place,
        "is_always_on": place is Place.CHECKLIST,
        "knowledge": None,
        "provider": (),
        "patient": "",
        "ask": "",
        "evidence": (),
        "because": (),
        "digest": f"digest {number}",
    }
    return DiscussionPoint(**{**made, **columns})


def a_discussion(
    *points: DiscussionPoint, revision: int = 1, ladder: tuple[LadderLine, ...] = ()
) -> Discussion:
    return Discussion(
        header=_header(revision),
        allergies=Allergies(AllergyState.NOT_ANSWERED, (), (), ()),
        own_words=OwnWords(),
        points=points,
        claims_source=(),
        claims_heading=None,
        unknowns=(),
        withheld=(),
        ladder=ladder,
        quick_checks=(),
        questions_to_ask=(),
        ask_own_doctor=(),
        sections=(),
        evidence=(),
        asked_count=0,
        dont_know_count=0,
        help_text="",
        last_number=max((point.number for point in points), default=0),
    )


def _header(revision: int) -> Header:
    return Header(
        reference="EV-2345-6789",
        name="Maria Delgado",
        birth_date=date(1979, 7, 14),
        age=47,
        visit_date=DAY,
        visit_time=None,
        provider="Ana Ruiz, MD",
        clinic_name="The clinic",
        clinic_phone="",
        emergency_number="911",
        answered_by="",
        title="Before your treatment",
        language="en",
        version=1,
        content_version="1",
        revision=revision,
        sent_at=AT,
        review=None,
    )


def an_entry(
    sequence: int, number: int, outcome: Outcome = Outcome.DISCUSSED, **columns: object
) -> Entry:
    made = {
        "sequence": sequence,
        "number": number,
        "key": f"point_{number}",
        "digest": f"digest {number}",
        "outcome": outcome,
        "revision": 1,
        "at": AT,
        "by": 7,
    }
    return Entry(**{**made, **columns})


def taking_back(entry: Entry, sequence: int) -> Entry:
    return an_entry(sequence, entry.number, entry.outcome, takes_back=entry.sequence)


def a_verified(sequence: int, fact: str, **columns: object) -> Verified:
    made = {
        "sequence": sequence,
        "fact": fact,
        "value": "A12",
        "how": "Read on the vial",
        "on": DAY,
        "at": AT,
        "by": 7,
    }
    return Verified(**{**made, **columns})

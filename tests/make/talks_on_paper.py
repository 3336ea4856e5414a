"""Talks to print: how the points of a discussion ended, what was verified, and signatures."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from intake.core.discussion.discussion import Discussion, Place
from intake.core.talk.ladder import ladder_now
from intake.core.talk.outcomes import Entry, Outcome, outcomes_now
from intake.core.talk.sign_off import ADDENDUM_MEANING, MEANING, Confirmed, Decision, DecisionKind
from intake.core.talk.verified_facts import LOT, Verified
from intake.pdf.talk import Added, Signature, Signed, TalkSoFar
from tests.make.shipped import shipped

AT = datetime(2026, 12, 4, 16, 12, tzinfo=UTC)
HERE = timezone(timedelta(hours=-6))
BY = "Ana Ruiz, MD"
LIFTED = "Tolerated penicillin in 2024; the record was seen and filed with the chart."
WANTS_TIME = "Will read the label with her sister."
WAIT = Decision(
    DecisionKind.WAIT_UNTIL,
    "One hold stays: allergist first.",
    date(2026, 12, 20),
    "tests are back",
)
DIGEST = "a1b2c3d4e5f6a7b8" * 4


def an_entry(sequence: int, point, outcome: Outcome, note: str = "") -> Entry:
    place = (sequence, point.number, point.key, point.digest)
    return Entry(*place, outcome, 1, AT, 1, note, by_name=BY)


def entries(discussion: Discussion) -> list[Entry]:
    """The first hold stays, others are lifted; every fourth point wants time."""
    made = []
    for place, point in enumerate(discussion.points):
        if point.place is Place.HOLD:
            way = (Outcome.LIFTED, LIFTED) if place else (Outcome.STAYS, "")
            made.append(an_entry(len(made) + 1, point, *way))
        waits = place % 4 == 1 and point.place is not Place.CHECKLIST
        way = (Outcome.WANTS_TIME, WANTS_TIME) if waits else (Outcome.DISCUSSED, "")
        made.append(an_entry(len(made) + 1, point, *way))
    return made


def a_talk(discussion: Discussion, **more: object) -> TalkSoFar:
    """Every point has an outcome, one fact is verified, and one outcome is of a point that went."""
    made = entries(discussion)
    went = replace(made[0], sequence=99, number=77, key="went", outcome=Outcome.DISCUSSED)
    seen = Verified(1, LOT, "A-1234-0O", "read on the vial", date(2026, 12, 4), AT, 1, by_name=BY)
    return TalkSoFar(
        printed_at=AT.astimezone(HERE),
        outcomes=outcomes_now(discussion, [*made, went]),
        rungs=ladder_now(shipped(), discussion, [seen], None, on=date(2026, 12, 4)),
        titles={"went": "A point that went"},
        confirmed=Confirmed(1, 1, AT, 1, BY),
        **more,
    )


def a_signature(meaning: str = MEANING, *, is_valid: bool = True) -> Signature:
    return Signature(BY, "Treating provider", meaning, AT.astimezone(HERE), DIGEST, is_valid)


def signed(decision: Decision = WAIT, *added: str, is_valid: bool = True) -> Signed:
    addenda = (
        Added(number, text, a_signature(ADDENDUM_MEANING)) for number, text in enumerate(added, 1)
    )
    return Signed(decision, a_signature(is_valid=is_valid), tuple(addenda))

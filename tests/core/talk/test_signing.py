"""What stands against signing, which decisions are whole, and what a signature covers."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from intake.core.talk.outcomes import Outcome
from intake.core.talk.sign_off import (
    Addendum,
    Confirmed,
    Decision,
    DecisionKind,
    Matter,
    Signature,
    Signer,
    Talk,
    addendum_content,
    decision_problem,
    signed_content,
)
from intake.core.talk.together import Leaning, Said, SureAnswer, Together, tidied, together_problem
from intake.core.talk.verified_facts import Choice, RegisterFact, Shown
from tests.make.talks import AT, DAY, a_verified, an_entry

GO, WAIT, REFER, DECLINE = DecisionKind
D, L, S = Outcome.DISCUSSED, Outcome.LIFTED, Outcome.STAYS

YESTERDAY, TOMORROW = date(2026, 11, 29), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("decision", "problem"),
    [
        (Decision(GO, "All lifted"), ""),
        (Decision(GO, ""), "Give the reason for the decision."),
        (Decision(GO, "Fine", until=TOMORROW), "Only “wait until” takes a date."),
        (
            Decision(WAIT, "Levels"),
            "Say how long to wait: until a date, or until something is done.",
        ),
        (Decision(WAIT, "Levels", until=TOMORROW), ""),
        (Decision(WAIT, "Levels", until=DAY), ""),
        (Decision(WAIT, "Levels", until=YESTERDAY), "The day to wait until lies in the past."),
        (Decision(WAIT, "Levels", what="tryptase is back"), ""),
        (Decision(REFER, "Mast cells"), "Say to whom the patient is referred."),
        (Decision(REFER, "Mast cells", what="an allergist"), ""),
        (Decision(DECLINE, "No product papers"), ""),
        (
            Decision(REFER, "x", what="y" * 201),
            "This has 201 characters. Please shorten it to 200.",
        ),
    ],
)
def test_decision_is_refused_when_it_is_not_whole(decision, problem):
    assert decision_problem(decision, on=DAY) == problem


SAID = tuple(Said(number, "Yes") for number in range(117))


@pytest.mark.parametrize(
    ("together", "problem"),
    [
        (Together(said_back=SAID), ""),
        (
            Together(said_back=SAID, answers=SAID[:1]),
            "There are more texts here than the discussion has points.",
        ),
        (Together(why_open="y" * 4_001), "This has 4,001 characters. Please shorten it to 4,000."),
        (Together(present="y" * 201), "This has 201 characters. Please shorten it to 200."),
    ],
)
def test_what_was_done_together_is_refused_when_it_cannot_be_kept(together, problem):
    assert together_problem(together) == problem


def test_what_was_done_together_is_kept_without_texts_in_which_nothing_can_be_read():
    typed, kept = (Said(1, " Not yet. "), Said(2, "\u2060 ")), (Said(1, "Not yet."),)
    assert tidied(Together(said_back=typed, answers=typed, yes=" I want it. ")) == Together(
        said_back=kept, answers=kept, yes="I want it."
    )


SHOWN = Shown("Product", "Lot A12", "Kim", (RegisterFact("record.lot", "Lot", "A12"),))
CHOICE = Choice(4, AT, 7, SHOWN)
SIGNED = Signature(
    matter=Matter(
        "EV-2345-6789", "patient", "version", "answers", 1, "discussion", "Maria Delgado"
    ),
    talk=Talk(
        (an_entry(1, 1, L, note="Read"), an_entry(2, 4, D)),
        (a_verified(3, "record.lot"),),
        (CHOICE,),
        (Confirmed(5, 1, AT, 7),),
    ),
    decision=Decision(GO, "All lifted"),
    signer=Signer(7, "Ana Ruiz, MD", "Provider", "I had this talk"),
    signed_at=AT,
)


def test_content_is_the_same_bytes_when_nothing_differs():
    assert signed_content(SIGNED) == signed_content(replace(SIGNED))
    assert signed_content(SIGNED).startswith(b'{"decision":{"kind":"go_ahead"')


def changed(part, **columns):
    return replace(SIGNED, **{part: replace(getattr(SIGNED, part), **columns)})


def recorded(**columns):
    return replace(SIGNED, talk=replace(SIGNED.talk, **columns))


@pytest.mark.parametrize(
    "altered",
    [
        *(
            changed("matter", **{column: "other"})
            for column in ("reference", "patient", "version", "answers", "discussion", "typed")
        ),
        changed("matter", revision=2),
        changed("decision", kind=WAIT),
        changed("decision", reason="Other"),
        changed("decision", until=DAY),
        changed("decision", what="Other"),
        changed("decision", together=Together()),
        *(
            changed("decision", together=Together(**one))
            for one in (
                {"matters": "Work"},
                {"leaning": Leaning.TOWARDS},
                {"said_back": (Said(1, "I may stop breathing."),)},
                {"answers": (Said(1, "Not yet."),)},
                {"sure": (SureAnswer("sure", yes=False),)},
                {"yes": "I want it."},
                {"why_open": "No time."},
                {"why_unknown": "Papers come."},
            )
        ),
        replace(SIGNED, supersedes="digest"),
        changed("signer", user=8),
        changed("signer", name="Ana Ruiz"),
        changed("signer", role="Nurse"),
        changed("signer", meaning="I was there"),
        replace(SIGNED, signed_at=AT + timedelta(microseconds=1)),
        recorded(outcomes=()),
        recorded(outcomes=SIGNED.talk.outcomes[:1]),
        recorded(outcomes=SIGNED.talk.outcomes[::-1]),
        *(
            recorded(outcomes=(replace(SIGNED.talk.outcomes[0], **one), SIGNED.talk.outcomes[1]))
            for one in (
                {"outcome": S},
                {"note": "Not read"},
                {"number": 2},
                {"digest": "other"},
                {"by": 8},
                {"at": AT + timedelta(seconds=1)},
                {"takes_back": 1},
            )
        ),
        recorded(verified=()),
        recorded(verified=(a_verified(3, "record.lot", value="A13"),)),
        recorded(verified=(a_verified(3, "record.expiry"),)),
        recorded(choices=()),
        recorded(choices=(replace(CHOICE, shown=replace(SHOWN, facts=())),)),
        recorded(confirmed=()),
        recorded(confirmed=(Confirmed(5, 1, AT, None),)),
    ],
)
def test_content_differs_when_anything_signed_differs(altered):
    assert signed_content(altered) != signed_content(SIGNED)


@pytest.mark.parametrize("part", ["outcomes", "verified", "choices", "confirmed"])
def test_content_stays_when_somebody_takes_another_name(part):
    first, *others = getattr(SIGNED.talk, part)
    renamed = recorded(**{part: (replace(first, by_name="Ana Ruiz-Lopez, MD"), *others)})
    assert signed_content(renamed) == signed_content(SIGNED)


def test_signature_is_refused_when_its_time_is_not_in_utc():
    elsewhere = AT.astimezone(timezone(timedelta(hours=-5)))
    for signed_at in (elsewhere, datetime(2026, 11, 30, 15, 4)):  # noqa: DTZ001 - that is the test
        with pytest.raises(ValueError, match="UTC"):
            replace(SIGNED, signed_at=signed_at)


ADDENDUM = Addendum("digest", "She called back.", SIGNED.signer, AT)


@pytest.mark.parametrize(
    "altered",
    [
        replace(ADDENDUM, follows="other"),
        replace(ADDENDUM, text="She did not call."),
        replace(ADDENDUM, signer=replace(ADDENDUM.signer, user=8)),
        replace(ADDENDUM, signed_at=AT + timedelta(seconds=1)),
    ],
)
def test_addendum_differs_when_anything_signed_differs(altered):
    assert addendum_content(altered) != addendum_content(ADDENDUM)
    assert addendum_content(replace(ADDENDUM)) == addendum_content(ADDENDUM)


RELEASE_0_1 = "968a3bbb03ad3776ffb32b97b3e8fc5d95f200e04bb1e99c576995d0db86afbe"


def test_what_release_0_1_signed_is_digested_as_it_was_then():
    assert sha256(signed_content(SIGNED)).hexdigest() == RELEASE_0_1

"""Signing the decision: what must be done before, what is signed, what is added afterwards."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.talk.corrections import cancel_reopening, reopen
from intake.actions.talk.rules import (
    AlreadySigned,
    BeingCorrected,
    ChangedElsewhere,
    NotRecorded,
    NotYours,
    RevisionPassed,
)
from intake.actions.talk.sharing import reassign, step_in
from intake.actions.talk.sign_off import NotReady, Signing, add_addendum, sign_off
from intake.actions.talk.signature import (
    SignatureState,
    addendum_states,
    decision_of,
    signature_state,
)
from intake.core.talk.outcomes import Outcome
from intake.core.talk.sign_off import ADDENDUM_MEANING, MEANING, Decision, DecisionKind
from intake.models import sealed
from tests.make.builders import a_provider, a_user
from tests.make.room import (
    DECLINE,
    GO_AHEAD,
    TOGETHER,
    a_room,
    a_signed_room,
    changed_answers,
    corrected,
    fresh,
    lifted,
    marked,
    owner_of,
    reopened,
    signed,
)
from tests.make.values import chose

pytestmark = pytest.mark.django_db
WAIT = Decision(DecisionKind.WAIT_UNTIL, " Levels first. ", what=" tryptase is back ")


def added(record, text, by=None):
    return add_addendum(
        record, text, by=by or record.signer, at=timezone.now(), role="Treating provider"
    )


def test_signature_holds_decision_name_role_meaning_and_time():
    discussion = a_room()
    marked(discussion, 1, Outcome.STAYS)
    at = timezone.now() - timedelta(minutes=5)
    row = signed(discussion, WAIT, at=at)
    kept = models.SignOff.objects.get()
    assert decision_of(kept) == Decision(
        DecisionKind.WAIT_UNTIL, "Levels first.", what="tryptase is back", together=TOGETHER
    )
    assert (kept.printed_name, kept.role) == ("Ana Ruiz, MD", "Treating provider")
    assert (kept.meaning, kept.signed_at, kept.entries) == (MEANING, at, 1)
    assert kept.sha256 == row.sha256
    assert signature_state(kept.visit) is SignatureState.VALID
    visit = fresh(kept.visit)
    assert (visit.talk, visit.state) == (models.TalkState.SIGNED, models.VisitState.SENT)
    last = visit.access_events.order_by("-id").first()
    assert (last.action, last.user, last.detail) == (
        "signed",
        owner_of(discussion),
        row.sha256[:16],
    )


def test_reason_can_not_be_read_in_the_row():
    a_signed_room()
    assert "lifted" not in repr(models.SignOff.objects.values().get())


@pytest.mark.parametrize(
    ("recorded", "decision", "missing"),
    [
        ([], GO_AHEAD, ("Point 1, “Reaction”: record whether the hold is lifted or stays.",)),
        ([], DECLINE, ("Point 1, “Reaction”: record whether the hold is lifted or stays.",)),
        (
            [(1, Outcome.DISCUSSED)],
            DECLINE,
            ("Point 1, “Reaction”: record whether the hold is lifted or stays.",),
        ),
        (
            [(1, Outcome.STAYS)],
            GO_AHEAD,
            ("“Go ahead” is not possible while a hold stays: point 1, “Reaction”.",),
        ),
    ],
)
def test_signing_is_refused_until_every_hold_has_its_outcome(recorded, decision, missing):
    discussion = a_room()
    for number, outcome in recorded:
        marked(discussion, number, outcome)
    with pytest.raises(NotReady) as refused:
        signed(discussion, decision)
    assert refused.value.missing == missing
    assert not models.SignOff.objects.exists()


@pytest.mark.parametrize("decision", [DECLINE, WAIT])
def test_other_decisions_are_signed_while_a_hold_stays(decision):
    discussion = a_room()
    marked(discussion, 1, Outcome.STAYS)
    assert signature_state(signed(discussion, decision).visit) is SignatureState.VALID


def test_go_ahead_is_signed_when_no_hold_fired():
    discussion = a_room(answers=changed_answers(allergy=chose("no")))
    assert decision_of(signed(discussion)).kind is DecisionKind.GO_AHEAD


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision(DecisionKind.GO_AHEAD, "  "), "Give the reason"),
        (Decision(DecisionKind.WAIT_UNTIL, "x", until=date(2020, 1, 1)), "lies in the past"),
        (Decision(DecisionKind.REFER_TO, "x", what=" "), "Say to whom"),
    ],
)
def test_decision_that_is_not_whole_is_refused(decision, words):
    discussion = a_room()
    lifted(discussion)
    with pytest.raises(NotRecorded, match=words):
        signed(discussion, decision)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"role": " "}, "Say in which role you sign."),
        ({"role": "x" * 81}, "shorten it to 80"),
        ({"meaning": ""}, "Say what the signature means."),
    ],
)
def test_signature_without_role_or_meaning_is_refused(columns, words):
    discussion = a_room(answers=changed_answers(allergy=chose("no")))
    signing = Signing(**{"decision": GO_AHEAD, "role": "Treating provider", **columns})
    with pytest.raises(NotRecorded, match=words):
        sign_off(discussion, signing, by=owner_of(discussion), at=timezone.now(), seen=0)


def test_only_the_visits_provider_signs():
    discussion = a_room()
    lifted(discussion)
    guest = a_provider(first_name="Ben")
    step_in(fresh(discussion.submission.visit), reason="Ana is ill", by=guest, at=timezone.now())
    for stranger in (guest, a_provider(), a_user()):
        with pytest.raises(NotYours, match="Only Ana Ruiz, MD may sign on this visit"):
            signed(discussion, by=stranger)


def test_signing_is_refused_when_something_was_recorded_unseen():
    discussion = a_room()
    lifted(discussion)
    with pytest.raises(ChangedElsewhere, match="Look again before you sign"):
        signed(discussion, seen=0)


def test_nothing_is_signed_while_the_patient_corrects():
    discussion = a_room()
    lifted(discussion)
    reopened(discussion)
    with pytest.raises(BeingCorrected):
        signed(discussion)
    cancel_reopening(discussion.submission.visit, by=owner_of(discussion), at=timezone.now())
    assert signature_state(signed(discussion).visit) is SignatureState.VALID


def test_revision_that_passed_is_not_signed():
    first = a_room()
    lifted(first)
    corrected(first, changed_answers(dizzy=chose("no")))
    with pytest.raises(RevisionPassed):
        signed(first, DECLINE)


def test_hold_that_a_correction_removed_is_confirmed_before_anything_is_signed():
    first = a_room()
    lifted(first)
    second = corrected(first, changed_answers(allergy=chose("no")))
    with pytest.raises(NotReady, match="Point 1, “Reaction”: record whether the correction"):
        signed(second)
    with pytest.raises(NotRecorded, match="fell away: confirm that"):
        lifted(second)
    marked(second, 1, Outcome.STAYS)
    with pytest.raises(NotReady, match="“Go ahead” is not possible while a hold stays: point 1"):
        signed(second)
    marked(second, 1, Outcome.CONFIRMED, "She read the box again: no penicillin.")
    assert signature_state(signed(second).visit) is SignatureState.VALID


def test_outcome_counts_again_when_the_same_answers_come_back():
    first = a_room()
    lifted(first)
    second = corrected(first, changed_answers(allergy=chose("no")))
    third = corrected(second, changed_answers())
    assert signature_state(signed(third).visit) is SignatureState.VALID


def test_signing_twice_is_refused():
    record = a_signed_room()
    with pytest.raises(AlreadySigned):
        signed(record.discussion)


def test_revision_after_a_signature_is_impossible():
    record = a_signed_room()
    with pytest.raises(AlreadySigned):
        reopen(record.visit, reason="Wrong medicine", by=a_user(), at=timezone.now())
    assert models.Submission.objects.get().state == "sent"


def test_addendum_has_a_signature_of_its_own_and_leaves_the_record():
    record = a_signed_room()
    first = added(record, " She called: no reaction. ")
    second = added(record, "Lot number corrected in the chart.")
    assert [sealed.open(row, "text") for row in record.addenda.all()] == [
        "She called: no reaction.",
        "Lot number corrected in the chart.",
    ]
    assert (first.printed_name, first.meaning) == ("Ana Ruiz, MD", ADDENDUM_MEANING)
    assert addendum_states(record) == {1: SignatureState.VALID, 2: SignatureState.VALID}
    assert first.sha256 != second.sha256
    assert signature_state(record.visit) is SignatureState.VALID


def test_double_click_adds_one_addendum():
    record = a_signed_room()
    assert added(record, "Once.") == added(record, "Once. ")


def test_addendum_without_words_is_refused():
    with pytest.raises(NotRecorded, match="Write what is to be added"):
        added(a_signed_room(), " \n ")


def test_guest_adds_nothing_and_the_next_provider_does():
    record = a_signed_room()
    guest, heir = a_provider(), a_provider(first_name="Ben")
    step_in(record.visit, reason="Ana is ill", by=guest, at=timezone.now())
    with pytest.raises(NotYours, match="may add to the signed record"):
        added(record, "By a guest.", by=guest)
    reassign(record.visit, heir, reason="Ana left", by=a_user(), at=timezone.now())
    assert added(record, "By her successor.", by=heir).printed_name == "Ben Ruiz, MD"
    with pytest.raises(NotYours):
        added(record, "By Ana, too late.")
    assert signature_state(record.visit) is SignatureState.VALID

"""Who ends a hold, what is asked in the room first, and what a later decision supersedes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.talk.editions import newest
from intake.actions.talk.load import outcomes_of
from intake.actions.talk.outcomes import Answered, answer, take_back
from intake.actions.talk.rules import ChangedElsewhere, NotRecorded, NotYours
from intake.actions.talk.sharing import step_in
from intake.actions.talk.sign_off import NotReady, Signing, add_addendum, sign_off, supersede
from intake.actions.talk.signature import SignatureState, in_order, state_of
from intake.core.questionnaire.answers import Unsaid
from intake.core.talk.outcomes import Outcome, outcomes_now
from intake.core.talk.sign_off import Decision, DecisionKind
from tests.actions.talk.clinic_side import (
    CANCER,
    LABEL,
    LICENSE_LAPSED,
    NURSE,
    TOLD,
    a_talk,
    chosen,
    raised,
    room,
)
from tests.make.builders import a_provider
from tests.make.room import (
    DECLINE,
    GO_AHEAD,
    TOGETHER,
    a_lot,
    a_practitioner,
    a_product,
    a_room,
    fresh,
    lifted,
    made_ready,
    marked,
    outcomes_kept,
    owner_of,
    signed,
)
from tests.make.values import said

pytestmark = pytest.mark.django_db


def a_guest(visit):
    guest = a_provider()
    step_in(fresh(visit), reason="Second look", by=guest, at=timezone.now())
    return guest


@pytest.mark.parametrize("unsaid", [Unsaid.DONT_KNOW, Unsaid.DECLINED])
def test_what_is_not_said_is_asked_in_the_room_before_it_can_be_understood(unsaid):
    discussion = a_talk(said(**{**TOLD.top, "cancer_ever": unsaid}))
    number, by, at = raised(discussion)[CANCER][1], owner_of(discussion), timezone.now()
    with pytest.raises(NotRecorded, match="Ask first, and record the answer: Cancer"):
        marked(discussion, number)
    answer(discussion, Answered(number), by=by, at=at, seen=0)
    assert outcomes_kept() == [(number, "told")]
    with pytest.raises(NotRecorded, match="not one of the answers"):
        answer(discussion, Answered(number, "perhaps"), by=by, at=at, seen=9)
    everyone = raised(discussion)["always"][1]
    with pytest.raises(NotRecorded, match=f"Point {everyone} waits for no answer"):
        answer(discussion, Answered(everyone, "yes"), by=by, at=at, seen=9)
    answer(discussion, Answered(number, "yes"), by=by, at=at, seen=9)
    assert raised(discussion)[CANCER][:2] == ("hold", number)


def test_no_said_in_the_room_settles_the_point():
    discussion = a_talk(said(**{**TOLD.top, "cancer_ever": Unsaid.DONT_KNOW}))
    number = raised(discussion)[CANCER][1]
    answer(discussion, Answered(number, "no"), by=owner_of(discussion), at=timezone.now(), seen=0)
    assert CANCER not in raised(discussion)


def test_hold_about_whoever_treats_is_lifted_by_a_colleague_only():
    discussion = a_talk()
    chosen(discussion, person=a_practitioner(facts={"given_by": ["nurse"]}))
    now, number = newest(discussion.submission.visit), raised(discussion)[NURSE][1]
    with pytest.raises(NotYours, match="Another clinician has to lift it"):
        lifted(now, number)
    marked(now, number, Outcome.STAYS)
    refer = Decision(DecisionKind.REFER_TO, "No second clinician.", what="Dr. Lee")
    colleague = a_guest(now.submission.visit)
    row = marked(now, number, Outcome.LIFTED, "Supervision agreed in writing.", by=colleague)
    take_back(row, by=colleague, at=timezone.now())
    assert state_of(signed(now, refer)) is SignatureState.VALID


def test_colleague_still_lifts_no_other_hold():
    discussion = a_talk()
    chosen(discussion, product=a_product(facts={"label": ["research_only"]}))
    now, number = newest(discussion.submission.visit), raised(discussion)[LABEL][1]
    colleague = a_guest(now.submission.visit)
    with pytest.raises(NotYours, match="may lift a hold"):
        marked(now, number, Outcome.LIFTED, "I think so.", by=colleague)


def is_open(visit, number):
    return outcomes_now(newest(visit).read(), outcomes_of(visit)).of(number).is_open


def test_hold_lifted_for_one_product_is_open_again_for_another_that_raises_it():
    discussion, research = a_talk(), {"label": ["research_only"]}
    visit, glow = discussion.submission.visit, a_product(facts=research)
    chosen(discussion, product=glow)
    number = raised(discussion)[LABEL][1]
    lifted(newest(visit), number)
    chosen(discussion, lot=a_lot(glow), person=a_practitioner())
    assert not is_open(visit, number), "the same product, with its lot"
    chosen(discussion, product=a_product(name="Glimmer", facts=research))
    assert is_open(visit, number)


def test_hold_lifted_for_a_paper_of_one_product_is_open_again_for_that_of_another():
    discussion = a_talk()
    visit = discussion.submission.visit
    glow, glimmer = a_product(), a_product(name="Glimmer")
    for product in (glow, glimmer):
        models.ProductPaper.objects.create(
            product=product,
            title="Data sheet",
            seen_on="2026-01-02",
            facts={"label": ["research_only"]},
        )
    chosen(discussion, product=glow)
    number = raised(discussion)[LABEL][1]
    lifted(newest(visit), number)
    chosen(discussion, product=glimmer)
    assert is_open(visit, number)


def test_hold_lifted_for_one_nurse_is_open_again_for_another():
    discussion, nurse = a_talk(), {"given_by": ["nurse"]}
    visit, kim = discussion.submission.visit, a_practitioner(facts=nurse)
    chosen(discussion, person=kim)
    number, colleague = raised(discussion)[NURSE][1], a_guest(visit)
    marked(newest(visit), number, Outcome.LIFTED, "Agreed in writing.", by=colleague)
    chosen(discussion, person=kim, product=a_product())
    assert not is_open(visit, number), "the same nurse, with another product"
    chosen(discussion, person=a_practitioner(name="Pat Roe", facts=nurse))
    assert is_open(visit, number)


def test_lapse_lifted_for_one_license_is_open_again_for_another():
    discussion, yesterday = a_talk(), timezone.localdate() - timedelta(days=1)
    visit = discussion.submission.visit
    chosen(discussion, person=a_practitioner(license_good_until=yesterday))
    number, colleague = raised(discussion)[LICENSE_LAPSED][1], a_guest(visit)
    marked(newest(visit), number, Outcome.LIFTED, "Renewed: the letter was seen.", by=colleague)
    chosen(discussion, person=a_practitioner(name="Pat Roe", license_good_until=yesterday))
    assert is_open(visit, number)


def test_undoing_lifts_a_hold_for_those_only_who_may_lift_it():
    discussion = a_room(a_provider())
    visit, owner = discussion.submission.visit, owner_of(discussion)
    guest = a_guest(visit)
    lifted(discussion)
    stays = marked(discussion, 1, Outcome.STAYS, "A reaction in 2025.", by=guest)
    with pytest.raises(NotYours) as refused:
        take_back(stays, by=guest, at=timezone.now())
    assert str(refused.value) == (
        "“Hold lifted”, recorded before, would count again."
        " Only Ana Ruiz, MD may lift a hold on this visit."
    )
    assert outcomes_now(discussion.read(), outcomes_of(visit)).of(1).is_staying
    take_back(stays, by=owner, at=timezone.now())
    assert not outcomes_now(discussion.read(), outcomes_of(visit)).of(1).is_staying


def test_undoing_lifts_no_hold_about_whoever_treats_for_the_one_who_treats():
    discussion = a_talk()
    chosen(discussion, person=a_practitioner(facts={"given_by": ["nurse"]}))
    visit, number = discussion.submission.visit, raised(discussion)[NURSE][1]
    now, owner, colleague = newest(visit), owner_of(discussion), a_guest(visit)
    marked(now, number, Outcome.LIFTED, "Agreed in writing.", by=colleague)
    stays = marked(now, number, Outcome.STAYS, "The agreement was withdrawn.", by=owner)
    with pytest.raises(NotYours, match="would count again. Hold .* is about whoever treats"):
        take_back(stays, by=owner, at=timezone.now())
    assert outcomes_now(now.read(), outcomes_of(visit)).of(number).is_staying
    take_back(stays, by=colleague, at=timezone.now())
    assert not outcomes_now(now.read(), outcomes_of(visit)).of(number).is_staying


def test_undoing_that_ends_no_hold_is_open_to_a_guest():
    discussion = a_room(a_provider())
    guest = a_guest(discussion.submission.visit)
    stays = marked(discussion, 1, Outcome.STAYS, by=guest)
    take_back(stays, by=guest, at=timezone.now())
    take_back(lifted(discussion), by=guest, at=timezone.now())
    assert outcomes_now(discussion.read(), outcomes_of(discussion.submission.visit)).of(1).is_open


def test_decision_is_superseded_and_the_earlier_one_stays_readable_and_valid():
    discussion = a_talk()
    first = signed(discussion)
    add_addendum(first, "Fever.", by=first.signer, at=timezone.now(), role="Provider")
    other = Decision(DecisionKind.WAIT_UNTIL, "Fever this morning.", what="fever is gone")
    signing = Signing(other, role="Provider")
    second = supersede(first, signing, by=first.signer, at=timezone.now())
    assert [state_of(row) for row in in_order(first.visit)] == [SignatureState.VALID] * 2
    shown = room(discussion).signed
    assert (shown.record, shown.decision.reason) == (second, "Fever this morning.")
    assert [each.decision.reason for each in shown.earlier] == ["All holds lifted."]
    assert [each.addenda[0].text for each in shown.earlier] == ["Fever."]
    assert supersede(first, signing, by=first.signer, at=timezone.now()) == second
    for unlike in (replace(signing, role="Nurse"), Signing(DECLINE, role="Provider")):
        with pytest.raises(ChangedElsewhere, match="Another decision was signed"):
            supersede(first, unlike, by=first.signer, at=timezone.now())
    assert models.SignOff.objects.count() == 2
    with pytest.raises(NotYours):
        supersede(second, signing, by=a_provider(), at=timezone.now())
    assert models.Job.objects.filter(kind="print_signed", subject=str(second.pk)).exists()


def test_going_ahead_later_is_barred_by_what_bars_it_now():
    discussion = a_talk()
    chosen(discussion, product=a_product(facts={"label": ["research_only"]}))
    now = newest(discussion.submission.visit)
    marked(now, raised(discussion)[LABEL][1], Outcome.STAYS)
    first = signed(now, DECLINE)
    with pytest.raises(NotReady, match="enter a new visit"):
        supersede(first, Signing(GO_AHEAD, role="Provider"), by=first.signer, at=timezone.now())
    assert models.SignOff.objects.count() == 1


def test_nothing_that_goes_ahead_is_signed_on_the_word_of_yesterday():
    discussion = a_talk()
    made_ready(discussion)
    visit = fresh(discussion.submission.visit)
    tomorrow = timezone.now() + timedelta(days=1)
    with pytest.raises(NotReady, match="whether anything has changed since sending"):
        sign_off(
            discussion,
            Signing(Decision(DecisionKind.GO_AHEAD, "Fine", together=TOGETHER), role="Provider"),
            by=visit.provider,
            at=tomorrow,
            seen=visit.recorded,
        )

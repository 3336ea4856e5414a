"""The clinic's own side at work: a new edition whenever it changes, and what lapses over night."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.register import Typed, has_moved_on
from intake.actions.talk.corrections import cancel_reopening
from intake.actions.talk.editions import keep_up, newest
from intake.actions.talk.load import outcomes_of
from intake.actions.talk.outcomes import Answered, answer
from intake.actions.talk.rules import ChangedElsewhere, EditionPassed, NotRecorded
from intake.actions.talk.sign_off import NotReady, Signing, sign_off
from intake.actions.talk.signature import SignatureState, decision_of, state_of
from intake.actions.talk.verify import Fact, take_back_verified, verify
from intake.core.discussion.in_words import plain_date
from intake.core.questionnaire.answers import Unsaid
from intake.core.talk.outcomes import Outcome, outcomes_now
from intake.core.talk.readiness import bars
from intake.core.talk.sign_off import DecisionKind
from intake.core.talk.verified_facts import EXPIRY, LOT
from tests.actions.talk.clinic_side import (
    CANCER,
    LABEL,
    LABEL_UNCLEAR,
    LICENSE_LAPSED,
    LOT_LAPSED,
    TOLD,
    a_talk,
    chosen,
    raised,
    room,
)
from tests.make.builders import say
from tests.make.room import (
    DECLINE,
    a_lot,
    a_practitioner,
    a_product,
    fresh,
    holds_of,
    marked,
    owner_of,
    reopened,
    signed,
)
from tests.make.values import chose, said

pytestmark = pytest.mark.django_db


def test_register_that_says_research_only_is_a_hold_whatever_the_patient_was_told():
    discussion = a_talk()
    assert holds_of(discussion.submission.visit) == 0
    chosen(discussion, product=a_product(facts={"label": ["research_only"]}))
    visit = fresh(discussion.submission.visit)
    now = newest(visit)
    assert (holds_of(visit), now.revision, now.edition) == (1, 1, 2)
    line = models.AccessEvent.objects.get(action="edition_frozen")
    assert (line.visit, line.user, line.detail) == (visit, None, "edition 2")
    assert raised(discussion)[LABEL][:1] == ("hold",)
    assert {str(b.by) for p in now.read().holds for b in p.because} == {"register"}
    with pytest.raises(NotReady, match="record whether the hold is lifted or stays"):
        signed(discussion)
    marked(now, now.read().holds[0].number, Outcome.STAYS)
    with pytest.raises(NotReady, match="“Go ahead” is not possible while a hold stays"):
        signed(now)
    assert not models.SignOff.objects.exists()


def test_choosing_what_changes_nothing_makes_no_edition_and_numbers_are_kept():
    discussion = a_talk()
    before = raised(discussion)
    chosen(discussion, product=a_product())
    assert newest(discussion.submission.visit) == discussion
    other = a_product(name="Other", facts={"label": ["research_only"]})
    for _twice in range(2):
        chosen(discussion, product=other)
    assert newest(discussion.submission.visit).edition == 2
    after = raised(discussion)
    assert {key: after[key][1] for key in before} == {key: before[key][1] for key in before}


def test_hold_of_the_register_that_goes_is_withdrawn_and_waits_for_a_clinician():
    discussion = a_talk()
    chosen(discussion, product=a_product(facts={"label": ["research_only"]}))
    chosen(discussion, lot=a_lot(a_product(name="Other")), person=a_practitioner())
    now = newest(discussion.submission.visit)
    ((_severity, number, withdrawn),) = [raised(discussion)[LABEL]]
    assert (now.edition, withdrawn, holds_of(now.submission.visit)) == (3, True, 1)
    with pytest.raises(NotReady, match="record whether the correction is confirmed"):
        signed(now)
    marked(now, number, Outcome.CONFIRMED, "Another product was taken.")
    assert state_of(signed(now)) is SignatureState.VALID


def test_verified_fact_goes_through_the_triggers_and_taking_it_back_withdraws_the_hold():
    discussion = a_talk()
    visit, by, at = discussion.submission.visit, owner_of(discussion), timezone.now()
    fact = Fact("label", "For research only", "Read", timezone.localdate(at), ("research_only",))
    row = verify(visit, fact, by=by, at=at, seen=0)
    assert raised(discussion)[LABEL][0] == "hold"
    take_back_verified(row, by=by, at=at)
    assert raised(discussion)[LABEL][2] is True
    with pytest.raises(NotRecorded, match="not one of the answers"):
        verify(
            visit, Fact("label", "x", "y", timezone.localdate(at), ("none",)), by=by, at=at, seen=9
        )


def test_lot_that_expires_over_night_is_a_hold_in_the_morning():
    discussion, today = a_talk(), timezone.localdate()
    chosen(discussion, lot=a_lot(expires_on=today))
    visit = fresh(discussion.submission.visit)
    before = visit.facts_until, holds_of(visit), LOT_LAPSED in raised(discussion)
    assert before == (today, 0, False)
    tomorrow = timezone.now() + timedelta(days=1)
    keep_up(visit, at=tomorrow)
    assert (holds_of(visit), raised(discussion)[LOT_LAPSED][0]) == (1, "hold")
    keep_up(fresh(visit), at=tomorrow + timedelta(days=3))
    assert newest(visit).edition == 2


def read(discussion, label):
    """The last day of the lot, as somebody reads it on the product."""
    visit, at = fresh(discussion.submission.visit), timezone.now()
    fact = Fact(EXPIRY, label, "Read on the vial", timezone.localdate(at))
    return verify(visit, fact, by=visit.provider, at=at, seen=visit.recorded)


def test_last_day_that_was_read_on_the_product_holds_whatever_the_register_says():
    discussion = a_talk()
    chosen(discussion, lot=a_lot())
    visit, row = discussion.submission.visit, read(discussion, "01-Jan-2026")
    (hold,) = newest(visit).read().holds
    assert (hold.key, [str(each.by) for each in hold.because]) == (LOT_LAPSED, ["verified"])
    with pytest.raises(NotReady):
        signed(discussion)
    take_back_verified(row, by=visit.provider, at=timezone.now())
    (gone,) = newest(visit).read().holds
    assert gone.withdrawn


def test_day_that_was_read_on_the_product_lapses_over_night_too():
    discussion = a_talk()
    visit, at = fresh(discussion.submission.visit), timezone.now()
    today = timezone.localdate(at)
    read(discussion, plain_date(today))
    assert (fresh(visit).facts_until, newest(visit).read().holds) == (today, ())
    keep_up(fresh(visit), at=at + timedelta(days=1))
    assert [point.key for point in newest(visit).read().holds] == [LOT_LAPSED]


def test_label_that_can_mean_a_day_that_is_past_or_a_later_one_is_a_hold_to_look_at_it():
    discussion = a_talk()
    chosen(discussion, lot=a_lot())
    read(discussion, "13/12/31")  # good for a test until then
    (hold,) = newest(discussion.submission.visit).read().holds
    assert (hold.key, [str(each.by) for each in hold.because]) == (LABEL_UNCLEAR, ["verified"])
    says = " ".join(bars(room(discussion).ready))
    assert "can mean 31-Dec-2013 or 13-Dec-2031" in says
    read(discussion, "13-Dec-2031")
    (gone,) = newest(discussion.submission.visit).read().holds
    assert (gone.key, gone.withdrawn) == (LABEL_UNCLEAR, True)
    assert room(discussion).ready.lapsed == frozenset()


def test_what_lapsed_is_frozen_before_a_page_shows_it_and_before_anything_is_signed():
    discussion, today = a_talk(), timezone.localdate()
    chosen(discussion, lot=a_lot(expires_on=today))
    tomorrow = timezone.now() + timedelta(days=1)
    visit = fresh(discussion.submission.visit)
    with pytest.raises(ChangedElsewhere):
        sign_off(
            discussion,
            Signing(DECLINE, role="Provider"),
            by=visit.provider,
            at=tomorrow,
            seen=visit.recorded,
        )
    shown = room(discussion, at=tomorrow)
    assert [p.key for p in shown.discussion.holds] == [LOT_LAPSED]
    assert (shown.frozen.edition, shown.ready.lapsed) == (2, {"lot"})


@pytest.mark.parametrize(
    ("zone", "hour", "is_lapsed"),
    [
        ("America/Los_Angeles", 4, False),
        ("America/Los_Angeles", 9, True),
        ("Pacific/Auckland", 9, False),
        ("Pacific/Auckland", 12, True),
    ],
)
def test_lot_lapses_when_the_clinics_own_day_ends(zone, hour, is_lapsed):
    """In UTC it is the day after in the west's evening, and the day before in the far east."""
    models.Site.objects.update(time_zone=zone)
    discussion = a_talk()
    at = timezone.now().replace(hour=hour, minute=0, second=0)
    at += timedelta(days=2) if zone.startswith("America") else timedelta(days=1)
    last_day = at.date() - timedelta(days=1) if zone.startswith("America") else at.date()
    chosen(discussion, lot=a_lot(expires_on=last_day, certificate="", certificate_on=None))
    keep_up(fresh(discussion.submission.visit), at=at)
    assert (LOT_LAPSED in raised(discussion)) is is_lapsed


@pytest.mark.parametrize("number", [{}, {"license_number": "", "license_state": ""}])
@pytest.mark.parametrize("day", ["check_again_on", "license_good_until"])
def test_license_past_its_day_is_a_hold_with_a_number_or_without(day, number):
    discussion, yesterday = a_talk(), timezone.localdate() - timedelta(days=1)
    person = a_practitioner(checked_on=yesterday, **{day: yesterday}, **number)
    chosen(discussion, person=person)
    assert raised(discussion)[LICENSE_LAPSED][0] == "hold"


def test_product_that_is_not_in_the_register_is_typed_and_marked():
    discussion, until = a_talk(), timezone.localdate() + timedelta(days=30)
    typed = Typed("Exo Plus", "B77", until, "Kim Lee, RN")
    chosen(discussion, typed=typed)
    shown = room(discussion).choice.shown
    assert (shown.product, shown.lot, shown.person) == ("Exo Plus", "B77", "Kim Lee, RN")
    assert (shown.typed, shown.lot_until) == (("product", "lot", "person"), until)
    assert f"{plain_date(until)}" in {fact.words for fact in shown.facts}
    assert decision_of(signed(discussion)).kind is DecisionKind.GO_AHEAD


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (Typed(lot="B77"), "Give the lot and its last day together"),
        (Typed(expires_on=date(2126, 1, 1)), "Give the lot and its last day together"),
        (Typed(product="\u200b"), "shows nothing that can be read"),
    ],
)
def test_typed_product_that_is_not_whole_is_refused(typed, sentence):
    with pytest.raises(NotRecorded, match=sentence):
        chosen(a_talk(), typed=typed)


def test_typed_lot_past_its_day_is_a_hold():
    discussion, yesterday = a_talk(), timezone.localdate() - timedelta(days=1)
    chosen(discussion, typed=Typed("Exo Plus", "B77", yesterday))
    assert raised(discussion)[LOT_LAPSED][0] == "hold"


def test_lot_of_the_register_decides_where_another_was_left_typed_beside_it():
    discussion, yesterday = a_talk(), timezone.localdate() - timedelta(days=1)
    visit, typed = discussion.submission.visit, Typed("Exo Plus", "B77", yesterday, "Kim Lee, RN")
    chosen(discussion, typed=typed)
    lot = a_lot()
    chosen(discussion, lot=lot, person=a_practitioner(), typed=typed)
    shown = room(discussion).choice.shown
    assert (shown.lot, shown.lot_until, shown.typed) == (str(lot), lot.expires_on, ())
    assert {fact.source for fact in shown.facts if fact.fact == LOT} == {str(lot)}
    assert raised(discussion)[LOT_LAPSED][2], "withdrawn"
    assert not has_moved_on(visit, on=timezone.localdate())


def test_outcome_stays_while_its_trace_stays_and_a_stale_page_still_records():
    discussion = a_talk(said(**{**TOLD.top, "cancer_ever": chose("yes")}))
    (hold,) = discussion.read().holds
    marked(discussion, hold.number, Outcome.STAYS)
    chosen(discussion, product=a_product(facts={"label": ["research_only"]}))
    now = newest(discussion.submission.visit)
    outcomes = outcomes_now(now.read(), outcomes_of(now.submission.visit))
    assert outcomes.of(hold.number).hold.outcome is Outcome.STAYS
    everyone = next(p for p in now.read().points if p.key == "always")
    marked(discussion, everyone.number, Outcome.TOLD)
    marked(discussion, hold.number, Outcome.LIFTED, "Letter of the oncologist seen.")
    assert models.OutcomeRecord.objects.last().discussion == now


def test_row_whose_point_changed_meanwhile_is_refused_in_words():
    discussion = a_talk(said(**{**TOLD.top, "cancer_ever": Unsaid.DONT_KNOW}))
    number = raised(discussion)[CANCER][1]
    answer(discussion, Answered(number, "yes"), by=owner_of(discussion), at=timezone.now(), seen=0)
    with pytest.raises(EditionPassed):
        marked(discussion, number, Outcome.WANTS_TIME)


def test_edition_is_made_of_what_was_sent_while_the_patient_corrects():
    discussion = a_talk(said(**{**TOLD.top, "cancer_ever": chose("yes")}))
    session = reopened(discussion)
    submission = session.invitation.visit.submission
    say(submission, said(**{**TOLD.top, "cancer_ever": chose("no")}))
    visit, by, at = fresh(discussion.submission.visit), owner_of(discussion), timezone.now()
    fact = Fact("label", "For research", "Read", timezone.localdate(at), ("research_only",))
    verify(visit, fact, by=by, at=at, seen=visit.recorded)
    assert {
        key for key, (severity, *_rest) in raised(discussion).items() if severity == "hold"
    } == {
        LABEL,
        CANCER,
    }
    cancel_reopening(fresh(visit), by=by, at=at)
    assert raised(discussion)[CANCER][0] == "hold"

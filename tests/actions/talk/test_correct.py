"""Sent answers given back for a correction, and the word that nothing has changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers import session, submit
from intake.actions.answers.page_drafts import keep_draft
from intake.actions.answers.sheet import load_answers
from intake.actions.talk.corrections import (
    AnswersChanged,
    PageLeft,
    cancel_reopening,
    confirm_unchanged,
    confirm_unchanged_by_patient,
    reopen,
)
from intake.actions.talk.editions import answers_of, newest
from intake.actions.talk.rules import (
    AlreadySigned,
    BeingCorrected,
    NotRecorded,
    NotYours,
    RevisionPassed,
)
from intake.actions.talk.talk_page import room_of
from intake.actions.visits import enter
from intake.core.limits import COPY_OPENS
from intake.models import sealed
from tests.actions.talk.clinic_side import a_talk, chosen
from tests.make.builders import a_provider, a_user, a_version, a_visit, an_entry, say
from tests.make.room import (
    ROOM,
    a_lot,
    a_room,
    a_signed_room,
    changed_answers,
    corrected,
    fresh,
    marked,
    owner_of,
    reopened,
    stored_answers,
)
from tests.make.values import chose

pytestmark = pytest.mark.django_db
NO_DIZZINESS = {"dizzy": chose("no")}


def cancelled(discussion, by=None):
    by = by or a_user()
    cancel_reopening(discussion.submission.visit, by=by, at=timezone.now())
    return by


def states(discussion):
    submission = models.Submission.objects.get(pk=discussion.submission_id)
    return submission.state, submission.revision, fresh(submission.visit).state


def reopen_now(visit, reason="Wrong medicine"):
    return reopen(visit, reason=reason, by=a_user(), at=timezone.now())


def test_reopening_makes_a_new_link_and_keeps_the_reason():
    discussion = a_room()
    visit = discussion.submission.visit
    token = reopen_now(visit, " Wrong medicine ")
    row = models.Reopening.objects.get()
    assert (sealed.open(row, "reason"), row.revision, row.ended_at) == ("Wrong medicine", 1, None)
    assert states(discussion) == ("reopened", 2, "reopened")
    invitation = enter.find_invitation(token)
    assert enter.standing_of(invitation, at=timezone.now()) is enter.Standing.LIVE
    others = visit.invitations.exclude(pk=invitation.pk)
    assert {enter.standing_of(each, at=timezone.now()) for each in others} == {
        enter.Standing.REVOKED
    }
    actions = list(visit.access_events.order_by("id").values_list("action", flat=True))
    assert actions[-3:] == ["reopened", "link_revoked", "invited"]


def test_session_that_sent_ends_when_the_answers_are_reopened():
    a_version(ROOM)
    visit = a_visit(answers=changed_answers())
    entered = an_entry(visit)
    submit.send(
        entered.session.invitation.visit.submission,
        session=entered.session,
        signature="Maria",
        at=timezone.now(),
    )
    reopen_now(visit)
    assert isinstance(session.open_session(entered.key, at=timezone.now()), session.Ended)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 4_001])
def test_reopening_needs_a_reason(reason):
    discussion = a_room()
    with pytest.raises(NotRecorded):
        reopen_now(discussion.submission.visit, reason)
    assert states(discussion) == ("sent", 1, "sent")


def test_reopening_twice_or_before_sending_is_refused():
    discussion = a_room()
    reopen_now(discussion.submission.visit)
    with pytest.raises(BeingCorrected):
        reopen_now(discussion.submission.visit)
    for unsent in (a_visit(), a_visit(answers=changed_answers())):
        with pytest.raises(NotRecorded, match="Nothing was sent yet"):
            reopen_now(unsent)


def test_revision_before_stays_current_until_the_next_is_sent():
    first = a_room()
    reopened(first)
    room = room_of(first.submission.visit, by=owner_of(first), at=timezone.now())
    assert (room.frozen, room.reopening) == (first, models.Reopening.objects.get())
    say(models.Submission.objects.get(), changed_answers(**NO_DIZZINESS))
    assert room_of(first.submission.visit, by=owner_of(first), at=timezone.now()).frozen == first


def test_sending_ends_the_reopening_and_makes_the_next_revision():
    first = a_room()
    second = corrected(first, changed_answers(**NO_DIZZINESS))
    row = models.Reopening.objects.get()
    assert (row.ending, row.ended_at, row.ended_by) == ("sent", second.frozen_at, None)
    assert (second.revision, states(second)) == (2, ("sent", 2, "sent"))
    assert [change.after for change in second.read().changes.answers] == ["No"]
    assert first.submission.discussions.count() == 2
    corrected(second, changed_answers())
    assert models.Reopening.objects.filter(ending="sent").count() == 2


def test_cancelling_closes_the_answers_as_they_were_sent():
    discussion = a_room()
    opened = reopened(discussion)
    by = cancelled(discussion)
    row = models.Reopening.objects.get()
    assert (row.ending, row.ended_by, row.has_unsent) == ("cancelled", by, False)
    assert states(discussion) == ("sent", 1, "sent")
    opened.refresh_from_db()
    assert opened.ended_at
    invitation = models.Invitation.objects.select_related("visit").get(pk=opened.invitation_id)
    at = timezone.now()
    assert enter.standing_of(invitation, at=at) is enter.Standing.COPY
    assert enter.standing_of(invitation, at=at + COPY_OPENS) is enter.Standing.RECEIVED


def test_cancelling_says_that_changes_were_left_unsent_and_keeps_them():
    discussion = a_room()
    reopened(discussion)
    say(models.Submission.objects.get(), changed_answers(**NO_DIZZINESS))
    cancelled(discussion)
    assert models.Reopening.objects.get().has_unsent
    assert stored_answers(discussion).top["dizzy"] == chose("no")
    room = room_of(discussion.submission.visit, by=owner_of(discussion), at=timezone.now())
    assert [point.key for point in room.discussion.points][:2] == ["reaction", "dizziness"]


def test_answers_can_be_reopened_again_after_cancelling():
    discussion = a_room()
    reopened(discussion)
    cancelled(discussion)
    second = corrected(discussion, changed_answers(**NO_DIZZINESS))
    assert second.revision == 2
    assert list(models.Reopening.objects.values_list("ending", flat=True)) == ["cancelled", "sent"]


def test_nothing_is_cancelled_when_nothing_is_reopened():
    discussion = a_room()
    with pytest.raises(NotRecorded, match="not reopened"):
        cancelled(discussion)


def test_visit_in_discussion_stays_so_while_it_is_corrected():
    discussion = a_room()
    marked(discussion, 2)
    reopened(discussion)
    assert fresh(discussion.submission.visit).talk == models.TalkState.BEGUN


def test_patient_confirms_in_the_reopened_session_that_nothing_changed():
    discussion = a_room()
    opened = reopened(discussion)
    row = confirm_unchanged_by_patient(opened, at=timezone.now())
    assert (row.by, row.discussion) == (None, discussion)
    reopening = models.Reopening.objects.get()
    assert (reopening.ending, reopening.ended_by) == ("unchanged", None)
    assert states(discussion) == ("sent", 1, "sent")
    room = room_of(discussion.submission.visit, by=owner_of(discussion), at=timezone.now())
    assert (room.confirmed.revision, room.confirmed.asked_by) == (1, None)
    assert fresh(discussion.submission.visit).talk == models.TalkState.NOT_BEGUN
    last = discussion.submission.visit.access_events.order_by("-id").first()
    assert (last.action, last.actor) == ("confirmed_unchanged", "patient")


def test_what_lapsed_over_night_is_in_the_edition_that_a_patient_confirms():
    discussion = a_talk()
    chosen(discussion, lot=a_lot(expires_on=timezone.localdate()))
    opened = reopened(discussion)
    row = confirm_unchanged_by_patient(opened, at=timezone.now() + timedelta(days=1))
    assert row.discussion.edition == 2


def test_patient_who_changed_something_must_send_it():
    discussion = a_room()
    opened = reopened(discussion)
    say(models.Submission.objects.get(), changed_answers(**NO_DIZZINESS))
    with pytest.raises(AnswersChanged, match="Send them instead"):
        confirm_unchanged_by_patient(opened, at=timezone.now())
    assert states(discussion) == ("reopened", 2, "reopened")
    assert not models.ConfirmedRecord.objects.exists()


def test_going_through_the_pages_without_changing_a_word_is_no_change():
    discussion = a_room()
    opened = reopened(discussion)
    submission = models.Submission.objects.get()
    say(submission, changed_answers())
    assert load_answers(submission).kept["counter"] > 5
    confirm_unchanged_by_patient(opened, at=timezone.now())
    assert models.Reopening.objects.get().has_unsent is False


def test_patient_confirms_nothing_with_a_page_left_in_the_middle():
    discussion = a_room()
    opened = reopened(discussion)
    submission, page = models.Submission.objects.get(), ROOM.pages[0]
    keep_draft(submission, page, {"allergy": ["no"]}, at=timezone.now())
    with pytest.raises(PageLeft, match="Continue it, or discard it"):
        confirm_unchanged_by_patient(opened, at=timezone.now())
    cancelled(discussion)
    assert models.Reopening.objects.get().has_unsent


def test_what_an_earlier_correction_left_unsent_is_not_what_was_sent():
    discussion = a_room()
    reopened(discussion)
    say(models.Submission.objects.get(), changed_answers(**NO_DIZZINESS))
    cancelled(discussion)
    again = reopened(discussion)
    with pytest.raises(AnswersChanged):
        confirm_unchanged_by_patient(again, at=timezone.now())
    say(models.Submission.objects.get(), changed_answers())
    confirm_unchanged_by_patient(again, at=timezone.now())


def test_patient_confirms_nothing_when_nothing_is_reopened():
    a_version(ROOM)
    visit = a_visit(answers=changed_answers())
    with pytest.raises(NotRecorded, match="not reopened"):
        confirm_unchanged_by_patient(an_entry(visit).session, at=timezone.now())


def test_provider_asks_and_records_that_nothing_changed():
    discussion = a_room()
    by, at = owner_of(discussion), timezone.now()
    confirm_unchanged(discussion, by=by, at=at)
    room = room_of(discussion.submission.visit, by=by, at=at)
    assert (room.confirmed.by_name, room.confirmed.at) == ("Ana Ruiz, MD", at)


def test_confirmation_belongs_to_its_revision():
    first = a_room()
    confirm_unchanged(first, by=owner_of(first), at=timezone.now())
    second = corrected(first, changed_answers(**NO_DIZZINESS))
    room = room_of(first.submission.visit, by=owner_of(first), at=timezone.now())
    assert (room.confirmed, room.ready.asked_today) == (None, None)
    with pytest.raises(RevisionPassed):
        confirm_unchanged(first, by=owner_of(first), at=timezone.now())
    confirm_unchanged(second, by=owner_of(second), at=timezone.now())


def test_confirmation_is_refused_to_strangers_while_reopened_and_after_signing():
    discussion = a_room()
    with pytest.raises(NotYours):
        confirm_unchanged(discussion, by=a_provider(), at=timezone.now())
    reopened(discussion)
    with pytest.raises(BeingCorrected):
        confirm_unchanged(discussion, by=owner_of(discussion), at=timezone.now())
    sign_off = a_signed_room()
    with pytest.raises(AlreadySigned):
        confirm_unchanged(sign_off.discussion, by=sign_off.signer, at=timezone.now())


def test_what_was_sent_stays_known_while_it_is_corrected():
    discussion = a_room()
    sent = load_answers(discussion.submission).answers
    reopened(discussion)
    say(discussion.submission, changed_answers(**NO_DIZZINESS))
    assert load_answers(discussion.submission).answers != sent
    assert answers_of(newest(discussion.submission.visit)) == sent

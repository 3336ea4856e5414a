"""The clock set back by an hour or a day, or from 2038: nothing breaks, and sessions end."""

from datetime import UTC, datetime, timedelta

import pytest

from intake import models
from intake.actions.accounts.second_factor import Tried, begin, confirm, next_code, try_code
from intake.actions.answers.session import Ended, Live, Over, end, open_session
from intake.actions.answers.submit import reopen, send
from intake.actions.privacy.legal_holds import lift_hold, place_hold
from intake.actions.visits.visits_and_links import revoke
from tests.make.builders import NAME, a_user, a_version, an_entry, say
from tests.make.providers import a_provider, signed_in
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
BACK = [timedelta(hours=1), timedelta(days=1), datetime(2038, 1, 20, tzinfo=UTC) - NOON]


@pytest.fixture(params=BACK, ids=["an hour", "a day", "from 2038"])
def clock(request, time_machine):
    """Noon, or 2038; call it to set the clock back."""
    a_version(SMALL)
    now = NOON + (request.param if request.param > timedelta(days=2) else timedelta(0))
    time_machine.move_to(now, tick=False)

    def set_back() -> datetime:
        time_machine.move_to(now - request.param, tick=False)
        return now - request.param

    set_back.now = now
    return set_back


def test_leaving_and_a_link_taken_back_end_the_session(clock):
    left, revoked = an_entry(at=clock.now), an_entry(at=clock.now)
    now = clock()
    end(left.session, at=now)
    revoke(revoked.session.invitation, by=a_user(), at=now)
    for entered in (left, revoked):
        assert isinstance(open_session(entered.key, at=now), Ended)
        kept = models.PatientSession.objects.get(pk=entered.session.pk)
        assert kept.ended_at == kept.started_at


def test_what_was_answered_before_is_sent_afterwards_and_reopened(clock):
    session = an_entry(at=clock.now).session
    submission = session.invitation.visit.submission
    say(submission, SMALL_ANSWERS)
    now = clock()
    frozen = send(submission, session=session, signature=NAME, at=now)
    assert frozen.submission.sent_at >= frozen.submission.opened_at
    reopen(frozen.submission, by=a_user(), at=now)
    assert models.Submission.objects.get().state == "reopened"


def test_a_session_used_under_the_later_clock_is_over_and_a_new_one_opens(clock):
    entered = an_entry(at=clock.now)
    now = clock()
    over = open_session(entered.key, at=now)
    assert isinstance(over, Ended)
    assert (over.why, over.may_hold) == (Over.IDLE, True)
    assert isinstance(open_session(an_entry(at=now).key, at=now), Live)


def test_a_session_of_staff_ends_and_a_hold_can_be_lifted(clock):
    user = a_provider()
    client = signed_in(user)
    patient = an_entry(at=clock.now).session.invitation.visit.patient
    place_hold(patient, reason="Claim", by=user, at=clock.now)
    now = clock()
    assert client.get("/provider/").status_code == 302
    assert signed_in(user).get("/provider/").status_code == 200
    assert lift_hold(patient, by=user, at=now)


def test_codes_are_taken_again_and_a_lock_does_not_last_for_years(clock):
    user = a_user()
    made = begin(user, at=clock.now)
    confirm(user, next_code(made, at=clock.now), at=clock.now)
    for _wrong in range(5):
        tried = try_code(user, "000000", at=clock.now)
    assert tried is Tried.LOCKED
    now = clock()
    fresh = models.Authenticator(pk=made.pk, user=user, seed=made.seed)
    assert try_code(user, next_code(fresh, at=now), at=now) is Tried.PASSED

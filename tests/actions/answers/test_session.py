"""A patient's session: idle and absolute ends, what may still be held, who sees the copy."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.session import (
    Ended,
    Live,
    Over,
    end,
    ends_at,
    may_see_copy,
    open_session,
    reenter,
    touch,
)
from intake.actions.answers.submit import reopen
from intake.actions.visits.enter import Entered, Wrong
from intake.core import limits
from intake.core.limits import PATIENT_IDLE, PATIENT_SESSION
from intake.models.visits.visits import facts_of
from tests.make.builders import BIRTH_DATE, a_sent_submission, a_user, a_version, a_visit, an_entry
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def small():
    a_version(SMALL)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def entered(now):
    return an_entry(at=now)


def why(key: str, at) -> Over | None:
    found = open_session(key, at=at)
    return found.why if isinstance(found, Ended) else None


def test_an_unknown_key_opens_nothing(entered, now):
    for key in ("", "x", entered.key.swapcase(), entered.session.digest):
        assert open_session(key, at=now) is None


def test_everything_a_page_needs_of_the_visit_comes_in_one_query(
    entered, now, django_assert_num_queries
):
    models.Version.objects.get().read()
    with django_assert_num_queries(1):
        found = open_session(entered.key, at=now)
        assert isinstance(found, Live)
        facts = facts_of(found.submission.visit)
        document = found.submission.version.read()
        assert found.session.invitation.visit is found.submission.visit
    assert (facts.name, facts.birth_date, document) == ("Maria Delgado", BIRTH_DATE, SMALL)


def test_c35_twenty_idle_minutes_end_a_session_and_a_post_is_held(entered, now):
    assert why(entered.key, now + PATIENT_IDLE - SECOND) is None
    assert why(entered.key, now + PATIENT_IDLE) is Over.IDLE
    assert open_session(entered.key, at=now + PATIENT_IDLE).may_hold


def test_c35_four_hours_end_a_session_however_busy(entered, now):
    at = now
    while at < now + PATIENT_SESSION - timedelta(minutes=15):
        at += timedelta(minutes=15)
        touch(entered.session, at=at)
    assert why(entered.key, now + PATIENT_SESSION - SECOND) is None
    assert why(entered.key, now + PATIENT_SESSION) is Over.TOO_LONG
    entered.session.refresh_from_db()
    assert ends_at(entered.session) == now + PATIENT_SESSION


def test_posting_starts_the_idle_time_again(entered, now):
    assert ends_at(entered.session) == now + PATIENT_IDLE
    later = now + timedelta(minutes=19)
    touch(entered.session, at=later)
    assert ends_at(entered.session) == later + PATIENT_IDLE
    assert why(entered.key, later + PATIENT_IDLE - SECOND) is None
    touch(entered.session, at=now)
    assert why(entered.key, later + PATIENT_IDLE - SECOND) is None


def test_whoever_leaves_is_out_and_nothing_is_held(entered, now):
    for _twice in range(2):
        end(entered.session, at=now)
    assert why(entered.key, now) is Over.FINISHED
    assert not open_session(entered.key, at=now).may_hold
    assert models.AccessEvent.objects.filter(action="left").count() == 1
    touch(entered.session, at=now + SECOND)
    assert why(entered.key, now + SECOND) is Over.FINISHED


def test_coming_back_counts_wrong_dates_on_the_same_link(entered, now):
    at = now + PATIENT_IDLE
    ended = open_session(entered.key, at=at)
    assert reenter(ended.session, date(1980, 1, 1), at=at) == Wrong(4)
    back = reenter(ended.session, BIRTH_DATE, at=at)
    assert isinstance(back, Entered)
    assert models.Invitation.objects.get().tries == 1
    assert open_session(back.key, at=at).submission == ended.submission
    assert why(entered.key, at) is Over.IDLE


def test_only_the_session_that_sent_sees_the_copy():
    visit = a_visit()
    elsewhere = an_entry(visit)
    frozen = a_sent_submission(visit=visit, answers=SMALL_ANSWERS)
    sender, other = models.PatientSession.objects.order_by("-id")
    assert may_see_copy(sender, frozen.submission)
    assert not may_see_copy(other, frozen.submission)
    # Of a later revision only whoever sent that one sees the copy.
    sender.sent_revision = frozen.submission.revision - 1
    assert not may_see_copy(sender, frozen.submission)
    assert why(elsewhere.key, timezone.now()) is Over.FINISHED


def test_reopening_ends_the_session_that_saw_the_copy():
    frozen = a_sent_submission(answers=SMALL_ANSWERS)
    reopen(frozen.submission, by=a_user(), at=timezone.now())
    sender = models.PatientSession.objects.get()
    assert sender.ended_at is not None
    assert not may_see_copy(sender, models.Submission.objects.get())


def test_sessions_and_tries_end_when_the_threat_model_says():
    """Written out: a test that asks the product for its own limit holds whatever the limit is."""
    ends = (limits.PATIENT_IDLE, limits.PATIENT_IDLE_ON_DEVICE, limits.PATIENT_SESSION)
    assert ends == (timedelta(minutes=20), timedelta(minutes=3), timedelta(hours=4))
    assert (timedelta(hours=8), timedelta(hours=24)) == (limits.STAFF_SESSION, limits.SHARED_VISIT)
    assert (limits.BIRTH_DATE_TRIES, limits.PASSWORD_TRIES, limits.GUESSES_A_DAY) == (5, 5, 30)
    assert (timedelta(minutes=5),) * 2 == (limits.PASSWORD_AGAIN, limits.PAUSE_BETWEEN_GUESSES)
    assert limits.DRAFTS_IN_A_MINUTE == 60

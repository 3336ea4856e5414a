"""The birth date behind a link: five wrong ones lock it, the right one opens a session."""

from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.sheet import load_answers
from intake.actions.visits.enter import (
    PAUSE,
    Entered,
    Gone,
    Locked,
    Standing,
    Wrong,
    find_invitation,
    standing_of,
    try_birth_date,
)
from intake.actions.visits.visits_and_links import reissue
from intake.core.limits import COPY_OPENS
from intake.models.sealed import blind
from tests.make.builders import (
    BIRTH_DATE,
    a_link,
    a_sent_submission,
    a_submission,
    a_user,
    a_version,
    a_visit,
    an_entry,
    an_invitation,
    say,
)
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db
WRONG = date(1979, 7, 15)
NOON = timezone.make_aware(datetime(2026, 11, 24, 12))


@pytest.fixture(autouse=True)
def small():
    a_version(SMALL)


@pytest.fixture
def invitation():
    return an_invitation(a_visit(day=NOON.date()), at=NOON)


def actions_logged() -> list[str]:
    return list(models.AccessEvent.objects.order_by("id").values_list("action", flat=True))


def test_the_right_date_opens_a_session_of_which_only_the_digest_is_kept(invitation):
    entered = try_birth_date(invitation, BIRTH_DATE, at=NOON)
    assert isinstance(entered, Entered)
    session = models.PatientSession.objects.get()
    assert session.digest == blind("patient session", sha256(entered.key.encode()).hexdigest())
    assert (session.started_at, session.seen_at, session.ended_at) == (NOON, NOON, None)
    visit = models.Visit.objects.get()
    assert (visit.state, visit.submission.state) == ("opened", "open")
    assert visit.submission.version == models.Version.objects.get()
    assert actions_logged() == ["visit_created", "invited", "opened"]


def test_c9_five_wrong_dates_lock_the_link_even_for_the_right_one(invitation):
    outcomes = [try_birth_date(invitation, WRONG, at=NOON) for _each in range(5)]
    assert outcomes == [Wrong(4), Wrong(3), Wrong(2), Wrong(1), Locked()]
    assert try_birth_date(invitation, BIRTH_DATE, at=NOON) == Locked()
    later = NOON + timedelta(hours=30)
    assert try_birth_date(invitation, BIRTH_DATE, at=later) == Locked()
    assert actions_logged()[2:] == ["birth_date_wrong"] * 5 + ["link_locked"]
    assert models.Visit.objects.with_lock_state().get().has_locked_link
    assert not models.PatientSession.objects.exists()


def test_after_a_lock_staff_make_a_new_link(invitation):
    for _each in range(5):
        try_birth_date(invitation, WRONG, at=NOON)
    token = reissue(invitation.visit, by=a_user(), at=NOON)
    assert isinstance(try_birth_date(find_invitation(token), BIRTH_DATE, at=NOON), Entered)
    assert not models.Visit.objects.with_lock_state().get().has_locked_link
    assert standing_of(models.Invitation.objects.last(), at=NOON) is Standing.REVOKED


def test_a_right_date_gives_its_try_back_and_forgives_no_wrong_one(invitation):
    try_birth_date(invitation, WRONG, at=NOON)
    for _often in range(12):
        assert isinstance(try_birth_date(invitation, BIRTH_DATE, at=NOON), Entered)
    assert [try_birth_date(invitation, WRONG, at=NOON) for _each in range(4)] == [
        Wrong(3),
        Wrong(2),
        Wrong(1),
        Locked(),
    ]


def test_c10_a_right_date_on_the_last_try_is_the_only_one_compared_for_a_while(invitation):
    for _each in range(4):
        try_birth_date(invitation, WRONG, at=NOON)
    assert isinstance(try_birth_date(invitation, BIRTH_DATE, at=NOON), Entered)
    until = Locked(until=NOON + PAUSE)
    for guess in (WRONG, BIRTH_DATE):
        assert try_birth_date(invitation, guess, at=NOON + PAUSE / 2) == until
    later = NOON + PAUSE
    assert isinstance(try_birth_date(invitation, BIRTH_DATE, at=later), Entered)
    assert try_birth_date(invitation, WRONG, at=later + PAUSE) == Locked()


@pytest.mark.parametrize(
    ("column", "why"), [("revoked_at", Standing.REVOKED), ("expires_at", Standing.EXPIRED)]
)
def test_nothing_is_compared_on_a_link_that_is_gone(invitation, column, why):
    desk = {"revoked_by": a_user()} if column == "revoked_at" else {}
    early = {"created_at": NOON - timedelta(days=1)}
    models.Invitation.objects.update(**{column: NOON}, **desk, **early)
    assert try_birth_date(invitation, BIRTH_DATE, at=NOON) == Gone(why)
    assert models.Invitation.objects.get().tries == 0


def test_c5_nothing_is_compared_once_the_copy_opens_no_more():
    visit = a_visit()
    token = a_link(visit)
    a_sent_submission(visit=visit, answers=SMALL_ANSWERS)
    later = timezone.now() + COPY_OPENS
    assert try_birth_date(find_invitation(token), BIRTH_DATE, at=later) == Gone(Standing.RECEIVED)
    assert try_birth_date(find_invitation(token), WRONG, at=later) == Gone(Standing.RECEIVED)
    assert find_invitation(token).tries == 0


def test_neither_a_locked_link_nor_one_of_the_clinics_device_opens_the_copy():
    visit, now = a_visit(), timezone.now()
    a_sent_submission(visit=visit, answers=SMALL_ANSWERS)
    own = models.Invitation.objects.get()
    assert standing_of(own, at=now) is Standing.COPY
    for closed in ({"locked_at": now}, {"is_on_device": True}):
        link = models.Invitation(visit=own.visit, **closed)
        assert standing_of(link, at=now) is Standing.RECEIVED


def test_c12_a_second_visit_of_the_same_patient_is_untouched():
    one, other = a_visit(), a_visit()
    answered, untouched = a_submission(visit=one), a_submission(visit=other)
    say(answered, SMALL_ANSWERS)
    assert load_answers(untouched).answers.top == {}
    untouched.refresh_from_db()
    assert (untouched.state, untouched.stamp) == ("open", 0)


def test_two_links_of_a_visit_lead_to_one_submission():
    visit = a_visit()
    sessions = [an_entry(visit).session for _each in range(2)]
    assert {session.invitation.visit.submission.pk for session in sessions} == {
        models.Submission.objects.get().pk
    }


def test_a_link_is_found_with_one_query(django_assert_num_queries):
    token = a_link()
    with django_assert_num_queries(1):
        standing_of(find_invitation(token), at=NOON)

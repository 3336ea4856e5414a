"""A locked link is told until its patient has another way in, and no longer."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.from_paper import Paper, give_up, type_in
from intake.actions.answers.submit import send
from intake.actions.visits.enter import find_invitation, try_birth_date
from intake.actions.visits.standing import restore, take_out
from intake.actions.visits.visits_and_links import invite_on_device, revoke
from intake.models import Standing, WhyNotPlanned
from tests.make.builders import (
    BIRTH_DATE,
    NAME,
    a_user,
    a_version,
    a_visit,
    an_invitation,
    say,
)
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db
WRONG = date(1979, 7, 15)
NOON = timezone.make_aware(datetime(2026, 11, 24, 12))
LATER = NOON + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def small():
    a_version(SMALL)


@pytest.fixture
def visit():
    return a_visit(day=NOON.date())


def lock(link: models.Invitation, *, at: datetime = NOON) -> None:
    for _each in range(5):
        try_birth_date(link, WRONG, at=at)
    link.refresh_from_db()
    assert link.locked_at == at


def enter(link: models.Invitation, *, at: datetime = LATER) -> models.PatientSession:
    return try_birth_date(link, BIRTH_DATE, at=at).session


def is_told() -> bool:
    return models.Visit.objects.with_lock_state().get().has_locked_link


def test_a_lock_is_told_until_a_link_is_made(visit):
    lock(an_invitation(visit, at=NOON))
    assert is_told()
    newer = an_invitation(visit, at=LATER)
    assert not is_told()
    enter(newer)
    assert not is_told()


def test_a_lock_is_told_again_when_the_newer_link_was_taken_back_or_locked(visit):
    lock(an_invitation(visit, at=NOON))
    newer = an_invitation(visit, at=LATER)
    lock(newer, at=LATER)
    assert is_told()
    revoke(an_invitation(visit, at=LATER), by=a_user(), at=LATER)
    assert is_told()


def test_a_link_from_before_the_lock_settles_it_only_by_the_right_date(visit):
    older, locked = an_invitation(visit, at=NOON), an_invitation(visit, at=NOON)
    lock(locked, at=LATER)
    assert is_told()
    enter(older, at=LATER)
    assert not is_told()


def test_a_device_of_the_clinics_settles_a_lock_once_the_patient_is_in(visit):
    lock(an_invitation(visit, at=NOON))
    token = invite_on_device(visit, by=a_user(), at=LATER)
    assert is_told()
    enter(find_invitation(token))
    assert not is_told()


def test_a_lock_is_told_of_no_visit_whose_answers_were_sent(visit):
    """Five wrong dates on the link of the copy: nobody can make another, and nobody has to."""
    copy = an_invitation(visit, at=NOON)
    session = enter(copy, at=NOON)
    submission = session.invitation.visit.submission
    say(submission, SMALL_ANSWERS)
    send(submission, session=session, signature=NAME, at=NOON)
    lock(copy, at=LATER)
    assert not is_told()


def test_a_lock_is_told_of_no_visit_that_is_not_planned(visit):
    lock(an_invitation(visit, at=NOON))
    take_out(visit, Standing.CANCELLED, why=WhyNotPlanned.DESK, by=a_user(), at=LATER)
    assert not is_told()
    restore(visit, by=a_user(), at=LATER)
    assert is_told()


def test_a_lock_is_not_told_while_answers_are_typed_in_from_paper(visit):
    """No link can be made meanwhile."""
    lock(an_invitation(visit, at=NOON))
    kim = a_user()
    type_in(visit, Paper(), by=kim, at=LATER)
    assert not is_told()
    give_up(visit, by=kim, at=LATER)
    assert is_told()

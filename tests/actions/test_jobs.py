"""The leased table: done once, taken over when a worker is lost, tried again, given up, shown."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from intake import models
from intake.actions.jobs import ask_for, claim, put_off, settle, try_again
from intake.core.limits import JOB_AFTER as AFTER
from intake.core.limits import JOB_LEASE as LEASE
from intake.models import Job, JobKind, JobState
from tests.make.builders import a_visit

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PRINT = JobKind.PRINT_SENT


@pytest.fixture
def visit():
    return a_visit()


def asked(visit, subject="one", **more) -> Job:
    return ask_for(PRINT, visit=visit, subject=subject, at=NOW, **more)


def row(job: Job) -> tuple[str, str, int]:
    return Job.objects.values_list("state", "code", "tries").get(pk=job.pk)


def test_job_asked_for_twice_is_done_once(visit):
    assert asked(visit) == asked(visit)
    assert claim([PRINT], at=NOW) is not None
    assert claim([PRINT], at=NOW) is None


def test_job_goes_with_the_transaction_that_asked_for_it(visit):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        asked(visit)
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_the_one_that_has_waited_longest_comes_first_and_none_before_its_time(visit):
    later = asked(visit, "later", due_at=NOW + timedelta(seconds=2))
    first = asked(visit, "first", due_at=NOW + timedelta(seconds=1))
    assert claim([PRINT], at=NOW) is None
    at = NOW + timedelta(seconds=2)
    assert [claim([PRINT], at=at), claim([PRINT], at=at)] == [first, later]


def test_only_the_kinds_asked_for_are_claimed(visit):
    asked(visit)
    assert claim([JobKind.PRINT_SIGNED], at=NOW) is None


def test_job_of_a_lost_worker_is_taken_over_and_the_lost_one_settles_nothing(visit):
    asked(visit)
    lost = claim([PRINT], at=NOW)
    assert claim([PRINT], at=NOW + LEASE - timedelta(seconds=1)) is None
    taken_over = claim([PRINT], at=NOW + LEASE)
    assert (taken_over.pk, taken_over.tries, taken_over.perhaps_twice) == (lost.pk, 2, True)
    put_off(lost, until=NOW + timedelta(days=1))
    assert not settle(lost, JobState.FAILED, at=NOW, code="late")
    assert settle(taken_over, JobState.DONE, at=NOW)
    assert row(lost) == ("done", "", 2)


def test_job_that_loses_every_worker_is_given_up(visit):
    asked(visit)
    for tried in range(len(AFTER) + 1):
        job = claim([PRINT], at=NOW + tried * LEASE)
    assert claim([PRINT], at=NOW + (len(AFTER) + 1) * LEASE) is None
    assert row(job) == ("failed", "worker_lost", len(AFTER) + 1)


def test_job_that_fails_waits_longer_each_time_and_is_given_up_after_the_last(visit):
    asked(visit)
    at = NOW
    for pause in AFTER:
        job = claim([PRINT], at=at)
        assert settle(job, JobState.WAITING, at=at, code="busy")
        assert claim([PRINT], at=at + pause * 0.79) is None
        at += pause * 1.21
    assert settle(claim([PRINT], at=at), JobState.WAITING, at=at, code="busy")
    assert row(job) == ("failed", "busy", len(AFTER) + 1)
    assert claim([PRINT], at=at + timedelta(days=9)) is None


def test_job_that_was_given_up_begins_anew_when_somebody_asks(visit):
    job = asked(visit)
    settle(claim([PRINT], at=NOW), JobState.FAILED, at=NOW, code="cannot_open")
    assert try_again(Job.objects.all(), at=NOW) == 1
    assert row(job) == ("waiting", "cannot_open", 0)
    assert claim([PRINT], at=NOW) == job


def test_table_holds_ids_and_codes_and_nothing_else(visit):
    """Whoever adds a column of words here puts a patient's name into a table that is not sealed."""
    columns = {field.name: type(field).__name__ for field in Job._meta.fields}
    assert columns.pop("visit") == "ForeignKey"
    words = {name for name, kind in columns.items() if kind in {"CharField", "TextField"}}
    assert words == {"kind", "subject", "part", "state", "code"}
    assert {field.max_length for field in Job._meta.fields if field.name in words} == {10, 20, 40}


def test_jobs_go_when_their_visit_is_erased(visit):
    from intake.actions.privacy.erase import erase_patient
    from tests.make.builders import a_user

    asked(visit)
    erase_patient(visit.patient, by=a_user(), at=NOW)
    assert not models.Job.objects.exists()

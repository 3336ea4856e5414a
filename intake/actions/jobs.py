"""The leased table: a job is asked for in a transaction, claimed by one worker, settled once."""

import random
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from intake import models
from intake.core.limits import JOB_AFTER, JOB_LEASE, JOB_SPREAD
from intake.models import Job, JobKind, JobState, LastRun


def ask_for(
    kind: JobKind,
    *,
    visit: models.Visit,
    subject: object,
    part: object = "",
    at: datetime,
    due_at: datetime | None = None,
) -> Job:
    """Ask for a job, in the transaction that causes it. Asked twice, it is done once."""
    job, _is_new = Job.objects.get_or_create(
        kind=kind,
        subject=str(subject),
        part=str(part),
        defaults={"visit": visit, "asked_at": at, "due_at": due_at or at},
    )
    return job


def ask_anew(kind: JobKind, *, visit: models.Visit, subject: object, at: datetime) -> Job:
    """The same of a subject made in this very transaction: nobody can have asked for it yet."""
    return Job.objects.create(kind=kind, visit=visit, subject=str(subject), asked_at=at, due_at=at)


def claim(kinds: Iterable[JobKind], *, at: datetime) -> Job | None:
    """The job that has waited longest, for one worker alone; None when nothing is due."""
    waits = Q(state=JobState.WAITING, due_at__lte=at)
    was_left = Q(state=JobState.TAKEN, lease_until__lte=at)
    due = Job.objects.filter(waits | was_left, kind__in=kinds)
    # A look without a lock comes first: on SQLite a transaction keeps every writer waiting.
    if not due.exists():
        return None
    with transaction.atomic():
        locked = due.select_for_update(skip_locked=True, of=("self",))
        job = locked.order_by("due_at", "id").first()
        if job is None:
            return None
        if job.state == JobState.TAKEN and job.tries > len(JOB_AFTER):
            # Whoever takes it is lost with it; nobody else shall be.
            settle(job, JobState.FAILED, at=at, code="worker_lost")
            return None
        job.perhaps_twice = job.perhaps_twice or job.state == JobState.TAKEN
        job.state, job.tries = JobState.TAKEN, job.tries + 1
        job.lease_until = at + JOB_LEASE
        job.save(update_fields=["state", "tries", "lease_until", "perhaps_twice"])
    return job


def settle(job: Job, state: JobState, *, at: datetime, code: str = "") -> bool:
    """Say how it ended: ``WAITING`` asks for another try. False if another worker has it by now."""
    if state == JobState.WAITING and job.tries > len(JOB_AFTER):
        state = JobState.FAILED
    job.state, job.code, job.lease_until = state, code, None
    if state == JobState.WAITING:
        spread = random.uniform(1 - JOB_SPREAD, 1 + JOB_SPREAD)  # noqa: S311  # nosec B311 - keeps no secret
        job.due_at = at + JOB_AFTER[job.tries - 1] * spread
    else:
        job.settled_at = at
    mine = Job.objects.filter(pk=job.pk, state=JobState.TAKEN, tries=job.tries)
    columns = ("state", "code", "lease_until", "due_at", "settled_at")
    return bool(mine.update(**{column: getattr(job, column) for column in columns}))


def put_off(job: Job, *, until: datetime) -> None:
    """Not now, and no fault of its own: it waits, and this look at it counts as no try."""
    mine = Job.objects.filter(pk=job.pk, state=JobState.TAKEN, tries=job.tries)
    mine.update(state=JobState.WAITING, lease_until=None, due_at=until, tries=job.tries - 1)


def try_again(jobs: QuerySet[Job], *, at: datetime) -> int:
    """Begin anew with jobs that were given up; says how many."""
    anew = {"state": JobState.WAITING, "due_at": at, "tries": 0, "settled_at": None}
    return jobs.filter(state=JobState.FAILED).update(**anew)


def sign_of_life(name: str, *, at: datetime, code: str = "") -> None:
    """Note that something that runs by itself did; ``code`` says what went wrong, if anything."""
    LastRun.objects.update_or_create(name=name, defaults={"at": at, "code": code})

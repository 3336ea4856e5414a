"""Tries to break what the database promises about jobs."""

from collections.abc import Callable

from django.utils import timezone

from intake import models

Breaking = Callable[[], object]


def a_job(**values: object) -> object:
    plain = {"kind": "print_sent", "subject": "one", "asked_at": timezone.now()}
    plain |= {"visit": models.Visit.objects.get(), "due_at": timezone.now()}
    return models.Job.objects.create(**{**plain, **values})


JOBS: dict[str, Breaking] = {
    "job_once": lambda: [a_job(), a_job()],
    "job_state_known": lambda: a_job(state="lost"),
    "job_leased_while_taken": lambda: a_job(state="taken"),
}

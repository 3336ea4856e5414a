"""Counts out of the database, for Prometheus and for the morning's mail: never about anybody."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.db.models import Count, Min, Sum
from django.utils import timezone

from intake.models import (
    AccessEvent,
    Job,
    JobState,
    LastRun,
    SubmissionState,
    TalkState,
    Visit,
)

Number = tuple[str, str, dict[str, str], float]
"""Name, what it is, labels, value."""
GUESSES = ("birth_date_wrong", "link_locked", "factor_locked", "denied")


def numbers(*, at: datetime) -> Iterator[Number]:
    open_jobs = Job.objects.filter(state__in=[JobState.WAITING, JobState.TAKEN, JobState.FAILED])
    for row in open_jobs.values("kind", "state").annotate(count=Count("id"), oldest=Min("due_at")):
        labels = {"kind": row["kind"], "state": row["state"]}
        yield "intake_jobs", "Jobs that are not done", labels, row["count"]
        late = max(0.0, (at - row["oldest"]).total_seconds())
        yield "intake_jobs_oldest_seconds", "How late the oldest is", labels, late
    for run in LastRun.objects.all():
        age = (at - run.at).total_seconds()
        yield "intake_last_run_age_seconds", "Since something last ran", {"name": run.name}, age
        failed = float(bool(run.code))
        yield "intake_last_run_failed", "Whether it ended badly", {"name": run.name}, failed
    newest = AccessEvent.objects.order_by("-id").values_list("at", flat=True).first()
    last = AccessEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first()
    yield "intake_log_lines", "Number of the newest line of the access log", {}, last or 0
    if newest:
        ahead = (newest - at).total_seconds()
        yield "intake_log_ahead_seconds", "Newest line against the clock", {}, ahead
    # What somebody who guesses leaves behind.
    words, since = "In the last hour", at - timedelta(hours=1)
    tried = AccessEvent.objects.filter(at__gte=since, action__in=GUESSES)
    for row in tried.values("action").annotate(count=Count("id")):
        yield "intake_tries", words, {"action": row["action"]}, row["count"]
    wrong = AccessAttempt.objects.filter(attempt_time__gte=since)
    passwords = wrong.aggregate(count=Sum("failures_since_start"))["count"] or 0
    yield "intake_tries", words, {"action": "wrong_password"}, passwords


def day_in_numbers(*, at: datetime) -> dict[str, int]:
    """How the day stands, as the morning's mail tells it."""
    today = timezone.localdate(at)
    visits = Visit.objects.filter(date=today)
    soon = Visit.objects.filter(date__gt=today, date__lte=today + timedelta(days=3))
    sent = SubmissionState.SENT
    return {
        "visits today": visits.count(),
        "of these, answers sent": visits.filter(submission__state=sent).count(),
        "visits in the next three days without answers": soon.exclude(
            submission__state=sent
        ).count(),
        "past visits whose talk is not signed": Visit.objects.filter(
            date__lt=today, date__gte=today - timedelta(days=30), submission__state=sent
        )
        .exclude(talk=TalkState.SIGNED)
        .count(),
        "copies or messages that were given up": Job.objects.filter(state=JobState.FAILED).count(),
    }

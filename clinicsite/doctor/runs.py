"""What should have run by now: printers, messages, folders of schedules, nightly commands."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from intake.models import Job, JobState, LastRun

from .findings import Finding

DEAD = timedelta(minutes=10)
FALLEN_BEHIND = timedelta(minutes=10)
SERVICES = {
    "printer": "Start it: systemctl start intake-printer@1, or manage.py printer.",
    "messages": "Start it: systemctl start intake-messages, or manage.py messages.",
}
FEED, SILENT = "feed ", timedelta(days=1)
NIGHTLY = {
    "purge": (timedelta(days=2), "manage.py purge"),
    "verify_access_log": (timedelta(days=2), "manage.py verify_access_log"),
    "backup": (timedelta(hours=26), "manage.py backup"),
    "restore_drill": (timedelta(days=366), "manage.py restore FILE --check on another machine"),
}


def services(at: datetime) -> Iterator[Finding]:
    seen = dict(LastRun.objects.values_list("name", "at"))
    for name, cure in SERVICES.items():
        if name == "messages" and not settings.MESSAGES_FROM:
            continue  # nobody is written to
        last = seen.get(name)
        if last is None or at - last > DEAD:
            since = f"since {last:%Y-%m-%d %H:%M} UTC" if last else "ever"
            problem = f"The {name} service has given no sign of life {since}."
            yield Finding(f"{name}_dead", problem, cure)


def jobs(at: datetime) -> Iterator[Finding]:
    late = Job.objects.filter(state=JobState.WAITING, due_at__lt=at - FALLEN_BEHIND).count()
    if late:
        yield Finding(
            "jobs_late",
            f"{late} jobs have waited more than ten minutes.",
            "Start another worker, and look at docs/capacity.md.",
        )
    failed = Job.objects.filter(state=JobState.FAILED).count()
    if failed:
        yield Finding(
            "jobs_failed",
            f"{failed} jobs were given up.",
            "The server's log says why. When it is mended: manage.py try_jobs_again.",
        )


def nightly(at: datetime) -> Iterator[Finding]:
    seen = {run.name: run for run in LastRun.objects.all()}
    for name, (longest, command) in NIGHTLY.items():
        run = seen.get(name)
        if settings.DEMONSTRATION and name in ("backup", "restore_drill"):
            continue
        if run is None or at - run.at > longest:
            since = f"since {run.at:%Y-%m-%d}" if run else "yet"
            yield Finding(
                f"{name}_not_run",
                f"{name.replace('_', ' ').capitalize()} has not run {since}.",
                f"Run {command}, and see to its timer (systemctl list-timers 'intake-*').",
            )
        elif run.code:
            yield Finding(
                f"{name}_failed",
                f"{name.replace('_', ' ').capitalize()} ended with “{run.code}”.",
                f"Run {command} by hand and read what it says.",
            )


def feeds(at: datetime) -> Iterator[Finding]:
    """A folder that was read once is read every day, or nobody notices that its timer stands."""
    for run in LastRun.objects.filter(name__startswith=FEED, at__lt=at - SILENT):
        source = run.name.removeprefix(FEED)
        yield Finding(
            "feed_silent",
            f"The folder of schedules from {source} was last read {run.at:%Y-%m-%d %H:%M} UTC.",
            "See to the timer of manage.py import_day, as docs/operate/schedules.md has it.",
        )

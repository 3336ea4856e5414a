"""What the database says: keys, migrations, a published version, its role, and its clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection

from clinicsite.doctor.health import is_migrated
from intake.actions.key_checks import key_problems
from intake.models import AccessEvent, Version

from .findings import Finding

BEHIND = timedelta(minutes=5)
QUIET = timedelta(days=30)


def migrations(_at: datetime) -> Iterator[Finding]:
    if not is_migrated():
        yield Finding(
            "not_migrated",
            "The tables are not those of this release.",
            "Run manage.py migrate, as the role that owns the tables.",
        )


def keys(_at: datetime) -> Iterator[Finding]:
    for problem in key_problems():
        sentence, _, cure = problem.partition(": ")
        code = "key_missing" if "missing" in sentence else "key_wrong"
        yield Finding(code, f"{sentence}.", cure[:1].upper() + cure[1:])


def published(_at: datetime) -> Iterator[Finding]:
    if not Version.objects.exists():
        yield Finding(
            "nothing_published",
            "No questionnaire is published, so no visit can be entered.",
            "Publish one in the admin, or by manage.py import_questionnaire FILE --publish.",
        )


def clock(at: datetime) -> Iterator[Finding]:
    """The log only grows, so its newest line is never from the future."""
    newest = AccessEvent.objects.order_by("-id").values_list("at", flat=True).first()
    if newest is None:
        return
    if newest - at > BEHIND:
        yield Finding(
            "clock_behind",
            f"The clock is {_span(newest - at)} behind the newest line of the access log.",
            "Set the clock (timedatectl, chrony) before anybody signs or sends anything.",
        )
    elif at - newest > QUIET:
        yield Finding(
            "clock_ahead",
            f"The newest line of the access log is {_span(at - newest)} old. If the clinic was"
            " open meanwhile, the clock is ahead.",
            "Compare the clock with the true time before you run a purge: it erases by the clock.",
        )


def role(_at: datetime) -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, c.relowner, 'MEMBER') FROM pg_class c"
            " WHERE c.relname = 'intake_accessevent'"
        )
        found = cursor.fetchone()
    if found and found[0]:
        yield Finding(
            "role_owns_tables",
            "The site's database role owns its tables, so it could take the guards of the log off.",
            "Serve with a role of its own: deploy/roles.sql makes it, docs/operate/install.md"
            " says how.",
        )


def _span(span: timedelta) -> str:
    if span >= timedelta(days=2):
        return f"{span.days} days"
    return f"{round(span / timedelta(hours=1), 1):g} hours"

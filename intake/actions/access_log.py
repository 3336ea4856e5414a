"""Writes the access log: every action records itself here in its own transaction."""

from datetime import datetime

from django.db import connection, transaction

from ..models import AccessEvent, Actor, User, Visit
from ..models.chain import Head, link_of_its_own

# The one that numbers lines on PostgreSQL, where several writers add lines at once.
NUMBERS = "intake_accessevent_line"


def record(
    action: str,
    *,
    at: datetime,
    by: User | None = None,
    visit: Visit | None = None,
    detail: str = "",
) -> Head:
    """Add one line about staff. ``detail`` is a code or a number, never an answer or a name."""
    actor = Actor.STAFF if by else Actor.SYSTEM
    return _add(AccessEvent(at=at, actor=actor, user=by, action=action, visit=visit, detail=detail))


def record_patient(action: str, *, at: datetime, visit: Visit, detail: str = "") -> Head:
    """Add one line about what came through a patient's link."""
    return _add(AccessEvent(at=at, actor=Actor.PATIENT, action=action, visit=visit, detail=detail))


def _add(event: AccessEvent) -> Head:
    """Put a line in, with a digest of its own. Nobody waits for anybody: `sealed_log` chains them.

    What is returned anchors the log: as long as it is kept somewhere, this line can't be taken
    out unnoticed, nor any before it.
    """
    # No savepoint of its own: what can't be logged is not done.
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            # A number is missing where a transaction was rolled back; the next seal notes that.
            if connection.vendor == "postgresql":
                cursor.execute(f"SELECT nextval('{NUMBERS}')")
            else:
                # The only writer there is holds the database until its commit.
                cursor.execute("SELECT COALESCE(MAX(sequence), 0) + 1 FROM intake_accessevent")
            event.sequence = cursor.fetchone()[0]
        event.digest = link_of_its_own(event)
        event.save(force_insert=True)
    return Head(event.sequence, event.digest)

"""Writes the access log: every action records itself here in its own transaction."""

from datetime import datetime

from ..models import AccessEvent, Actor, User, Visit


def record(
    action: str,
    *,
    at: datetime,
    by: User | None = None,
    visit: Visit | None = None,
    detail: str = "",
) -> None:
    """Add one line about staff. ``detail`` is a code or a number, never an answer or a name."""
    actor = Actor.STAFF if by else Actor.SYSTEM
    AccessEvent.objects.create(
        at=at, actor=actor, user=by, action=action, visit=visit, detail=detail
    )


def record_patient(action: str, *, at: datetime, visit: Visit, detail: str = "") -> None:
    """Add one line about what came through a patient's link."""
    AccessEvent.objects.create(
        at=at, actor=Actor.PATIENT, action=action, visit=visit, detail=detail
    )

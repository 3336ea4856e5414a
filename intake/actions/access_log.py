"""Writes the access log: every action records itself here in its own transaction."""

from datetime import datetime

from django.db import transaction

from ..models import AccessEvent, AccessHead, Actor, User, Visit
from ..models.chain import Head, link


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


def head() -> Head:
    """Where the log ends now."""
    found = AccessHead.objects.filter(pk=AccessHead.ONLY).first() or AccessHead()
    return Head(found.sequence, found.digest)


def _add(event: AccessEvent) -> Head:
    """Put a line at the end. One writer at a time: the head stays locked until the commit.

    An action locks its own rows first and records last, so that no two wait for each other.
    """
    with transaction.atomic():
        end = _locked_head()
        event.sequence = end.sequence + 1
        event.digest = link(event, end.digest)
        event.save(force_insert=True)
        end.sequence, end.digest = event.sequence, event.digest
        end.save(update_fields=["sequence", "digest"])
    return Head(event.sequence, event.digest)


def _locked_head() -> AccessHead:
    only = AccessHead.objects.select_for_update().filter(pk=AccessHead.ONLY)
    found = only.first()
    if found is None:
        # The very first line; of two writers at once one makes the row and both lock it.
        AccessHead.objects.bulk_create([AccessHead()], ignore_conflicts=True)
        found = only.get()
    return found

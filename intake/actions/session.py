"""A patient's session behind a link: found by its key, kept alive, ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction

from .. import models
from .enter import Outcome, try_birth_date
from .look import record_patient
from .tokens import sha256_of_token

IDLE = timedelta(minutes=20)
LONGEST = timedelta(hours=4)

VISIT = "invitation__visit"
JOINED = (f"{VISIT}__patient", f"{VISIT}__provider", f"{VISIT}__submission__version")
# Every page turn asks this, and most of its cost is columns that no page reads.
NEEDED = (
    *("invitation", "started_at", "seen_at", "ended_at", "sent_revision"),
    *(f"invitation__{column}" for column in ("visit", "expires_at", "revoked_at")),
    *(
        f"{VISIT}__{column}"
        for column in ("patient", "provider", "questionnaire", "reference", "date", "time", "state")
    ),
    *(f"{VISIT}__patient__{column}" for column in ("name", "birth_date")),
    *(
        f"{VISIT}__provider__{column}"
        for column in ("username", "first_name", "last_name", "credentials")
    ),
    *(
        f"{VISIT}__submission__{column}"
        for column in ("visit", "version", "state", "revision", "counter", "opened_at", "sent_at")
    ),
    *(f"{VISIT}__submission__version__{column}" for column in ("number", "sha256")),
)


class Over(StrEnum):
    """Why a session can't go on."""

    REVOKED = "revoked"
    FINISHED = "finished"
    TOO_LONG = "too_long"
    IDLE = "idle"


@dataclass(frozen=True)
class Live:
    session: models.PatientSession
    submission: models.Submission


@dataclass(frozen=True)
class Ended:
    """Known, but over. A page posted to it may be held only if ``may_hold``."""

    session: models.PatientSession
    submission: models.Submission
    why: Over

    @property
    def may_hold(self) -> bool:
        return self.why in (Over.IDLE, Over.TOO_LONG)


def open_session(key: str, *, at: datetime) -> Live | Ended | None:
    """The session of a cookie with everything a page needs of its visit, in one query."""
    try:
        session = (
            models.PatientSession.objects.select_related(*JOINED)
            .only(*NEEDED)
            .get(key_sha256=sha256_of_token(key))
        )
    except models.PatientSession.DoesNotExist:
        return None
    submission = session.invitation.visit.submission
    why = _over(session, at)
    return Ended(session, submission, why) if why else Live(session, submission)


def ends_at(session: models.PatientSession) -> datetime:
    """When the session will be over if nothing is posted before."""
    return min(session.seen_at + IDLE, session.started_at + LONGEST)


def touch(session: models.PatientSession, *, at: datetime) -> None:
    """Something was posted: the idle time starts again."""
    models.PatientSession.objects.filter(pk=session.pk, ended_at=None, seen_at__lt=at).update(
        seen_at=at
    )
    session.seen_at = max(session.seen_at, at)


def end(session: models.PatientSession, *, at: datetime) -> None:
    """The patient leaves this device; the link still works."""
    with transaction.atomic():
        ended = models.PatientSession.objects.filter(pk=session.pk, ended_at=None).update(
            ended_at=at
        )
        if ended:
            record_patient("left", at=at, visit=session.invitation.visit)


def reenter(ended: models.PatientSession, birth_date: date, *, at: datetime) -> Outcome:
    """Come back after a pause; a wrong date counts on the same link."""
    return try_birth_date(ended.invitation, birth_date, at=at)


def may_see_copy(session: models.PatientSession, submission: models.Submission) -> bool:
    """What was sent is shown only in the session that sent it."""
    return submission.state == "sent" and session.sent_revision == submission.revision


def _over(session: models.PatientSession, at: datetime) -> Over | None:
    if session.invitation.revoked_at:
        return Over.REVOKED
    if session.ended_at:
        return Over.FINISHED
    if session.started_at + LONGEST <= at:
        return Over.TOO_LONG
    return Over.IDLE if session.seen_at + IDLE <= at else None

"""A patient's session behind a link: found by its key, kept alive, ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import cast

from django.db import transaction
from django.db.models import Model

from intake import models
from intake.actions.access_log import record_patient
from intake.actions.accounts.tokens import SESSION
from intake.actions.prepared_sql import Change, Prepared
from intake.actions.visits.enter import Outcome, try_birth_date
from intake.actions.visits.visits_and_links import let_out
from intake.core.limits import CLOCK_SLACK, PATIENT_IDLE, PATIENT_IDLE_ON_DEVICE, PATIENT_SESSION
from intake.models.sealed import blinds, is_bound, sha256_of_token

# What a page turn needs of each record on the way from the session to the questionnaire's version.
# Most of the cost of whole records would be columns that no page reads.
VISIT = "invitation__visit"
NEEDED: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "": (
        models.PatientSession,
        # As in the model: Django takes the values in the order of its columns.
        (
            *("id", "binding", "invitation_id", "started_at", "seen_at", "ended_at"),
            *("sent_revision", "typist_id"),
        ),
    ),
    "invitation": (
        models.Invitation,
        ("id", "visit_id", "expires_at", "revoked_at", "is_on_device", "device_id"),
    ),
    VISIT: (
        models.Visit,
        (
            *("id", "patient_id", "provider_id", "questionnaire_id", "site_id"),
            *("reference", "date", "time", "state"),
        ),
    ),
    f"{VISIT}__site": (
        models.Site,
        (
            *("id", "key", "logo_sha256", "name", "phone", "after_hours_phone", "country"),
            *("time_zone", "paper", "emergency_number", "watch_minutes"),
        ),
    ),
    f"{VISIT}__patient": (
        models.Patient,
        ("id", "name", "birth_date", "birth_date_index"),
    ),
    f"{VISIT}__provider": (
        models.User,
        ("id", "username", "first_name", "last_name", "credentials"),
    ),
    f"{VISIT}__submission": (
        models.Submission,
        (
            *("id", "visit_id", "version_id", "state"),
            *("revision", "stamp", "language", "typist_id", "opened_at", "sent_at"),
        ),
    ),
    f"{VISIT}__submission__version": (models.Version, ("id", "number", "sha256")),
}
OPENED = Prepared(
    models.PatientSession.objects.values_list(
        *(
            f"{path}__{name}".removeprefix("__")
            for path, (_, names) in NEEDED.items()
            for name in names
        )
    ),
    by="digest",
)
TOUCHED = Change(
    models.PatientSession,
    "UPDATE TABLE SET seen_at = %s WHERE id = %s AND ended_at IS NULL AND seen_at < %s",
    *("seen_at", "id", "seen_at"),
)


class Over(StrEnum):
    """Why a session can't go on."""

    REVOKED = "revoked"
    TAKEN_BACK = "taken_back"
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
        return self.why in (Over.IDLE, Over.TOO_LONG, Over.TAKEN_BACK)


def open_session(key: str, *, at: datetime) -> Live | Ended | None:
    """The session of a cookie with everything a page needs of its visit, in one query."""
    sha256 = sha256_of_token(key)
    found = next(filter(None, map(OPENED.rows, blinds(SESSION, sha256))), None)
    if found is None:
        return None
    # The records of one row, each hung on the one before it.
    values, made = iter(found[0]), {}
    for path, (model, names) in NEEDED.items():
        made[path] = model.from_db("default", names, [*islice(values, len(names))])
        on, _, name = path.rpartition("__")
        if name:
            setattr(made[on], name, made[path])
    session = cast(models.PatientSession, made[""])
    if not is_bound(session, sha256):
        return None
    submission = session.invitation.visit.submission
    why = _over(session, at)
    return Ended(session, submission, why) if why else Live(session, submission)


def idle_of(session: models.PatientSession) -> timedelta:
    """A device that goes from hand to hand closes sooner than the patient's own."""
    is_handed_on = session.invitation.is_on_device and session.typist_id is None
    return PATIENT_IDLE_ON_DEVICE if is_handed_on else PATIENT_IDLE


def ends_at(session: models.PatientSession) -> datetime:
    """When the session will be over if nothing is posted before."""
    return min(session.seen_at + idle_of(session), session.started_at + PATIENT_SESSION)


def touch(session: models.PatientSession, *, at: datetime) -> None:
    """Something was posted: the idle time starts again."""
    TOUCHED.run(at, session.pk, at)
    session.seen_at = max(session.seen_at, at)


def keep_language(submission: models.Submission, code: str) -> None:
    """What the patient reads in, on every device, until she chooses another."""
    models.Submission.objects.filter(pk=submission.pk).update(language=code)


def end(session: models.PatientSession, *, at: datetime) -> None:
    """The patient leaves this device; the link still works."""
    with transaction.atomic():
        if let_out(models.PatientSession.objects.filter(pk=session.pk), at=at):
            record_patient("left", at=at, visit=session.invitation.visit)


def reenter(ended: models.PatientSession, birth_date: date, *, at: datetime) -> Outcome:
    """Come back after a pause; a wrong date counts on the same link."""
    return try_birth_date(ended.invitation, birth_date, at=at)


def may_see_copy(session: models.PatientSession, submission: models.Submission) -> bool:
    """What was sent is shown in the session that sent it, and in one opened for the copy."""
    return submission.state == "sent" and session.sent_revision == submission.revision


def _over(session: models.PatientSession, at: datetime) -> Over | None:
    if revoked := session.invitation.revoked_at:
        # The right patient was on it: what the page sends while it closes is held for her.
        is_closing = session.invitation.device_id and at < revoked + PATIENT_IDLE_ON_DEVICE
        return Over.TAKEN_BACK if is_closing else Over.REVOKED
    if session.ended_at:
        return Over.FINISHED
    if session.started_at + PATIENT_SESSION <= at:
        return Over.TOO_LONG
    if session.typist_id != session.invitation.visit.submission.typist_id:
        return Over.FINISHED  # what is on paper and what is on the screen are never mixed
    # Used in the future: the clock was set back, and how long ago it was can't be told any more.
    is_idle = session.seen_at + idle_of(session) <= at or session.seen_at > at + CLOCK_SLACK
    return Over.IDLE if is_idle else None

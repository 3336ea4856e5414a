"""The way in for a patient: the birth date behind a link, tried a few times and no more."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction

from intake import models
from intake.actions.access_log import record_patient
from intake.actions.accounts.tokens import LINK, SESSION, new_token
from intake.core.limits import BIRTH_DATE_TRIES, COPY_OPENS
from intake.models.sealed import bind, blind, blinds, is_bound, sha256_of_token
from intake.models.visits.visits import birth_date_of

from .visits_and_links import NothingPublished, being_typed_in

PAUSE = timedelta(minutes=1)


class Standing(StrEnum):
    """What a link is good for."""

    LIVE = "live"
    COPY = "copy"
    REVOKED = "revoked"
    NOT_PLANNED = "not_planned"
    RECEIVED = "received"
    EXPIRED = "expired"
    LOCKED = "locked"
    ON_PAPER = "on_paper"


@dataclass(frozen=True)
class Entered:
    """The birth date fits. ``key`` goes into the patient's cookie and is kept nowhere."""

    key: str
    session: models.PatientSession


@dataclass(frozen=True)
class Wrong:
    tries_left: int


@dataclass(frozen=True)
class Locked:
    """Nothing was compared. ``until`` is None when only the clinic can help with a new link."""

    until: datetime | None = None


@dataclass(frozen=True)
class Gone:
    why: Standing


Outcome = Entered | Wrong | Locked | Gone


def find_invitation(token: str) -> models.Invitation | None:
    """The invitation of a link, with its visit and submission; costs one query.

    One that was written or moved by a hand is none.
    """
    sha256 = sha256_of_token(token)
    rows = models.Invitation.objects.filter(digest__in=blinds(LINK, sha256))
    found = rows.select_related("visit__submission", "visit__site").first()
    return found if found and is_bound(found, sha256) and is_bound(found.visit) else None


def standing_of(invitation: models.Invitation, *, at: datetime) -> Standing:
    """What a link is good for now; "received" before "expired", because a receipt stays true.

    For some days after sending, and again after signing, it opens the patient's copy.
    """
    if invitation.revoked_at:
        return Standing.REVOKED
    visit = invitation.visit
    if visit.state == models.VisitState.SENT:
        is_closed = invitation.locked_at or invitation.is_on_device
        has_copy = not is_closed and visit.standing != models.Standing.MISTAKE
        return Standing.COPY if has_copy and at < copy_until(visit) else Standing.RECEIVED
    if visit.standing != models.Standing.PLANNED:
        return Standing.NOT_PLANNED
    if being_typed_in(visit):
        return Standing.ON_PAPER
    if invitation.expires_at <= at or (invitation.is_on_device and invitation.entered_at):
        # On the clinic's device its address stays behind for the next patient.
        return Standing.EXPIRED
    return Standing.LOCKED if invitation.locked_at else Standing.LIVE


def copy_until(visit: models.Visit) -> datetime:
    """When the copy of a visit that was sent opens no more: a late signature opens it anew."""
    signed = visit.sign_offs.order_by("-signed_at").values_list("signed_at", flat=True).first()
    return max(filter(None, (visit.submission.sent_at, signed))) + COPY_OPENS


def try_birth_date(invitation: models.Invitation, birth_date: date, *, at: datetime) -> Outcome:
    """Compare one birth date; the row is locked and the counter raised before it is looked at.

    Of many guesses at once no more than the limit are compared. A right date on the last try leaves
    the counter full for a minute, so that guesses sent together with it are not compared either;
    then that try is given back.
    """
    with transaction.atomic():
        # Visit before link, as when links are taken back: two that wait for each other never end.
        visit = models.Visit.objects.select_for_update(no_key=True).get(pk=invitation.visit_id)
        locked = models.Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
        locked.visit = visit
        standing = standing_of(locked, at=at)
        if standing is Standing.LOCKED:
            return Locked()
        if standing not in (Standing.LIVE, Standing.COPY):
            return Gone(standing)
        entered = locked.entered_at
        if locked.tries == BIRTH_DATE_TRIES and entered and entered + PAUSE <= at:
            locked.tries -= 1
        if locked.tries == BIRTH_DATE_TRIES:
            return Locked(until=(entered or at) + PAUSE)
        locked.tries += 1
        locked.save(update_fields=["tries"])
        return _compared(locked, visit, birth_date, at)


def _compared(
    locked: models.Invitation, visit: models.Visit, birth_date: date, at: datetime
) -> Outcome:
    kept = birth_date_of(visit.patient).isoformat()
    if not hmac.compare_digest(kept.encode(), birth_date.isoformat().encode()):
        record_patient("birth_date_wrong", at=at, visit=visit, detail=str(locked.tries))
        if locked.tries < BIRTH_DATE_TRIES:
            return Wrong(BIRTH_DATE_TRIES - locked.tries)
        locked.locked_at = at
        locked.save(update_fields=["locked_at"])
        record_patient("link_locked", at=at, visit=visit)
        return Locked()
    if locked.tries < BIRTH_DATE_TRIES:
        locked.tries -= 1
    locked.entered_at = at
    locked.save(update_fields=["tries", "entered_at"])
    open_submission(visit, at)
    sent = visit.submission.revision if visit.state == models.VisitState.SENT else None
    entered = begin_session(locked, at=at, sent_revision=sent)
    record_patient("opened", at=at, visit=visit, detail="for the copy" if sent else "")
    return entered


def begin_session(invitation: models.Invitation, *, at: datetime, **columns: object) -> Entered:
    """A session behind a link, with its key; nothing was asked here."""
    key = new_token()
    sha256 = sha256_of_token(key)
    columns = {"digest": blind(SESSION, sha256), "started_at": at, "seen_at": at, **columns}
    session = invitation.sessions.create(**columns)
    bind(session, sha256)
    session.save(update_fields=["binding"])
    return Entered(key, session)


def open_submission(
    visit: models.Visit, at: datetime, *, version: models.Version | None = None
) -> models.Submission:
    """The first time, the newest version is pinned: with the first answer it is for ever.

    Or another one that is given, because the patient has it on paper.
    """
    if begun := models.Submission.objects.filter(visit=visit).first():
        return begun
    newest = visit.questionnaire.versions.defer("document").order_by("-number").first()
    pinned = version or newest
    if pinned is None:
        raise NothingPublished(visit.questionnaire.slug)
    submission = models.Submission.objects.create(visit=visit, version=pinned, opened_at=at)
    visit.state = models.VisitState.OPENED
    bind(visit)
    visit.save(update_fields=["state", "binding"])
    return submission

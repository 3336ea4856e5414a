"""The front desk's part: visits, the links made for them, and taking links back."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

from django.db import transaction
from django.db.models import QuerySet

from intake import models
from intake.actions.access_log import record
from intake.actions.accounts.tokens import LINK, new_link_token
from intake.actions.clock import no_earlier
from intake.core.desk.names import taken_apart
from intake.core.limits import LINK_DAYS, LINK_ON_DEVICE
from intake.models import sealed
from intake.models.sealed import bind, blind, sha256_of_token

from .people import file_under, name_patient, tidy_name

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, O, 1 and I: references are read aloud


class NoLink(Exception):
    """The visit can have no link now; which of these says why."""


class NothingPublished(NoLink):
    """The visit's questionnaire has no version a patient could be asked."""


class QuestionnaireRetired(Exception):
    """No visit is entered with this questionnaire any more."""


class NotAtThisSite(Exception):
    """Visits are with somebody who works at their site."""


class VisitNotPlanned(NoLink):
    """The visit was cancelled, missed or entered by mistake: nobody is asked about it."""


class LinkNotNeeded(NoLink):
    """The patient has sent the answers; they must be reopened before a link makes sense."""


class BeingTypedIn(NoLink):
    """The answers stand on paper and are being typed in: nobody answers on a link meanwhile."""


@dataclass(frozen=True)
class NewPatient:
    """Someone the clinic has not seen yet; without a surname, it is the last part of the name."""

    name: str
    birth_date: date
    surname: str = ""


@dataclass(frozen=True)
class Appointment:
    """When, with whom, and what is asked before; ``time`` in the site's own time.

    Without a site it is at the only one there is.
    """

    provider: models.User
    questionnaire: models.Questionnaire
    date: date
    time: time_of_day | None = None
    site: models.Site | None = None


def create_visit(
    patient: models.Patient | NewPatient,
    appointment: Appointment,
    *,
    by: models.User,
    at: datetime,
) -> models.Visit:
    """Enter a visit for a patient who is named explicitly: one on record, or a new one."""
    with transaction.atomic():
        retired = models.Questionnaire.objects.filter(retired_at__isnull=False)
        if retired.filter(pk=appointment.questionnaire.pk).exists():
            raise QuestionnaireRetired(appointment.questionnaire.slug)
        site = appointment.site or models.Site.objects.get()
        if site not in appointment.provider.reach:
            raise NotAtThisSite(appointment.provider.printed_name)
        if isinstance(patient, NewPatient):
            patient = _kept(patient, site.day(at))
        visit = models.Visit.objects.create(
            patient=patient,
            provider=appointment.provider,
            questionnaire=appointment.questionnaire,
            site=site,
            reference=_free_reference(),
            date=appointment.date,
            time=appointment.time,
            created_at=at,
            created_by=by,
        )
        bind(visit)
        visit.save(update_fields=["binding"])
        record("visit_created", at=at, by=by, visit=visit)
    return visit


def invite(visit: models.Visit, *, by: models.User, at: datetime) -> str:
    """Make a link and return its token, which is kept sealed until the link ends.

    Earlier links of the visit stay alive: a patient may find the first mail after the second.
    """
    with transaction.atomic():
        locked = _to_be_answered(visit)
        token = _make_link(locked, by, at, expires_at=end_of_link(locked, at))
        visit.state = locked.state
        record("invited", at=at, by=by, visit=locked)
    return token


def invite_on_device(
    visit: models.Visit,
    *,
    by: models.User,
    at: datetime,
    device: models.Device | None = None,
    language: str = "",
) -> str:
    """Make a link for a device of the clinic's that is handed to the patient now.

    It is opened once, within half an hour. The visit's earlier ones of this kind end, in case a
    device was left open; links that were sent to the patient stay alive. A paired device needs no
    token: it finds the link by being the one it was made for.
    """
    with transaction.atomic():
        locked = _to_be_answered(visit)
        here = {"device": device, "language": language}
        token = make_device_link(locked, by=by, at=at, **here)
        visit.state = locked.state
        detail = str(device.pk) if device else ""
        record("invited_on_device", at=at, by=by, visit=locked, detail=detail)
    return token


def make_device_link(
    visit: models.Visit, *, by: models.User, at: datetime, **columns: object
) -> str:
    """The visit must be taken; earlier links of this kind end."""
    revoke_all(visit.invitations.filter(is_on_device=True), by, at)
    columns |= {"expires_at": at + LINK_ON_DEVICE, "is_on_device": True}
    return _make_link(visit, by, at, **columns)


def revoke(invitation: models.Invitation, *, by: models.User, at: datetime) -> None:
    """Take one link back and end what is open behind it."""
    with transaction.atomic():
        revoke_all(models.Invitation.objects.filter(pk=invitation.pk), by, at)


def revoke_all(invitations: QuerySet[models.Invitation], by: models.User, at: datetime) -> None:
    """Take these links back and end what is open behind them."""
    live = list(
        invitations.filter(revoked_at=None)
        .select_for_update(of=("self",), no_key=True)
        .select_related("visit")
    )
    for invitation in live:
        invitation.revoked_at, invitation.revoked_by, invitation.token = at, by, None
        invitation.save(update_fields=["revoked_at", "revoked_by", "token"])
        let_out(invitation.sessions.all(), at=at)
    for invitation in live:
        record("link_revoked", at=at, by=by, visit=invitation.visit)


def reissue(
    visit: models.Visit, *, by: models.User, at: datetime, is_on_device: bool = False
) -> str:
    """Take every earlier link of a visit back and make a new one, after a lock or a misdelivery."""
    with transaction.atomic():
        models.Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
        revoke_all(visit.invitations.all(), by, at)
        making = invite_on_device if is_on_device else invite
        return making(visit, by=by, at=at)


def token_of(link: models.Invitation) -> str:
    """The token of a link that has not ended; raises ``CannotOpen``."""
    return sealed.open(link, "token")


def wipe_tokens(links: QuerySet[models.Invitation]) -> None:
    """What has ended opens nothing, so its token is kept no longer."""
    links.exclude(token=None).update(token=None)


def sessions_of(visit: models.Visit) -> QuerySet[models.PatientSession]:
    """Every session that was opened with a link of this visit."""
    return models.PatientSession.objects.filter(invitation__visit=visit)


def let_out(sessions: QuerySet[models.PatientSession], *, at: datetime) -> int:
    """End those that are open, none before it began; says how many."""
    return sessions.filter(ended_at=None).update(ended_at=no_earlier(at, "started_at"))


def being_typed_in(visit: models.Visit) -> bool:
    """Whether somebody is typing in what the patient wrote on paper."""
    if visit.state != models.VisitState.OPENED:
        return False
    submission = getattr(visit, "submission", None)
    return submission is not None and submission.typist_id is not None


def expect_link_needed(visit: models.Visit) -> None:
    """Raises what speaks against a link for this visit now."""
    if visit.standing != models.Standing.PLANNED:
        raise VisitNotPlanned(visit.reference)
    if visit.state == models.VisitState.SENT:
        raise LinkNotNeeded(visit.reference)
    if being_typed_in(visit):
        raise BeingTypedIn(visit.reference)
    if not visit.questionnaire.versions.exists():
        raise NothingPublished(visit.questionnaire.slug)


def _to_be_answered(visit: models.Visit) -> models.Visit:
    locked = models.Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
    expect_link_needed(locked)
    return locked


def _make_link(visit: models.Visit, by: models.User, at: datetime, **columns: object) -> str:
    token = new_link_token()
    sha256 = sha256_of_token(token)
    made = visit.invitations.create(
        digest=blind(LINK, sha256), created_at=at, created_by=by, **columns
    )
    bind(made, sha256)
    if not made.is_on_device:  # that one is opened once, here and now
        sealed.seal(made, "token", token)
    made.save(update_fields=["binding", "token"])
    if visit.state == models.VisitState.EXPECTED:
        visit.state = models.VisitState.INVITED
        visit.save(update_fields=["state"])
    return token


def _kept(new: NewPatient, today: date) -> models.Patient:
    if new.birth_date > today:
        raise ValueError("Nobody is born in the future. Check the year.")
    name = tidy_name(new.name)
    surname = tidy_name(new.surname, is_needed=False) or taken_apart(name)[0]
    patient = models.Patient(birth_date_index=sealed.birth_date_index(new.birth_date))
    name_patient(patient, name, surname)
    sealed.seal(patient, "birth_date", new.birth_date.isoformat())
    patient.save(force_insert=True)
    file_under(patient, surname)
    return patient


def _free_reference() -> str:
    # The unique constraint decides; asking first only spares a retry in a broken transaction.
    while True:
        letters = "".join(secrets.choice(LETTERS) for _ in range(8))
        reference = f"EV-{letters[:4]}-{letters[4:]}"
        if not models.Visit.objects.filter(reference=reference).exists():
            return reference


def end_of_link(visit: models.Visit, at: datetime) -> datetime:
    """The end of the day after the visit, or of the day the site sets; entered late: two weeks."""
    site = visit.site
    end = site.begins(visit.date + timedelta(days=site.link_days_after + 1))
    return end if end > at else at + timedelta(days=LINK_DAYS)

"""Accounts of staff: opened, given roles and passwords, and the sessions that end with them."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F, Q, QuerySet

from intake import models
from intake.actions.access_log import record
from intake.models.sealed import bind

logger = logging.getLogger(__name__)

OPENS_PATIENT_DATA = {"front desk", "scribe", "provider", "privacy officer"}
IN_THE_ADMIN = {"question editor", "front desk", "privacy officer", "administrator"}
GRANTED, GRANTED_ALERT = "roles_changed", "patient_role_granted"
ABOUT_ACCOUNTS = (
    "account_opened",
    "welcomed",
    "sites_changed",
    "factor_enrolled",
    "factor_reset",
    "factor_by_recovery_code",
    "factor_locked",
    "passkey_made",
    "passkey_removed",
    "recovery_codes_renewed",
    "password_changed",
    "password_given",
    "session_ended",
    "sign_in_failed",
    "many_sign_ins_failed",
    "password_passed",
    "password_wrong",
    GRANTED,
    GRANTED_ALERT,
)


@dataclass(frozen=True)
class Account:
    """Who signs in and as what; ``roles`` are names of groups."""

    username: str
    first_name: str
    last_name: str
    roles: tuple[str, ...]
    credentials: str = ""
    opens_admin: bool = True
    is_administrator: bool = False


def open_account(account: Account, *, password: str, at: datetime) -> models.User:
    """Make an account, or give the one with this user name its part and password anew."""
    with transaction.atomic():
        user, _is_new = models.User.objects.get_or_create(username=account.username)
        user.first_name, user.last_name = account.first_name, account.last_name
        user.credentials, user.is_active = account.credentials, True
        user.is_staff, user.is_superuser = account.opens_admin, account.is_administrator
        user.set_password(password)
        user.save()
        user.groups.set(groups_called(account.roles))
        bind_account(user)
        record("account_opened", at=at, by=user, detail=subject(user))
    return user


def bind_account(user: models.User, factor: models.Authenticator | None = None) -> None:
    """Seal what signing in rests on, as it is now; after every change of it by the product."""
    now = models.User.objects.get(pk=user.pk)
    bind(now, str(factor.pk) if factor else None)
    now.save(update_fields=["binding"])
    user.binding = now.binding


def forget_factor(user: models.User) -> None:
    """The next sign-in may enrol an authenticator."""
    now = models.User.objects.get(pk=user.pk)
    bind(now, "")
    now.save(update_fields=["binding"])


def subject(user: models.User) -> str:
    """How lines of the access log say whose account they are about."""
    return f"user {user.pk}"


def end_sessions(user: models.User) -> None:
    """All sessions of an account are over at their next request."""
    models.User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    user.sessions.all().delete()


def end_session(session: models.StaffSession, *, by: models.User, at: datetime) -> None:
    with transaction.atomic():
        owner = session.user
        if owner and models.StaffSession.objects.filter(pk=session.pk).delete()[0]:
            record("session_ended", at=at, by=by, detail=subject(owner))


def change_password(user: models.User, password: str, *, at: datetime) -> None:
    """One's own; both factors were asked for by the door."""
    with transaction.atomic():
        user.set_password(password)
        user.password_is_given = False
        user.save(update_fields=["password", "password_is_given"])
        bind_account(user)
        end_sessions(user)
        record("password_changed", at=at, by=user, detail=subject(user))


def password_given(user: models.User, *, by: models.User, at: datetime) -> None:
    """Somebody else set it and knows it: the next sign-in asks for another one."""
    with transaction.atomic():
        user.password_is_given = True
        user.save(update_fields=["password_is_given"])
        bind_account(user)
        end_sessions(user)
        record("password_given", at=at, by=by, detail=subject(user))


def open_the_admin(user: models.User) -> None:
    """Nobody is locked out for want of a tick that no role is told of."""
    works_there = user.is_superuser or user.groups.filter(name__in=IN_THE_ADMIN).exists()
    if user.is_staff is not works_there:
        user.is_staff = works_there
        user.save(update_fields=["is_staff"])


def roles_changed(
    user: models.User, before: Collection[str], *, by: models.User, at: datetime
) -> None:
    """Record what an account gained and lost, and end its sessions, which began with other roles.

    A role that opens patient data is an alert: the privacy officer is to ask why (ASVS 2.3.5).
    """
    after = set(user.groups.values_list("name", flat=True))
    gained, lost = sorted(after - set(before)), sorted(set(before) - after)
    if not gained and not lost:
        return
    words = ", ".join([f"+{name}" for name in gained] + [f"-{name}" for name in lost])
    is_alert = bool(OPENS_PATIENT_DATA & set(gained))
    with transaction.atomic():
        end_sessions(user)
        action = GRANTED_ALERT if is_alert else GRANTED
        record(action, at=at, by=by, detail=f"{subject(user)} {words}"[:200])
    if is_alert:
        logger.warning("a role with patients", extra={"event": "roles.patient_data_granted"})


def events_of(user: models.User, since: datetime | None = None) -> QuerySet[models.AccessEvent]:
    """What was done to an account, newest first."""
    whose = Q(detail=subject(user)) | Q(detail__startswith=f"{subject(user)} ")
    found = models.AccessEvent.objects.filter(whose, action__in=ABOUT_ACCOUNTS)
    found = found.select_related("user")
    return found.filter(at__gt=since) if since else found


def groups_called(names: Iterable[str]) -> list[Group]:
    wanted = list(names)
    found = {group.name: group for group in Group.objects.filter(name__in=wanted)}
    return [found[name] for name in wanted]

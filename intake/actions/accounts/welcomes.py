"""People of the clinic: invited by mail with roles and sites, changed, closed, and welcomed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.core.limits import WELCOME
from intake.models.sealed import bind, blind, blinds, is_bound, sha256_of_token

from .accounts import (
    bind_account,
    end_sessions,
    groups_called,
    open_the_admin,
    roles_changed,
    subject,
)
from .tokens import WELCOMED, new_token

SITES = "sites_changed"


@dataclass(frozen=True)
class Part:
    """What somebody does at the clinic and where; no site: everywhere, also where to come."""

    roles: tuple[str, ...]
    sites: tuple[models.Site, ...] = ()


@dataclass(frozen=True)
class Newcomer:
    """Who is invited. The mail address is also what is typed to sign in."""

    mail: str
    first_name: str
    last_name: str
    credentials: str = ""


class AlreadyHere(Exception):
    """Somebody signs in with this mail address already."""


class IsSetUp(Exception):
    """This person has a password: a link is of no use any more."""


def invite_person(
    who: Newcomer, part: Part, *, by: models.User, at: datetime
) -> tuple[models.User, str]:
    """Open an account that nobody can sign in to yet; the token makes its password, once."""
    with transaction.atomic():
        if models.User.objects.filter(username__iexact=who.mail).exists():
            raise AlreadyHere
        user = models.User(
            username=who.mail,
            email=who.mail,
            first_name=who.first_name,
            last_name=who.last_name,
            credentials=who.credentials,
        )
        user.set_unusable_password()
        user.save(force_insert=True)
        _give(user, part, before=(), by=by, at=at)
        record("account_opened", at=at, by=by, detail=subject(user))
        token = _welcome(user, by, at)
    return user, token


def welcome_again(user: models.User, *, by: models.User, at: datetime) -> str:
    """Another link, after the first was lost or has ended; earlier ones open nothing any more."""
    with transaction.atomic():
        locked = models.User.objects.select_for_update().get(pk=user.pk)
        if locked.has_usable_password():
            raise IsSetUp
        return _welcome(locked, by, at)


def welcome_of(token: str, *, at: datetime) -> models.Welcome | None:
    """A link that still works: not used, not ended, the newest of its person, and ours."""
    sha256 = sha256_of_token(token)
    rows = models.Welcome.objects.filter(digest__in=blinds(WELCOMED, sha256))
    found = rows.select_related("user").first()
    if found is None or not is_bound(found, sha256) or not is_bound(found.user):
        return None
    works = found.used_at is None and found.made_at <= at < found.ends_at
    return found if works and found.user.is_active else None


def settle_in(welcome: models.Welcome, password: str, *, at: datetime) -> models.User | None:
    """Set the password that the person chose; None if somebody was quicker with the same link."""
    with transaction.atomic():
        user = models.User.objects.select_for_update().get(pk=welcome.user_id)
        unused = models.Welcome.objects.filter(pk=welcome.pk, used_at=None)
        if user.has_usable_password() or not unused.update(used_at=at):
            return None
        user.set_password(password)
        user.save(update_fields=["password"])
        bind_account(user)
        record("password_changed", at=at, by=user, detail=subject(user))
    return user


def change_part(user: models.User, part: Part, *, by: models.User, at: datetime) -> None:
    """Other roles or sites, from the next request on."""
    with transaction.atomic():
        before = set(user.groups.values_list("name", flat=True))
        _give(user, part, before=before, by=by, at=at)


def close_account(user: models.User, *, by: models.User, at: datetime) -> None:
    """Nobody signs in with it any more; what was signed keeps its name."""
    _set_active(user, by, at, is_active=False)


def open_account_again(user: models.User, *, by: models.User, at: datetime) -> None:
    _set_active(user, by, at, is_active=True)


def _set_active(user: models.User, by: models.User, at: datetime, *, is_active: bool) -> None:
    with transaction.atomic():
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        bind_account(user)
        end_sessions(user)
        words = "open" if is_active else "closed"
        record("roles_changed", at=at, by=by, detail=f"{subject(user)} {words}")


def _give(
    user: models.User, part: Part, *, before: Collection[str], by: models.User, at: datetime
) -> None:
    was = set(user.sites.values_list("pk", flat=True))
    user.groups.set(groups_called(part.roles))
    user.sites.set(part.sites)
    open_the_admin(user)
    bind_account(user)
    roles_changed(user, before, by=by, at=at)
    if was != {site.pk for site in part.sites}:
        where = " ".join(str(site.pk) for site in part.sites) or "every site"
        record(SITES, at=at, by=by, detail=f"{subject(user)} {where}"[:200])


def _welcome(user: models.User, by: models.User, at: datetime) -> str:
    user.welcomes.filter(used_at=None).delete()
    token = new_token()
    sha256 = sha256_of_token(token)
    made = user.welcomes.create(
        digest=blind(WELCOMED, sha256), made_at=at, made_by=by, ends_at=at + WELCOME
    )
    bind(made, sha256)
    made.save(update_fields=["binding"])
    record("welcomed", at=at, by=by, detail=subject(user))
    return token

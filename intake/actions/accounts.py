"""Opens accounts of staff and gives them their part in the clinic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from .. import models
from .look import record


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
        user.groups.set(_groups(account.roles))
        record("account_opened", at=at, by=user, detail=account.username)
    return user


def _groups(names: Iterable[str]) -> list[Group]:
    wanted = list(names)
    found = {group.name: group for group in Group.objects.filter(name__in=wanted)}
    missing = [name for name in wanted if name not in found]
    if missing:
        raise ValueError(f"There is no role called {', '.join(missing)}")
    return [found[name] for name in wanted]

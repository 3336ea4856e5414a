"""Staff who are signed in with both factors, and the codes their authenticators show."""

from django.test import Client
from django.utils import timezone

from intake import models
from intake.access.staff_sessions import CONFIRMED_AT, SIGNED_IN_AT
from intake.actions.accounts.accounts import bind_account
from intake.actions.accounts.second_factor import begin, confirm, in_use, next_code


def let_in(client: Client, user: models.User) -> Client:
    """As after password and code; hashing a password for each test would take its time."""
    bind_account(user)
    client.force_login(user)
    session = client.session
    session[SIGNED_IN_AT] = session[CONFIRMED_AT] = timezone.now().timestamp()
    session.save()
    return client


def enrolled(user: models.User) -> models.User:
    """With an authenticator none of whose codes was used yet."""
    made = begin(user, at=timezone.now())
    confirm(user, next_code(made, at=timezone.now()), at=timezone.now())
    user.authenticators.update(last_step=0)
    return user


def code_of(user: models.User) -> str:
    """What the app shows now. Tests do not wait for half a minute between two sign-ins."""
    user.authenticators.update(last_step=0)
    return next_code(in_use(user), at=timezone.now())

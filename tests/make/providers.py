"""Providers who are signed in, and what the access log says of them."""

from django.contrib.auth.models import Group
from django.test import Client

from intake import models
from intake.actions.accounts.accounts import bind_account
from tests.make import builders
from tests.make.factor import let_in


def a_provider(**columns: object) -> models.User:
    user = builders.a_provider(**columns)
    user.groups.add(Group.objects.get(name="provider"))
    bind_account(user)
    return user


def signed_in(user: models.User) -> Client:
    return let_in(Client(), user)


def events(user: models.User) -> list[tuple[str, str, str]]:
    """Action, visit and detail of everything recorded about a user, oldest first."""
    found = models.AccessEvent.objects.filter(user=user).order_by("id").select_related("visit")
    return [(event.action, str(event.visit or ""), event.detail) for event in found]

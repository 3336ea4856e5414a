"""A second site, and people who work at one of several."""

from intake import models
from intake.actions.accounts.accounts import bind_account


def a_site(key: str, **columns: object) -> models.Site:
    return models.Site.objects.create(key=key, **{"name": key.title(), **columns})


def works_at(user: models.User, *sites: models.Site) -> models.User:
    """As if an administrator had ticked these sites."""
    user.sites.set(sites)
    bind_account(user)
    return models.User.objects.get(pk=user.pk)

"""Which accounts may sign in and go on, and which of them somebody may change."""

import logging

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from intake.models import User
from intake.models.sealed import is_bound

logger = logging.getLogger(__name__)


def in_reach_of(user: User, people: QuerySet[User]) -> QuerySet[User]:
    """Who works nowhere but at the sites of ``user``; everybody, for who works at every site.

    Whoever gives a password, a role or a second factor would open another site's patients by it.
    """
    if user.is_everywhere:
        return people
    own = [site.pk for site in user.reach]
    elsewhere = User.sites.through.objects.exclude(site__in=own).values("user")
    return people.filter(sites__in=own).exclude(pk__in=elsewhere).distinct()


class BoundAccounts(ModelBackend):
    """Asked at signing in and with every request, so that a role written by hand opens nothing."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if not super().user_can_authenticate(user):
            return False
        if isinstance(user, User) and is_bound(user):
            return True
        logger.error("an account was altered", extra={"event": "account.altered"})
        return False

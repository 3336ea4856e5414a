"""Which accounts may sign in and go on: those that are as the product left them."""

import logging

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from intake.models import User
from intake.models.sealed import is_bound

logger = logging.getLogger(__name__)


class BoundAccounts(ModelBackend):
    """Asked at signing in and with every request, so that a role written by hand opens nothing."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if not super().user_can_authenticate(user):
            return False
        if isinstance(user, User) and is_bound(user):
            return True
        logger.error("an account was altered", extra={"event": "account.altered"})
        return False

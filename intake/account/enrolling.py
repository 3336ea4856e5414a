"""The seed of a new authenticator: begun in one session, and shown there once."""

from django.http import HttpRequest
from django.utils import timezone

from intake.actions.accounts.second_factor import begin, to_confirm
from intake.models import Authenticator, User

from .qr import Picture, picture_of

BEGUN, SHOWN = "authenticator_begun", "authenticator_shown"
AGAIN = "again"
"""The button that asks for another seed."""


def begin_here(request: HttpRequest, user: User) -> Authenticator:
    """Another seed; the one that was begun before it, wherever that was, ends."""
    begun = begin(user, at=timezone.now())
    request.session[BEGUN] = str(begun.pk)
    return begun


def begun_here(request: HttpRequest, user: User) -> Authenticator | None:
    """Whoever else has the same password and is half in begins one of their own, and ends this."""
    kept = request.session.get(BEGUN)
    return to_confirm(user, kept) if kept else None


def picture_once(request: HttpRequest, authenticator: Authenticator) -> Picture | None:
    """None where it was shown: whoever comes to this screen later, or goes back, sees no seed."""
    if request.session.get(SHOWN) == str(authenticator.pk):
        return None
    request.session[SHOWN] = str(authenticator.pk)
    return picture_of(authenticator)

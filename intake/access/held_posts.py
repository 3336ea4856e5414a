"""A form of staff posted after the session ended: held, and offered after signing in."""

from typing import cast
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from intake.actions.accounts.held_posts import hand_back, held_post, hold_post
from intake.models import User

from .staff_sessions import who_was_in

HELD = "_held"
DOORS = ("provider:", "desk:", "clinic:", "scribe:", "patient:type_in")
NEVER_HELD = {"csrfmiddlewaretoken", HELD}
SECOND_FACTOR = {"code"}
"""Beside a password it may be a recovery code; alone it is an ordinary field of the admin."""


def address_after(request: HttpRequest, route: str) -> str:
    """Where signing in leads; what was posted waits there."""
    is_admins, is_doors = route.startswith("admin:intake_"), route.startswith(DOORS)
    if request.method != "POST" or not (is_admins or is_doors):
        return request.get_full_path()
    key, at = request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""), timezone.now()
    user = who_was_in(key, at=at)
    never = NEVER_HELD | (SECOND_FACTOR if "password" in request.POST else set())
    fields = {
        name: said
        for name, said in request.POST.lists()
        if name not in never and "password" not in name
    }
    if user is None or not hold_post(user, request.path, fields, at=at):
        return request.get_full_path()
    # Pages of the doors have no room for it, and half of them are only posted to.
    page = request.path if is_admins else reverse("account:held")
    return f"{page}?{HELD}={'yes' if is_admins else quote(request.path)}"


def offered(request: HttpRequest) -> dict[str, object] | None:
    """What was held for this page, as inputs to post again."""
    if HELD not in request.GET or not request.user.is_authenticated:
        return None
    found = held_post(request.user, request.path, at=timezone.now())
    if found is None:
        return None
    row, fields = found
    inputs = [(name, value) for name, values in fields.items() for value in values]
    # What somebody typed, without what the form itself says of its rows.
    typed = [
        (name, value)
        for name, value in inputs
        if value.strip() and not name.startswith("_") and not name.endswith("_FORMS")
    ]
    return {"row": row, "inputs": inputs, "typed": typed}


def hand_back_if_posted(request: HttpRequest) -> None:
    if request.method == "POST" and HELD in request.POST:
        hand_back(cast(User, request.user), request.POST[HELD])

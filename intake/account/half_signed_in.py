"""Between a right password and being signed in: who it is, what is still to come, and arriving."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from intake.access.client_address import client_address
from intake.access.guesses import FAILED
from intake.access.staff_sessions import CONFIRMED_AT, HALF_IN, SIGNED_IN_AT
from intake.actions import access_log as look
from intake.actions.accounts.accounts import events_of, subject
from intake.actions.accounts.second_factor import in_use, is_expected
from intake.models import User
from intake.models.sealed import is_bound

BACKEND = "intake.access.accounts.BoundAccounts"
PROVIDER, DESK, SCRIBE, MANAGER = "provider", "front desk", "scribe", "clinic manager"
LONGEST_AGENT = 200
TOLD_AFTER = 5
"""Failed tries since the last sign-in of which the owner is told first; one is a slip."""


def half_in(request: HttpRequest) -> User | None:
    """Whose password was right in this session; nobody once password or roles have changed."""
    kept = request.session.get(HALF_IN)
    user = User.objects.filter(pk=kept["user"], is_active=True).first() if kept else None
    fits = user and constant_time_compare(kept["hash"], user.get_session_auth_hash())
    return user if fits and is_bound(user) and is_expected(user) else None


def while_signing_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only after a right password, and only as long as nothing about the account changed."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        user = half_in(request)
        return view(request, user) if user else redirect("account:sign_in")

    return guarded


def password_passed(request: HttpRequest, user: User, onward: str) -> HttpResponse:
    """Half in: a session of a new key that opens nothing but the pages of the second factor."""
    request.session.flush()
    request.session[HALF_IN] = {"user": user.pk, "onward": onward, "factor": False}
    remember(request, user)
    look.record("password_passed", at=timezone.now(), by=user, detail=subject(user))
    return next_step(request, user)


def remember(request: HttpRequest, user: User, **passed: bool) -> None:
    """Go on under the account as it is now."""
    kept = request.session[HALF_IN]
    request.session[HALF_IN] = {**kept, **passed, "hash": user.get_session_auth_hash()}


def factor_passed(request: HttpRequest, user: User) -> HttpResponse:
    remember(request, user, factor=True)
    return next_step(request, user)


def next_step(request: HttpRequest, user: User) -> HttpResponse:
    if not request.session[HALF_IN]["factor"]:
        return redirect("account:code" if in_use(user) else "account:first_authenticator")
    if user.password_is_given:
        return redirect("account:new_password")
    # Signed in. Whoever's account was changed by others meanwhile is told so first.
    kept, at, since = request.session.pop(HALF_IN), timezone.now(), user.last_login
    happened = events_of(user, since).exclude(user=user)
    tries = happened.filter(action=FAILED).count()
    is_told = since and (tries >= TOLD_AFTER or happened.exclude(action=FAILED).exists())
    login(request, user, backend=BACKEND)
    request.session[SIGNED_IN_AT] = request.session[CONFIRMED_AT] = at.timestamp()
    request.session["agent"] = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    request.session["address"] = client_address(request)
    look.record("signed_in", at=at, by=user)
    return redirect("account:own" if is_told else kept["onward"] or home_of(user))


def home_of(user: User) -> str:
    """Where somebody works; the account's own page for who has no part in the clinic yet."""
    if PROVIDER in user.roles:
        return reverse("provider:worklist")
    if DESK in user.roles:
        return reverse("desk:today")
    if SCRIBE in user.roles:
        return reverse("scribe:visits")
    if MANAGER in user.roles:
        return reverse("clinic:home")
    return reverse("admin:index" if user.is_staff else "account:own")

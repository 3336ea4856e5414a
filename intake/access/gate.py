"""Stands before every view and lets through whom the policy table names; deny by default."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import ResolverMatch
from django.utils import timezone

from intake.actions import access_log as look
from intake.models import User

from . import held_posts as held
from . import password_again as again
from . import policy
from .roles import ASKS_FOR_SESSION, Role, Rule
from .speaking import speak_of, spoken_of
from .staff_sessions import HALF_IN, SIGNED_IN_AT

View = Callable[..., HttpResponse]
logger = logging.getLogger(__name__)


class Gate:
    """A patient's page costs one look into the table here: its session is asked for in its view,

    in the query that also reads the visit. The gate only sees to it that the view does ask.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, _args, _place) -> HttpResponse | None:
        route = cast(ResolverMatch, request.resolver_match).view_name
        rule = policy.TABLE.get(route)
        if rule is None:
            logger.error("not in the table", extra={"event": "policy.unlisted", "request": request})
            raise PermissionDenied
        is_patients = Role.PATIENT in rule.who and getattr(view, ASKS_FOR_SESSION, False)
        is_open = Role.ANYONE in rule.who or is_patients
        refused = None if is_open else _for_staff(request, rule, route)
        if refused is None and request.method not in rule.methods:
            return HttpResponseNotAllowed(sorted(rule.methods))
        if refused is None and rule.sensitive and request.method == "POST":
            return again.asked(request)
        return refused


def roles_of(request: HttpRequest) -> frozenset[str]:
    """The roles with which somebody may pass here; the admin also wants staff status."""
    if HALF_IN in request.session:
        return frozenset({Role.HALF_IN})
    user = request.user
    # Whoever came in without a second factor, by whatever way, is nobody.
    if not user.is_authenticated or SIGNED_IN_AT not in request.session:
        return frozenset()
    is_shut = cast(ResolverMatch, request.resolver_match).app_name == "admin" and not user.is_staff
    return frozenset({Role.STAFF}) if is_shut else _with_rank(user) | {Role.STAFF}


def _with_rank(user: User) -> frozenset[str]:
    return user.roles | ({Role.RANK} if user.is_superuser else set())


def only_for(*roles: Role) -> Callable[[View], View]:
    """A second wall before a view: the gate has let nobody else come here."""

    def walled(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **place: object) -> HttpResponse:
            user = request.user
            if not user.is_authenticated or _with_rank(user).isdisjoint(roles):
                raise PermissionDenied
            return view(request, **place)

        return guarded

    return walled


def _for_staff(request: HttpRequest, rule: Rule, route: str) -> HttpResponse | None:
    roles = roles_of(request)
    if rule.who & roles:
        held.hand_back_if_posted(request)
        speak_of(request, spoken_of(request))
        return None
    if Role.STAFF not in roles and request.headers.get("Accept") == "application/json":
        # A page that keeps what is typed by itself is still open: the browser keeps its old
        # session's cookie, under which the button that is pressed next is held.
        del request.session
        return HttpResponse(status=401)
    if Role.STAFF not in roles:
        return redirect_to_login(held.address_after(request, route))
    if Role.HALF_IN in rule.who:
        return redirect("home")  # signed in already: a second click, or the way back
    look.record("denied", at=timezone.now(), by=cast(User, request.user), detail=route)
    if route.startswith("provider:"):
        return render(request, "intake/provider/not_a_provider.html", status=403)
    raise PermissionDenied

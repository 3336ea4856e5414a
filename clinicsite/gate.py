"""Stands before every view and lets through whom the policy table names; deny by default."""

import logging

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render, resolve_url
from django.utils import timezone

from clinicsite import policy
from clinicsite.policy import Role, Rule
from intake.actions import look

logger = logging.getLogger(__name__)

ASKS_FOR_SESSION = "asks_for_patient_session"
"""What a view of the patient's door says of itself when it asks for the session."""


class Gate:
    """A patient's page costs one look into the table here: its session is asked for in its view,

    in the query that also reads the visit. The gate only sees to it that the view does ask.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, _args, _place) -> HttpResponse | None:
        route = request.resolver_match.view_name
        rule = policy.TABLE.get(route)
        if rule is None:
            logger.error("not in the table", extra={"event": "policy.unlisted", "request": request})
            raise PermissionDenied
        refused = None if _asks_itself(rule, view) else _for_staff(request, rule, route)
        if refused is None and request.method not in rule.methods:
            return HttpResponseNotAllowed(sorted(rule.methods))
        return refused


def _asks_itself(rule: Rule, view) -> bool:
    is_patients = Role.PATIENT in rule.who and getattr(view, ASKS_FOR_SESSION, False)
    return Role.ANYONE in rule.who or is_patients


def roles_of(request: HttpRequest) -> frozenset[str]:
    """The roles with which somebody may pass here; the admin also wants staff status."""
    user = request.user
    if request.resolver_match.app_name == "admin" and not user.is_staff:
        return frozenset()
    return user.roles | {Role.RANK} if user.is_superuser else user.roles


def _for_staff(request: HttpRequest, rule: Rule, route: str) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url(_sign_in(request)))
    if rule.who & roles_of(request):
        return None
    look.record("denied", at=timezone.now(), by=request.user, detail=route)
    if request.resolver_match.app_name == "provider":
        return render(request, "intake/provider/not_a_provider.html", status=403)
    raise PermissionDenied


def _sign_in(request: HttpRequest) -> str:
    return "admin:login" if request.resolver_match.app_name == "admin" else "provider:sign_in"

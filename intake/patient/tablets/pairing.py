"""A tablet that is not paired: what it says, and the code that the desk types."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from intake.access.shared_device import COOKIE, sign_out
from intake.actions.visits.devices import TooManyAsk, ask_to_pair
from intake.core.limits import DEVICE_PAIRS
from intake.models import Device

KEPT = timedelta(days=400)
"""The longest that browsers keep a cookie."""


def without_pairing(request: HttpRequest, device: Device | None) -> HttpResponse:
    title = _("This tablet is no longer paired") if device else _("Pair this tablet")
    response = render(request, "intake/patient/tablet.html", {"title": title, "asks": True})
    response.delete_cookie(COOKIE, path="/", samesite="Strict")
    return response


def ask(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """A code for this browser. Whoever was signed in on it is signed out."""
    try:
        key = ask_to_pair(at=at)
    except TooManyAsk:
        context = {"title": _("Too many tablets want to be paired"), "is_busy": True}
        return render(request, "intake/patient/tablet.html", context, status=429)
    sign_out(request)
    response = redirect("patient:tablet")
    response.set_cookie(
        COOKIE,
        key,
        max_age=KEPT,
        path="/",
        secure=not settings.DEMONSTRATION,
        httponly=True,
        samesite="Strict",
    )
    return response


def show_code(request: HttpRequest, device: Device) -> HttpResponse:
    context = {
        "title": _("Type this code at the desk"),
        "shows": "code",
        "code": f"{device.code[:3]} {device.code[3:]}" if device.code else "",
        "minutes": DEVICE_PAIRS // timedelta(minutes=1),
    }
    return render(request, "intake/patient/tablet.html", context)

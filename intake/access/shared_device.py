"""The clinic's own devices: handed to a patient with nobody signed in, and known when paired."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from intake.actions import access_log as look
from intake.actions.visits.devices import device_of
from intake.models import Device

COOKIE = f"{settings.COOKIE_PREFIX}device"


def hand_over(request: HttpRequest, token: str) -> HttpResponse:
    """End the session of staff, wipe the browser, and only then ask for the birth date."""
    sign_out(request)
    response = redirect(reverse("patient:link", args=[token]))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    # Not every browser knows that header; without a session its cookie is deleted by Django.
    response.delete_cookie(settings.CSRF_COOKIE_NAME, path="/", samesite="Lax")
    return response


def sign_out(request: HttpRequest) -> None:
    """Whoever is signed in here is not any more."""
    if request.user.is_authenticated:
        look.record("signed_out", at=timezone.now(), by=request.user)
    logout(request)


def device_in(request: HttpRequest) -> Device | None:
    """What the browser is by its cookie: paired, paired once, or showing a code."""
    key = request.COOKIES.get(COOKIE, "")
    return device_of(key, at=timezone.now()) if key else None


def is_for_patients(request: HttpRequest) -> bool:
    """Whether this is a device that patients get: nobody of the clinic signs in on it."""
    device = device_in(request)
    return device is not None and device.paired_at is not None and device.revoked_at is None

"""Handing the clinic's own device to a patient: whoever held it before is signed out of it."""

from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from intake.actions import access_log as look
from intake.models import User


def hand_over(request: HttpRequest, token: str) -> HttpResponse:
    """End the session of staff, wipe the browser, and only then ask for the birth date."""
    look.record("signed_out", at=timezone.now(), by=cast(User, request.user))
    logout(request)
    response = redirect(reverse("patient:link", args=[token]))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    # Not every browser knows that header; without a session its cookie is deleted by Django.
    response.delete_cookie(settings.CSRF_COOKIE_NAME, path="/", samesite="Lax")
    return response

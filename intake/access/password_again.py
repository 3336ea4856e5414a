"""Asks for the password again before a sensitive act, and loses nothing of what was typed."""

from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from intake.actions.access_log import record
from intake.actions.accounts.accounts import subject
from intake.core.limits import PASSWORD_AGAIN, PASSWORD_TRIES
from intake.models import User

from .staff_sessions import CONFIRMED_AT

PASSWORD = "own-password"  # noqa: S105 - the name of a field
WRONG = "wrong_passwords"
NOTHING_YET = (
    "Others rely on what you are about to do. Nothing has been done yet, and nothing you entered is"
    " lost."
)
NOT_HELD = {PASSWORD, "csrfmiddlewaretoken"}


class AgainForm(forms.Form):
    use_required_attribute = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields[PASSWORD] = forms.CharField(
            label="Your password",
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": "Enter your password."},
        )


def is_own_password(request: HttpRequest, password: str) -> bool:
    """Whoever is signed in, once more. Wrong tries count in this session and nowhere else.

    Somebody who guesses at the same desk can't keep a provider from signing, and five wrong tries
    end the session.
    """
    user = cast(User, request.user)
    if user.check_password(password):
        request.session.pop(WRONG, None)
        return True
    record("password_wrong", at=timezone.now(), by=user, detail=subject(user))
    request.session[WRONG] = request.session.get(WRONG, 0) + 1
    if request.session[WRONG] >= PASSWORD_TRIES:
        request.session.flush()
    return False


def asked(request: HttpRequest) -> HttpResponse | None:
    """A page that asks, with the posted form inside it; nothing once the password was right."""
    at = timezone.now().timestamp()
    if at - request.session.get(CONFIRMED_AT, 0) < PASSWORD_AGAIN.total_seconds():
        return None
    form = AgainForm(request.POST if PASSWORD in request.POST else None)
    if form.is_valid():
        if is_own_password(request, form.cleaned_data[PASSWORD]):
            request.session[CONFIRMED_AT] = at
            return None
        form.add_error(PASSWORD, "This is not your password. Nothing was changed.")
    held = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_HELD
        for value in values
    ]
    context = {
        "form": form,
        "title": "Your password again",
        "words": NOTHING_YET,
        "button": "Go on",
        "held": held,
        "cancel": request.path,
    }
    return render(request, "intake/form.html", context, status=403)

"""Asks for the password again before a sensitive act, and loses nothing of what was typed."""

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from intake.core.limits import PASSWORD_AGAIN

from .staff_sessions import CONFIRMED_AT

PASSWORD = "own-password"  # noqa: S105 - the name of a field
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


def asked(request: HttpRequest) -> HttpResponse | None:
    """A page that asks, with the posted form inside it; nothing once the password was right."""
    at = timezone.now().timestamp()
    if at - request.session.get(CONFIRMED_AT, 0) < PASSWORD_AGAIN.total_seconds():
        return None
    form = AgainForm(request.POST if PASSWORD in request.POST else None)
    if form.is_valid():
        name, password = request.user.get_username(), form.cleaned_data[PASSWORD]
        if authenticate(request, username=name, password=password) == request.user:
            request.session[CONFIRMED_AT] = at
            return None
        form.add_error(PASSWORD, "This is not your password. Nothing was changed.")
    held = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_HELD
        for value in values
    ]
    context = {"form": form, "held": held, "back": request.path}
    return render(request, "intake/account/again.html", context, status=403)

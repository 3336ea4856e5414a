"""Asks for both factors again, in the form of the act itself."""

from typing import cast

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from intake.actions.accounts.second_factor import Tried, try_code
from intake.models import User

from .password_again import is_own_password

LOCKED = "Too many wrong codes. Wait 15 minutes, or ask an administrator to reset it."
WRONG = "This code is not right, or it was used before. Wait for the next one."


class CodeForm(forms.Form):
    use_required_attribute = False
    code = forms.CharField(
        label="Code from your authenticator app",
        help_text="Six digits. Without your phone, enter a recovery code.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": "Enter the code.", "max_length": "This is too long."},
    )

    def is_right_for(self, user: User) -> bool:
        """A code is used up by being right."""
        if not self.is_valid():
            return False
        tried = try_code(user, self.cleaned_data["code"], at=timezone.now())
        if not tried.is_passed:
            self.add_error("code", LOCKED if tried is Tried.LOCKED else WRONG)
        return tried.is_passed


class ProofForm(CodeForm):
    """Both factors again: for one's own account, and for what there is no way back from."""

    password = forms.CharField(
        label="Your password now",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password."},
    )
    field_order = ("new", "again", "password", "code")

    def proves(self, request: HttpRequest) -> bool:
        """The password first: a code is not used up for a wrong one."""
        if not self.is_valid():
            return False
        if not is_own_password(request, self.cleaned_data["password"]):
            self.add_error("password", "This is not your password. Nothing was changed.")
            return False
        return self.is_right_for(cast(User, request.user))

"""What staff type to prove who they are, and a new password; and the page a form is on."""

from django import forms
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from intake.access.password_again import is_own_password
from intake.actions.accounts.second_factor import Tried, try_code
from intake.models import User

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


class FirstCodeForm(forms.Form):
    use_required_attribute = False
    code = forms.CharField(
        label="The six digits your app shows now",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Enter the code.", "max_length": "This is too long."},
    )


class NewPasswordForm(forms.Form):
    use_required_attribute = False
    new = forms.CharField(
        label="New password",
        help_text="At least 12 characters. A few words with spaces are easy to remember.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a new password."},
    )
    again = forms.CharField(
        label="New password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the new password again."},
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, object]:
        said = super().clean()
        new, again = said.get("new"), said.get("again")
        if new and again and new != again:
            self.add_error("again", "The two are not the same.")
        elif new and self.user.check_password(new):
            self.add_error("new", "This is the password you have now. Choose another.")
        elif new:
            try:
                password_validation.validate_password(new, self.user)
            except forms.ValidationError as refused:
                self.add_error("new", refused)
        return said


class ProofForm(CodeForm):
    """Both factors again, for changes to one's own account."""

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
        return self.is_right_for(request.user)


class ChangePasswordForm(NewPasswordForm, ProofForm):
    """A new password, with both factors."""


def form_page(
    request: HttpRequest, template: str, form: forms.Form, **context: object
) -> HttpResponse:
    """A refused form is answered as such."""
    status = 400 if form.errors else 200
    return render(request, f"intake/account/{template}", {"form": form, **context}, status=status)

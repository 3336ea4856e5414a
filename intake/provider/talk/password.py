"""Asks for the password again where somebody signs."""

from django import forms
from django.http import HttpRequest

from intake.access.password_again import is_own_password

USUAL_ROLE = "Treating provider"


class SigningFields(forms.Form):
    """Who signs as what, and the password that shows it is them."""

    role = forms.CharField(
        label="Your role",
        help_text="Printed under your name.",
        initial=USUAL_ROLE,
        error_messages={"required": "Say in which role you sign."},
    )
    password = forms.CharField(
        label="Your password",
        help_text="The one you sign in with. It stands for your signature.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password to sign."},
    )

    def is_signed_by(self, request: HttpRequest) -> bool:
        """Wrong tries count in this session alone, and end it."""
        if not self.is_valid():
            return False
        if is_own_password(request, self.cleaned_data["password"]):
            return True
        self.add_error("password", "This is not your password. Nothing was signed.")
        return False

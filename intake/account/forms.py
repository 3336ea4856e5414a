"""What staff type for a second factor or a new password; and the page a form is on."""

from django import forms
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.access.proof import ProofForm
from intake.models import User


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


class ChangePasswordForm(NewPasswordForm, ProofForm):
    """A new password, with both factors."""


def form_page(
    request: HttpRequest, template: str, form: forms.Form, **context: object
) -> HttpResponse:
    """A refused form is answered as such."""
    status = 400 if form.errors else 200
    return render(request, f"intake/{template}", {"form": form, **context}, status=status)

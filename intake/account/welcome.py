"""Behind an invitation: somebody new chooses a password, then sets the second factor up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake.access.speaking import speak_of
from intake.actions.accounts.welcomes import settle_in, welcome_of
from intake.actions.afterwards import after_the_commit

from .forms import NewPasswordForm, form_page
from .half_signed_in import password_passed


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners open links: only a posted password uses it up."""
    found = welcome_of(token, at=timezone.now())
    if found is None:
        return _ended(request)
    if site := found.user.only_site:
        speak_of(request, site)
    form = NewPasswordForm(request.POST or None, user=found.user)
    if form.is_valid():
        user = settle_in(found, form.cleaned_data["new"], at=timezone.now())
        if user is None:
            return _ended(request)
        with after_the_commit():
            return password_passed(request, user, "")
        return redirect("account:sign_in")
    return form_page(request, "account/welcome.html", form, person=found.user)


def _ended(request: HttpRequest) -> HttpResponse:
    """The same words for a link that was used, has ended, or never was."""
    return render(request, "intake/account/welcome.html", status=410)

"""Signing in with a user name and a password, which is half of it, and signing out."""

from django import forms
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.access.client_address import client_address
from intake.access.guesses import called, guessed, must_wait
from intake.access.shared_device import is_for_patients
from intake.access.staff_sessions import SIGNED_IN_AT
from intake.actions import access_log as look

from .half_signed_in import home_of, password_passed

FOR_STAFF = (
    "For staff of the clinic. Patients need no account: they use the link that the clinic sent"
    " them."
)
ON_A_TABLET = (
    "This tablet is paired for patients, and nobody of the clinic signs in on it. End its pairing"
    " at the desk first."
)


class SignInForm(AuthenticationForm):
    """One sentence for every reason why it failed: it must not tell which names exist."""

    use_required_attribute = False
    error_messages = {
        "invalid_login": "The user name and the password do not fit together. Check both.",
        "inactive": "The user name and the password do not fit together. Check both.",
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label, password.label = "User name", "Password"
        name.error_messages["required"] = "Enter your user name."
        password.error_messages["required"] = "Enter your password."
        # The page's heading comes first; a field that takes the focus would skip it.
        del name.widget.attrs["autofocus"]


class OwnPaths(views.RedirectURLMixin):
    """``next`` leads to a path of our own, never to a full address, be it our own host's."""

    def get_success_url_allowed_hosts(self) -> set[str]:
        return set()

    def get_redirect_url(self) -> str:
        onward = super().get_redirect_url()
        return onward if onward.startswith("/") else ""


class SignIn(OwnPaths, views.LoginView):
    form_class = SignInForm
    template_name = "intake/form.html"
    extra_context = {"title": "Sign in", "words": FOR_STAFF, "button": "Sign in"}
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, *args: str, **place: str) -> HttpResponse:
        if SIGNED_IN_AT in request.session and request.user.is_authenticated:
            return redirect("home")  # a second click, or the way back
        return super().get(request, *args, **place)

    def post(self, request: HttpRequest, *args: str, **place: str) -> HttpResponse:
        user = called(request.POST.get("username", ""))
        if user and must_wait(user, client_address(request), at=timezone.now()):
            return render(request, "intake/account/locked.html", status=429)
        return super().post(request, *args, **place)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if is_for_patients(self.request):
            form.add_error(None, ON_A_TABLET)
            return self.render_to_response(self.get_context_data(form=form), status=403)
        return password_passed(self.request, form.get_user(), self.get_redirect_url())

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        guessed(called(form.data.get("username", "")), at=timezone.now())
        return self.render_to_response(self.get_context_data(form=form), status=400)


class SignOut(OwnPaths, views.LogoutView):
    """By POST only, so that no link on another page can sign anybody out."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: str, **place: str) -> HttpResponse:
        if request.user.is_authenticated:
            look.record("signed_out", at=timezone.now(), by=request.user)
        answer = super().post(request, *args, **place)
        # Nothing a patient said stays behind on a shared computer, not even for "Back".
        answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return answer


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The site's front page leads everybody to where they work."""
    user = request.user
    return redirect(home_of(user) if user.is_authenticated else "account:sign_in")

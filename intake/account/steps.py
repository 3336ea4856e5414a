"""The steps after the password: a code or the first authenticator, and an own password."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake.access.proof import CodeForm
from intake.access.staff_sessions import HALF_IN
from intake.actions.accounts.accounts import change_password
from intake.actions.accounts.second_factor import confirm, in_use
from intake.actions.afterwards import after_the_commit
from intake.models import User

from .enrolling import AGAIN, begin_here, begun_here, picture_once
from .forms import FirstCodeForm, NewPasswordForm, form_page
from .half_signed_in import factor_passed, next_step, remember, while_signing_in
from .passkeys import asked_of

GIVEN = "An administrator gave you the one you have. From now on nobody but you should know it."
WRONG_FIRST = "This is not the code the app shows now. Check the time on your phone, and try again."


@require_http_methods(["GET", "HEAD", "POST"])
@while_signing_in
def code(request: HttpRequest, user: User) -> HttpResponse:
    if in_use(user) is None:
        return next_step(request, user)
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_right_for(user):
        return factor_passed(request, user)
    return form_page(request, "account/code.html", form, asked=asked_of(request, user))


@require_http_methods(["GET", "HEAD", "POST"])
@while_signing_in
def first_authenticator(request: HttpRequest, user: User) -> HttpResponse:
    """Answers the right code itself: recovery codes are kept nowhere to show later."""
    if in_use(user):
        return next_step(request, user)
    if AGAIN in request.POST:
        begin_here(request, user)
        return redirect("account:first_authenticator")
    authenticator = begun_here(request, user) or begin_here(request, user)
    form = FirstCodeForm(request.POST or None)
    if form.is_valid():
        code, pk = form.cleaned_data["code"], str(authenticator.pk)
        codes = confirm(user, code, at=timezone.now(), pk=pk)
        if codes:
            remember(request, user, factor=True)
            context = {"codes": codes, "onward": "account:go_on"}
            return render(request, "intake/account/codes.html", context)
        form.add_error("code", WRONG_FIRST)
    return form_page(
        request, "account/authenticator.html", form, picture=picture_once(request, authenticator)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@while_signing_in
def new_password(request: HttpRequest, user: User) -> HttpResponse:
    """The one an administrator gave is known to two people."""
    if not (request.session[HALF_IN]["factor"] and user.password_is_given):
        return redirect("account:code")
    form = NewPasswordForm(request.POST or None, user=user)
    if form.is_valid():
        change_password(user, form.cleaned_data["new"], at=timezone.now())
        with after_the_commit():
            remember(request, user)
            return next_step(request, user)
        return redirect("account:sign_in")
    return form_page(
        request,
        "form.html",
        form,
        title="A password of your own",
        heading="Choose a password of your own",
        words=GIVEN,
        button="Save and sign in",
    )


@require_POST
@while_signing_in
def go_on(request: HttpRequest, user: User) -> HttpResponse:
    return next_step(request, user)

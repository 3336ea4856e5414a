"""Another authenticator for one's own account: a new phone."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake.access.proof import ProofForm
from intake.actions.accounts.second_factor import confirm
from intake.actions.afterwards import after_the_commit

from .enrolling import AGAIN, begin_here, begun_here, picture_once
from .forms import FirstCodeForm, form_page
from .own import proof_page
from .steps import WRONG_FIRST

PROVEN = "proven_for_authenticator"


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Both factors first; the old authenticator counts until the new one is confirmed."""
    form = ProofForm(request.POST or None)
    if form.is_bound and form.proves(request):
        begin_here(request, request.user)
        request.session[PROVEN] = request.user.get_session_auth_hash()
        return redirect("account:confirm_authenticator")
    return proof_page(
        request,
        form,
        title="Use another authenticator",
        effect="For a new phone. The old one works until the new one is confirmed.",
        button="Go on",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_changed(request: HttpRequest) -> HttpResponse:
    user = request.user
    authenticator = begun_here(request, user)
    if authenticator is None or request.session.get(PROVEN) != user.get_session_auth_hash():
        return redirect("account:authenticator")
    if AGAIN in request.POST:
        begin_here(request, user)
        return redirect("account:confirm_authenticator")
    form = FirstCodeForm(request.POST or None)
    if form.is_valid():
        code, pk = form.cleaned_data["code"], str(authenticator.pk)
        codes = confirm(user, code, at=timezone.now(), pk=pk)
        if codes:
            del request.session[PROVEN]
            with after_the_commit():
                update_session_auth_hash(request, user)
            messages.success(request, "The new authenticator is in use. Other sessions have ended.")
            return render(request, "intake/account/codes.html", {"codes": codes})
        form.add_error("code", WRONG_FIRST)
    picture = picture_once(request, authenticator)
    return form_page(request, "account/authenticator.html", form, picture=picture, is_change=True)

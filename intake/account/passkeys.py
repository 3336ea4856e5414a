"""Passkeys: made and removed on one's own account, and used in the place of a code."""

import json

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake.access.proof import LOCKED, CodeForm, ProofForm
from intake.actions.accounts.passkeys import (
    NotTaken,
    Offer,
    Place,
    keep_passkey,
    listed,
    offer_to_make,
    offer_to_use,
    remove_passkey,
    try_passkey,
)
from intake.actions.accounts.second_factor import Tried
from intake.actions.afterwards import after_the_commit
from intake.core.limits import SHORT_TEXT
from intake.models import User

from .forms import form_page
from .half_signed_in import factor_passed, while_signing_in

ASKED, PROVEN = "passkey_asked", "proven_for_passkey"
NOT_MADE = "Your device made no passkey that fits. Try again, or go on using codes."
GONE = "There is no such passkey on your account. Nothing was changed."
NOT_FOUND = "This passkey did not fit. Try again, or enter the code of your app."


class PasskeyForm(forms.Form):
    use_required_attribute = False
    name = forms.CharField(
        label="A name for it",
        help_text="So that you know it again, such as “laptop in room 2”.",
        max_length=SHORT_TEXT,
        error_messages={"required": "Give it a name."},
    )
    answer = forms.CharField(required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def passkeys(request: HttpRequest) -> HttpResponse:
    """Both factors first, to add one and to remove one."""
    form, own = ProofForm(request.POST or None), listed(request.user)
    remove = request.POST.get("remove")
    if remove not in (None, *(each.pk for each in own)):
        # Said before a code is used up: whoever pressed twice has removed it.
        messages.error(request, GONE)
        return redirect("account:passkeys")
    if form.is_bound and form.proves(request):
        if remove is None:
            request.session[PROVEN] = request.user.get_session_auth_hash()
            return redirect("account:new_passkey")
        remove_passkey(request.user, remove, at=timezone.now())
        with after_the_commit():
            update_session_auth_hash(request, request.user)
        messages.success(request, "That passkey opens nothing any more. Other sessions have ended.")
        return redirect("account:passkeys")
    return form_page(request, "account/passkeys.html", form, passkeys=own)


@require_http_methods(["GET", "HEAD", "POST"])
def new_passkey(request: HttpRequest) -> HttpResponse:
    if request.session.get(PROVEN) != request.user.get_session_auth_hash():
        return redirect("account:passkeys")
    form, place = PasskeyForm(request.POST or None), _place(request)
    if form.is_valid():
        try:
            answer = _answer(request, form.cleaned_data["answer"])
            keep_passkey(request.user, form.cleaned_data["name"], answer, place, at=timezone.now())
        except NotTaken:
            form.add_error(None, NOT_MADE)
        else:
            del request.session[PROVEN]
            messages.success(request, "The passkey is yours. Codes go on working beside it.")
            return redirect("account:passkeys")
    asked = _asked(request, offer_to_make(request.user, place))
    return form_page(request, "account/passkeys.html", form, asked=asked, is_new=True)


@require_POST
@while_signing_in
def use(request: HttpRequest, user: User) -> HttpResponse:
    """In the place of a code."""
    try:
        answer = _answer(request, request.POST.get("answer", ""))
        tried = try_passkey(user, answer, _place(request), at=timezone.now())
    except NotTaken:
        tried = Tried.WRONG
    if tried.is_passed:
        return factor_passed(request, user)
    form = CodeForm({})
    form.errors.clear()
    form.add_error(None, LOCKED if tried is Tried.LOCKED else NOT_FOUND)
    return form_page(request, "account/code.html", form, asked=asked_of(request, user))


def asked_of(request: HttpRequest, user: User) -> str:
    """What the page asks the device; empty for who has no passkey."""
    offer = offer_to_use(user, _place(request))
    return _asked(request, offer) if offer else ""


def _asked(request: HttpRequest, offer: Offer) -> str:
    asked, request.session[ASKED] = offer
    return json.dumps(asked)


def _answer(request: HttpRequest, typed: str) -> tuple[dict, dict]:
    """What was asked counts once."""
    try:
        return request.session.pop(ASKED), json.loads(typed)
    except (KeyError, ValueError, RecursionError):
        raise NotTaken from None


def _place(request: HttpRequest) -> Place:
    host = request.get_host()
    return Place(host.partition(":")[0], f"{request.scheme}://{host}")

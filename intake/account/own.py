"""One's own account: password, recovery codes, open sessions, and what others did to it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.access.proof import ProofForm
from intake.access.staff_sessions import SessionStore, digest
from intake.actions.accounts.accounts import change_password, end_session, events_of
from intake.actions.accounts.second_factor import renew_recovery_codes
from intake.actions.afterwards import after_the_commit
from intake.models import User

from .browsers import browser_of
from .forms import ChangePasswordForm, form_page
from .words import what_happened

EVENTS = 20


@dataclass(frozen=True, slots=True)
class Open:
    """A session as its owner knows it again."""

    key: str
    started_at: datetime
    browser: str
    address: str
    is_this: bool


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    context = {
        "sessions": open_sessions(request.user, digest(request.session.session_key)),
        "codes_left": request.user.recovery_codes.filter(used_at=None).count(),
        "happened": [what_happened(each) for each in events_of(request.user)[:EVENTS]],
        "roles": sorted(request.user.roles),
    }
    return render(request, "intake/account/own.html", context)


def open_sessions(user: User, this: str | None = None) -> list[Open]:
    found = []
    for row in user.sessions.filter(expire_date__gt=timezone.now()):
        key, kept = row.session_key, SessionStore.of_row(row).decode(row.session_data)
        browser, address = browser_of(kept.get("agent", "")), kept.get("address", "")
        found.append(Open(key, row.started_at, browser, address, is_this=key == this))
    return found


@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    session = get_object_or_404(request.user.sessions, pk=key)
    end_session(session, by=request.user, at=timezone.now())
    messages.success(request, "That session has ended.")
    return redirect("account:own")


@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None, user=request.user)
    if form.is_bound and form.proves(request):
        change_password(request.user, form.cleaned_data["new"], at=timezone.now())
        with after_the_commit():
            update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed. Other sessions have ended.")
        return redirect("account:own")
    return proof_page(
        request,
        form,
        title="Change your password",
        effect="Your other sessions end.",
        button="Change the password",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Answers the post itself: the codes are kept nowhere to show later."""
    form = ProofForm(request.POST or None)
    if form.is_bound and form.proves(request):
        codes = renew_recovery_codes(request.user, at=timezone.now())
        return render(request, "intake/account/codes.html", {"codes": codes})
    return proof_page(
        request,
        form,
        title="Make new recovery codes",
        effect="The ones you have stop working.",
        button="Make new codes",
    )


def proof_page(
    request: HttpRequest, form: ProofForm, *, title: str, effect: str, button: str
) -> HttpResponse:
    """A change that takes both factors first."""
    words = f"{effect} A code that you have just used is not taken again: wait for the next one."
    return form_page(
        request, "form.html", form, title=title, words=words, button=button, is_own=True
    )

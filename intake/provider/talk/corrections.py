"""Gives answers back to the patient, ends that, and asks whether anything has changed."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake.access.shared_device import hand_over
from intake.actions import access_log as look
from intake.actions.talk.corrections import cancel_reopening, confirm_unchanged, reopen
from intake.actions.talk.rules import NotRecorded, expect_own
from intake.display.links import last_day_of, link_address
from intake.display.qr import drawn
from intake.models import Visit

from .shared import (
    SeenForm,
    back_to,
    forget_kept,
    in_the_room,
    kept_of,
    room_or_404,
    room_page,
)


class ReopenForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="Why are the answers reopened?",
        help_text="Kept with the visit. The patient does not see it.",
        widget=forms.Textarea(attrs={"rows": 2, "data-keep": True}),
        error_messages={"required": "Say why the answers are reopened."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def reopening(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The post is answered with the link itself: only its digest is kept."""
    room = room_or_404(request, visit)
    form = ReopenForm(request.POST or None, initial=kept_of("reopen", visit, request.user))
    try:
        if form.is_valid():
            expect_own(visit, request.user, "reopen the answers")
            why = form.cleaned_data["reason"]
            is_here = "on_device" in request.POST
            token = reopen(
                visit, reason=why, by=request.user, at=timezone.now(), is_on_device=is_here
            )
            forget_kept("reopen", visit, request.user)
            if is_here:
                return hand_over(request, token)
            link, made = link_address(token), room.visit.invitations.first()
            told = {"link": link, "drawing": drawn(link)}
            told["last_day"] = last_day_of(made.expires_at, room.visit.site.zone)
            return room_page(request, room, "reopen.html", **told)
    except NotRecorded as because:
        form.add_error(None, str(because))
    look.record("reopening_read", at=timezone.now(), by=request.user, visit=visit)
    status = 409 if form.errors else 200
    can_reopen = not (room.signed or room.reopening) and visit.provider_id == request.user.pk
    return room_page(request, room, "reopen.html", status=status, form=form, can_reopen=can_reopen)


@require_POST
@in_the_room
def cancelling(request: HttpRequest, visit: Visit) -> HttpResponse:
    expect_own(visit, request.user, "cancel a correction")
    cancel_reopening(visit, by=request.user, at=timezone.now())
    return back_to(visit)


@require_POST
@in_the_room
def confirming(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The provider asked, and the patient says that nothing has changed."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise NotRecorded("The page was not whole. Confirm it from the discussion.")
    confirm_unchanged(form.discussion_of(visit), by=request.user, at=timezone.now())
    return back_to(visit, "today")

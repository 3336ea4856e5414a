"""Words added to a signed record, each under a signature of its own."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake.actions import access_log as look
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.sign_off import add_addendum
from intake.core.talk.sign_off import ADDENDUM_MEANING
from intake.models import Visit

from .password import SigningFields
from .shared import (
    AfterSigningForm,
    back_to,
    forget_kept,
    in_the_room,
    kept_of,
    room_or_404,
    room_page,
)


class AddendumForm(AfterSigningForm, SigningFields):
    use_required_attribute = False
    text = forms.CharField(
        label="What is added",
        widget=forms.Textarea(attrs={"rows": 6, "data-keep": True}),
        error_messages={"required": "Write what is to be added."},
    )
    field_order = ("signed", "text", "role", "password")


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def addendum(request: HttpRequest, visit: Visit) -> HttpResponse:
    room = room_or_404(request, visit)
    if room.signed is None:
        raise Http404
    kept = kept_of("addendum", visit, request.user)
    before = {**kept, "signed": room.signed.record.sha256}
    form = AddendumForm(request.POST or None, initial=before)
    try:
        if form.is_bound and form.is_signed_by(request):
            said = form.cleaned_data
            at, shown = timezone.now(), form.decision_shown(room)
            add_addendum(shown.record, said["text"], by=request.user, at=at, role=said["role"])
            forget_kept("addendum", visit, request.user)
            return back_to(visit, "signature")
    except NotRecorded as because:
        form.refuse(because)
    look.record("addendum_begun", at=timezone.now(), by=request.user, visit=visit)
    return room_page(
        request,
        room,
        "addendum.html",
        status=409 if form.errors else 200,
        form=form,
        meaning=ADDENDUM_MEANING,
        may_sign=room.visit.provider_id == request.user.pk,
    )

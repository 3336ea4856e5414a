"""The decision at the end of a talk: what is still missing, and the signature."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake.actions import access_log as look
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.sign_off import NotReady, Signing, sign_off
from intake.actions.talk.talk_page import Room
from intake.core.talk.sign_off import DECISION_WORDS, MEANING, Decision, DecisionKind
from intake.models import Visit

from .password import SigningFields
from .shared import SeenForm, back_to, in_the_room, room_or_404, room_page


class DecisionForm(SeenForm, SigningFields):
    kind = forms.ChoiceField(
        label="Decision",
        choices=DECISION_WORDS.items(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a decision."},
    )
    until = forms.DateField(
        label="Wait until this day",
        help_text="Only for “Wait until”.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as a date, such as 2026-11-22."},
    )
    what = forms.CharField(
        label="Until what is done, or to whom",
        help_text="Only for “Wait until” and “Refer to”.",
        required=False,
    )
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Give the reason for the decision."},
    )
    field_order = ("seen", "revision", "kind", "until", "what", "reason", "role", "password")

    def signing(self) -> Signing:
        said = self.cleaned_data
        kind = DecisionKind(said["kind"])
        return Signing(Decision(kind, said["reason"], said["until"], said["what"]), said["role"])


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def decision(request: HttpRequest, visit: Visit) -> HttpResponse:
    room = room_or_404(request, visit)
    form = DecisionForm(request.POST or None)
    try:
        if form.is_bound and form.is_signed_by(request):
            discussion, seen = form.discussion_of(visit), form.cleaned_data["seen"]
            sign_off(discussion, form.signing(), by=request.user, at=timezone.now(), seen=seen)
            return back_to(visit, "signature")
    except NotReady as because:
        for sentence in because.missing:
            form.add_error(None, sentence)
    except NotRecorded as because:
        form.add_error(None, str(because))
    look.record("decision_read", at=timezone.now(), by=request.user, visit=visit)
    return _asked(request, room, form)


def _asked(request: HttpRequest, room: Room, form: DecisionForm) -> HttpResponse:
    status = 409 if form.errors else 200
    stay = [each.point for each in room.outcomes.holds if each.is_staying and not each.is_open]
    return room_page(
        request,
        room,
        "decision.html",
        status=status,
        form=form.shown_in(room),
        blocking=[each for each in room.missing if each.blocks],
        reminders=[each for each in room.missing if not each.blocks],
        staying=stay,
        meaning=MEANING,
        may_sign=not (room.signed or room.reopening) and room.visit.provider_id == request.user.pk,
    )

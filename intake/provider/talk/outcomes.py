"""Records how points of a talk ended: one by one, all that are said to everyone, and undone."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions import access_log as look
from intake.actions.talk.outcomes import Mark, mark, mark_for_everyone, take_back
from intake.actions.talk.rules import NotRecorded
from intake.core.talk.outcomes import OUTCOME_WORDS, Outcome
from intake.models import Visit
from intake.provider.discussion.endings import WAYS

from .shared import SeenForm, back_to, in_the_room, refused, room_or_404, room_page


class OutcomeForm(SeenForm):
    outcome = forms.ChoiceField(
        choices=OUTCOME_WORDS.items(),
        error_messages={
            "required": "Choose how the point ended.",
            "invalid_choice": "Choose how the point ended.",
        },
    )
    note = forms.CharField(required=False, strip=False)

    def mark_of(self, number: int) -> Mark:
        return Mark(number, Outcome(self.cleaned_data["outcome"]), self.cleaned_data["note"])


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def outcome(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    if request.method != "POST":  # whoever had to sign in again comes back here
        return back_to(visit, f"p{number}")
    form = OutcomeForm(request.POST)
    try:
        if form.is_valid():
            discussion, seen = form.discussion_of(visit), form.cleaned_data["seen"]
            made = form.mark_of(number)
            mark(discussion, made, by=request.user, at=timezone.now(), seen=seen)
            return back_to(visit, f"p{number}")
    except NotRecorded as because:
        form.add_error(None, str(because))
    return _asked_again(request, visit, form, number)


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def everyone(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All that is said to everyone in one act, after the list of it was read."""
    form = SeenForm(request.POST or None)
    try:
        if form.is_valid():
            discussion = form.discussion_of(visit)
            mark_for_everyone(discussion, by=request.user, at=timezone.now())
            return back_to(visit, "everyone")
    except NotRecorded as because:
        return refused(request, visit, because)
    look.record("checklist_read", at=timezone.now(), by=request.user, visit=visit)
    return room_page(request, room_or_404(request, visit), "everyone.html")


@require_POST
@in_the_room
def undo(request: HttpRequest, visit: Visit, sequence: int) -> HttpResponse:
    recorded = get_object_or_404(visit.outcomerecords, sequence=sequence)
    try:
        take_back(recorded, by=request.user, at=timezone.now())
    except NotRecorded as because:
        return refused(request, visit, because)
    return back_to(visit, f"p{recorded.number}")


def _asked_again(
    request: HttpRequest, visit: Visit, form: OutcomeForm, number: int
) -> HttpResponse:
    """What stands now beside what was typed; nothing typed is lost."""
    room = room_or_404(request, visit)
    look.record("outcome_refused", at=timezone.now(), by=request.user, visit=visit)
    return room_page(
        request,
        room,
        "outcome_again.html",
        status=409,
        form=form,
        number=number,
        ended=room.outcomes.of(number),
        note=request.POST.get("note", ""),
        ways=WAYS,
        may_record=room.signed is None,
    )

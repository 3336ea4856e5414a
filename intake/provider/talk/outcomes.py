"""Records how matters of a talk ended: one by one, ticked off in a list, answered, and undone."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions import access_log as look
from intake.actions.talk.kept_notes import forget_notes, notes_of
from intake.actions.talk.load import entry_of
from intake.actions.talk.outcomes import (
    Answered,
    Mark,
    answer,
    mark_matter,
    mark_told,
    take_back,
)
from intake.actions.talk.rules import NotRecorded
from intake.core.talk.outcomes import OUTCOME_WORDS, Outcome
from intake.forms.words import number_in
from intake.models import Visit

from .rows import matter_of, row_with
from .shared import SeenForm, back_to, in_the_room, room_or_404, room_page


class OutcomeForm(SeenForm):
    outcome = forms.ChoiceField(
        choices=OUTCOME_WORDS.items(),
        error_messages={
            "required": "Choose how the point ended.",
            "invalid_choice": "Choose how the point ended.",
        },
    )

    def note_for(self, number: int) -> str:
        """The way a hold was lifted, picked, stands before what was typed."""
        typed = self.data.get(f"note-{number}", self.data.get("note", ""))
        way = self.data.get(f"way-{number}", "")
        ends = self.cleaned_data["outcome"] in (Outcome.LIFTED, Outcome.CONFIRMED)
        return f"{way}: {typed}" if ends and way and typed.strip() else typed


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def outcome(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """A page of its own for one point; a button of the talk posts here."""
    if request.method != "POST":
        look.record("point_read", at=timezone.now(), by=request.user, visit=visit)
        return _point_page(request, visit, OutcomeForm(), number)
    form = OutcomeForm(request.POST)
    try:
        if form.is_valid():
            discussion, seen = form.discussion_of(visit), form.cleaned_data["seen"]
            ended, note = Outcome(form.cleaned_data["outcome"]), form.note_for(number)
            numbers = matter_of(room_or_404(request, visit), number)
            marks = [Mark(each, ended, note) for each in numbers]
            mark_matter(discussion, marks, by=request.user, at=timezone.now(), seen=seen)
            forget_notes(visit, [f"note-{number}", f"way-{number}"], by=request.user)
            return back_to(visit, "next")
    except NotRecorded as because:
        form.add_error(None, str(because))
    look.record("outcome_refused", at=timezone.now(), by=request.user, visit=visit)
    return _point_page(request, visit, form, number, status=409)


@require_POST
@in_the_room
def answered(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """What the patient said in the room; it may raise a hold, and the talk opens there."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise NotRecorded("The page was not whole. Record the answer from the talk.")
    row, seen = row_with(room_or_404(request, visit), number), form.cleaned_data["seen"]
    lead, code = row[0], request.POST.get("answer", "")
    said = Answered(number, code, row, request.POST.get(f"note-{lead}", ""))
    answer(form.discussion_of(visit), said, by=request.user, at=timezone.now(), seen=seen)
    if not code:
        forget_notes(visit, [f"note-{lead}"], by=request.user)
    return back_to(visit, "next")


@require_POST
@in_the_room
def told(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Whatever is ticked was told: never more than that."""
    form = SeenForm(request.POST)
    numbers = map(number_in, request.POST.getlist("told"))
    ticked = {number for number in numbers if number is not None}
    if not form.is_valid():
        raise NotRecorded("The page was not whole. Record it from the talk.")
    if not ticked:
        raise NotRecorded("Nothing is ticked. Tick what was told, then press the button again.")
    mark_told(form.discussion_of(visit), ticked, by=request.user, at=timezone.now())
    forget_notes(visit, ["told"], by=request.user)
    return back_to(visit, "everyone")


@require_POST
@in_the_room
def undo(request: HttpRequest, visit: Visit, sequence: int) -> HttpResponse:
    recorded = get_object_or_404(visit.outcomerecords, sequence=sequence)
    place = f"p{entry_of(recorded).number}"
    take_back(recorded, by=request.user, at=timezone.now())
    return back_to(visit, place)


def _point_page(
    request: HttpRequest, visit: Visit, form: OutcomeForm, number: int, *, status: int = 200
) -> HttpResponse:
    """What stands now beside what was typed; nothing typed is lost."""
    room, kept = room_or_404(request, visit), notes_of(visit, request.user)
    typed = kept.get(f"note-{number}", request.POST.get("note", ""))
    return room_page(
        request,
        room,
        "point.html",
        status=status,
        form=form,
        number=number,
        ended=room.outcomes.of(number),
        note=typed,
        may_record=room.signed is None,
    )

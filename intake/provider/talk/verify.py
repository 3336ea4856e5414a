"""Records what was seen of a fact of product or clinic: its value, when, and how."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions import access_log as look
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.talk_page import Room
from intake.actions.talk.verify import Fact, take_back_verified, verify
from intake.core.talk.ladder import RungNow
from intake.forms.record import FactFields
from intake.models import Visit

from .shared import SeenForm, back_to, in_the_room, refused, room_or_404, room_page


class FactForm(SeenForm, FactFields):
    def fact_of(self, key: str) -> Fact:
        said = self.cleaned_data
        return Fact(key, said["value"], said["how"], said["on"])


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def fact(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    room = room_or_404(request, visit)
    rung = _rung_or_404(room, key)
    form = FactForm(request.POST or None, initial={"on": timezone.localdate()})
    try:
        if form.is_valid():
            made, seen = form.fact_of(key), form.cleaned_data["seen"]
            verify(visit, made, by=request.user, at=timezone.now(), seen=seen)
            return back_to(visit, f"fact-{key}")
    except NotRecorded as because:
        form.add_error(None, str(because))
    look.record("fact_read", at=timezone.now(), by=request.user, visit=visit, detail=key)
    status = 409 if form.errors else 200
    form.shown_in(room)
    return room_page(request, room, "fact.html", status=status, form=form, rung=rung)


@require_POST
@in_the_room
def undo(request: HttpRequest, visit: Visit, sequence: int) -> HttpResponse:
    verified = get_object_or_404(visit.verifiedrecords, sequence=sequence)
    try:
        take_back_verified(verified, by=request.user, at=timezone.now())
    except NotRecorded as because:
        return refused(request, visit, because)
    return back_to(visit, f"fact-{verified.fact}")


def _rung_or_404(room: Room, key: str) -> RungNow:
    rung = next((each for each in room.rungs if each.fact == key), None)
    if rung is None:
        raise Http404
    return rung

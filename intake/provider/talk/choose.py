"""Chooses product, lot and person for a visit from the clinic's register."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake.actions import access_log as look
from intake.actions.register import Chosen, chosen_for, offered
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.verify import choose
from intake.forms.record import ChoosingFields
from intake.models import Visit

from .shared import SeenForm, back_to, in_the_room, room_or_404, room_page

ROWS = ("product", "lot", "person")


class ChoosingForm(SeenForm, ChoosingFields):
    field_order = ("seen", "revision", *ROWS)

    def chosen(self) -> Chosen:
        return Chosen(**{name: self.cleaned_data[name] for name in ROWS})


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def choosing(request: HttpRequest, visit: Visit) -> HttpResponse:
    room, last = room_or_404(request, visit), chosen_for(visit)
    before = {name: getattr(last, name) for name in ROWS} if last else {}
    form = ChoosingForm(request.POST or None, offered=offered(), initial=before)
    try:
        if form.is_valid():
            seen = form.cleaned_data["seen"]
            choose(visit, form.chosen(), by=request.user, at=timezone.now(), seen=seen)
            return back_to(visit, "ladder")
    except NotRecorded as because:
        form.add_error(None, str(because))
    look.record("register_read", at=timezone.now(), by=request.user, visit=visit)
    status = 409 if form.errors else 200
    form.shown_in(room)
    return room_page(request, room, "choose.html", status=status, form=form)

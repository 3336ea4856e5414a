"""Chooses product, lot and person for a visit from the clinic's register."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from intake.actions import access_log as look
from intake.actions.register import Chosen, Typed, chosen_for, offered, typed_in
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.verify import choose
from intake.forms.record import NOT_PLAIN, PLAIN_DAYS, ChoosingFields
from intake.models import Visit

from .shared import SeenForm, back_to, in_the_room, room_or_404, room_page

ROWS = ("product", "lot", "person")


TYPED = ("typed_product", "typed_lot", "typed_expires_on", "typed_person")


class ChoosingForm(SeenForm, ChoosingFields):
    """Rows of the register, or what stands on label and license where it has none."""

    typed_product = forms.CharField(
        label="Product that is not in the register",
        help_text="As it stands on the label. It is marked as typed.",
        required=False,
    )
    typed_lot = forms.CharField(label="Lot that is not in the register", required=False)
    typed_expires_on = forms.DateField(
        label="Last day of that lot",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=PLAIN_DAYS,
        error_messages={"invalid": NOT_PLAIN},
    )
    typed_person = forms.CharField(label="Person who is not in the register", required=False)
    field_order = ("seen", "revision", "edition", *ROWS, *TYPED)

    def chosen(self) -> Chosen:
        said = self.cleaned_data
        by_hand = Typed(*(said[name] for name in TYPED))
        return Chosen(**{name: said[name] for name in ROWS}, typed=by_hand)


@require_http_methods(["GET", "HEAD", "POST"])
@in_the_room
def choosing(request: HttpRequest, visit: Visit) -> HttpResponse:
    room, last = room_or_404(request, visit), chosen_for(visit)
    before = {name: getattr(last, name) for name in ROWS} if last else {}
    if room.choice:
        kept = typed_in(room.choice.shown)
        before |= {f"typed_{name}": getattr(kept, name) for name in vars(kept)}
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

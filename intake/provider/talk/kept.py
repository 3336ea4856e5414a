"""Takes what is typed in a talk while it is typed, and the way from the talk to the decision."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from intake.forms.words import number_in
from intake.models import Visit

from .shared import back_to, in_the_room

ONWARD = {"decide": "provider:decision", "point": "provider:outcome"}


@require_POST
@in_the_room
def keep(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything typed was kept on the way here; a script only wants to know that it was."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"kept": timezone.localtime().strftime("%H:%M")})
    onward, _, text = request.POST.get("then", "").partition(":")
    number = number_in(text)
    if onward == "point" and number is not None:
        return redirect(ONWARD[onward], visit.reference, number)
    if onward == "decide":
        return redirect(ONWARD[onward], visit.reference)
    return back_to(visit, "next")

"""Answers that were given back on the day of the visit: the patient says that nothing changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from intake.actions.talk.corrections import confirm_unchanged_by_patient
from intake.actions.talk.rules import NotRecorded

from .filling import Sheet, while_filling
from .posted import is_for
from .session import show


@require_POST
@while_filling
def unchanged(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Closes the answers as they were sent; this session ends, and shows the receipt."""
    if not is_for(sheet.submission, request.POST):
        return show(request, sheet.live, "other_visit.html", {}, status=409)
    try:
        confirm_unchanged_by_patient(sheet.live.session, at=timezone.now())
    except NotRecorded as because:
        return show(request, sheet.live, "not_unchanged.html", {"because": because}, status=409)
    return redirect("patient:sent")

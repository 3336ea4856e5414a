"""Staying a little longer, leaving this device without a trace, and handing the clinic's back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from intake.actions.answers.session import Ended, Live, end

from .session import for_patients, is_on_device, is_sent, opened, without_trace


@require_POST
@for_patients
def stay(_request: HttpRequest, _live: Live) -> HttpResponse:
    """Any post extends the session; this one does nothing else."""
    return HttpResponse(status=204)


@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    found = opened(request)
    if isinstance(found, Live | Ended):
        end(found.session, at=timezone.now())
    if is_on_device(found):
        return redirect("patient:hand_back")
    sent = isinstance(found, Live | Ended) and is_sent(found.submission)
    return without_trace(render(request, "intake/patient/left.html", {"is_sent": sent}))


@require_safe
def hand_back(request: HttpRequest) -> HttpResponse:
    """The last page on the clinic's device; what it wipes is over already.

    Only a browser with an ended session is wiped, so that no link elsewhere signs staff out.
    """
    found = opened(request)
    if isinstance(found, Live):
        return redirect("patient:tasks")
    sent = found is not None and is_sent(found.submission)
    response = render(request, "intake/patient/hand_back.html", {"is_sent": sent})
    return without_trace(response) if is_on_device(found) else response

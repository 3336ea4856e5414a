"""Staying a little longer, and leaving this device without a trace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from intake.actions.session import Ended, Live, end

from .session import COOKIE, for_patients, is_sent, opened


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
    sent = isinstance(found, Live | Ended) and is_sent(found.submission)
    response = render(request, "intake/patient/left.html", {"is_sent": sent})
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.delete_cookie(COOKIE, path="/", samesite="Lax")
    return response

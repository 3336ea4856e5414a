"""Who may come through the provider's door, and which visits stand open to whom."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from intake.actions import look
from intake.models import User, Visit

View = Callable[..., HttpResponse]
ROLE = "provider"


def is_provider(user: User) -> bool:
    return user.groups.filter(name=ROLE).exists()


def for_providers(view: View) -> View:
    """Strangers sign in first; staff of another role are told that this is not their door."""

    @wraps(view)
    def guarded(request: HttpRequest, **place: str) -> HttpResponse:
        if is_provider(request.user):
            return view(request, **place)
        look.record("denied", at=timezone.now(), by=request.user, detail="not a provider")
        return render(request, "intake/provider/not_a_provider.html", status=403)

    return login_required(guarded)


def open_visit(request: HttpRequest, reference: str) -> Visit:
    """A visit through its owner, or through whoever opened it for a day with a reason.

    Any other looks the same as none, and is recorded.
    """
    visits = Visit.objects.select_related("patient", "provider", "submission__version")
    visits = visits.defer("submission__version__document")
    visit = visits.visits_open_to(request.user, timezone.now()).filter(reference=reference).first()
    if visit is None:
        _record_denied(request, reference)
        raise Http404
    return visit


def _record_denied(request: HttpRequest, reference: str) -> None:
    others = Visit.objects.filter(reference=reference).first()
    if others is not None:
        page = request.resolver_match.url_name
        look.record("denied", at=timezone.now(), by=request.user, visit=others, detail=page)

"""Who may come through the provider's door, and which visits stand open to whom."""

from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from intake.access.gate import View, only_for
from intake.access.roles import Role
from intake.access.speaking import speak_of
from intake.actions import access_log as look
from intake.actions.talk.rules import is_theirs
from intake.models import Visit


def for_providers(view: View) -> View:
    """Where no visit is found, the page says so in the words of this door."""

    @only_for(Role.PROVIDER)
    @wraps(view)
    def guarded(request: HttpRequest, **place: str) -> HttpResponse:
        try:
            return view(request, **place)
        except Http404:
            context = {"reference": place.get("reference", "")}
            return render(request, "intake/provider/not_found.html", context, status=404)

    return guarded


def open_visit(request: HttpRequest, reference: str) -> Visit:
    """A visit through its owner, or through whoever opened it for a day with a reason.

    Any other looks the same as none, and is recorded.
    """
    visits = Visit.objects.select_related("patient", "provider", "site", "submission__version")
    visits = visits.defer("submission__version__document")
    at = timezone.now()
    visit = visits.visits_open_to(request.user, at).filter(reference=reference).first()
    if visit is None or not is_theirs(visit, request.user, at=at):
        others = Visit.objects.filter(reference=reference).first()
        if others is not None:
            page = request.resolver_match.url_name
            look.record("denied", at=at, by=request.user, visit=others, detail=page)
        raise Http404
    speak_of(request, visit.site)
    return visit

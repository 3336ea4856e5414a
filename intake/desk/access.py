"""Who may come through the desk's door, and which visit is meant."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from intake.access.roles import Role
from intake.models import Visit

View = Callable[..., HttpResponse]


def for_the_desk(view: View) -> View:
    """A second wall: the gate has let nobody else come here."""

    @wraps(view)
    def guarded(request: HttpRequest, **place: object) -> HttpResponse:
        if request.user.is_authenticated and Role.FRONT_DESK in request.user.roles:
            return view(request, **place)
        raise PermissionDenied

    return guarded


def visit_at(reference: str) -> Visit:
    """The visit with what the desk reads of it; any other looks the same as none."""
    visits = Visit.objects.with_lock_state().select_related("patient", "provider", "questionnaire")
    visit = visits.filter(reference=reference).first()
    if visit is None:
        raise Http404
    return visit

"""A photo that the patient sent along: small beside her answers, or whole; each look is logged."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.actions import access_log as look
from intake.actions.answers.photos import pixels_of, sent_photo
from intake.display.downloads import photo_shown
from intake.models import CannotOpen
from intake.provider.access import for_providers, open_visit

from .page import cannot_be_read


@require_safe
@for_providers
def photo(request: HttpRequest, reference: str, pk: UUID, small: bool = False) -> HttpResponse:
    """What the patient has not sent yet is nobody's to see."""
    visit = open_visit(request, reference)
    found = sent_photo(visit, pk)
    if found is None:
        raise Http404
    try:
        content = pixels_of(found, small=small)
    except CannotOpen:
        return cannot_be_read(request, visit)
    look.record("photo_read", at=timezone.now(), by=request.user, visit=visit, detail=str(pk))
    return photo_shown(content, f"{reference}.jpg")

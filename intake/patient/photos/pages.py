"""The page of a patient's photos, each photo, and taking one away."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.actions.answers.photos import (
    TooManyPhotos,
    add_photo,
    photos_of,
    pixels_of,
    remove_photo,
)
from intake.actions.answers.session import Ended, Live
from intake.core.limits import PHOTO_BYTES, PHOTOS
from intake.display.downloads import photo_shown
from intake.models import CannotOpen, PhotoKind
from intake.patient.filling import VISIT, address, is_for, while_unsent
from intake.patient.session import View, is_on_device, is_sent, is_typed_in, show, show_receipt
from intake.pdf.printer.client import wake
from intake.walking.route import CHECK

from .chosen import CAMERA, GALLERY, TAKEN, Refused, chosen_in, full, kind_in, late


def not_from_paper(view: View) -> View:
    """A view of photos, which are added by the patient alone."""

    def own(request: HttpRequest, live: Live, **place: UUID) -> HttpResponse:
        return redirect("patient:tasks") if is_typed_in(live) else view(request, live, **place)

    return while_unsent(own, hold=_too_late)


def _too_late(request: HttpRequest, over: Live | Ended, **_place: object) -> HttpResponse | None:
    """A photo can't wait until the birth date is given: that it is not here is told after it, or
    on the receipt once everything was sent."""
    if is_on_device(over) or is_typed_in(over):
        return None
    if is_sent(over.submission):
        return show_receipt(request, over.submission, is_lost=True)
    if not over.may_hold:
        return None
    return redirect(f"{reverse('patient:again')}?at={reverse('patient:late_photo')}")


@require_http_methods(["GET", "HEAD", "POST"])
@not_from_paper
def photos(request: HttpRequest, live: Live, is_late: bool = False) -> HttpResponse:
    if request.method != "POST":
        wake()
        return _page(request, live, problem=late() if is_late else "")
    if not is_for(live.submission, request.POST):
        return show(request, live, "not_saved.html", {}, status=409)
    try:
        content, small = chosen_in(request)
        at, kind = timezone.now(), kind_in(request)
        add_photo(live.submission, content, small, kind=kind, at=at)
    except Refused as refused:
        return _page(request, live, problem=str(refused))
    except TooManyPhotos:
        return _page(request, live, problem=full())
    return redirect(address("photos", {"from": _via(request), "added": 1}))


@require_safe
@not_from_paper
def photo(_request: HttpRequest, live: Live, pk: UUID, small: bool = False) -> HttpResponse:
    found = live.submission.photos.filter(pk=pk).first()
    if found is None:
        raise Http404
    try:
        return photo_shown(pixels_of(found, small=small), "photo.jpg")
    except CannotOpen:
        raise Http404 from None


@require_POST
@not_from_paper
def remove(request: HttpRequest, live: Live, pk: UUID) -> HttpResponse:
    remove_photo(live.submission, pk, at=timezone.now())
    return redirect(address("photos", {"from": _via(request), "removed": 1}))


def _via(request: HttpRequest) -> str:
    return CHECK if request.GET.get("from") == CHECK else ""


def _page(request: HttpRequest, live: Live, problem: str = "") -> HttpResponse:
    added, via = photos_of(live.submission), _via(request)
    context = {
        "photos": added,
        "revision": live.submission.revision,
        "kinds": PhotoKind.choices,
        "picked": request.POST.get("kind", ""),
        "ways": (CAMERA, GALLERY),
        "taken": TAKEN,
        "most_bytes": PHOTO_BYTES,
        "most": PHOTOS,
        "is_full": len(added) >= PHOTOS,
        "problem": problem,
        "is_added": "added" in request.GET and not problem,
        "is_removed": "removed" in request.GET and not problem,
        "stamp": {VISIT: live.submission.pk},
        "via": via,
        "back": address(via or "tasks"),
    }
    status = 400 if problem and request.method == "POST" else 200
    return show(request, live, "photos.html", context, status=status)

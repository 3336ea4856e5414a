"""A photo as it is chosen on a page: read within limits, drawn anew, or refused in words."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from intake.core.limits import PHOTO_BYTES, PHOTOS
from intake.models import PhotoKind
from intake.pdf.printer.client import Busy, RenderFailed, redraw
from intake.pdf.printer.pictures import NOT_A_PICTURE, TOO_MANY_PIXELS

CAMERA, GALLERY = "camera", "gallery"
TAKEN = "image/jpeg,image/png,image/webp"
"""Not image/*: a phone that is told these turns its own kind (HEIC) into one of them."""


class Refused(Exception):
    """The message says what to do, for the patient."""


def chosen_in(request: HttpRequest) -> tuple[bytes, bytes]:
    """The picture drawn anew, large and small. What the file is called is read by nobody."""
    file = request.FILES.get(CAMERA) or request.FILES.get(GALLERY)
    if file is None:
        raise Refused(_("Take a photo or choose a picture first. Then press “Add this photo”."))
    if (file.size or 0) > PHOTO_BYTES:
        raise Refused(_too_large())
    try:
        return redraw(file.read())
    except Busy:
        raise Refused(_later()) from None
    except RenderFailed as why:
        not_a_picture = _(
            "We could not read this file. A photo has to be a JPEG, PNG or WebP picture. Do you "
            "have a PDF, or a HEIC photo from a computer? Then take a photo of it with your phone."
        )
        told = {TOO_MANY_PIXELS: _too_large(), NOT_A_PICTURE: not_a_picture}
        raise Refused(told.get(why.reason, _later())) from None


def kind_in(request: HttpRequest) -> PhotoKind:
    """Where nothing was ticked it is a paper: a photo is not lost for that."""
    said = request.POST.get("kind", "")
    return PhotoKind(said) if said in PhotoKind else PhotoKind.PAPER


def full() -> str:
    return _(
        "You have added %(most)s photos. That is as many as we can take. Remove one to add another."
    ) % {"most": PHOTOS}


def late() -> str:
    return _("The page was open too long, so nothing was added or removed. Please do it again.")


def _too_large() -> str:
    return _(
        "This photo is too large. Photos of up to %(most)s MB can be added. Take it again with "
        "the camera of your phone, or choose a smaller one."
    ) % {"most": PHOTO_BYTES // 1_000_000}


def _later() -> str:
    return _("We could not take this photo just now. Please try again in a minute.")

"""The one address of a tablet: asks to be paired, waits, and asks the patient it is given to."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.access.shared_device import device_in, sign_out
from intake.access.speaking import speak_of
from intake.actions.answers.session import Live
from intake.actions.visits.devices import held_by, note_seen
from intake.models import Device, Invitation

from .. import language
from ..link import ask_for_birth_date, asking, languages_of_link
from ..session import OF_A_PATIENT, OPEN, is_paired, opened, without_trace
from .pairing import ask, show_code, without_pairing

WAITING = "waiting"
LINK = "-link"
"""For whom the birth date is: the tablet may have been given to somebody else meanwhile."""


@require_http_methods(["GET", "HEAD", "POST"])
def tablet(request: HttpRequest) -> HttpResponse:
    """No token in the address: what it shows is the desk's doing, and without it, nothing."""
    at = timezone.now()
    device = device_in(request)
    if device is None or device.revoked_at:
        return ask(request, at=at) if request.method == "POST" else without_pairing(request, device)
    if device.paired_at is None or device.site is None:
        return show_code(request, device)
    speak_of(request, device.site)
    note_seen(device, at=at)
    if isinstance(opened(request), Live):
        return redirect("patient:tasks")
    link = _to_be_entered(device, at)
    if link is None:
        # Names nobody, and wipes what a browser may have kept of whoever was here before; not in
        # the language that the patient before chose: that is forgotten with this very answer.
        with translation.override(translation.get_language_from_request(request)):
            context = {"shows": WAITING, "name": device.name, "title": _("Welcome")}
            response = render(request, "intake/patient/tablet.html", context)
        was_somebodys = request.COOKIES.keys() & OF_A_PATIENT
        return without_trace(response, stays_paired=True) if was_somebodys else response
    if request.method == "POST" and request.POST.get(LINK) != str(link.pk):
        return redirect("patient:tablet")
    return _question(request, link)


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """What the tablet should show; a page that shows something else leaves by itself."""
    at = timezone.now()
    device = device_in(request)
    if device is not None and device.paired_at and not device.revoked_at:
        note_seen(device, at=at)
    found, shows = opened(request), ""
    if isinstance(found, Live) and is_paired(found):
        shows = OPEN
    elif device is not None and device.paired_at is None and not device.revoked_at:
        shows = "code"
    elif device is not None and not device.revoked_at:
        link = _to_be_entered(device, at)
        shows = asking(link.pk) if link else WAITING
    return JsonResponse({"shows": shows})


def _to_be_entered(device: Device, at: datetime) -> Invitation | None:
    """It is opened once: whoever has the key of the tablet as well finds nothing afterwards."""
    link = held_by(device, at=at)
    return link if link is not None and link.entered_at is None else None


def _question(request: HttpRequest, link: Invitation) -> HttpResponse:
    """In the language of the patient's form, else the one the desk chose for her."""
    sign_out(request)
    is_new = bool(link.language) and language.COOKIE not in request.COOKIES
    if is_new:
        request.COOKIES[language.COOKIE] = link.language
    with translation.override(languages_of_link(request, link).chosen):
        response = ask_for_birth_date(request, link)
    return language.remember(response, None, link.language) if is_new else response

"""Tablets: paired, named and ended at the desk; given to a patient with two clicks, taken back."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions.visits.devices import (
    NameTaken,
    NoSuchCode,
    NotWaiting,
    devices_at,
    hand_to_device,
    held_by,
    is_away,
    pair,
    rename,
    revoke_device,
    take_back,
)
from intake.actions.visits.visits_and_links import NoLink
from intake.core.limits import DEVICE_NAME
from intake.display.qr import drawn
from intake.models import Device, Site, Visit

from .access import back_to_day, for_the_desk, site_of_page, visit_at
from .forms import PLAIN, DeskForm
from .handouts import languages_for
from .in_words import NO_LINK, moment_words

TAKEN = gettext_lazy("Another tablet has this name. Give this one a name of its own.")


class NamedForm(DeskForm):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Where it lies, such as “Tablet at the window”."),
        max_length=DEVICE_NAME,
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": gettext_lazy("Give the tablet a name.")},
    )


class PairForm(NamedForm):
    code = forms.CharField(
        label=gettext_lazy("Code on the tablet"),
        max_length=20,
        widget=forms.TextInput(attrs={**PLAIN, "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Type the code that the tablet shows.")},
    )
    field_order = ("code", "name")


@dataclass(frozen=True, slots=True)
class Line:
    """A tablet as the desk reads it; ``reference`` is the visit it is with, if any."""

    pk: int
    name: str
    words: str
    reference: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def devices_page(request: HttpRequest) -> HttpResponse:
    """The tablets of the site, and the code of a new one."""
    site = site_of_page(request)
    form = PairForm(request.POST or None)
    if form.is_valid():
        code, name = form.cleaned_data["code"], form.cleaned_data["name"]
        try:
            pair(code, name, site=site, by=request.user, at=timezone.now())
        except NoSuchCode:
            form.add_error("code", _("No tablet shows this code. Codes end after ten minutes."))
        except NameTaken:
            form.add_error("name", str(TAKEN))
        else:
            said = _("“%(name)s” is paired and waits for patients.")
            messages.success(request, said % {"name": name})
            return redirect("desk:devices")
    address = f"{settings.CLINIC.public_url}{reverse('patient:tablet')}"
    context = {
        "title": _("Devices"),
        "lines": _lines(site),
        "form": form,
        "site": site,
        "address": address,
        "drawing": drawn(address),
    }
    return render(request, "intake/desk/devices.html", context, status=400 if form.errors else 200)


@require_POST
@for_the_desk
def naming(request: HttpRequest, pk: int) -> HttpResponse:
    device, form = _device(request, pk), NamedForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors["name"])))
        return redirect("desk:devices")
    try:
        rename(device, form.cleaned_data["name"], by=request.user, at=timezone.now())
    except NameTaken:
        messages.error(request, str(TAKEN))
    return redirect("desk:devices")


@require_POST
@for_the_desk
def ending(request: HttpRequest, pk: int) -> HttpResponse:
    device = _device(request, pk)
    revoke_device(device, by=request.user, at=timezone.now())
    said = _("“%(name)s” is no longer paired. It shows nothing of any patient.")
    messages.success(request, said % {"name": device.name})
    return redirect("desk:devices")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def giving(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose the tablet, and it asks for her birth date within seconds."""
    visit = visit_at(request, reference)
    languages = languages_for(visit)
    if request.method == "POST":
        return _given(request, visit, dict(languages))
    submission = getattr(visit, "submission", None)
    context = {
        "title": _("Give a tablet"),
        "visit": visit,
        "lines": _lines(visit.site),
        "languages": languages if len(languages) > 1 else [],
        "spoken": submission.language if submission else "",
    }
    return render(request, "intake/desk/devices.html", context)


@require_POST
@for_the_desk
def taking_back(request: HttpRequest, reference: str) -> HttpResponse:
    """What was saved is kept; the tablet waits again."""
    visit = visit_at(request, reference)
    take_back(visit, by=request.user, at=timezone.now())
    messages.success(request, _("%(reference)s: the tablet is free.") % {"reference": reference})
    return back_to_day(request, visit)


def _given(request: HttpRequest, visit: Visit, languages: dict[str, str]) -> HttpResponse:
    chosen, language = request.POST.get("device", ""), request.POST.get("language", "")
    if not chosen:
        messages.error(request, _("Choose a tablet."))
        return redirect("desk:give", visit.reference)
    device = next((each for each in devices_at([visit.site]) if str(each.pk) == chosen), None)
    if device is None:
        raise Http404
    who = {"by": request.user, "at": timezone.now()}
    try:
        hand_to_device(visit, device, language=language if language in languages else "", **who)
    except NotWaiting:
        messages.error(request, _("“%(name)s” is in use.") % {"name": device.name})
        return redirect("desk:give", visit.reference)
    except NoLink as refused:
        messages.error(request, str(NO_LINK[type(refused)]))
    else:
        said = _("“%(name)s” asks for the date of birth of %(reference)s now.")
        messages.success(request, said % {"name": device.name, "reference": visit.reference})
    return back_to_day(request, visit)


def _device(request: HttpRequest, pk: int) -> Device:
    """One of one's own sites; any other looks the same as none."""
    device = devices_at(request.user.reach).filter(pk=pk).first()
    if device is None:
        raise Http404
    return device


def _lines(site: Site) -> list[Line]:
    now, lines = timezone.now(), []
    for device in devices_at([site]):
        held = held_by(device, at=now)
        reference = held.visit.reference if held else ""
        if held:
            since = {"reference": reference, "moment": moment_words(held.created_at)}
            words = _("With %(reference)s since %(moment)s") % since
        elif device.seen_at is None:
            words = _("Has not asked for anything yet")
        elif is_away(device, at=now):
            seen = {"moment": moment_words(device.seen_at)}
            words = _("Off or without network, last seen %(moment)s") % seen
        else:
            words = _("Waits for a patient")
        lines.append(Line(device.pk, device.name, words, reference))
    return lines

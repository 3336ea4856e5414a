"""The settings of one site, each part of them a page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.access.speaking import site_called
from intake.actions.sites import change_site

from .access import for_managers, show_form
from .forms import AboutForm, CareForm, HoursForm, MessagesForm, SiteForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def about(request: HttpRequest, key: str) -> HttpResponse:
    return _part(request, key, AboutForm)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def hours(request: HttpRequest, key: str) -> HttpResponse:
    return _part(request, key, HoursForm)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def messages_to_patients(request: HttpRequest, key: str) -> HttpResponse:
    return _part(request, key, MessagesForm)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def care(request: HttpRequest, key: str) -> HttpResponse:
    return _part(request, key, CareForm)


def _part(request: HttpRequest, key: str, form_class: type[SiteForm]) -> HttpResponse:
    site = site_called(request, key)
    # A form of a model writes what was typed into the record it is given, also when it is refused.
    form = form_class(request.POST or None, instance=type(site).objects.get(pk=site.pk))
    if form.is_valid():
        try:
            change_site(site, form.changed, by=request.user, at=timezone.now())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("clinic:site", key)
    back = reverse("clinic:site", args=[key]), site
    return show_form(request, form, back, now_there=site.here(timezone.now()))

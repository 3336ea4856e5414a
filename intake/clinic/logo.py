"""The logo of a site: shown to everybody, changed and removed by its manager."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.access.speaking import site_called
from intake.actions.sites import LogoRefused, keep_logo, remove_logo
from intake.core.limits import LOGO_BYTES
from intake.models import SiteLogo

from .access import for_managers, show_form
from .forms import LogoForm


@require_safe
def shown(_request: HttpRequest, sha256: str) -> HttpResponse:
    """By its digest, so that a browser that has it never asks again."""
    found = SiteLogo.objects.filter(site__logo_sha256=sha256).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type="image/png")
    response.may_be_kept = True
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def change(request: HttpRequest, key: str) -> HttpResponse:
    site = site_called(request, key)
    form = LogoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content = form.cleaned_data["file"].read(LOGO_BYTES + 1)
        try:
            keep_logo(site, content, by=request.user, at=timezone.now())
        except LogoRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("The logo stands on the pages of this site now."))
            return redirect("clinic:site", key)
    back = reverse("clinic:site", args=[key]), site
    return show_form(request, form, back, site=site, logo_now=site.logo_sha256)


@require_POST
@for_managers
def remove(request: HttpRequest, key: str) -> HttpResponse:
    remove_logo(site_called(request, key), by=request.user, at=timezone.now())
    messages.success(request, _("The logo is removed."))
    return redirect("clinic:site", key)

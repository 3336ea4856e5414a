"""Of which site a page speaks: its name, phone and paper, and its clock for every day and time."""

from contextlib import suppress
from typing import cast

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest
from django.utils import timezone

from intake.models import Site, User, Visit


def speak_of(request: HttpRequest, site: Site) -> None:
    """From here on the page is this site's."""
    request.site = site  # type: ignore[assignment]  # the stubs think of django.contrib.sites
    timezone.activate(site.zone)


def site_called(request: HttpRequest, key: str) -> Site:
    """A site of this person's, from here on that of the page; any other looks the same as none."""
    reach = cast(User, request.user).reach
    found = next((site for site in reach if site.key == key), None)
    if found is None:
        raise Http404
    speak_of(request, found)
    return found


def visit_called(request: HttpRequest, reference: str) -> Visit:
    """A visit of this person's sites, in the same way."""
    visits = Visit.objects.select_related(
        "patient", "provider", "questionnaire", "site", "submission__typist"
    )
    found = visits.at_sites_of(request.user).filter(reference=reference).first()
    if found is None:
        raise Http404
    speak_of(request, found.site)
    return found


def spoken_of(request: HttpRequest) -> Site:
    """The site of the page; the only one there is; or the group, which has no phone to call."""
    site: Site | None = getattr(request, "site", None)
    if site is not None:
        return site
    with suppress(DatabaseError):  # the page that says so must not fail as well
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            site = user.only_site
        else:
            sites = list(Site.objects.all()[:2])
            site = sites[0] if len(sites) == 1 else None
    site = site or group()
    request.site = site  # type: ignore[assignment]  # as above
    return site


def group() -> Site:
    """All sites together, as the installation's settings name them; it is kept nowhere."""
    return Site(name=settings.CLINIC.name)

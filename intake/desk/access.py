"""Who may come through the desk's door, at which site, and which visit is meant."""

from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from intake.access.gate import View, only_for
from intake.access.roles import Role
from intake.access.speaking import site_called, speak_of
from intake.models import Site, Visit
from intake.models.sealed import is_bound

CHOSEN = "site_of_the_desk"


def for_the_desk(view: View) -> View:
    """Every page of the desk speaks of the site that was chosen."""

    @only_for(Role.FRONT_DESK)
    @wraps(view)
    def at_the_desk(request: HttpRequest, **place: object) -> HttpResponse:
        speak_of(request, chosen_site(request))
        return view(request, **place)

    return at_the_desk


def chosen_site(request: HttpRequest) -> Site:
    """The one whose day was looked at last; whoever has not chosen begins with the first."""
    key = request.session.get(CHOSEN, "")
    sites = request.user.reach
    return next((site for site in sites if site.key == key), None) or sites[0]


def site_of_page(request: HttpRequest) -> Site:
    """The site a page was filled in at: another may have been chosen in another window since."""
    if key := request.POST.get("site"):
        choose(request, site_called(request, key))
    return request.site


def choose(request: HttpRequest, site: Site) -> None:
    """From now on the day is this site's."""
    request.session[CHOSEN] = site.key
    speak_of(request, site)


def back_to_day(request: HttpRequest, visit: Visit) -> HttpResponse:
    """To the day that the visit is on, at its site."""
    choose(request, visit.site)
    return redirect("desk:day", visit.date.isoformat())


def visit_at(request: HttpRequest, reference: str) -> Visit:
    """The visit with what the desk reads of it; any other looks the same as none."""
    visits = Visit.objects.with_lock_state().select_related(
        "patient", "provider", "questionnaire", "site", "submission"
    )
    visit = visits.at_sites_of(request.user).filter(reference=reference).first()
    if visit is None or not is_bound(visit):
        raise Http404
    speak_of(request, visit.site)
    return visit

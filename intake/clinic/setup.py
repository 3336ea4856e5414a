"""The manager's front page: the sites, and what is still to be set up at each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from intake.access.roles import Role
from intake.access.speaking import site_called
from intake.actions.sites import open_site
from intake.models import Questionnaire, Site, User

from .access import for_managers, show_form
from .forms import NewSiteForm

PARTS = (
    ("about", gettext_lazy("Name, phone and address")),
    ("logo", gettext_lazy("Logo")),
    ("hours", gettext_lazy("Clock, hours and paper")),
    ("messages", gettext_lazy("Messages to patients")),
    ("care", gettext_lazy("Emergency number, watching and keeping")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """Something to set up before the first patient, whether it is done, and where."""

    words: str
    is_done: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    site: Site
    steps: tuple[Step, ...]

    @property
    def left(self) -> int:
        return sum(not step.is_done for step in self.steps)


@require_safe
@for_managers
def home(request: HttpRequest) -> HttpResponse:
    """With one site its page is the front page."""
    if site := request.user.only_site:
        return _site_page(request, site)
    context = {"places": _places(request.user.reach), "may_open": request.user.is_everywhere}
    return render(request, "intake/clinic/home.html", context)


@require_safe
@for_managers
def site(request: HttpRequest, key: str) -> HttpResponse:
    return _site_page(request, site_called(request, key))


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def another(request: HttpRequest) -> HttpResponse:
    """Only for who works at every site: nobody opens one that is then out of reach."""
    if not request.user.is_everywhere:
        raise Http404
    form = NewSiteForm(request.POST or None)
    if form.is_valid():
        made = open_site(form.cleaned_data["name"], by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is opened. Set it up below.") % {"name": made.name})
        return redirect("clinic:site", made.key)
    return show_form(request, form, (reverse("clinic:home"), _("Set-up")))


def _site_page(request: HttpRequest, site: Site) -> HttpResponse:
    [place] = _places([site])
    context = {
        "place": place,
        "site": site,
        "parts": [(reverse(f"clinic:{name}", args=[site.key]), title) for name, title in PARTS],
        "now_there": site.here(timezone.now()),
        "has_several": len(request.user.reach) > 1,
        "may_open": request.user.is_everywhere,
    }
    return render(request, "intake/clinic/site.html", context)


def _places(sites: Iterable[Site]) -> list[Place]:
    """Five queries, however many sites."""
    shown = [site.pk for site in sites]
    visits = dict(
        Site.objects.filter(pk__in=shown).annotate(count=Count("visits")).values_list("pk", "count")
    )
    published = Questionnaire.objects.filter(versions__number=1, retired_at=None).exists()
    # Sites where somebody has the role; None stands for who works at every site.
    people = User.objects.filter(is_active=True)
    with_role = {
        role: set(people.filter(groups__name=role).values_list("sites", flat=True))
        for role in (Role.PROVIDER, Role.FRONT_DESK)
    }
    return [Place(site, _steps(site, with_role, published, visits[site.pk])) for site in sites]


def _steps(
    site: Site, with_role: dict[Role, set[int | None]], published: bool, visits: int
) -> tuple[Step, ...]:
    def at(name: str) -> str:
        return reverse(f"clinic:{name}", args=[site.key])

    people = reverse("clinic:invite")
    mail_is_there = bool(settings.MESSAGES_FROM)
    return (
        Step(_("Name and phone"), bool(site.name and site.phone), at("about")),
        Step(_("Address"), bool(site.address), at("about")),
        Step(_("Country"), bool(site.country), at("about")),
        Step(_("Time zone"), bool(site.time_zone), at("hours")),
        Step(
            _("Messages by mail: the installation needs a mail server")
            if not mail_is_there
            else _("Messages by mail"),
            mail_is_there and site.mail_on,
            at("messages"),
        ),
        Step(_("Somebody who sees patients"), _is_there(site, with_role[Role.PROVIDER]), people),
        Step(_("Somebody at the desk"), _is_there(site, with_role[Role.FRONT_DESK]), people),
        Step(_("A published questionnaire"), published),
        Step(_("The first visit"), bool(visits), ""),
    )


def _is_there(site: Site, at: set[int | None]) -> bool:
    return bool({site.pk, None} & at)

"""Who works at the clinic: listed, invited by mail, given a part, closed."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.models import Group
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.access.accounts import in_reach_of
from intake.actions.accounts.welcomes import (
    AlreadyHere,
    IsSetUp,
    change_part,
    close_account,
    invite_person,
    open_account_again,
    welcome_again,
)
from intake.models import User
from intake.outbox.welcome import address_of, mail_of, send_welcome

from .access import for_managers, show_form
from .people_forms import GRANTED, ROLE_WORDS, InviteForm, PartForm


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list, in words."""

    pk: int
    name: str
    mail: str
    roles: str
    sites: str
    state: str
    is_closed: bool


@require_safe
@for_managers
def everybody(request: HttpRequest) -> HttpResponse:
    found = _within_reach(request.user).prefetch_related("groups", "sites", "welcomes")
    lines = [_line(user, timezone.now()) for user in found]
    context = {"lines": sorted(lines, key=lambda line: line.is_closed)}
    return render(request, "intake/clinic/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            user, token = invite_person(
                form.newcomer, form.part, by=request.user, at=timezone.now()
            )
        except AlreadyHere:
            form.add_error("mail", _("Somebody signs in with this address already."))
        else:
            return _sent(request, user, token)
    return show_form(request, form, (reverse("clinic:people"), _("People")))


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def person(request: HttpRequest, pk: int) -> HttpResponse:
    user = _person_at(request, pk)
    form = PartForm(request.POST or None, by=request.user, of=user)
    if form.is_valid():
        change_part(user, form.part, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. It counts from the next page on."))
        return redirect("clinic:people")
    return _shown(request, user, form, status=400 if form.errors else 200)


@require_POST
@for_managers
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    user = _person_at(request, pk)
    try:
        token = welcome_again(user, by=request.user, at=timezone.now())
    except IsSetUp:
        messages.error(request, _("This account is set up already."))
        return redirect("clinic:person", pk)
    return _sent(request, user, token)


@require_POST
@for_managers
def close(request: HttpRequest, pk: int) -> HttpResponse:
    user = _person_at(request, pk)
    close_account(user, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s can’t sign in any more.") % {"name": user.printed_name})
    return redirect("clinic:people")


@require_POST
@for_managers
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    user = _person_at(request, pk)
    open_account_again(user, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s can sign in again.") % {"name": user.printed_name})
    return redirect("clinic:people")


def _within_reach(manager: User):
    """People of the manager's sites, without any whose part only an administrator gives.

    Whoever works at every site is changed only by somebody who does as well.
    """
    found = User.objects.filter(is_superuser=False)
    others = Group.objects.exclude(name__in=GRANTED)
    found = found.exclude(pk__in=User.objects.filter(groups__in=others))
    return in_reach_of(manager, found)


def _person_at(request: HttpRequest, pk: int) -> User:
    """Nobody changes his or her own part; anybody out of reach looks the same as nobody."""
    found = _within_reach(request.user).exclude(pk=request.user.pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _line(user: User, at: datetime) -> Line:
    names = [ROLE_WORDS.get(group.name, group.name) for group in user.groups.all()]
    if not user.is_active:
        state = _("closed")
    elif user.has_usable_password():
        state = _("signs in") if user.last_login else _("has not signed in yet")
    else:
        state = _("invited, the link has ended")
        ends = max((each.ends_at for each in user.welcomes.all()), default=None)
        if ends and ends > at:
            until = {"day": date_format(timezone.localtime(ends), "M j")}
            state = _("invited, the link works until %(day)s") % until
    return Line(
        pk=user.pk,
        name=user.printed_name,
        mail=user.email or user.username,
        roles=", ".join(map(str, names)) or _("no role"),
        sites=", ".join(site.name for site in user.sites.all()) or _("every site"),
        state=state,
        is_closed=not user.is_active,
    )


def _sent(request: HttpRequest, user: User, token: str) -> HttpResponse:
    """Where no mail leaves this machine, the address is shown once, to be handed over."""
    if send_welcome(user, token, site=request.site):
        said = _("The invitation is on its way to %(mail)s.") % {"mail": mail_of(user)}
        messages.success(request, said)
        return redirect("clinic:people")
    form = PartForm(by=request.user, of=user)
    return _shown(request, user, form, address=address_of(token))


def _shown(
    request: HttpRequest, user: User, form: PartForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "form": form,
        "person": user,
        "is_new": not user.has_usable_password(),
        "line": _line(user, timezone.now()),
        **more,
    }
    return render(request, "intake/clinic/person.html", context, status=status)

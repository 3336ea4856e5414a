"""Links of a visit: shown with a QR code, taken back, opened on the clinic's own device."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from intake.access.merging import alike_words
from intake.access.shared_device import hand_over
from intake.actions.access_log import record
from intake.actions.answers.page_drafts import pages_open
from intake.actions.talk.sharing import reason_of
from intake.actions.visits.birth_date import Mistake, NotCorrected, correct_birth_date
from intake.actions.visits.enter import Standing, standing_of
from intake.actions.visits.people import other_names
from intake.actions.visits.visits_and_links import (
    NoLink,
    expect_link_needed,
    invite,
    invite_on_device,
    reissue,
    revoke,
    token_of,
)
from intake.display.links import link_address
from intake.display.qr import drawn
from intake.models import CannotOpen, Visit, VisitState
from intake.models.visits.visits import birth_date_of

from .access import for_the_desk, visit_at
from .forms import BirthDateForm
from .handouts import languages_for
from .in_words import NO_LINK, born_words, last_day_words, moment_words
from .rows import listed_name
from .shown import shown_of

GOOD_FOR = {
    Standing.LIVE: gettext_lazy("works"),
    Standing.COPY: gettext_lazy("opens the patient's copy of what was sent"),
    Standing.REVOKED: gettext_lazy("taken back"),
    Standing.NOT_PLANNED: gettext_lazy("does not work while the visit is not planned"),
    Standing.RECEIVED: gettext_lazy("the answers were sent: it only says that they were received"),
    Standing.EXPIRED: gettext_lazy("ended"),
    Standing.LOCKED: gettext_lazy("locked after 5 wrong dates of birth"),
    Standing.ON_PAPER: gettext_lazy("closed while the answers are typed in from paper"),
}
ANSWERING = (VisitState.OPENED, VisitState.REOPENED)
TAKEN_BACK = (Standing.LIVE, Standing.COPY)
"""Whoever holds such a link can open something with it."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """A visit: its live link with a QR code, its other links, and everything that can be done."""
    visit = visit_at(request, reference)
    if request.method == "POST":
        making = reissue if "take_back" in request.POST else invite
        try:
            making(visit, by=request.user, at=timezone.now())
        except NoLink as refused:
            messages.error(request, str(NO_LINK[type(refused)]))
        return redirect("desk:visit", reference)
    record("visit_opened", at=timezone.now(), by=request.user, visit=visit)
    context = {
        "visit": visit,
        "title": visit.reference,
        "name": listed_name(visit) or visit.reference,
        **_links_of(visit),
        "is_unreadable": visit.state in ANSWERING and not pages_open(visit.submission),
        "born": _born(visit),
        "languages": languages_for(visit),
        "handed_on": list(_handed_on(visit)),
        **shown_of(visit),
        **_one_person(request, visit),
    }
    return render(request, "intake/desk/visit.html", context)


@require_POST
@for_the_desk
def device(request: HttpRequest, reference: str) -> HttpResponse:
    """Whoever presses this holds the device that the patient gets, and is signed out of it."""
    try:
        token = invite_on_device(visit_at(request, reference), by=request.user, at=timezone.now())
    except NoLink as refused:
        messages.error(request, str(NO_LINK[type(refused)]))
        return redirect("desk:visit", reference)
    return hand_over(request, token)


@require_POST
@for_the_desk
def take_back(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    invitation = visit_at(request, reference).invitations.filter(pk=pk).first()
    if invitation is None:
        raise Http404
    revoke(invitation, by=request.user, at=timezone.now())
    messages.success(request, _("The link does not work any more."))
    return redirect("desk:visit", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def birth_date(request: HttpRequest, reference: str) -> HttpResponse:
    visit = visit_at(request, reference)
    form = BirthDateForm(request.POST or None, site=visit.site)
    if form.is_valid():
        why = Mistake(form.cleaned_data["why"])
        born = form.cleaned_data["born"]
        try:
            correct_birth_date(visit, born, why=why, by=request.user, at=timezone.now())
        except NotCorrected as refused:
            form.add_error("born", str(refused))
        else:
            messages.success(request, _("Date of birth corrected."))
            return redirect("desk:visit", reference)
    context = {"visit": visit, "form": form, "title": _("Correct the date of birth")}
    context |= {"button": _("Keep this date"), "kept": _born(visit)}
    status = 400 if form.errors else 200
    return render(request, "intake/desk/act.html", context, status=status)


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link that was made, and what has become of it."""

    pk: int
    words: str
    works: bool


def _links_of(visit: Visit) -> dict[str, object]:
    """Every link in a line, the address of the one that works, or why none is made now."""
    lines, live, no_link, now = [], None, "", timezone.now()
    for each in visit.invitations.select_related("created_by"):
        standing = standing_of(each, at=now)
        made = {"moment": moment_words(each.created_at), "by": each.created_by.printed_name}
        said = _("%(moment)s by %(by)s: ") % made + str(GOOD_FOR[standing])
        lines.append(LinkLine(each.pk, said, works=standing in TAKEN_BACK))
        if each.token and standing is Standing.LIVE and not each.is_on_device:
            live = live or each
    try:
        address = link_address(token_of(live)) if live else ""
    except CannotOpen:
        address = ""
    try:
        expect_link_needed(visit)
    except NoLink as refused:
        no_link = str(NO_LINK[type(refused)])
    return {
        "links": lines,
        "no_link": no_link,
        "address": address,
        "drawing": drawn(address) if address else None,
        "works": last_day_words(visit.site, live.expires_at) if live else "",
    }


def _handed_on(visit: Visit) -> Iterator[str]:
    for handing in visit.reassignments.select_related("from_provider", "to_provider", "by"):
        try:
            why = reason_of(handing)
        except CannotOpen:
            why = _("The reason can't be read.")
        words = {
            "moment": moment_words(handing.at),
            "before": handing.from_provider.printed_name,
            "after": handing.to_provider.printed_name,
            "by": handing.by.printed_name,
            "why": why,
        }
        yield _("%(moment)s: from %(before)s to %(after)s, by %(by)s. %(why)s") % words


def _one_person(request: HttpRequest, visit: Visit) -> dict[str, object]:
    """Other names and records of hers, and others who may be the same person."""
    try:
        also = [other.name for other in other_names(visit.patient)]
    except CannotOpen:
        also = []
    return {
        "also_named": ", ".join(also),
        "merged": visit.merges.select_related("by"),
        "alike": alike_words(visit.patient, user=request.user),
    }


def _born(visit: Visit) -> str:
    try:
        return born_words(birth_date_of(visit.patient), visit.site.day(timezone.now()))
    except CannotOpen:
        return _("can't be read")

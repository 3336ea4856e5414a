"""What the clinic shows of a visit, recorded at the desk: product, lot, person, verified facts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions.access_log import record
from intake.actions.register import Chosen, chosen_for, has_moved_on, offered
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.talk_page import ladder_of
from intake.actions.talk.verify import Fact, choose, take_back_verified, verify
from intake.core.talk.ladder import gaps_in
from intake.forms.record import ChoosingFields, FactFields, SeenFields
from intake.models import TalkState, Visit
from intake.models.catalog.versions import UNREADABLE

from .access import for_the_desk, visit_at

ROWS = ("product", "lot", "person")


class ChoosingForm(SeenFields, ChoosingFields):
    field_order = ("seen", *ROWS)


class FactForm(SeenFields, FactFields):
    pass


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def choosing(request: HttpRequest, reference: str) -> HttpResponse:
    """What the register says now is copied to the visit; choosing again brings changes in."""
    visit = visit_at(request, reference)
    last = chosen_for(visit)
    before = {name: getattr(last, name) for name in ROWS} if last else {}
    form = ChoosingForm(request.POST or None, offered=offered(), initial=before)
    try:
        if form.is_valid():
            said = form.cleaned_data
            chosen = Chosen(**{name: said[name] for name in ROWS})
            choose(visit, chosen, by=request.user, at=timezone.now(), seen=said["seen"])
            messages.success(request, _("Product, lot and person are chosen."))
            return redirect("desk:visit", reference)
    except NotRecorded as because:
        form.add_error(None, str(because))
    record("register_read", at=timezone.now(), by=request.user, visit=visit)
    return _ask(request, visit, form, _("Product, lot and person"), _("Choose for this visit"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def fact(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Only what somebody saw: a label, a paper, a public register."""
    visit = visit_at(request, reference)
    rung = next((each for each in _ladder(visit).get("rungs", ()) if each.fact == key), None)
    if rung is None:
        raise Http404
    form = FactForm(request.POST or None, initial={"on": visit.site.day(timezone.now())})
    try:
        if form.is_valid():
            said = form.cleaned_data
            seen = Fact(key, said["value"], said["how"], said["on"])
            verify(visit, seen, by=request.user, at=timezone.now(), seen=said["seen"])
            messages.success(request, _("%(fact)s: recorded as verified.") % {"fact": rung.short})
            return redirect("desk:visit", reference)
    except NotRecorded as because:
        form.add_error(None, str(because))
    record("fact_read", at=timezone.now(), by=request.user, visit=visit)
    title = _("Verify: %(fact)s") % {"fact": rung.short}
    seen = [f"{rung.verified.value} ({rung.verified.how})"] if rung.verified else []
    known = "; ".join([*seen, *filter(None, rung.register_words)])
    return _ask(request, visit, form, title, _("Record as verified"), kept=known)


@require_POST
@for_the_desk
def taking_back(request: HttpRequest, reference: str, sequence: int) -> HttpResponse:
    """The earlier entry is kept, and counts again."""
    visit = visit_at(request, reference)
    verified = get_object_or_404(visit.verifiedrecords, sequence=sequence)
    try:
        take_back_verified(verified, by=request.user, at=timezone.now())
        messages.success(request, _("Taken back. The earlier entry is kept."))
    except NotRecorded as because:
        messages.error(request, str(because))
    return redirect("desk:visit", reference)


def shown_of(visit: Visit) -> dict[str, object]:
    """For the visit's own page: what is chosen and verified; nothing of the answers."""
    return {"is_open": visit.talk != TalkState.SIGNED, **_ladder(visit)}


def _ladder(visit: Visit) -> dict[str, object]:
    now = timezone.now()
    try:
        rungs = ladder_of(visit, at=now)
        moved_on = has_moved_on(visit, on=visit.site.day(now))
    except UNREADABLE:
        return {"no_ladder": _("Something recorded on this visit can't be read.")}
    except NotRecorded as because:
        return {"no_ladder": str(because)}
    chosen = chosen_for(visit)
    return {"rungs": rungs, "gaps": gaps_in(rungs), "chosen": chosen, "has_moved_on": moved_on}


def _ask(
    request: HttpRequest, visit: Visit, form: SeenFields, title: str, button: str, kept: str = ""
) -> HttpResponse:
    """Refused when something was recorded since the page was opened, with what was typed."""
    status = 409 if form.errors else 200
    form.brought_up_to(seen=visit.recorded)
    context = {"visit": visit, "form": form, "title": title, "button": button, "kept": kept}
    return render(request, "intake/desk/act.html", context, status=status)

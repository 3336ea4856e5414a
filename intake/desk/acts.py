"""What the desk does about one visit: moves, cancels, marks, corrects the name, merges records."""

from collections.abc import Callable
from dataclasses import asdict

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from intake.access.merging import MERGED, next_step
from intake.actions.talk.sharing import reassign
from intake.actions.visits.contact import contact_of, correct_contact, is_doubtful
from intake.actions.visits.messages import send_now
from intake.actions.visits.people import correct_name, given_of, surname_of
from intake.actions.visits.standing import NotPlanned, TookPlace, move, restore, take_out
from intake.display.days import full_day_words
from intake.forms.choices import RadioList
from intake.models import CannotOpen, Standing, Visit, WhyNotPlanned

from .access import back_to_day, for_the_desk, visit_at
from .forms import CancelForm, ContactForm, HandOnForm, MoveForm, NameForm
from .in_words import time_words

REFUSED = {
    TookPlace: gettext_lazy("The talk about this visit is signed, so its day stays as it was."),
    NotPlanned: gettext_lazy("This visit is not planned any more. Take it up again first."),
    CannotOpen: gettext_lazy(
        "Something kept about this patient can't be read, so nothing was changed. Tell an"
        " administrator."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def moving(request: HttpRequest, reference: str) -> HttpResponse:
    visit = visit_at(request, reference)
    form = MoveForm(request.POST or None, visit=visit)
    if not form.is_valid():
        return _ask(request, visit, form, _("Move the visit"), _("Move"))
    day, at = form.cleaned_data["day"], form.cleaned_data["time"]
    said = _("Moved to %(day)s at %(time)s.") % {"day": full_day_words(day), "time": time_words(at)}
    return _do(request, visit, said, lambda **who: move(visit, day, at, why=form.why_moved, **who))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def cancelling(request: HttpRequest, reference: str) -> HttpResponse:
    visit = visit_at(request, reference)
    form = CancelForm(request.POST or None)
    if not form.is_valid():
        return _ask(request, visit, form, _("Cancel the visit"))
    why = WhyNotPlanned(form.cleaned_data["why"])
    return _take_out(request, visit, Standing.CANCELLED, why, _("Cancelled."))


@require_POST
@for_the_desk
def missing(request: HttpRequest, reference: str) -> HttpResponse:
    said = _("Noted that the patient did not come.")
    return _take_out(
        request, visit_at(request, reference), Standing.MISSED, WhyNotPlanned.DESK, said
    )


@require_POST
@for_the_desk
def mistaken(request: HttpRequest, reference: str) -> HttpResponse:
    said = _("Marked as entered by mistake.")
    return _take_out(
        request, visit_at(request, reference), Standing.MISTAKE, WhyNotPlanned.DESK, said
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def restoring(request: HttpRequest, reference: str) -> HttpResponse:
    visit = visit_at(request, reference)
    if request.method != "POST":
        return redirect("desk:visit", reference)
    return _do(request, visit, _("Planned again."), lambda **who: restore(visit, **who))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def naming(request: HttpRequest, reference: str) -> HttpResponse:
    visit = visit_at(request, reference)
    try:
        kept = {"surname": surname_of(visit.patient), "given": given_of(visit.patient)}
    except CannotOpen:
        kept = {}
    form = NameForm(request.POST or None, initial=kept)
    if not form.is_valid():
        return _ask(request, visit, form, _("Correct the name"), _("Keep this name"))
    named = form.cleaned_data
    return _do(
        request,
        visit,
        _("Name corrected."),
        lambda **who: correct_name(visit, named["surname"], named["given"], **who),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def merging(request: HttpRequest, reference: str) -> HttpResponse:
    """Both factors are asked for again: there is no way back."""
    visit = visit_at(request, reference)
    step = next_step(request, visit.patient, radio=RadioList)
    if isinstance(step, HttpResponse):
        return step
    if step.kept:
        messages.success(request, str(MERGED))
        return redirect("desk:visit", reference)
    return _ask(request, visit, step.form, step.title, step.button)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def contact(request: HttpRequest, reference: str) -> HttpResponse:
    visit = visit_at(request, reference)
    try:
        kept = asdict(contact_of(visit.patient))
    except CannotOpen:
        kept = {}
    form = ContactForm(request.POST or None, initial=kept, site=visit.site)
    if not form.is_valid():
        return _ask(request, visit, form, _("Mail and mobile"), _("Keep this"))
    contact = form.contact
    said = _("Mail and mobile kept.")
    if is_doubtful(contact.phone):
        said += " " + _("%(phone)s may not be a number: check it.") % {"phone": contact.phone}
    if contact.phone and not contact.agreed:
        said += " " + _("No texts go there until the patient has agreed.")
    return _do(request, visit, said, lambda **who: correct_contact(visit, contact, **who))


@require_POST
@for_the_desk
def sending_now(request: HttpRequest, reference: str) -> HttpResponse:
    """One click: the link goes out by mail within seconds, whatever the plan says."""
    visit = visit_at(request, reference)
    said = _("%(reference)s: the link goes out now.") % {"reference": reference}
    if not send_now(visit, at=timezone.now()):
        said = _("%(reference)s: it was just sent.") % {"reference": reference}
    messages.success(request, said)
    return back_to_day(request, visit)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def handing_on(request: HttpRequest, reference: str) -> HttpResponse:
    visit = visit_at(request, reference)
    form = HandOnForm(request.POST or None, visit=visit)
    if not form.is_valid():
        return _ask(request, visit, form, _("Pass the visit on"), _("Pass it on"))
    to, reason = form.cleaned_data["provider"], form.cleaned_data["reason"]
    said = _("%(provider)s has the visit now.") % {"provider": to.printed_name}
    return _do(request, visit, said, lambda **who: reassign(visit, to, reason=reason, **who))


def _take_out(
    request: HttpRequest, visit: Visit, standing: Standing, why: WhyNotPlanned, said: str
) -> HttpResponse:
    return _do(request, visit, said, lambda **who: take_out(visit, standing, why=why, **who))


def _do(request: HttpRequest, visit: Visit, said: str, act: Callable[..., object]) -> HttpResponse:
    """Carry it out and go back to the day; a refusal is said there in words."""
    try:
        act(by=request.user, at=timezone.now())
    except (TookPlace, NotPlanned, CannotOpen) as refused:
        messages.error(request, str(REFUSED[type(refused)]))
    else:
        messages.success(request, f"{visit.reference}: {said}")
    return back_to_day(request, visit)


def _ask(
    request: HttpRequest, visit: Visit, form: forms.Form, title: str, button: str = ""
) -> HttpResponse:
    """Without a button, each answer to the form's one question is a button itself."""
    context = {"visit": visit, "form": form, "title": title, "button": button}
    status = 400 if form.errors else 200
    return render(request, "intake/desk/act.html", context, status=status)

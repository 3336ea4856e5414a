"""The way in: a link, then the birth date; and the way back in after a pause."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.access.speaking import speak_of
from intake.actions.afterwards import after_the_commit
from intake.actions.answers.session import Ended, Live, end, reenter
from intake.actions.visits.enter import (
    Entered,
    Gone,
    Locked,
    Outcome,
    Standing,
    Wrong,
    find_invitation,
    standing_of,
    try_birth_date,
)
from intake.forms.dates import SplitDateField
from intake.models import Invitation

from . import language
from .language import place_in
from .session import (
    Languages,
    asks_for_session,
    in_their_language,
    is_sent,
    language_of,
    let_in,
    opened,
    show_receipt,
    turned_away,
)

STATUS = {
    Standing.REVOKED: 410,
    Standing.NOT_PLANNED: 410,
    Standing.EXPIRED: 410,
    Standing.RECEIVED: 200,
    Standing.LOCKED: 403,
    Standing.ON_PAPER: 409,
}


class BirthDateForm(forms.Form):
    """Guards against a link that reached the wrong person."""

    use_required_attribute = False
    opens_copy = False
    given: int | None = None
    """The link of a paired device, which waits for the next patient afterwards."""
    birth_date = SplitDateField(
        noun=gettext_lazy("Your date of birth"),
        label=gettext_lazy("What is your date of birth?"),
        help_text=gettext_lazy(
            "This shows us that the link reached the right person. For someone else, use their date"
            " of birth."
        ),
        error_messages={"required": gettext_lazy("Enter your date of birth.")},
        autocomplete="bday",
    )

    def __init__(self, *args, on_device: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].is_heading = True
        self.on_device = on_device
        if on_device:
            # The clinic's browser offers to nobody what another patient typed.
            for part in self.fields["birth_date"].widget.widgets:
                part.attrs["autocomplete"] = "off"


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners open links: only a posted birth date starts anything."""
    invitation = find_invitation(token)
    if invitation is None:
        raise Http404
    speak_of(request, invitation.visit.site)
    with translation.override(languages_of_link(request, invitation).chosen):
        return ask_for_birth_date(request, invitation)


def languages_of_link(request: HttpRequest, invitation: Invitation) -> Languages:
    """Before a version is pinned, the languages of the one that would be."""
    request.patients_visit = invitation.visit
    submission = getattr(invitation.visit, "submission", None)
    newest = invitation.visit.questionnaire.versions.order_by("-number")
    version = submission.version if submission else newest.defer("document").first()
    codes = language.offered(version)
    request.patient_languages = Languages(codes, language_of(request, submission, codes))
    return request.patient_languages


def ask_for_birth_date(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Asks, compares what was posted, and lets in; or says why the link opens nothing."""
    standing = standing_of(invitation, at=timezone.now())
    if standing not in (Standing.LIVE, Standing.COPY):
        if standing is Standing.RECEIVED and not invitation.is_on_device:
            return show_receipt(request, invitation.visit.submission, names_copy=False)
        context = {"why": standing, "on_device": invitation.is_on_device}
        return render(request, "intake/patient/gone.html", context, status=STATUS[standing])
    form = BirthDateForm(request.POST or None, on_device=invitation.is_on_device)
    form.opens_copy = standing is Standing.COPY
    form.given = invitation.pk if invitation.device_id else None
    if not form.is_valid():
        return _ask(request, form)
    outcome = try_birth_date(invitation, form.cleaned_data["birth_date"], at=timezone.now())
    onward = "tasks" if invitation.entered_at else "start"
    onward = "sent" if form.opens_copy else onward
    return _outcome(request, form, outcome, reverse(f"patient:{onward}"))


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """From a page without answers; a page with answers takes the choice along with them."""
    found = opened(request)
    submission = found.submission if isinstance(found, Live) else None
    response = redirect(place_in(request.POST.get("at", "")))
    return language.remember(response, submission, request.POST.get(language.CHOSEN, ""))


@require_safe
def mend(_request: HttpRequest, token: str, rest: str = "") -> HttpResponse:
    """A link with what a mail or chat program hung on it leads to the link itself."""
    return redirect("patient:link", token=token)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_for_session
@in_their_language
def again(request: HttpRequest) -> HttpResponse:
    """After a pause the birth date is enough; what was typed is waiting."""
    found = opened(request)
    if isinstance(found, Live):
        return redirect(place_in(request.GET.get("at", "")))
    if found is None or not found.may_hold or is_sent(found.submission):
        return turned_away(request, found)
    form = BirthDateForm(request.POST or None)
    if not form.is_valid():
        return _ask(request, form, is_again=True)
    outcome = reenter(found.session, form.cleaned_data["birth_date"], at=timezone.now())
    return _outcome(request, form, outcome, place_in(request.GET.get("at", "")), is_again=True)


def _outcome(
    request: HttpRequest, form: BirthDateForm, outcome: Outcome, onward: str, *, is_again=False
) -> HttpResponse:
    match outcome:
        case Entered(key):
            leave_older_session(request)
            return let_in(redirect(onward), key)
        case Wrong(tries_left):
            wrong = _(
                "This is not the date of birth we have for this link. If it is right, call the"
                " clinic."
            )
            left = ngettext("You can try %d more time.", "You can try %d more times.", tries_left)
            form.add_error("birth_date", f"{wrong} {left % tries_left}")
            return _ask(request, form, is_again=is_again)
        case Locked(until):
            context = {"why": Standing.LOCKED, "until": until, **_place(form)}
            status = 429 if until else 403
            return render(request, "intake/patient/gone.html", context, status=status)
        case Gone(why):
            context = {"why": why, **_place(form)}
            return render(request, "intake/patient/gone.html", context, status=STATUS[why])


def asking(link: int) -> str:
    """What a paired device shows while it asks for the birth date of this link."""
    return f"ask {link}"


def _place(form: BirthDateForm) -> dict[str, object]:
    return {"on_device": form.on_device, "goes_on_waiting": form.given is not None}


def _ask(request: HttpRequest, form: BirthDateForm, *, is_again: bool = False) -> HttpResponse:
    context = {"form": form, "is_again": is_again, "on_device": form.on_device}
    context |= {"opens_copy": form.opens_copy, "shows": asking(form.given) if form.given else ""}
    found = getattr(request, "patient_languages", None)
    if found and not is_again:
        context |= {"languages": found.offered, "language": found.chosen}
    status = 400 if form.errors else 200
    return render(request, "intake/patient/birth_date.html", context, status=status)


def leave_older_session(request: HttpRequest) -> None:
    """One browser, one patient: the session it had before ends with a new one."""
    with after_the_commit():
        older = opened(request)
        if isinstance(older, Live | Ended):
            end(older.session, at=timezone.now())

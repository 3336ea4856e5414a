"""Opens a colleague's visit for a day with a reason, and tells its owner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions import access_log as look
from intake.actions.talk.rules import NotRecorded
from intake.actions.talk.sharing import (
    handed_on_from,
    handing_seen,
    notice_seen,
    notices_for,
    reason_of,
    step_in,
)
from intake.actions.visits.looked_for import born_on, is_named, referred_to
from intake.core.desk.dates import read_birth_date
from intake.core.discussion.in_words import plain_date
from intake.models import AccessGrant, CannotOpen, Patient, Reassignment, User, Visit
from intake.provider.access import for_providers

from .shared import back_to

STANDS_OPEN = (
    "It stands open to you for 24 hours, to read and to note. You cannot lift a hold or sign. The"
    " provider of the visit is told that you opened it, and why."
)
MOST_FITTING = 5
"""Visits of one person that are named to whoever looks for one of them."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody opened a visit of the owner, or it went to ``heir``.

    ``reason`` is empty where it can't be read.
    """

    pk: UUID
    reference: str
    who: str
    at: datetime
    reason: str
    heir: str = ""


def notices(owner: User) -> list[Notice]:
    """What was done with the owner's visits, until the owner has read it."""
    opened = [
        Notice(row.pk, row.visit.reference, row.user.printed_name, row.granted_at, _reason(row))
        for row in notices_for(owner)
    ]
    handed_on = [
        Notice(
            row.pk,
            row.visit.reference,
            row.by.printed_name,
            row.at,
            _reason(row),
            heir=row.to_provider.printed_name,
        )
        for row in handed_on_from(owner)
    ]
    return [*handed_on, *opened]


def _reason(row: AccessGrant | Reassignment) -> str:
    try:
        return reason_of(row)
    except CannotOpen:
        return ""


class StepInForm(forms.Form):
    use_required_attribute = False
    reference = forms.CharField(
        label=_("Reference of the visit"),
        help_text=_("Such as EV-7F3K-29QD. Or leave it blank, and give name and date of birth."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Name of the patient"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    born = forms.CharField(
        label=_("Date of birth"),
        help_text=_("Such as 14-Jul-1979."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="Why do you open it?",
        help_text="The provider of the visit reads this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you open another provider’s visit."},
    )

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.visits = Visit.objects.at_sites_of(by)

    def clean(self) -> dict[str, object]:
        """The visit itself; whoever knows name and birth date needs no reference."""
        said = super().clean()
        if said.get("reference"):
            visits = list(self.visits.filter(reference=referred_to(said["reference"])))
            if not visits:
                self.add_error("reference", _("There is no visit with this reference."))
        else:
            visits = self._of_patient(said.get("name", ""), said.get("born", ""))
        self.visit = visits[0] if len(visits) == 1 else None
        if len(visits) > 1:
            listed = ", ".join(f"{each.reference} ({plain_date(each.date)})" for each in visits)
            self.add_error("reference", _("Several visits fit. Enter one of: ") + listed)
        return said

    def _of_patient(self, name: str, born: str) -> list[Visit]:
        days = read_birth_date(born, today=timezone.localdate()).days if born else ()
        if not name or not days:
            self.add_error("reference", _("Enter the reference, or name and date of birth."))
            return []
        fitting = self.visits.filter(born_on(days), patient__in=Patient.objects.named(name))
        near = fitting.select_related("patient").order_by("-date")[:MOST_FITTING]
        found = [visit for visit in near if is_named(visit, name)]
        if not found:
            self.add_error("name", _("No visit fits this name and date of birth."))
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_providers
def another_visit(request: HttpRequest) -> HttpResponse:
    named = {"reference": request.GET.get("visit", "")}
    form = StepInForm(request.POST or None, initial=named, by=request.user)
    try:
        if form.is_valid():
            visit, why = form.visit, form.cleaned_data["reason"]
            step_in(visit, reason=why, by=request.user, at=timezone.now())
            return back_to(visit)
    except NotRecorded as because:
        form.add_error(None, str(because))
    if form.errors:
        look.record("step_in_refused", at=timezone.now(), by=request.user)
    status = 409 if form.errors else 200
    shown = {
        "door": "intake/provider/frame.html",
        "form": form,
        "title": "Open another provider’s visit",
        "words": STANDS_OPEN,
        "button": "Open the visit",
    }
    return render(request, "intake/form.html", shown, status=status)


@require_POST
@for_providers
def seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The owner has read what was done with a visit."""
    grant = request.user.grants_to_see.filter(pk=pk).first()
    if grant is not None:
        notice_seen(grant, by=request.user, at=timezone.now())
    else:
        row = get_object_or_404(request.user.handed_on, pk=pk)
        handing_seen(row, by=request.user, at=timezone.now())
    return redirect("provider:worklist")

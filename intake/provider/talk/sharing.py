"""Opens a colleague's visit for a day with a reason, and tells its owner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
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
from intake.models import AccessGrant, CannotOpen, Reassignment, User, Visit
from intake.provider.access import for_providers
from intake.provider.search import REFERENCE

from .shared import back_to


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
        label="Reference of the visit",
        help_text="Such as EV-7F3K-29QD.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the reference of the visit."},
    )
    reason = forms.CharField(
        label="Why do you open it?",
        help_text="The provider of the visit reads this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you open another provider’s visit."},
    )

    def clean_reference(self) -> Visit:
        found = REFERENCE.fullmatch(self.cleaned_data["reference"].strip())
        reference = f"EV-{found[1]}-{found[2]}".upper() if found else ""
        visit = Visit.objects.filter(reference=reference).first()
        if visit is None:
            raise forms.ValidationError("There is no visit with this reference.")
        return visit


@require_http_methods(["GET", "HEAD", "POST"])
@for_providers
def another_visit(request: HttpRequest) -> HttpResponse:
    form = StepInForm(request.POST or None)
    try:
        if form.is_valid():
            visit, why = form.cleaned_data["reference"], form.cleaned_data["reason"]
            step_in(visit, reason=why, by=request.user, at=timezone.now())
            return back_to(visit)
    except NotRecorded as because:
        form.add_error(None, str(because))
    if form.errors:
        look.record("step_in_refused", at=timezone.now(), by=request.user)
    status = 409 if form.errors else 200
    return render(request, "intake/provider/talk/step_in.html", {"form": form}, status=status)


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

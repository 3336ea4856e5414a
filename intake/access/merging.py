"""The two steps in which two records of one person become one, for each door that leads there."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.actions.access_log import record
from intake.actions.visits.contact import contact_of
from intake.actions.visits.looked_for import referred_to
from intake.actions.visits.merge import (
    NoSuchRecord,
    NotMerged,
    expect_one_person,
    merge_patients,
    record_of,
)
from intake.actions.visits.people import name_of, people_alike
from intake.models import CannotOpen, Patient, User, Visit, WhyMerged
from intake.models.visits.visits import birth_date_of

from .proof import ProofForm

NOT_FOUND = gettext_lazy("No other record of your sites has a visit with this reference.")
MERGED = gettext_lazy(
    "The two records are one now, with all visits of both. If a visit stands there twice, mark one"
    " as entered by mistake."
)


class FindOtherForm(forms.Form):
    """Which record it is merged with: one that is alike, or one of which a visit is known."""

    use_required_attribute = False
    alike = forms.ChoiceField(
        label=gettext_lazy("Records with this surname and date of birth"), required=False
    )
    reference = forms.CharField(
        label=gettext_lazy("Or the reference of a visit on the other record"),
        help_text=gettext_lazy("Such as EV-7K2M-9QPX."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, patient: Patient, user: User, radio: type, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.patient, self.user = patient, user
        found = people_alike(patient, user=user)
        alike = [(_last(each).reference, record_words(each)) for each in found]
        _offer(self.fields["alike"], alike, radio)
        if not alike:
            del self.fields["alike"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.other = referred_to(given.get("reference") or given.get("alike") or "")
        try:
            other = record_of(self.other, user=self.user)
        except NoSuchRecord:
            raise ValidationError(NOT_FOUND) from None
        if other.pk == self.patient.pk:
            raise ValidationError(_("This visit is on the same record already."))
        return given


class MergeForm(ProofForm):
    """Both records side by side, why they are one person's, and both factors again."""

    keep = forms.ChoiceField(
        label=gettext_lazy("Which record stays?"),
        help_text=gettext_lazy(
            "Its name, date of birth and contact count from now on; the other name still finds the"
            " patient. There is no way back."
        ),
        error_messages={"required": gettext_lazy("Choose the record that stays.")},
    )
    why = forms.ChoiceField(
        label=gettext_lazy("Why are they one person's?"),
        error_messages={"required": gettext_lazy("Say why they are one person's.")},
    )
    field_order = ("keep", "why", "password", "code")

    def __init__(self, *args, records: tuple[Patient, Patient], radio: type, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.records = {str(each.pk): each for each in records}
        both = [(key, record_words(each)) for key, each in self.records.items()]
        _offer(self.fields["keep"], both, radio)
        _offer(self.fields["why"], WhyMerged.choices, radio)

    def clean(self) -> dict[str, Any]:
        """What speaks against it is said before a code is used up."""
        given = super().clean() or {}
        if given.get("keep") and given.get("why"):
            try:
                expect_one_person(*self._both(given), WhyMerged(given["why"]))
            except NotMerged as refused:
                raise ValidationError(str(refused)) from None
        return given

    def merges(self, request: HttpRequest) -> Patient | None:
        """The record that stayed, once both factors were right; none are asked for a single one."""
        if len(self.records) == 1 or not self.proves(request):
            return None
        kept, gone = self._both(self.cleaned_data)
        why, at = WhyMerged(self.cleaned_data["why"]), timezone.now()
        try:
            merge_patients(kept, gone, why=why, by=_user(request), at=at)
        except NotMerged as refused:
            self.add_error(None, str(refused))
            return None
        return kept

    def _both(self, given: dict[str, Any]) -> tuple[Patient, Patient]:
        gone = next(each for key, each in self.records.items() if key != given["keep"])
        return self.records[given["keep"]], gone


def _offer(field: Any, choices: list[tuple[str, str]], radio: type) -> None:
    """The door's own buttons: a new widget has no choices before they are set again."""
    field.widget = radio()
    field.choices = choices


@dataclass(frozen=True, slots=True)
class Step:
    """What to show next, or the record that stayed."""

    form: forms.Form
    title: str
    button: str
    kept: Patient | None = None


def next_step(request: HttpRequest, patient: Patient, *, radio: type) -> Step | HttpResponse:
    """Find the other record, compare the two, merge; a record of another site is none."""
    reference, posted = request.GET.get("other", ""), request.POST or None
    if not Patient.objects.within(_user(request)).filter(pk=patient.pk).exists():
        raise Http404
    if not reference:
        finding = FindOtherForm(posted, patient=patient, user=_user(request), radio=radio)
        if finding.is_valid():
            return redirect(f"{request.path}?other={finding.other}")
        return Step(finding, _("Two records of one person?"), _("Compare them"))
    try:
        records = patient, record_of(referred_to(reference), user=_user(request))
        form = MergeForm(posted, records=records, radio=radio)
        kept = form.merges(request) if form.is_bound else None
    except NoSuchRecord:
        raise Http404 from None
    left = Patient.objects.filter(pk__in=form.records)
    if kept is None and len(left) == 1:
        kept = left[0]  # posted twice, or in two windows: the two were one already
    if kept is None:
        for each in records:
            record("records_compared", at=timezone.now(), by=_user(request), visit=_last(each))
    return Step(form, _("Merge two records of one person"), _("Merge the records"), kept)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def alike_words(patient: Patient, *, user: User) -> list[str]:
    """Others who may be the same person, in a line each; that they were shown is on record."""
    alike = people_alike(patient, user=user)
    for each in alike:
        record("records_compared", at=timezone.now(), by=user, visit=_last(each))
    return [record_words(each) for each in alike]


def record_words(patient: Patient) -> str:
    """A record in a line: name, birth date, visits, and how the patient is written to."""
    try:
        name, contact = name_of(patient), contact_of(patient)
        born = date_format(birth_date_of(patient), "M j, Y")
    except CannotOpen:
        return _("A record that can't be read")
    visits, last = patient.visits.count(), _last(patient)
    count = ngettext("%d visit", "%d visits", visits) % visits
    parts = (
        name.listed,
        _("born %(born)s") % {"born": born},
        _("%(count)s, the last %(reference)s on %(day)s with %(provider)s")
        % {
            "count": count,
            "reference": last.reference,
            "day": date_format(last.date, "M j, Y"),
            "provider": last.provider.printed_name,
        },
        contact.mail,
        contact.phone,
    )
    return " · ".join(filter(None, parts))


def _last(patient: Patient) -> Visit:
    return patient.visits.select_related("provider").order_by("-date", "-id")[0]

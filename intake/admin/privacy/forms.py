"""What the privacy officer fills in: whom to find, and the reason before a record is touched."""

from django import forms
from django.core.exceptions import ValidationError

from intake.core.limits import SHORT_TEXT
from intake.core.questionnaire.free_text import tidy
from intake.models import Asker, Lifting, Patient

NOT_FOUND = "Nobody was found. Check the spelling; type the whole surname."


class FindForm(forms.Form):
    """Posted, so that no name stands in an address."""

    reference = forms.CharField(
        label="Reference of a visit",
        required=False,
        max_length=20,
        help_text="Such as EV-7K2M-9QPX. It is enough by itself.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    surname = forms.CharField(
        required=False,
        max_length=SHORT_TEXT,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    birth_date = forms.DateField(
        label="Date of birth",
        required=False,
        help_text="Year-month-day, such as 1979-07-14.",
        widget=forms.TextInput(attrs={"class": "vDateOfBirth", "autocomplete": "off"}),
    )

    def clean(self):
        given = super().clean()
        named = given.get("surname") and given.get("birth_date")
        if not self.errors and not (given.get("reference") or named):
            raise ValidationError("Give a reference, or the surname and the date of birth.")
        return given

    def found(self):
        """The patients who fit; the surname alone would open strangers' names."""
        given = self.cleaned_data
        if given["reference"]:
            called = given["reference"].strip().upper()
            return Patient.objects.filter(visits__reference=called)
        return Patient.objects.named(given["surname"]).born_on(given["birth_date"])


class AskedForm(forms.Form):
    asked = forms.ChoiceField(
        label="Why?", choices=Asker.choices, widget=forms.RadioSelect, initial=""
    )


class EraseForm(AskedForm):
    """Erasing needs the reference typed, as the last check that it is this patient."""

    reference = forms.CharField(
        label="Type the reference of one of the visits",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, references=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.references = references

    def clean_reference(self):
        typed = self.cleaned_data["reference"].strip().upper()
        if typed not in self.references:
            raise ValidationError("No visit of this patient has this reference.")
        return typed


class HoldForm(forms.Form):
    reason = forms.CharField(
        label="Why must it be kept?",
        max_length=SHORT_TEXT,
        help_text="Kept sealed, like everything about the patient.",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    def clean_reason(self):
        words = tidy(self.cleaned_data["reason"])
        if not words:
            raise ValidationError("Say why it must be kept.")
        return words


class LiftForm(forms.Form):
    why = forms.ChoiceField(
        label="Why?", choices=Lifting.choices, widget=forms.RadioSelect, initial=""
    )

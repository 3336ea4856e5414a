"""What the front desk fills in: a new visit with its patient, and what happens to it later."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from intake.actions.visits.visits_and_links import Appointment, NewPatient
from intake.core.limits import LONGEST_LIFE, SHORT_TEXT
from intake.core.questionnaire.answers import text_problem, tidy
from intake.forms.record import ChoosingFields, FactFields, SeenFields
from intake.models import Questionnaire, User, Visit

PROVIDERS = "provider"


def providers(site):
    """Who visits can be made with at a site."""
    active = User.objects.filter(is_active=True, groups__name=PROVIDERS)
    return active.filter(Q(sites=None) | Q(sites=site))


class ProviderField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return user.printed_name


class BirthDateField(forms.DateField):
    """Typed as year-month-day; a day of somebody who may be alive."""

    def __init__(self):
        super().__init__(
            label="Date of birth",
            help_text="The patient types it to open the link. Year-month-day, such as 1979-07-14.",
            widget=forms.TextInput(attrs={"class": "vDateOfBirth", "autocomplete": "off"}),
        )

    def clean(self, value):
        born = super().clean(value)
        if born > timezone.localdate():
            raise ValidationError("A date of birth can’t be in the future.")
        if born.year < timezone.localdate().year - LONGEST_LIFE:
            raise ValidationError("Nobody alive was born that early. Check the year.")
        return born


class NewVisitForm(forms.Form):
    """Nothing but these six values is taken, whatever else is posted."""

    name = forms.CharField(
        label="Patient's full name",
        max_length=SHORT_TEXT,
        help_text="First names, then the surname.",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    birth_date = BirthDateField()
    date = forms.DateField(label="Day of the visit", widget=AdminDateWidget)
    time = forms.TimeField(label="Time", required=False, widget=AdminTimeWidget)
    provider = ProviderField(User.objects.none())
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.none(),
        help_text="Those that are published and not retired.",
    )

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.site = site
        published = Questionnaire.objects.filter(versions__number=1, retired_at=None)
        self.fields["provider"].queryset = providers(site)
        self.fields["questionnaire"].queryset = published
        only = list(published[:2])
        if len(only) == 1:
            self.initial.setdefault("questionnaire", only[0])

    def clean_name(self):
        name = tidy(self.cleaned_data["name"])
        problem = text_problem(name, SHORT_TEXT) if name else "A patient needs a name."
        if problem:
            raise ValidationError(problem)
        return name

    @property
    def patient(self):
        return NewPatient(self.cleaned_data["name"], self.cleaned_data["birth_date"])

    @property
    def appointment(self):
        given = self.cleaned_data
        return Appointment(
            given["provider"], given["questionnaire"], given["date"], given["time"], self.site
        )


class MovedVisitForm(forms.ModelForm):
    """A visit may move to another day; handing it to another provider is an act of its own."""

    class Meta:
        model = Visit
        fields = ("date", "time")


ROWS = ("product", "lot", "person")


class ChoosingForm(SeenFields, ChoosingFields):
    field_order = ("seen", *ROWS)


class FactForm(SeenFields, FactFields):
    pass


class HandOnForm(SeenFields):
    """Whoever has the visit now is not offered."""

    provider = ProviderField(
        User.objects.none(),
        label="New provider",
        error_messages={"required": "Choose who has the visit from now on."},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Kept with the visit. The provider who had it reads this.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        error_messages={"required": "Say why the visit goes to another provider."},
    )

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers(visit.site).exclude(pk=visit.provider_id)

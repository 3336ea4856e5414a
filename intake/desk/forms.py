"""What the desk fills in about one visit; dates and times are read as people type them."""

from collections.abc import Callable
from datetime import date, time

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.actions.visits.birth_date import Mistake
from intake.actions.visits.contact import AddressRefused, Contact, tidy_address, tidy_phone
from intake.actions.visits.people import NameRefused, tidy_name
from intake.actions.visits.told import providers
from intake.core.desk.dates import read_birth_date, read_visit_date
from intake.core.desk.times import read_time
from intake.core.limits import SHORT_TEXT
from intake.forms.choices import RadioList
from intake.models import Site, User, Visit, Way, WhyMoved, WhyNotPlanned

from .in_words import PROBLEMS, time_words

PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class DeskForm(forms.Form):
    use_required_attribute = False


class DayField(forms.CharField):
    """A day of a visit, from today on, on the calendar of its ``site``."""

    site: Site
    widget = forms.TextInput(attrs=PLAIN)

    def clean(self, value: str) -> date:
        today = self.site.day(timezone.now())
        reading = read_visit_date(
            super().clean(value), today=today, day_first=self.site.is_day_first
        )
        if reading.problem:
            raise ValidationError(PROBLEMS[reading.problem])
        if reading.days[0] < today:
            raise ValidationError(_("This day is past. A visit moves to a day that is to come."))
        return reading.days[0]


class TimeField(forms.CharField):
    """A time of day, or none; where two can be meant at the ``site``, both are named."""

    site: Site
    widget = forms.TextInput(attrs=PLAIN)

    def clean(self, value: str) -> time | None:
        typed = super().clean(value)
        if not typed:
            return None
        reading = read_time(typed, opens=self.site.opens, closes=self.site.closes)
        if not reading.times:
            raise ValidationError(_("Write the time like 9:00 or 1:30 pm."))
        if reading.time is None:
            first, second = (time_words(each) for each in reading.times)
            raise ValidationError(
                _("Write %(first)s or %(second)s.") % {"first": first, "second": second}
            )
        return reading.time


class MoveForm(DeskForm):
    day = DayField(
        label=_("New day"),
        help_text=_("Such as tomorrow, Dec 20 or 12/20/2026."),
        error_messages={"required": _("Enter the new day.")},
    )
    time = TimeField(label=_("Time"), required=False)
    why = forms.ChoiceField(
        label=_("Who asked?"),
        choices=[(WhyMoved.PATIENT, _("The patient")), (WhyMoved.CLINIC, _("The clinic"))],
        initial=WhyMoved.PATIENT,
        widget=RadioList,
    )

    def __init__(self, *args, visit: Visit, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("time", time_words(visit.time) if visit.time else "")
        self.fields["day"].site = self.fields["time"].site = visit.site

    @property
    def why_moved(self) -> WhyMoved:
        return WhyMoved(self.cleaned_data["why"])


class CancelForm(DeskForm):
    why = forms.ChoiceField(
        label=_("Who asked?"),
        choices=[
            (WhyNotPlanned.PATIENT, _("The patient")),
            (WhyNotPlanned.CLINIC, _("The clinic")),
        ],
        help_text=_("One press cancels; Undo under the day takes the visit up again."),
        widget=RadioList,
        error_messages={"required": _("Say who asked.")},
    )


class NameField(forms.CharField):
    widget = forms.TextInput(attrs=PLAIN)

    def clean(self, value: str) -> str:
        try:
            return tidy_name(super().clean(value), is_needed=self.required)
        except NameRefused as refused:
            raise ValidationError(str(refused)) from None


class NameForm(DeskForm):
    """What was sent already keeps the name that it was sent with."""

    surname = NameField(
        label=_("Surname"),
        max_length=SHORT_TEXT,
        error_messages={"required": _("Enter the surname.")},
    )
    given = NameField(label=_("First names"), max_length=SHORT_TEXT, required=False)


class ContactForm(DeskForm):
    mail = forms.CharField(
        label=_("Mail address"),
        help_text=_("Links and reminders go there. Leave it empty for no mail to this patient."),
        required=False,
        widget=forms.EmailInput(attrs=PLAIN),
    )

    phone = forms.CharField(
        label=_("Mobile number"),
        help_text=_("Such as (212) 555-0142, or with + and the country."),
        required=False,
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "tel"}),
    )
    agreed = forms.BooleanField(
        label=_("The patient agreed to get texts at this number"), required=False
    )
    prefers = forms.ChoiceField(label=_("What the patient prefers"), choices=Way, widget=RadioList)
    language = forms.ChoiceField(
        label=_("Language of messages"),
        help_text=_("Until the patient chooses one on the form."),
        required=False,
        choices=[("", _("Not said")), *settings.LANGUAGES],
    )

    def __init__(self, *args, site: Site, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.site = site

    def clean_mail(self) -> str:
        return self._tidied(tidy_address, "mail")

    def clean_phone(self) -> str:
        return self._tidied(lambda text: tidy_phone(text, self.site.country), "phone")

    def _tidied(self, tidy: Callable[[str], str], name: str) -> str:
        try:
            return tidy(self.cleaned_data[name])
        except AddressRefused as refused:
            raise ValidationError(str(refused)) from None

    @property
    def contact(self) -> Contact:
        given = self.cleaned_data
        return Contact(
            given["mail"],
            given["phone"],
            given["agreed"],
            Way(given["prefers"]),
            given["language"],
        )


class BirthDateForm(DeskForm):
    born = forms.CharField(
        label=_("Date of birth"),
        help_text=_("The patient types it to open the link. Such as Jul 14, 1979."),
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": _("Enter the date of birth.")},
    )
    why = forms.ChoiceField(
        label=_("What was wrong?"),
        choices=Mistake.choices,
        widget=RadioList,
        error_messages={"required": _("Say what was wrong.")},
    )

    def __init__(self, *args, site: Site, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.site = site

    def clean_born(self) -> date:
        today, day_first = self.site.day(timezone.now()), self.site.is_day_first
        reading = read_birth_date(self.cleaned_data["born"], today=today, day_first=day_first)
        if reading.problem:
            raise ValidationError(PROBLEMS[reading.problem])
        if reading.day is None:
            raise ValidationError(_("Write the year with four digits."))
        return reading.day


class ProviderField(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return user.printed_name


class HandOnForm(DeskForm):
    """Whoever has the visit now is not offered."""

    provider = ProviderField(
        User.objects.none(),
        label=_("New provider"),
        error_messages={"required": _("Choose who has the visit from now on.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with the visit. The provider who had it reads this."),
        max_length=SHORT_TEXT,
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": _("Say why the visit goes to another provider.")},
    )

    def __init__(self, *args, visit: Visit, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers(visit.site).exclude(pk=visit.provider_id)

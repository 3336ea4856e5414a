"""What a manager fills in about a site; an empty box leaves what the installation says."""

import re
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.core.desk.reminders import MOST, days_of
from intake.forms.choices import RadioList
from intake.models import Site
from intake.models.sites import DateOrder, PaperSize

from .opened_with import OpenedWith

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{2,}")
DIALED = re.compile(r"\+?[0-9][0-9 -]{1,14}")
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and zone[:3] != "Etc")
TELLS_TOO_MUCH = re.compile(
    r"exosom|stem|cell|regener|infusion|anti.?aging|botox|filler|hormon", re.IGNORECASE
)
"""A name that a stranger reads over a shoulder should not say what the visit is for."""


def is_one_line(text: str) -> None:
    """Names go into the head of a mail, and onto paper."""
    if not text.isprintable():
        raise ValidationError(_("This holds a letter that can’t be printed. Type it anew."))


class SiteForm(OpenedWith, forms.ModelForm):
    """What was typed is what is kept; ``changed`` is only what this person changed."""

    use_required_attribute = False
    button = gettext_lazy("Save")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators.append(is_one_line)

    def clean(self) -> dict[str, object]:
        super().clean()
        self.put_beside({name: getattr(self.instance, name) for name in self.cleaned_data})
        return self.cleaned_data

    def in_words(self, name: str, value: object) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))
        return field.widget.format_value(value) or _("empty")

    @property
    def changed(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class PhoneField(forms.CharField):
    def __init__(self, **more: object) -> None:
        super().__init__(
            max_length=40,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            **more,
        )

    def clean(self, value: str) -> str:
        typed = super().clean(value)
        if typed and not PHONE.fullmatch(typed):
            raise ValidationError(_("Write a phone number, such as +1 555 0100."))
        return typed


class AboutForm(SiteForm):
    title = gettext_lazy("Name, phone and address")
    phone = PhoneField(
        label=gettext_lazy("Phone"), help_text=gettext_lazy("On every page and paper of a patient.")
    )
    after_hours_phone = PhoneField(
        label=gettext_lazy("Phone when you are closed"),
        help_text=gettext_lazy("In messages, beside the phone."),
    )

    class Meta:
        model = Site
        fields = ("name", "sender_name", "phone", "after_hours_phone", "address", "country")
        labels = {
            "name": gettext_lazy("Name of the site"),
            "sender_name": gettext_lazy("Who messages are from"),
            "address": gettext_lazy("Address"),
            "country": gettext_lazy("Country"),
        }
        help_texts = {
            "name": gettext_lazy("At the top of every page and paper."),
            "sender_name": gettext_lazy(
                "Shown in the patient’s mail program. Leave the treatment out. Empty: the name."
            ),
            "address": gettext_lazy("At the end of messages."),
            "country": gettext_lazy(
                "Two letters, such as US, CA or NZ. Some points depend on whether it is the US."
            ),
        }
        error_messages = {"name": {"required": gettext_lazy("A site needs a name.")}}
        widgets = dict.fromkeys(
            ("name", "sender_name", "address", "country"), forms.TextInput(attrs=PLAIN)
        )

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].upper()
        if country and not re.fullmatch("[A-Z]{2}", country):
            raise ValidationError(_("Write two letters, such as US."))
        return country

    def clean_sender_name(self) -> str:
        sender: str = self.cleaned_data["sender_name"]
        if TELLS_TOO_MUCH.search(sender):
            raise ValidationError(
                _("This names a treatment, and others may read it on the patient’s phone.")
            )
        return sender


class HoursForm(SiteForm):
    title = gettext_lazy("Clock, hours and paper")
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Every day and time of this site is on this clock."),
        required=False,
    )
    paper = forms.ChoiceField(label=gettext_lazy("Paper"), required=False, widget=RadioList)
    date_order = forms.ChoiceField(
        label=gettext_lazy("How you write dates"),
        choices=DateOrder.choices,
        widget=RadioList,
    )

    class Meta:
        model = Site
        fields = ("time_zone", "opens", "closes", "date_order", "paper")
        labels = {"opens": gettext_lazy("Opens at"), "closes": gettext_lazy("Closes at")}
        help_texts = {
            "opens": gettext_lazy("A time without am or pm is the one inside these hours."),
        }
        error_messages = dict.fromkeys(
            ("opens", "closes"),
            {
                "required": gettext_lazy("Enter a time, such as 08:00."),
                "invalid": gettext_lazy("Write a time, such as 08:00."),
            },
        )
        widgets = dict.fromkeys(
            ("opens", "closes"), forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        as_set = _("As the installation is set: %(value)s")
        self.fields["time_zone"].choices = [
            ("", as_set % {"value": settings.TIME_ZONE}),
            *((zone, zone.replace("_", " ")) for zone in ZONES),
        ]
        usual = dict(PaperSize.choices)[settings.CLINIC.paper]
        self.fields["paper"].choices = [("", as_set % {"value": usual}), *PaperSize.choices]


class MessagesForm(SiteForm):
    title = gettext_lazy("Messages to patients")
    remind_days = forms.CharField(
        label=gettext_lazy("Reminders, days before the visit"),
        help_text=gettext_lazy("Such as 3, 1. They go out at ten in the morning. Empty: none."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs=PLAIN),
    )

    class Meta:
        model = Site
        fields = (
            *("mail_on", "text_on", "lead_days", "remind_days", "last_call_hours"),
            *("quiet_from", "quiet_to", "link_days_after"),
        )
        labels = {
            "mail_on": gettext_lazy("Write to patients by mail"),
            "text_on": gettext_lazy("Write to patients by text message"),
            "lead_days": gettext_lazy("The link goes out, days before the visit"),
            "last_call_hours": gettext_lazy("Last reminder, hours before the visit"),
            "quiet_from": gettext_lazy("Nobody is written to from"),
            "quiet_to": gettext_lazy("until the next morning at"),
            "link_days_after": gettext_lazy("The link works on, days after the visit"),
        }
        help_texts = {
            "lead_days": gettext_lazy("1 to 60. Entered later, it goes out at once."),
            "last_call_hours": gettext_lazy(
                "0 to 12. 0: none. It goes out where fewer than three messages went before it."
            ),
            "link_days_after": gettext_lazy("0 to 14. 1 is the day after, until midnight."),
        }
        widgets = {
            **dict.fromkeys(
                ("quiet_from", "quiet_to"), forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            ),
            **dict.fromkeys(
                ("lead_days", "last_call_hours", "link_days_after"),
                forms.TextInput(attrs={"inputmode": "numeric", **PLAIN}),
            ),
        }

    def clean_remind_days(self) -> str:
        try:
            return ",".join(map(str, days_of(self.cleaned_data["remind_days"])))
        except ValueError:
            words = _("Write at most %(most)s whole numbers from 1 to 60, such as 3, 1.")
            raise ValidationError(words % {"most": MOST}) from None


class CareForm(SiteForm):
    title = gettext_lazy("Emergency number, watching and keeping")
    emergency_number = forms.CharField(
        label=gettext_lazy("Number to call in an emergency"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs=PLAIN),
    )

    class Meta:
        model = Site
        fields = ("emergency_number", "watch_minutes", "keep_years")
        labels = {
            "watch_minutes": gettext_lazy("Minutes you watch a patient after a treatment"),
            "keep_years": gettext_lazy("Years that sent answers are kept after the visit"),
        }
        widgets = dict.fromkeys(
            ("watch_minutes", "keep_years"),
            forms.TextInput(attrs={"inputmode": "numeric", **PLAIN}),
        )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        usual = {
            "emergency_number": settings.CLINIC.emergency_number,
            "watch_minutes": settings.CLINIC.watch_minutes,
            "keep_years": settings.KEEP_YEARS,
        }
        for name, value in usual.items():
            as_set = _("Empty: as the installation is set, %(value)s.")
            self.fields[name].help_text = as_set % {"value": value}

    def clean_emergency_number(self) -> str:
        number: str = self.cleaned_data["emergency_number"]
        if number and not DIALED.fullmatch(number):
            raise ValidationError(_("Write the number people dial, such as 911 or 112."))
        return number


class NewSiteForm(forms.Form):
    title, button = gettext_lazy("Open another site"), gettext_lazy("Open it")
    intro = gettext_lazy(
        "Each site has its own name, phone, clock, paper and messages. Its staff see its visits"
        " only; people who work at every site see all."
    )
    use_required_attribute = False
    name = forms.CharField(
        label=gettext_lazy("Name of the site"),
        max_length=120,
        validators=[is_one_line],
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": gettext_lazy("A site needs a name.")},
    )


class LogoForm(forms.Form):
    title, button = gettext_lazy("Logo"), gettext_lazy("Use this picture")
    intro = gettext_lazy("It stands at the top of the pages, before the name.")
    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("Logo"),
        help_text=gettext_lazy("A PNG picture, at most 1200 by 400 pixels and 200 kB."),
        widget=forms.FileInput(attrs={"accept": "image/png"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

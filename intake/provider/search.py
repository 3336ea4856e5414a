"""Finds visits by whatever the pages print: a name in any order, a birth date, a reference."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.actions.visits.looked_for import born_on, is_named, referred_to
from intake.core.desk.dates import read_birth_date
from intake.models import Patient, Visit

NEEDED = _("Enter a name, a date of birth or a reference.")


class SearchForm(forms.Form):
    """One box; what was typed tells whether it is a name, a day or a reference."""

    use_required_attribute = False
    words = forms.CharField(
        label=_("Name, date of birth or reference"),
        help_text=_("Such as Delgado, 14-Jul-1979 or EV-7F3K-29QD."),
        max_length=200,
        error_messages={"required": NEEDED, "max_length": _("This is too long for a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_words(self) -> str:
        """What to ask the database, and the name that must fit as a whole."""
        words: str = self.cleaned_data["words"].strip()
        self.name = ""
        if reference := referred_to(words):
            self.sought = Q(reference=reference)
        elif any(letter.isdigit() for letter in words):
            days = read_birth_date(words, today=timezone.localdate()).days
            if not days:
                raise forms.ValidationError(
                    _("Write a date such as 14-Jul-1979, or a reference such as EV-7F3K-29QD.")
                )
            self.sought = born_on(days)
        elif any(letter.isalpha() for letter in words):
            self.sought, self.name = Q(patient__in=Patient.objects.named(words)), words
        else:
            raise forms.ValidationError(NEEDED)
        return words

    def fits(self, visit: Visit) -> bool:
        """An index knows one word; whether all of them fit is seen by opening the name."""
        return not self.name or is_named(visit, self.name)

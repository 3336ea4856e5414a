"""Finds visits by a whole surname, a birth date or a reference; no name is opened to look."""

import re
from contextlib import suppress
from datetime import date, datetime

from django import forms
from django.db.models import Q

from intake.models.sealed import birth_date_index, surname_index

REFERENCE = re.compile(r"EV[- ]?(\w{4})[- ]?(\w{4})", re.IGNORECASE)
DATES = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%Y %m %d")
"""With the month in letters or the year first: 03/04/1979 is two different days."""


class SearchForm(forms.Form):
    """One box; what was typed tells whether it is a name, a day or a reference."""

    use_required_attribute = False
    words = forms.CharField(
        label="Surname, date of birth or reference",
        help_text="Such as Delgado, 14-Jul-1979 or EV-7F3K-29QD.",
        max_length=200,
        error_messages={
            "required": "Enter a surname, a date of birth or a reference.",
            "max_length": "This is too long for a name.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        self.sought = _sought(words)
        return words


def _sought(words: str) -> Q:
    reference = REFERENCE.fullmatch(words)
    if reference:
        return Q(reference=f"EV-{reference[1]}-{reference[2]}".upper())
    if any(letter.isdigit() for letter in words):
        return Q(patient__birth_date_index=birth_date_index(_day(words)))
    if any(letter.isalpha() for letter in words):
        return Q(patient__surname_index=surname_index(words))
    raise forms.ValidationError("Enter a surname, a date of birth or a reference.")


def _day(words: str) -> date:
    plain = re.sub(r"[\s,./-]+", " ", words).strip()
    for order in DATES:
        with suppress(ValueError):
            return datetime.strptime(plain, order).date()
    raise forms.ValidationError(
        "Write a date with its month in letters, such as 14-Jul-1979: numbers alone can be read"
        " two ways. A reference looks like EV-7F3K-29QD."
    )

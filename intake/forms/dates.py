"""A remembered date: three boxes, month by name, in the order Americans say it."""

import re
from calendar import monthrange
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.core.questionnaire.typed_numbers import plain_digits

PARTS = {"month": gettext_lazy("month"), "day": gettext_lazy("day"), "year": gettext_lazy("year")}
YEARS = range(1900, 2101)


_ORDINAL = re.compile(r"(?:st|nd|rd|th|º|°|\.)$", re.IGNORECASE)
"""What stands behind a day: 14th, 14."""


def _is_number(part: str) -> bool:
    """Digits alone, and few: Python would also read 1_4 and +4, and stops at thousands."""
    return part.isascii() and part.isdigit() and len(part) <= 4


def _days_in(year: str, month: str) -> int:
    """How many days a month has; 0 where there is no such month."""
    is_month = _is_number(month) and int(month) in MONTHS
    return monthrange(int(year), int(month))[1] if is_month else 0


class SplitDateWidget(forms.MultiWidget):
    """Month select, day and year; no calendar, because a birth date is known, not looked up."""

    template_name = "clinic/widgets/parts.html"
    use_fieldset = True

    def __init__(self, *, autocomplete: str = "") -> None:
        months = [("", gettext_lazy("Month")), *((str(n), name) for n, name in MONTHS.items())]
        super().__init__(
            {
                "-month": forms.Select(choices=months, attrs=_part("month", autocomplete)),
                "-day": forms.TextInput(attrs=_part("day", autocomplete, 2)),
                "-year": forms.TextInput(attrs=_part("year", autocomplete, 4)),
            }
        )
        # Django puts "_" before a part's name; question keys hold "_", so "-" keeps them apart.
        self.widgets_names = [f"-{part}" for part in PARTS]

    def decompress(self, value: date | None) -> list[str]:
        return [str(value.month), str(value.day), str(value.year)] if value else ["", "", ""]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["shape"] = "date"
        for part, label in zip(context["widget"]["subwidgets"], PARTS.values(), strict=True):
            part["part_label"] = str(label).capitalize()
        return context


def _part(part: str, autocomplete: str, digits: int = 0) -> dict[str, str]:
    attrs = {"class": f"date-{part}", "autocomplete": "off"}
    if autocomplete:
        attrs["autocomplete"] = f"{autocomplete}-{part}"
    if digits:
        attrs |= {"inputmode": "numeric", "size": str(digits)}
    return attrs


class SplitDateField(forms.MultiValueField):
    """A date in three parts; says which part is missing. ``noun`` opens its messages."""

    def __init__(self, *, noun: str, autocomplete: str = "", **options) -> None:
        self.noun = noun
        parts = tuple(forms.CharField(required=False) for _ in PARTS)
        widget = SplitDateWidget(autocomplete=autocomplete)
        super().__init__(parts, require_all_fields=False, widget=widget, **options)

    def clean(self, value) -> date | None:
        typed = [plain_digits(part or "").strip() for part in value]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        missing = [str(n) for n, part in zip(PARTS.values(), typed, strict=True) if not part]
        if missing:
            parts = _(" and a ").join(missing)
            raise self._problem(_("%(date)s needs a %(parts)s."), parts=parts)
        return self._date(*typed)

    def _date(self, month: str, day: str, year: str) -> date:
        if len(year) != 4 or not _is_number(year):
            raise self._problem(_("%(date)s needs a year of four digits, like 1979."))
        if int(year) not in YEARS:
            raise self._problem(_("%(date)s needs a date between 1900 and 2100."))
        numbers = [_ORDINAL.sub("", part) for part in (year, month, day)]
        try:
            whole = date(*map(int, numbers)) if all(map(_is_number, numbers)) else None
        except ValueError:
            whole = None
        if whole is None and (days := _days_in(*numbers[:2])):
            # Read back with the month in letters: there whoever mistyped it sees which it was.
            words = {"month": str(MONTHS[int(numbers[1])]), "year": year, "days": str(days)}
            raise self._problem(_("Check the day: %(month)s %(year)s has %(days)s days."), **words)
        if whole is None:
            raise self._problem(
                _("%(date)s is not a day in the calendar. Check the month and the day.")
            )
        return whole

    def _problem(self, text: str, **words: str) -> ValidationError:
        return ValidationError(text % {"date": self.noun, **words})

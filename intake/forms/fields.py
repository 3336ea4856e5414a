"""Which form field puts a question to the patient."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.core.limits import ANSWERS_IN_A_LIST
from intake.core.questionnaire.questionnaire import WORDS, Kind, Question

from .choices import OneOf, RadioList, SeveralOf
from .dates import SplitDateField
from .words import AS_TYPED, Number, SeveralWords, Words

Field = forms.Field
YES_NO = (("yes", _("Yes")), ("no", _("No")))


def field_for(question: Question, *, autocomplete: str = "", names: str = "") -> Field:
    """The field whose ``clean`` gives the core's answer to the question, or None for a blank.

    ``names`` is the id of the list of names that its box offers.
    """
    shared = {
        "label": question.text,
        "help_text": question.help,
        "required": question.required,
        "error_messages": {"required": _ASK[question.kind] % {"question": question.text}},
    }
    if names and question.kind in WORDS and not question.repeats:
        widget = forms.TextInput(attrs={**AS_TYPED, "list": names})
        return Words(limit=question.length_limit, widget=widget, **shared)
    if names and question.kind in WORDS:
        return _several(question, shared, names)
    return FIELD_FOR[question.kind](question, shared, autocomplete)


def _several(question: Question, shared: dict[str, Any], names: str = "") -> Field:
    count = question.max_answers or ANSWERS_IN_A_LIST
    return SeveralWords(count=count, limit=question.length_limit, names=names, **shared)


def _choice(question: Question, shared: dict[str, Any], autocomplete: str) -> Field:
    return (SeveralOf if question.repeats else OneOf)(question, **shared)


def _words(question: Question, shared: dict[str, Any], autocomplete: str) -> Field:
    if question.repeats:
        return _several(question, shared)
    attrs = {"autocomplete": autocomplete or "off", **_KEYBOARD.get(autocomplete, {})}
    is_long = question.kind is Kind.TEXT
    widget = forms.Textarea(attrs={"rows": 5}) if is_long else forms.TextInput(attrs=attrs)
    return Words(limit=question.length_limit, widget=widget, **shared)


def _date(question: Question, shared: dict[str, Any], autocomplete: str) -> Field:
    return SplitDateField(noun=f"“{question.text}”", autocomplete=autocomplete, **shared)


def _number(question: Question, shared: dict[str, Any], autocomplete: str) -> Field:
    return Number(question, **shared)


def _yes_or_no(question: Question, shared: dict[str, Any], autocomplete: str) -> Field:
    return YesOrNo(**shared)


_KEYBOARD: Mapping[str, dict[str, str]] = {
    "name": {"autocapitalize": "words", "spellcheck": "false"},
    "tel": {"type": "tel", "inputmode": "tel"},
}
"""What a telephone's keyboard should know of a field, by what a browser may fill in."""


class YesOrNo(forms.ChoiceField):
    """True or False, and neither of them before the patient said so."""

    widget = RadioList

    def __init__(self, **options) -> None:
        super().__init__(choices=YES_NO, **options)

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value)

    def clean(self, value) -> bool | None:
        code = super().clean(value)
        return code == "yes" if code else None


FIELD_FOR: Mapping[Kind, Callable[[Question, dict[str, Any], str], Field]] = {
    Kind.CHOICE: _choice,
    Kind.OPEN_CHOICE: _choice,
    Kind.STRING: _words,
    Kind.TEXT: _words,
    Kind.DATE: _date,
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.BOOLEAN: _yes_or_no,
}

_ASK: Mapping[Kind, Any] = {
    Kind.CHOICE: _("Choose an answer: “%(question)s”"),
    Kind.OPEN_CHOICE: _("Choose an answer: “%(question)s”"),
    Kind.STRING: _("Type an answer: “%(question)s”"),
    Kind.TEXT: _("Type an answer: “%(question)s”"),
    Kind.DATE: _("Enter a date: “%(question)s”"),
    Kind.INTEGER: _("Enter a number: “%(question)s”"),
    Kind.DECIMAL: _("Enter a number: “%(question)s”"),
    Kind.BOOLEAN: _("Choose yes or no: “%(question)s”"),
}

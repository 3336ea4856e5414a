"""Which form field puts a question to the patient, and which answer is made of what was chosen."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.core.limits import ANSWERS_IN_A_LIST
from intake.core.questionnaire.answers import Answer, Chosen, Unsaid
from intake.core.questionnaire.questionnaire import WORDS, Kind, Question

from .choices import UNSAID, CheckboxList, RadioList, exclusive_codes, options_of
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


class OneOf(forms.ChoiceField):
    """Exactly one option; nothing is preselected, so that no answer is the form's own."""

    def __init__(self, question: Question, **options) -> None:
        super().__init__(choices=options_of(question), widget=RadioList.of(question), **options)
        self.error_messages["invalid_choice"] = gettext("Choose one of the answers on this page.")

    def prepare_value(self, value):
        return _shown(value)[0] if isinstance(value, Chosen | Unsaid) else value

    def clean(self, value) -> Answer | None:
        code = super().clean(value)
        return _answer((code,)) if code else None


class SeveralOf(forms.MultipleChoiceField):
    """Any number of options, in the order of the list."""

    def __init__(self, question: Question, **options) -> None:
        super().__init__(choices=options_of(question), widget=CheckboxList.of(question), **options)
        self.alone = exclusive_codes(question)
        self.error_messages["invalid_choice"] = gettext("Choose only answers on this page.")

    def prepare_value(self, value):
        return list(_shown(value)) if isinstance(value, Chosen | Unsaid) else value

    def clean(self, value) -> Answer | None:
        posted = super().clean(value)
        if len(set(posted)) != len(posted):
            raise ValidationError(gettext("The same answer was sent twice. Please choose again."))
        offered = cast(list[tuple[str, str]], self.choices)
        codes = tuple(code for code, _text in offered if code in posted)
        alone = [text for code, text in offered if code in posted and code in self.alone]
        if alone and len(codes) > 1:
            both = gettext(
                "You chose “%(option)s” together with something else. Keep one or the other."
            )
            raise ValidationError(both % {"option": alone[0]})
        return _answer(codes) if codes else None


def _answer(codes: tuple[str, ...]) -> Answer:
    return UNSAID.get(codes[0]) or Chosen(codes)


def _shown(answer: Chosen | Unsaid) -> tuple[str, ...]:
    return (answer.value,) if isinstance(answer, Unsaid) else answer.codes


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

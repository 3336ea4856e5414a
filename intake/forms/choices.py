"""Choosing from a list: one or several options, "I don't know" apart, nothing chosen for you."""

from collections.abc import Mapping
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.core.discussion.in_words import DECLINED_WORDS
from intake.core.questionnaire.answers import DONT_KNOW, Answer, Chosen, Unsaid
from intake.core.questionnaire.questionnaire import Question

DECLINED = Unsaid.DECLINED.value
UNSAID: Mapping[str, Unsaid] = {unsaid.value: unsaid for unsaid in Unsaid}
WHAT_HAPPENS_THEN: Mapping[str, object] = {
    DONT_KNOW: gettext_lazy("That is fine. Your provider will see this and can help find out."),
    DECLINED: gettext_lazy("Your provider will ask you about it at your visit."),
}


class _Options(forms.widgets.ChoiceWidget):
    """What every list of options shows beside Django's own: a divider, and hints."""

    use_fieldset = True
    explained: frozenset[str] = frozenset()
    """Ways of not saying a value that the form explains here: each once, where it comes first."""

    def __init__(self, question: Question) -> None:
        self.exclusive = exclusive_codes(question)
        super().__init__(choices=options_of(question))
        self.divided_at = _divided_at(self.choices, self.exclusive)

    def create_option(  # type: ignore[override]  # Django gives the rest by name
        self, name, value, label, selected, index, **options
    ):
        option = super().create_option(name, value, label, selected, index, **options)
        # ARIA allows "invalid" on the group only, and not on a single radio button.
        option["attrs"].pop("aria-invalid", None)
        option["has_divider"] = index == self.divided_at
        option["hint"] = WHAT_HAPPENS_THEN.get(str(value), "") if value in self.explained else ""
        if option["hint"] and "id" in option["attrs"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class RadioList(_Options, forms.RadioSelect):
    pass


class CheckboxList(_Options, forms.CheckboxSelectMultiple):
    pass


def options_of(question: Question) -> list[tuple[str, str]]:
    """The options in their order, with the two ways of not saying a value at the end."""
    offered = [(code, text) for code, text in question.texts.items() if code != DONT_KNOW]
    if question.offers_dont_know:
        offered.append((DONT_KNOW, question.texts[DONT_KNOW]))
    if question.in_person:
        offered.append((DECLINED, _(DECLINED_WORDS)))
    return offered


def exclusive_codes(question: Question) -> frozenset[str]:
    """Codes that stand alone: "none of these" and everything that says no value."""
    return question.alone | UNSAID.keys()


def _divided_at(choices, exclusive: frozenset[str]) -> int | None:
    """Index of the first of the closing options that stand alone; "or" is printed before it."""
    first = len(choices)
    while first > 0 and choices[first - 1][0] in exclusive:
        first -= 1
    return first if 0 < first < len(choices) else None


class OneOf(forms.ChoiceField):
    """Exactly one option; nothing is preselected, so that no answer is the form's own."""

    def __init__(self, question: Question, **options) -> None:
        super().__init__(choices=options_of(question), widget=RadioList(question), **options)
        self.error_messages["invalid_choice"] = _("Choose one of the answers on this page.")

    def prepare_value(self, value):
        return _shown(value)[0] if isinstance(value, Chosen | Unsaid) else value

    def clean(self, value) -> Answer | None:
        code = super().clean(value)
        return _answer((code,)) if code else None


class SeveralOf(forms.MultipleChoiceField):
    """Any number of options, in the order of the list."""

    def __init__(self, question: Question, **options) -> None:
        super().__init__(choices=options_of(question), widget=CheckboxList(question), **options)
        self.question = question
        self.error_messages["invalid_choice"] = _("Choose only answers on this page.")

    def prepare_value(self, value):
        return list(_shown(value)) if isinstance(value, Chosen | Unsaid) else value

    def clean(self, value) -> Answer | None:
        posted = super().clean(value)
        if len(set(posted)) != len(posted):
            raise ValidationError(_("The same answer was sent twice. Please choose again."))
        offered = cast(list[tuple[str, str]], self.choices)
        codes = tuple(code for code, _text in offered if code in posted)
        alone = [text for code, text in offered if code in posted and self._is_alone(code)]
        if alone and len(codes) > 1:
            both = _("You chose “%(option)s” together with something else. Keep one or the other.")
            raise ValidationError(both % {"option": alone[0]})
        return _answer(codes) if codes else None

    def _is_alone(self, code: str) -> bool:
        return code in exclusive_codes(self.question)


def _answer(codes: tuple[str, ...]) -> Answer:
    return UNSAID.get(codes[0]) or Chosen(codes)


def _shown(answer: Chosen | Unsaid) -> tuple[str, ...]:
    return (answer.value,) if isinstance(answer, Unsaid) else answer.codes

"""A list of options as it is drawn: what does not say a value stands apart, at its end."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Self, cast

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.core.discussion.in_words import DECLINED_WORDS
from intake.core.questionnaire.answers import DONT_KNOW, Unsaid
from intake.core.questionnaire.questionnaire import Question

DECLINED = Unsaid.DECLINED.value
UNSAID: Mapping[str, Unsaid] = {unsaid.value: unsaid for unsaid in Unsaid}
WHAT_HAPPENS_THEN: Mapping[str, object] = {
    DONT_KNOW: gettext_lazy("That is fine. Your provider will see this and can help find out."),
    DECLINED: gettext_lazy("Your provider will ask you about it at your visit."),
}


_LINE = (
    '<div class="choice"><input type="{}" name="{}" value="{}" id="{}"{}>'
    '<label for="{}">{}</label>{}</div>'
)
_CHOSEN = _LINE.replace("{}>", "{} checked>", 1)
_DESCRIBED = ' aria-describedby="{}_hint"'
_HINT = '<p class="hint" id="{}_hint">{}</p>'
_DIVIDER = '<p class="divider">{}</p>'


class _Options(forms.widgets.ChoiceWidget):
    """A list of options with a divider and hints, written in one go: a page has dozens of them."""

    use_fieldset = True
    exclusive: frozenset[str] = frozenset()
    explained: frozenset[str] = frozenset()
    """Ways of not saying a value that the form explains here: each once, where it comes first."""
    notes: Mapping[str, str] = {}
    """What stands beside an option, by its code."""

    @classmethod
    def of(cls, question: Question) -> Self:
        widget = cls(choices=options_of(question))
        widget.exclusive = exclusive_codes(question)
        return widget

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        chosen, group = self.format_value(value), (attrs or {}).get("id", f"id_{name}")
        # "or" is printed before the closing options that stand alone, if there are others.
        options = cast(list[tuple[str, str]], self.choices)
        divided_at = len(options)
        while divided_at and options[divided_at - 1][0] in self.exclusive:
            divided_at -= 1
        lines: list[str] = []
        for number, (code, label) in enumerate(options):
            if 0 < number == divided_at:
                lines.append(format_html(_DIVIDER, _("or")))
            told = str(WHAT_HAPPENS_THEN[code]) if code in self.explained else ""
            note = self.notes.get(str(code), "")
            option = (f"{group}_{number}", self.input_type, name, str(code), str(label))
            # What a patient wrote is not remembered from one page to the next.
            line = _line.__wrapped__ if note else _line
            lines.append(line(*option, note or told, is_chosen=str(code) in chosen))
        return SafeString("".join(lines))


@lru_cache(maxsize=8_192)
def _line(
    at: str, kind: str, name: str, code: str, label: str, told: str, *, is_chosen: bool
) -> str:
    """One option; ``told`` is its hint. Most are the same on every page that shows them."""
    # ARIA allows "invalid" on the group only, and not on a single radio button.
    more, hint = ((format_html(part, at, told) if told else "") for part in (_DESCRIBED, _HINT))
    line = _CHOSEN if is_chosen else _LINE
    return format_html(line, kind, name, code, at, more, at, label, hint)


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

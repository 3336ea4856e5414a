"""What is typed: words, several short answers, numbers."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intake.core.limits import DIGITS, ROWS_SHOWN
from intake.core.questionnaire.free_text import text_fault, tidy
from intake.core.questionnaire.questionnaire import Kind, Question
from intake.core.questionnaire.typed_numbers import typed_number


def number_in(text: str) -> int | None:
    """The whole number that an address or an input holds; None where no row can have it."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


class Words(forms.CharField):
    """Free text, kept as typed but for what a database or a printer can't hold."""

    def __init__(self, *, limit: int, **options) -> None:
        # No max_length: the browser would cut a pasted text without a word.
        super().__init__(**options)
        self.limit = limit

    def to_python(self, value) -> str:
        return tidy(str(value)) if value else ""

    def clean(self, value) -> str | None:
        typed = self.to_python(value)
        self.validate(typed)
        if fault := text_fault(typed, self.limit):
            raise ValidationError(_(fault.words) % fault.values)
        return typed or None


class SeveralInputs(forms.MultiWidget):
    """One box for each answer, numbered."""

    template_name = "clinic/widgets/parts.html"
    use_fieldset = True
    shape = "several"

    def __init__(self, count: int) -> None:
        super().__init__([self.box() for _ in range(count)])
        self.widgets_names = [f"-{number}" for number in range(1, count + 1)]

    def box(self) -> forms.Widget:
        # Two lines each: own words are seen whole while they are typed.
        return forms.Textarea(attrs={"rows": 2})

    def decompress(self, value: Sequence[str] | None) -> list[str]:
        return list(value or ())

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["shape"] = self.shape
        for number, part in enumerate(context["widget"]["subwidgets"], 1):
            part["part_label"] = _("Answer %(number)s") % {"number": number}
        return context


class NameRows(SeveralInputs):
    """One line for each name, with names to pick from; those beyond the first few are folded."""

    shape = "rows"

    def __init__(self, count: int, *, names: str) -> None:
        self.names = names
        super().__init__(count)

    def box(self) -> forms.Widget:
        return forms.TextInput(attrs={**AS_TYPED, "list": self.names})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        for number, part in enumerate(widget["subwidgets"], 1):
            part["part_label"] = _("Line %(number)s") % {"number": number}
            # The line's own words say it; what the group says is said once.
            part["attrs"].pop("aria-describedby", None)
        parts = widget["subwidgets"]
        filled = (number for number, part in enumerate(parts, 1) if part["value"])
        shown = max(ROWS_SHOWN, max(filled, default=0) + 1)
        widget["subwidgets"], widget["folded"] = parts[:shown], parts[shown:]
        return context


AS_TYPED = {"autocomplete": "off", "autocapitalize": "sentences"}
"""A browser offers no names of its own, and a program that corrects words leaves them alone."""


class SeveralWords(forms.MultiValueField):
    """Several short texts in the order of importance that the patient gave them."""

    def __init__(self, *, count: int, limit: int, names: str = "", **options) -> None:
        boxes = tuple(Words(limit=limit, required=False) for _ in range(count))
        widget = NameRows(count, names=names) if names else SeveralInputs(count)
        super().__init__(boxes, require_all_fields=False, widget=widget, **options)

    def clean(self, value) -> tuple[str, ...] | None:
        boxes = zip(self.fields, value or (), strict=False)
        typed = tuple(said for box, text in boxes if (said := box.clean(text)))
        if not typed and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return typed or None


class Number(forms.CharField):
    """A number as people type it; its limits are the question's."""

    def __init__(self, question: Question, **options) -> None:
        mode = "numeric" if question.kind is Kind.INTEGER else "decimal"
        attrs = {"inputmode": mode, "autocomplete": "off", "class": "short"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)
        self.question = question

    def clean(self, value) -> int | Decimal | None:
        typed = tidy(str(value)) if value else ""
        self.validate(typed)
        if not typed:
            return None
        number = self._number(typed)
        if self._is_out_of_range(number):
            raise self._problem(self._range())
        return number

    def _number(self, typed: str) -> int | Decimal:
        is_whole = self.question.kind is Kind.INTEGER
        number = typed_number(typed, about=f"{self.question.text} {self.question.help}")
        if (
            number is None
            or len(number.as_tuple().digits) > DIGITS
            or (is_whole and number != number.to_integral_value())
        ):
            raise self._problem(
                _("“%(question)s” takes a whole number, like 30.")
                if is_whole
                else _("“%(question)s” takes a number, like 1.5.")
            )
        return int(number) if is_whole else number

    def _is_out_of_range(self, number: int | Decimal) -> bool:
        low, high = self.question.minimum, self.question.maximum
        return (low is not None and number < low) or (high is not None and number > high)

    def _range(self) -> str:
        if self.question.minimum is None:
            return _("The answer to “%(question)s” must be %(high)s or less.")
        if self.question.maximum is None:
            return _("The answer to “%(question)s” must be %(low)s or more.")
        return _("The answer to “%(question)s” must be between %(low)s and %(high)s.")

    def _problem(self, text: str) -> ValidationError:
        question = self.question
        limits = {"low": question.minimum, "high": question.maximum}
        return ValidationError(text % {"question": question.text, **limits})

"""Rows that state a condition: an answer to pick, or a question compared with a value."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError

from intake.admin.shared.forms import StaffForm
from intake.admin.shared.order import Order, out_of_order
from intake.admin.shared.pickers import PickedField, questionnaire_id_of
from intake.admin.shared.rows import NamedFormSet, Rows
from intake.core.questionnaire.answers import Operator
from intake.core.questionnaire.questionnaire import CHOICES, WORDS, Kind
from intake.models import ShowIf, TriggerCondition
from intake.models.catalog.questions import GROUP

YES_NO = {"yes": True, "no": False, "true": True, "false": False}
EQUALS = {Operator.IS, Operator.IS_NOT}
OPERATORS_OF = {
    **dict.fromkeys(CHOICES, {*EQUALS, Operator.EXISTS}),
    **dict.fromkeys(WORDS, {Operator.EXISTS}),
    Kind.BOOLEAN: {*EQUALS, Operator.EXISTS},
}
"""What can be said about an answer of these kinds; the others are compared in every way."""


def name_of_option(option):
    """product · Where do the exosomes come from? → Plant"""
    question = option.question
    return f"{question.key} · {question.text} → {option.text}"


def name_of_question(question):
    return f"{question.key} · {question.text}"


def _yes_or_no(text):
    if text.casefold() not in YES_NO:
        raise ValidationError("Write yes or no.")
    return {"flag": YES_NO[text.casefold()]}


def _number(text):
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValidationError("Write a number, such as 30.") from None
    if not (number.is_finite() and abs(number) < 10**10 and number == round(number, 4)):
        raise ValidationError("Write a number with at most 10 digits and 4 decimals.")
    return {"number": number}


def _day(text):
    try:
        return {"day": date.fromisoformat(text)}
    except ValueError:
        raise ValidationError("Write a date as year-month-day, such as 2026-11-30.") from None


READERS = {
    Kind.BOOLEAN.value: _yes_or_no,
    Kind.INTEGER.value: _number,
    Kind.DECIMAL.value: _number,
    Kind.DATE.value: _day,
}


def read_value(question, operator, text):
    """The column that a typed value fills; what the operator and the question allow."""
    if question.kind == GROUP:
        raise ValidationError("A group has no answer of its own. Name a question in it.")
    if operator == Operator.EXISTS:
        return _yes_or_no(text)
    if question.kind in CHOICES:
        raise ValidationError("Pick the answer from the first column.")
    if question.kind in WORDS:
        raise ValidationError("No rule reads free text. Ask only whether it is answered.")
    if question.kind == Kind.BOOLEAN and operator not in EQUALS:
        raise ValidationError("A yes or no is not more or less than another.")
    return READERS[question.kind](text)


class StatementForm(StaffForm):
    """The question follows from the picked answer; only values that are typed need it named."""

    refused = frozenset()

    value = forms.CharField(
        required=False,
        max_length=20,
        label="value",
        help_text="A number, a date such as 2026-11-30, yes or no.",
    )

    def __init__(self, *args, questionnaire_id=None, **kwargs):
        super().__init__(*args, **kwargs)
        if "option" not in self.fields:
            return
        is_kept = self.instance.pk is not None
        option = self.instance.option if is_kept else None
        source = self.instance.source if is_kept and option is None else None
        self.fields["option"].limit(questionnaire_id, option)
        self.fields["source"].limit(questionnaire_id, source)
        self.initial["value"] = self.instance.typed
        if option:
            self.initial["source"] = None
        # In a form that comes back another question may be picked: all stay on offer.
        if is_kept and not self.is_bound:
            self._offer_operators(self.instance.source.kind)

    def _offer_operators(self, kind):
        """Only what fits the question that was picked; what is refused anyway is not on offer."""
        field = self.fields["operator"]
        allowed = OPERATORS_OF.get(kind, {*Operator})
        offered = {*allowed, self.instance.operator} - self.refused
        field.widget.choices = [each for each in field.choices if each[0] in offered]

    def clean(self):
        given = super().clean()
        option, source, text = (given.get(name) for name in ("option", "source", "value"))
        if source is None:
            given.pop("source", None)  # or a row that is refused would lose its own, and its name
        if self.errors:
            return given
        if option:
            self._take_option(given, option)
        elif source and text:
            self._take_value(given, source, text)
        else:
            raise ValidationError("Pick an answer, or pick a question and write a value.")
        return given

    def _take_option(self, given, option):
        if given.get("source", option.question) != option.question or given["value"]:
            raise ValidationError("Pick an answer or compare a question with a value, not both.")
        if given["operator"] not in EQUALS:
            self.add_error("operator", "An answer to pick is met or not met, not more or less.")
        given["source"] = option.question
        self._fill(option=option)

    def _take_value(self, given, source, text):
        try:
            self._fill(**read_value(source, given["operator"], text))
        except ValidationError as error:
            self.add_error("value", error)

    def _fill(self, **filled):
        for column in ("option", "number", "day", "flag"):
            setattr(self.instance, column, filled.get(column))


def _option(model):
    path = "question__section__questionnaire"
    named = {"name_of": name_of_option, "path": path, "label": "this answer"}
    return PickedField(model, "option", required=False, **named)


def _source(model):
    named = {"name_of": name_of_question, "path": "section__questionnaire"}
    return PickedField(model, "source", required=False, label="or the answer to", **named)


class ShowIfForm(StatementForm):
    option = _option(ShowIf)
    source = _source(ShowIf)


class TriggerConditionForm(StatementForm):
    refused = frozenset({Operator.IS_NOT})
    option = _option(TriggerCondition)
    source = _source(TriggerCondition)


class StatementRows(Rows):
    fields = ("line", "option", "source", "operator", "value")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source", "option__question")

    def form_kwargs(self, owner):
        return {"questionnaire_id": questionnaire_id_of(owner)}


class FollowUpFormSet(NamedFormSet):
    """Conditions that look only at questions which are asked before."""

    def clean(self):
        super().clean()
        if any(self.errors) or not self.instance.section_id:
            return
        order = Order.of(self.instance.section.questionnaire_id)
        asked, is_moved = order.placed(self.instance)
        for form in self.forms:
            source = form.cleaned_data.get("source")
            is_judged = (
                source and (is_moved or form.has_changed()) and form not in self.deleted_forms
            )
            if is_judged and not order.is_before(source, asked):
                form.add_error(None, ValidationError(out_of_order(asked, source)))


class ShowIfRows(StatementRows):
    model = ShowIf
    form = ShowIfForm
    formset = FollowUpFormSet
    fk_name = "question"


class TriggerConditionRows(StatementRows):
    model = TriggerCondition
    form = TriggerConditionForm

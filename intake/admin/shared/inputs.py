"""What a browser posts of a form that nobody touched, input by input, and the same in words."""

from django.forms import CheckboxInput, ModelChoiceField
from django.utils.text import capfirst

from intake.forms.words import number_in

LEFT_OUT = {"DELETE"}


def inputs_of(form):
    """``{name: [values]}`` without what can't be changed here."""
    found = {}
    for name, field in form.fields.items():
        if field.disabled or name in LEFT_OUT:
            continue
        value = field.prepare_value(form[name].initial)
        if isinstance(field.widget, CheckboxInput):
            found[name] = ["on"] if field.widget.check_test(value) else []
        else:
            shown = field.widget.format_value(value)
            found[name] = _plain(shown if isinstance(shown, list) else [shown])
    return found


def posted_of(form, posted):
    """The same inputs as somebody posted them."""
    return {
        name: _plain(posted.getlist(form.add_prefix(name)))
        for name, field in form.fields.items()
        if not field.disabled and name not in LEFT_OUT
    }


def words_of(form, name, values):
    """As somebody reads the input: an answer that was picked by its words."""
    field = form.fields[name]
    if isinstance(field.widget, CheckboxInput):
        return "ticked" if values else "not ticked"
    if isinstance(field, ModelChoiceField):
        picked = [
            number and field.queryset.filter(pk=number).first() for number in map(number_in, values)
        ]
        words = [
            field.label_from_instance(row) if row else value
            for row, value in zip(picked, values, strict=True)
        ]
    else:
        labels = dict(_flat(getattr(field, "choices", ())))
        words = [labels.get(value, value) for value in values]
    return "; ".join(words) or "empty"


def label_of(form, name):
    return capfirst(str(form.fields[name].label or name.replace("_", " ")))


def _plain(values):
    """Browsers end lines in their own way, and post an input that is empty as "" ."""
    plain = ("" if value is None else str(value).replace("\r\n", "\n") for value in values)
    return [value.strip() for value in plain if value.strip()]


def _flat(choices):
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(value), str(label)

"""What a browser posts of a form that nobody touched, input by input, and the same in words."""

from django.forms import CheckboxInput, ModelChoiceField
from django.utils.text import capfirst

LEFT_OUT = {"DELETE"}


def inputs_of(form):
    """``{name: [values]}`` without what can't be changed here."""
    return {
        name: _values(form[name])
        for name, field in form.fields.items()
        if not field.disabled and name not in LEFT_OUT
    }


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
    return "; ".join(_label(field, value) for value in values) or "empty"


def label_of(form, name):
    return capfirst(str(form.fields[name].label or name.replace("_", " ")))


def _values(bound):
    widget, value = bound.field.widget, bound.field.prepare_value(bound.initial)
    if isinstance(widget, CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    shown = widget.format_value(value)
    return _plain(shown if isinstance(shown, list) else [shown])


def _plain(values):
    """Browsers end lines in their own way, and post an input that is empty as "" ."""
    plain = ("" if value is None else str(value).replace("\r\n", "\n") for value in values)
    return [value.strip() for value in plain if value.strip()]


def _label(field, value):
    if isinstance(field, ModelChoiceField):
        found = field.queryset.filter(pk=value).first() if value.isdecimal() else None
        return field.label_from_instance(found) if found else value
    return dict(_flat(getattr(field, "choices", ()))).get(value, value)


def _flat(choices):
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(value), str(label)

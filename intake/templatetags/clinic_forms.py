"""What the clinic's form templates need beyond Django and crispy."""

from datetime import date, datetime, time

from django import template
from django.forms import BoundField, MultiWidget

from intake.display.days import clock_words, day_words, weekday_words
from intake.display.printable import hidden_named

register = template.Library()


@register.filter
def first_control(field: BoundField) -> str:
    """The id an error message links to: a group of controls has none of its own."""
    widget = field.field.widget
    if isinstance(widget, MultiWidget):
        return f"{field.auto_id}_0"
    if field.use_fieldset:
        options = list(field.subwidgets)
        return options[0].id_for_label if options else field.auto_id
    return field.id_for_label or field.auto_id


@register.filter
def long_day(day: date | datetime) -> str:
    return day_words(day)


@register.filter
def weekday(day: date) -> str:
    return weekday_words(day)


@register.filter
def clock(moment: datetime | time) -> str:
    return clock_words(moment)


@register.filter
def shown(text: str) -> str:
    """What was typed; what nobody could see in it is given by name, as it is on paper."""
    return hidden_named(text)

"""What the templates of forms and pages need beyond Django and crispy."""

from datetime import date, datetime, time

from django import template
from django.forms import BoundField, MultiWidget
from django.utils.html import format_html
from django.utils.safestring import SafeString

from intake.display.days import clock_words, day_words, weekday_words
from intake.display.printable import hidden_named
from intake.display.qr import Drawing

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
def qr(drawing: Drawing, says: str) -> SafeString:
    """An address as a picture; ``says`` is for who does not see it."""
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><path d="{2}" /></svg>',
        drawing.size,
        says,
        drawing.path,
    )


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

"""What the clinic's form templates need beyond Django and crispy."""

from django import template
from django.forms import BoundField, MultiWidget

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

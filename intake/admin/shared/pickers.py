"""Inputs that find a record by typing a part of its words, within one questionnaire."""

from functools import reduce

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms import ModelChoiceField

from intake.forms.words import number_in
from intake.models import (
    Citation,
    Option,
    Question,
    Questionnaire,
    ShowIf,
    Trigger,
    TriggerCondition,
)

WITHIN = "questionnaire"
# What stands between a record and its questionnaire.
ABOVE = {
    Option: ("question",),
    ShowIf: ("question",),
    TriggerCondition: ("trigger",),
    Citation: ("point", "question", "claim", "topic"),
    Trigger: ("point",),
    Question: ("section",),
}


class Picker(AutocompleteSelect):
    """Knows the names of what was picked before: a form of forty rows asks no forty queries."""

    def __init__(self, column, attrs=None):
        super().__init__(column, admin.site, attrs)
        self.known = {}
        self.within = None

    def get_url(self):
        return f"{super().get_url()}?{WITHIN}={self.within}" if self.within else super().get_url()

    def optgroups(self, name, value, attr=None):
        picked = [each for each in value if each]
        if not all(each in self.known for each in picked):
            return super().optgroups(name, value, attr)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options = [
            self.create_option(name, each, self.known[each], {each}, len(blank)) for each in picked
        ]
        return [(None, [*blank, *options], 0)]


class PickedField(ModelChoiceField):
    """A record of the same questionnaire; ``name_of`` names it as its picker does."""

    def __init__(self, model, column, *, name_of, path, **options):
        self.name_of = name_of
        self.path = path
        picker = Picker(model._meta.get_field(column))
        rows = picker.field.remote_field.model.objects.all()
        super().__init__(rows, widget=picker, **options)

    def label_from_instance(self, record):
        return self.name_of(record)

    def owner_of(self, record):
        """The questionnaire that a picked record belongs to."""
        return reduce(getattr, self.path.split("__"), record).pk

    def limit(self, questionnaire_id, known=None):
        """Offer what belongs to a questionnaire; ``known`` was picked before and is at hand."""
        if questionnaire_id is not None:
            self.queryset = self.queryset.filter(**{self.path: questionnaire_id})
            self.widget.within = questionnaire_id
        if known is not None:
            self.widget.known = {str(known.pk): self.name_of(known)}


def refuse_strangers(form, owner):
    """What is picked belongs to the same questionnaire, also in a form that was forged."""
    for name, field in form.fields.items():
        picked = form.cleaned_data.get(name)
        is_picked = owner and picked and isinstance(field, PickedField)
        if is_picked and field.owner_of(picked) != owner:
            form.add_error(name, "This belongs to another questionnaire.")


def within(request, rows, path):
    """The rows of the questionnaire that a picker asks for."""
    number = number_in(request.GET.get(WITHIN, ""))
    return rows if number is None else rows.filter(**{path: number})


def questionnaire_id_of(record):
    """The draft that a record belongs to; None while a new one does not say so yet."""
    if isinstance(record, Questionnaire):
        return record.pk
    for kind, ways in ABOVE.items():
        if isinstance(record, kind):
            above = filter(None, (getattr(record, way, None) for way in ways))
            return questionnaire_id_of(next(above, None))
    return getattr(record, "questionnaire_id", None)

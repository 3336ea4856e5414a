"""Rows inside a form: each input and each delete box is named, new rows go last."""

from adminsortable2.admin import CustomInlineFormSet, SortableTabularInline
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.forms.utils import pretty_name

from intake.models import Question, Section

from .base import last_position
from .order import newly_broken
from .pickers import questionnaire_id_of, refuse_strangers

MISCOUNTED = (
    "These rows can't be told from new ones, so nothing was saved. Open the page anew, and enter"
    " again what you changed."
)


class NamedInputs:
    """A table names its columns for the eye only; a screen reader hears the name of the input."""

    def initial_form_count(self):
        # A forged number below none would count from the end of the rows.
        return max(0, super().initial_form_count())

    def clean(self):
        super().clean()
        pk = self.model._meta.pk.name
        if any(form.data.get(form.add_prefix(pk)) for form in self.extra_forms):
            raise ValidationError(MISCOUNTED)
        # A record that is being added names its questionnaire only now.
        owner = questionnaire_id_of(self.instance)
        for form in self.forms:
            if hasattr(form, "cleaned_data"):
                refuse_strangers(form, owner)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        row = "new row" if index is None else f"row {index + 1}"
        for name, field in form.fields.items():
            if not field.widget.is_hidden:
                field.widget.attrs["aria-label"] = f"{field.label or pretty_name(name)}, {row}"
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = f"Delete {row}"


class NamedFormSet(NamedInputs, BaseInlineFormSet):
    """Rows that stand in the order they were added."""

    def save_new(self, form, commit=True):
        rows = self.model.objects.filter(**{self.fk.name: self.instance})
        form.instance.position = last_position(rows) + 1
        return super().save_new(form, commit)


class NamedOrderedFormSet(NamedInputs, CustomInlineFormSet):
    """Rows that are put in order by dragging or by buttons."""

    def clean(self):
        super().clean()
        place = self.default_order_field
        for form in self.initial_forms:
            if getattr(form.instance, place) is None:  # a row without a place stays where it was
                setattr(form.instance, place, form.initial[place])


class SourcesFirstFormSet(NamedOrderedFormSet):
    """Rows that no follow-up may leave before the question whose answer opens it."""

    def clean(self):
        super().clean()
        place = self.default_order_field
        posted = {
            f.instance.pk: f.cleaned_data.get(place) for f in self.initial_forms if f.is_valid()
        }

        def change(order):
            rows = order.sections if self.model is Section else order.questions
            for pk, position in posted.items():
                rows[pk].position = rows[pk].position if position is None else position

        owner = self.instance.pk if self.model is Section else questionnaire_id_of(self.instance)
        broken = newly_broken(owner, change)
        if broken:
            raise ValidationError([f"Not moved. {words}" for words in broken])


class Rows(admin.TabularInline):
    formset = NamedFormSet
    extra = 0
    view_on_site = False


class OrderedRows(SortableTabularInline):
    formset = NamedOrderedFormSet
    extra = 0
    view_on_site = False


class OrderOfRows(OrderedRows):
    """Only the order of records that have a page of their own, with a link to each.

    Their texts are left out: Django takes 500 inputs in a form, and a section may be long.
    """

    formset = SourcesFirstFormSet
    can_delete = False
    classes = ("order-only",)
    show_change_link = True

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    def has_add_permission(self, request, obj=None):
        return False


class OrderOfQuestions(OrderOfRows):
    model = Question
    fields = ("kind", "asked_how")

    @admin.display(description="how it is asked")
    def asked_how(self, question):
        starts = "" if question.starts_page else "on one page with the one before"
        return " · ".join(filter(None, ("needs an answer" if question.required else "", starts)))

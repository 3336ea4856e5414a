"""Questions with their options, conditions and evidence; groups with the order of theirs."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from intake.admin.shared.base import CatalogAdmin, StrictLookups, last_position, lines
from intake.admin.shared.forms import KeyedForm
from intake.admin.shared.in_use import refusals
from intake.admin.shared.keys import option_code, published_options, published_questions
from intake.admin.shared.order import LAST, newly_broken
from intake.admin.shared.pickers import questionnaire_id_of, within
from intake.admin.shared.rows import NamedOrderedFormSet, OrderedRows, OrderOfQuestions
from intake.models import Option, Question
from intake.models.catalog.questions import GROUP

from .citations import CitationRows
from .conditions import ShowIfRows, name_of_option, name_of_question

ELSEWHERE = "Questions of a group stay in the group's section."


class QuestionForm(KeyedForm):
    words_name = "text"

    class Meta:
        widgets = {"text": lines(2)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        owner = questionnaire_id_of(self.instance)
        if owner is not None and "section" in self.fields:
            of_owner = Q(section__questionnaire=owner)
            self.fields["section"].queryset = self.fields["section"].queryset.filter(
                questionnaire=owner
            )
            self.fields["parent"].queryset = self.fields["parent"].queryset.filter(of_owner)

    def fixed_keys(self):
        return published_questions(self.instance.section.questionnaire_id)

    def taken_keys(self):
        section = self.cleaned_data.get("section") or self.instance.section
        owner = section.questionnaire_id
        rows = Question.objects.filter(section__questionnaire=owner)
        return rows.exclude(pk=self.instance.pk).values_list("key", flat=True)

    def clean(self):
        given = super().clean()
        section, group = given.get("section"), given.get("parent")
        if group and section and group.section_id != section.pk:
            self.add_error("parent", ValidationError(ELSEWHERE))
        if "section" in self.changed_data and self.instance.pk and self.instance.items.exists():
            self.add_error("section", ValidationError(ELSEWHERE))
        if self.instance.pk and section and {"section", "parent"} & {*self.changed_data}:
            self._refuse_early(section, group)
        return given

    def _refuse_early(self, section, group):
        """In its new place nothing may stand before the question whose answer opens it."""

        def change(order):
            row = order.questions[self.instance.pk]
            row.section_id, row.parent_id = section.pk, group.pk if group else None
            row.position = LAST

        for words in newly_broken(section.questionnaire_id, change):
            self.add_error("section", ValidationError(words))


class OptionForm(KeyedForm):
    key_name = "code"
    words_name = "text"

    def taken_keys(self):
        rows = self.instance.question.options.exclude(pk=self.instance.pk)
        return rows.values_list("code", flat=True) if self.instance.question.pk else ()

    def make_key(self, words, taken):
        return option_code(words, taken)


class OptionFormSet(NamedOrderedFormSet):
    def clean(self):
        # First: Django's own complaint would come without the way to those users.
        gone = [form.instance for form in self.deleted_forms if form.instance.pk]
        refused = [words for option in gone for words in refusals(option, option.text)]
        if refused:
            raise ValidationError(refused)
        super().clean()


class OptionRows(OrderedRows):
    model = Option
    form = OptionForm
    formset = OptionFormSet
    fields = ("text", "code", "exclusive")

    def form_kwargs(self, owner):
        if owner is None or owner.pk is None:
            return {"fixed": set()}
        return {"fixed": published_options(questionnaire_id_of(owner), owner.key)}


class ItemRows(OrderOfQuestions):
    fk_name = "parent"
    verbose_name_plural = "questions of this group, in the order they are asked"


@admin.register(Question)
class QuestionAdmin(CatalogAdmin):
    form = QuestionForm
    list_display = ("text", "key", "section", "kind", "required", "starts_page")
    list_filter = ("section__questionnaire", "section", "kind", "required", "settles")
    list_select_related = ("section",)
    search_fields = ("text", "key", "short", "help", "options__text")
    # The order in which patients meet them; a group comes before its own questions.
    ordering = (
        "section__questionnaire",
        "section__position",
        Coalesce("parent__position", "position"),
        F("parent_id").asc(nulls_first=True),
        "position",
    )
    radio_fields = {"show_behavior": admin.HORIZONTAL}
    fieldsets = (
        (None, {"fields": ("section", "parent", "text", "short", "help", "kind", "key")}),
        (
            "How it is asked",
            {
                "fields": (
                    "required",
                    "settles",
                    "in_person",
                    "repeats",
                    "starts_page",
                    "show_behavior",
                )
            },
        ),
        (
            "Limits",
            {
                "classes": ("collapse",),
                "fields": (
                    ("minimum", "maximum"),
                    ("max_answers", "max_length"),
                    ("min_rows", "max_rows"),
                ),
            },
        ),
        ("For the software", {"classes": ("collapse",), "fields": ("prefill", "serves", "fhir")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("section")

    def get_inlines(self, request, obj):
        if obj and obj.kind == GROUP:
            return (ItemRows, ShowIfRows)
        return (OptionRows, ShowIfRows, CitationRows)

    def save_model(self, request, obj, form, change):
        if not change or {"section", "parent"} & set(form.changed_data):
            siblings = Question.objects.filter(section=obj.section, parent=obj.parent)
            obj.position = last_position(siblings) + 1
        super().save_model(request, obj, form, change)

    def get_search_results(self, request, queryset, search_term):
        rows, has_twins = super().get_search_results(request, queryset, search_term)
        return within(request, rows, "section__questionnaire"), has_twins

    def name_in_picker(self, question):
        return name_of_question(question)


@admin.register(Option)
class OptionAdmin(StrictLookups, admin.ModelAdmin):
    """Only found by pickers; options are edited with their question."""

    search_fields = ("text", "code", "question__text", "question__key")
    ordering = ("question__section__position", "question__position", "position")
    list_select_related = ("question",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("question")

    def get_search_results(self, request, queryset, search_term):
        rows, has_twins = super().get_search_results(request, queryset, search_term)
        return within(request, rows, "question__section__questionnaire"), has_twins

    def name_in_picker(self, option):
        return name_of_option(option)

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

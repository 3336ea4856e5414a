"""Questions with their options, conditions and evidence; groups with the order of theirs."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.shortcuts import redirect

from intake.admin.shared.base import (
    CatalogAdmin,
    PlainTitles,
    StrictLookups,
    last_position,
    lines,
)
from intake.admin.shared.budgets import Budgets
from intake.admin.shared.forms import KeyedForm, StaffForm
from intake.admin.shared.in_use import refusals
from intake.admin.shared.keys import option_code, published_options, published_questions
from intake.admin.shared.opened_on import OpenedOn
from intake.admin.shared.order import LAST, newly_broken
from intake.admin.shared.pickers import questionnaire_id_of, within
from intake.admin.shared.rows import NamedOrderedFormSet, OrderedRows, OrderOfQuestions
from intake.core.limits import HELP_WORDS, WHY_WORDS
from intake.core.questionnaire.answers import DONT_KNOW
from intake.models import Option, Question
from intake.models.catalog.questions import GROUP

from .citations import CitationRows
from .conditions import ShowIfRows, name_of_option, name_of_question

ELSEWHERE = "Questions of a group stay in the group's section."
TURNED_ROUND = "The largest number is smaller than the smallest. Change one of the two."
NONE_TAKEN = "Write 1 or more, or leave it empty."


class QuestionForm(Budgets, KeyedForm):
    words_name = "text"
    budgets = {"help": HELP_WORDS, "why": WHY_WORDS, "voice_help": HELP_WORDS}
    read_by_patients = frozenset({"help", "why", "voice_help"})

    class Meta:
        widgets = {name: lines(2) for name in ("text", "help", "why", "voice_text", "voice_help")}

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
        # In words: the database would name its own checks.
        smallest, largest = given.get("minimum"), given.get("maximum")
        if None not in (smallest, largest) and smallest > largest:
            self.add_error("maximum", ValidationError(TURNED_ROUND))
        for name in ("max_answers", "max_length"):
            if given.get(name) == 0:
                self.add_error(name, ValidationError(NONE_TAKEN))
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
    show_change_link = True

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
        (None, {"fields": ("section", "parent", "text", "short", "help", "why", "kind", "key")}),
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
            "About somebody else",
            {
                "fields": ("voice_text", "voice_help"),
                "description": "What a parent or a guardian reads; {name} is the patient. The"
                " answers have their own words on their own pages.",
            },
        ),
        ("For the patient’s own doctor", {"fields": ("ask_doctor",)}),
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


class OptionWordsForm(StaffForm):
    """What picking an answer says besides; the answer itself is edited with its question."""

    answers_for = forms.MultipleChoiceField(
        required=False,
        label="says “I don't know” for",
        help_text="These are not asked then, and stay on the lists of what is not known.",
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "answers_for" in self.fields:
            # Questions that offer "I don't know", and whatever was named before.
            owner, named = questionnaire_id_of(self.instance), self.instance.answers_for.split()
            asked = Question.objects.filter(section__questionnaire=owner, options__code=DONT_KNOW)
            found = dict(asked.values_list("key", "text").distinct())
            besides = [(key, key) for key in named if key not in found]
            self.fields["answers_for"].choices = [*found.items(), *besides]
            self.initial["answers_for"] = named

    def clean_answers_for(self):
        return " ".join(self.cleaned_data["answers_for"])

    def clean(self):
        given = super().clean()
        if bool(given.get("entry_name")) is not bool(given.get("entry_kind")):
            self.add_error("entry_kind", "An entry needs a name and a kind.")
        return given


@admin.register(Option)
class OptionAdmin(OpenedOn, PlainTitles, StrictLookups, admin.ModelAdmin):
    """Found by pickers; its words are edited with its question, what it says besides here."""

    form = OptionWordsForm
    fields = ("text", "voice_text", "answers_for", ("entry_name", "entry_kind"))
    readonly_fields = ("text",)

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

    def change_view(self, request, object_id, form_url="", extra_context=None):
        # It is deleted with its row on the question's page; here it has no page for that.
        shown = {**(extra_context or {}), "show_delete": False}
        return super().change_view(request, object_id, form_url, shown)

    def response_post_save_change(self, request, obj):
        return redirect("admin:intake_question_change", obj.question_id)

"""Questionnaires and their sections, as drafts."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.forms import JSONField
from django.forms.fields import InvalidJSONInput
from django.urls import reverse

from intake.admin.shared.base import CatalogAdmin, last_position, lines
from intake.admin.shared.forms import KeyedForm, SectionForm
from intake.admin.shared.pages import draft_tools
from intake.admin.shared.rows import OrderOfQuestions, OrderOfRows
from intake.core.documents.codec import parse
from intake.core.documents.values import DocumentError, decode, encode
from intake.core.questionnaire.parts import Roles
from intake.models import Questionnaire, Section

from .difference import DifferencePages
from .example_patients.pages import ExamplePatientPages
from .import_export import ExchangePages
from .lifecycle import LifePages
from .outline.page import OutlinePages
from .preview.pages import PreviewPages
from .publish import PublishingPages
from .translations.pages import TranslationPages

NAME = "admin:intake_questionnaire"


class PartsField(JSONField):
    """Which question plays which part, as text: checked like an imported document."""

    def bound_data(self, data, initial):
        # Shown again as it was typed; read and written anew, it could not be sent as a page.
        return InvalidJSONInput(data)

    def to_python(self, value):
        try:
            return encode(decode(Roles, parse(value or "{}"), "roles"))
        except DocumentError as error:
            raise ValidationError(str(error)) from None


class QuestionnaireForm(KeyedForm):
    key_name = "slug"
    roles = PartsField(required=False, label="parts that questions play", widget=lines(12))

    def fixed_keys(self):
        return {self.instance.slug} if self.instance.versions.exists() else set()

    def taken_keys(self):
        others = Questionnaire.objects.exclude(pk=self.instance.pk)
        return others.values_list("slug", flat=True)


class SectionRows(OrderOfRows):
    model = Section
    fields = ("key", "questions_in_it")
    verbose_name_plural = "sections, in the order patients meet them"

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(asked=Count("questions"))

    @admin.display(description="questions")
    def questions_in_it(self, section):
        return section.asked


class QuestionRows(OrderOfQuestions):
    fk_name = "section"
    verbose_name_plural = "questions, in the order they are asked"

    def get_queryset(self, request):
        # The questions of a group stand in order on the group's own page.
        return super().get_queryset(request).filter(parent=None)


@admin.register(Questionnaire)
class QuestionnaireAdmin(
    OutlinePages,
    PreviewPages,
    ExamplePatientPages,
    PublishingPages,
    DifferencePages,
    ExchangePages,
    LifePages,
    TranslationPages,
    CatalogAdmin,
):
    form = QuestionnaireForm
    list_display = ("title", "slug", "language", "content_version", "newest_version", "in_use")
    search_fields = ("title", "slug")
    inlines = (SectionRows,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "language", "content_version")}),
        (
            "Clinical review",
            {
                "fields": ("reviewer_name", "reviewer_role", "reviewed_on"),
                "description": "Recorded when a reviewed draft is published."
                " It stands as long as not a letter of the draft is changed.",
            },
        ),
        ("For the software", {"classes": ("collapse",), "fields": ("roles",)}),
    )
    readonly_fields = ("reviewer_name", "reviewer_role", "reviewed_on")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(newest=Max("versions__number"))

    @admin.display(description="newest version", ordering="newest", empty_value="not published")
    def newest_version(self, questionnaire):
        return questionnaire.newest

    @admin.display(description="for new visits", boolean=True)
    def in_use(self, questionnaire):
        return bool(questionnaire.newest) and questionnaire.retired_at is None

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def tools_of(self, request, draft):
        may, tools = request.user.has_perm, draft_tools(request.user, draft)
        if may("intake.add_section"):
            page = reverse("admin:intake_section_add")
            tools.append(("Add a section", f"{page}?questionnaire={draft.pk}"))
        if may("intake.add_questionnaire"):
            tools.append(("Duplicate", reverse(f"{NAME}_duplicate", args=[draft.pk])))
        if may("intake.add_version"):
            words = "Bring back" if draft.retired_at else "Retire"
            tools.append((words, reverse(f"{NAME}_retire", args=[draft.pk])))
        return tools

    def has_delete_permission(self, request, obj=None):
        if obj and (obj.versions.exists() or obj.visits.exists()):
            return False
        return super().has_delete_permission(request, obj)


@admin.register(Section)
class SectionAdmin(CatalogAdmin):
    form = SectionForm
    list_display = ("title", "key", "questionnaire", "questions_in_it")
    list_filter = ("questionnaire",)
    list_select_related = ("questionnaire",)
    search_fields = ("title", "key", "intro")
    ordering = ("questionnaire", "position")
    fields = ("questionnaire", "title", "intro", "voice_text", "voice_help", "key")
    inlines = (QuestionRows,)

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("questionnaire")
        return rows.annotate(asked=Count("questions"))

    @admin.display(description="questions")
    def questions_in_it(self, section):
        return section.asked

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def tools_of(self, request, section):
        if not request.user.has_perm("intake.add_question"):
            return []
        return [("Add a question", f"{reverse('admin:intake_question_add')}?section={section.pk}")]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.position = last_position(obj.questionnaire.sections) + 1
        super().save_model(request, obj, form, change)

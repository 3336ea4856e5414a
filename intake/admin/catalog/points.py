"""Points with their triggers, and claims: what the talk is about."""

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse

from intake.admin.shared.base import OrderedAdmin, lines
from intake.admin.shared.budgets import Budgets
from intake.admin.shared.forms import KeyedForm, StaffForm
from intake.admin.shared.keys import published_points
from intake.admin.shared.pickers import PickedField, questionnaire_id_of
from intake.core.limits import CHECK_TITLE_WORDS
from intake.models import Claim, Point

from .citations import CitationRows
from .conditions import name_of_option
from .triggers import TriggerRows


class PointForm(Budgets, KeyedForm):
    budgets = {"check_title": CHECK_TITLE_WORDS}
    read_by_patients = frozenset({"check_title"})

    class Meta:
        widgets = {"provider": lines(6), "ask": lines(2)}

    def fixed_keys(self):
        return published_points(self.instance.questionnaire_id)

    def clean(self):
        given = super().clean()
        if not given.get("is_identity"):
            return given
        owner = given.get("questionnaire", self.instance.questionnaire_id)
        others = Point.objects.filter(questionnaire=owner, is_identity=True)
        if other := others.exclude(pk=self.instance.pk).first():
            self.add_error("is_identity", f"“{other}” is raised then. Take its tick away first.")
        return given


@admin.register(Point)
class PointAdmin(OrderedAdmin):
    form = PointForm
    list_display = ("title", "kind", "group", "always", "triggers_of_it")
    list_filter = ("questionnaire", "kind", "knowledge", "always", "group")
    search_fields = ("title", "key", "group", "provider", "patient", "ask")
    ordering = ("position", "id")
    inlines = (TriggerRows, CitationRows)
    fieldsets = (
        (None, {"fields": ("questionnaire", "title", ("kind", "knowledge"), "group")}),
        ("What is said", {"fields": ("provider", "patient", "ask", "check_title")}),
        ("For every patient", {"fields": ("always",)}),
        (
            "For the software",
            {"classes": ("collapse",), "fields": ("key", "serves", "is_identity")},
        ),
    )

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("questionnaire")
        return rows.annotate(found=Count("triggers"))

    def tools_of(self, request, point):
        if not request.user.has_perm("intake.add_trigger"):
            return []
        return [("Add a trigger", f"{reverse('admin:intake_trigger_add')}?point={point.pk}")]

    @admin.display(description="triggers")
    def triggers_of_it(self, point):
        return point.found


class ClaimForm(StaffForm):
    option = PickedField(
        Claim, "option", name_of=name_of_option, path="question__section__questionnaire"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "option" in self.fields:
            known = self.instance.option if self.instance.pk else None
            self.fields["option"].label = "what the patient ticks"
            self.fields["option"].limit(questionnaire_id_of(self.instance), known)

    def clean(self):
        given = super().clean()
        option = given.get("option")
        if option and Claim.objects.filter(option=option).exclude(pk=self.instance.pk).exists():
            self.add_error("option", "What is known of this claim is written already. Change that.")
        return given


@admin.register(Claim)
class ClaimAdmin(OrderedAdmin):
    form = ClaimForm
    list_display = ("told", "known")
    list_filter = ("questionnaire",)
    search_fields = ("known", "option__text", "option__code")
    ordering = ("position", "id")
    fields = ("questionnaire", "option", "known")
    inlines = (CitationRows,)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("questionnaire", "option__question")

    @admin.display(description="what the patient was told")
    def told(self, claim):
        return claim.option.text

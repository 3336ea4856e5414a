"""Triggers of points, each with its conditions."""

from django.contrib import admin
from django.db.models import TextField
from django.http import HttpResponseRedirect
from django.urls import reverse

from intake.admin.shared.base import CatalogAdmin, last_position, lines
from intake.admin.shared.budgets import Budgets
from intake.admin.shared.forms import StaffForm
from intake.admin.shared.rows import OrderedRows
from intake.core.limits import LIFT_WORDS, WAYS_TO_LIFT
from intake.core.questionnaire.points import Severity
from intake.core.questionnaire.rule_words import BUDGETS
from intake.models import Trigger

from .conditions import TriggerConditionRows
from .readable import statement_words

NOT_YET = "No condition yet: it never fires."


def trigger_words(trigger):
    """When a trigger fires; costs no query if conditions came with their questions."""
    return statement_words(trigger.conditions.all(), trigger.behavior) or NOT_YET


class TriggerRows(OrderedRows):
    model = Trigger
    form = StaffForm
    fields = ("severity", "behavior", "when", "words")
    readonly_fields = ("when", "words")
    show_change_link = True
    verbose_name_plural = "triggers: what raises this point"

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.prefetch_related("conditions__source", "conditions__option")

    @admin.display(description="it fires when")
    def when(self, trigger):
        return trigger_words(trigger) if trigger.pk else "Save, then add its conditions."

    @admin.display(description="in its own words")
    def words(self, trigger):
        return trigger.title or trigger.short or "as the point says"


class TriggerForm(Budgets, StaffForm):
    budgets = BUDGETS | {"lift": LIFT_WORDS}
    lines = frozenset({"lift"})
    read_by_patients = frozenset({"patient", "ask"})

    def clean(self):
        given = super().clean()
        ways = [way for way in (given.get("lift") or "").splitlines() if way.strip()]
        if ways and given.get("severity") != Severity.HOLD.code:
            self.add_error("lift", "Only a hold is lifted.")
        if len(ways) not in (0, WAYS_TO_LIFT):
            self.add_error("lift", f"Write {WAYS_TO_LIFT} ways, one on each line, or none.")
        return given


@admin.register(Trigger)
class TriggerAdmin(CatalogAdmin):
    """Reached from its point, and leads back to it."""

    form = TriggerForm
    list_display = ("point", "severity", "when")
    list_filter = ("point__questionnaire", "severity")
    search_fields = ("point__title", "point__key")
    ordering = ("point__questionnaire", "point__position", "position")
    fieldsets = (
        (None, {"fields": ("point", "severity", "behavior")}),
        (
            "Its own words",
            {
                "fields": ("short", "title", "talk", "patient", "ask", "lift"),
                "description": "What is said when this trigger leads. What is left empty is taken"
                " from the point.",
            },
        ),
        ("On paper", {"fields": ("row", "about_person")}),
    )
    formfield_overrides = {TextField: {"widget": lines(2)}}
    radio_fields = {"severity": admin.HORIZONTAL, "behavior": admin.HORIZONTAL}
    inlines = (TriggerConditionRows,)

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("point")
        return rows.prefetch_related("conditions__source", "conditions__option")

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(["point"] if obj else []))

    @admin.display(description="it fires when")
    def when(self, trigger):
        return trigger_words(trigger)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.position = last_position(obj.point.triggers) + 1
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request, obj):
        return self._back_to_point(obj)

    def response_post_save_change(self, request, obj):
        return self._back_to_point(obj)

    def _back_to_point(self, trigger):
        return HttpResponseRedirect(reverse("admin:intake_point_change", args=[trigger.point_id]))

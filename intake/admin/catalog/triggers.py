"""Triggers of points, each with its conditions."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from intake.admin.shared.base import CatalogAdmin, last_position
from intake.admin.shared.forms import StaffForm
from intake.admin.shared.rows import OrderedRows
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
    fields = ("severity", "behavior", "when")
    readonly_fields = ("when",)
    show_change_link = True
    verbose_name_plural = "triggers: what raises this point"

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.prefetch_related("conditions__source", "conditions__option")

    @admin.display(description="it fires when")
    def when(self, trigger):
        return trigger_words(trigger) if trigger.pk else "Save, then add its conditions."


@admin.register(Trigger)
class TriggerAdmin(CatalogAdmin):
    """Reached from its point, and leads back to it."""

    form = StaffForm
    list_display = ("point", "severity", "when")
    list_filter = ("point__questionnaire", "severity")
    search_fields = ("point__title", "point__key")
    ordering = ("point__questionnaire", "point__position", "position")
    fields = ("point", "severity", "behavior")
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

"""The list of words that patients must not read about the treatment."""

from django.contrib import admin

from intake.admin.shared.base import OrderedAdmin
from intake.admin.shared.forms import StaffForm
from intake.models import WordsToAvoid


@admin.register(WordsToAvoid)
class WordsToAvoidAdmin(OrderedAdmin):
    form = StaffForm
    list_display = ("words", "instead")
    list_filter = ("questionnaire",)
    search_fields = ("words", "instead")
    ordering = ("position", "id")
    fields = ("questionnaire", "words", "instead")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("questionnaire")

"""The list of words that patients must not read about the treatment."""

from django.contrib import admin

from ..models import WordsToAvoid
from .base import OrderedAdmin
from .forms import StaffForm


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

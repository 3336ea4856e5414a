"""Lists of words: those that patients must not read, and the names that boxes offer them."""

from django.contrib import admin

from intake.admin.shared.base import OrderedAdmin
from intake.admin.shared.forms import StaffForm
from intake.models import ListedName, WordsToAvoid


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


@admin.register(ListedName)
class ListedNameAdmin(OrderedAdmin):
    form = StaffForm
    list_display = ("text", "asked", "also_known", "kind", "ticks", "reviewed")
    list_filter = ("asked", "questionnaire")
    search_fields = ("text", "also", "ticks")
    ordering = ("position", "id")
    fields = ("questionnaire", "asked", "text", "also", "kind", "ticks")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("questionnaire")

    @admin.display(description="also known as")
    def also_known(self, name):
        return ", ".join(name.also.splitlines())

    @admin.display(description="clinically reviewed")
    def reviewed(self, name):
        """A name is reviewed with the whole questionnaire, or not at all."""
        return name.questionnaire.reviewer_name or "For review"

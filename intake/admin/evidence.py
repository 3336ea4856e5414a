"""The evidence ledger, and the topics that the content must cover."""

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils import timezone

from ..models import Evidence, Topic
from .base import OrderedAdmin, lines
from .citations import CitationRows
from .forms import KeyedForm
from .keys import published_evidence, published_topics
from .pickers import within
from .tasks import SOON

NO_ADDRESS = "-"


class EvidenceForm(KeyedForm):
    words_name = "source"

    class Meta:
        widgets = {"locator": lines(2)}

    def fixed_keys(self):
        return published_evidence(self.instance.questionnaire_id)

    def clean_url(self):
        url = self.cleaned_data["url"].strip()
        # A link that runs a script would run it at the provider's door.
        if url not in ("", NO_ADDRESS) and not url.startswith(("https://", "http://")):
            raise ValidationError("An address begins with https:// or http://.")
        return url


class FallsDue(admin.SimpleListFilter):
    title = "when to read again"
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return (("overdue", "overdue"), ("all", "overdue or within 30 days"))

    def queryset(self, request, queryset):
        today = timezone.localdate()
        latest = {"overdue": today - timedelta(days=1), "all": today + SOON}.get(self.value())
        return queryset.filter(review_by__lte=latest) if latest else queryset


@admin.register(Evidence)
class EvidenceAdmin(OrderedAdmin):
    form = EvidenceForm
    list_display = (
        "key",
        "source",
        "publisher",
        "reading",
        "reviewer",
        "read_on",
        "review_by",
        "uses",
    )
    list_display_links = ("key", "source")
    list_filter = ("questionnaire", FallsDue, "reading")
    search_fields = ("key", "source", "publisher", "statement", "url")
    ordering = ("position", "id")
    fieldsets = (
        (None, {"fields": ("questionnaire", "source", "statement", "key")}),
        ("Where it is", {"fields": (("publisher", "published"), "url", "locator")}),
        ("When it was read", {"fields": ("reading", "reviewer", ("read_on", "review_by"))}),
    )

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("questionnaire")
        return rows.annotate(cited=Count("citations"))

    @admin.display(description="cited", ordering="cited")
    def uses(self, evidence):
        return evidence.cited

    def get_search_results(self, request, queryset, search_term):
        rows, has_twins = super().get_search_results(request, queryset, search_term)
        return within(request, rows, "questionnaire"), has_twins


class TopicForm(KeyedForm):
    words_name = "claim"

    def fixed_keys(self):
        return published_topics(self.instance.questionnaire_id)


@admin.register(Topic)
class TopicAdmin(OrderedAdmin):
    form = TopicForm
    list_display = ("key", "claim", "verdict")
    list_display_links = ("key", "claim")
    list_filter = ("questionnaire", "verdict")
    search_fields = ("key", "claim", "why")
    ordering = ("position", "id")
    fields = ("questionnaire", "claim", "verdict", "why", "key")
    inlines = (CitationRows,)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("questionnaire")

"""The evidence ledger, and the topics that the content must cover."""

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from intake.actions.catalog.impact import open_summaries_with
from intake.admin.shared.base import OrderedAdmin, lines
from intake.admin.shared.forms import KeyedForm
from intake.admin.shared.keys import published_evidence, published_topics
from intake.admin.shared.pickers import within
from intake.core.limits import SOON
from intake.models import Evidence, Topic

from .citations import CitationRows

NO_ADDRESS = "-"
RESTS = "What rests on it"


BEFORE_READ = "“Read again by” lies before the day it was read. Check both dates."


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

    def clean(self):
        given = super().clean()
        read_on, again = given.get("read_on"), given.get("review_by")
        if read_on and again and again < read_on:
            self.add_error("review_by", ValidationError(BEFORE_READ))
        return given


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
        (RESTS, {"fields": ("used_by", "open_summaries")}),
        (
            "When it was read",
            {"fields": ("reading", "reviewer", ("read_on", "review_by"), "regulatory")},
        ),
    )

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("questionnaire")
        return rows.annotate(cited=Count("citations"))

    def get_object(self, request, object_id, from_field=None):
        evidence = super().get_object(request, object_id, from_field)
        if evidence is not None:
            # The count on its page is logged with who asked for it.
            evidence.asked_by = request.user
        return evidence

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "used_by", "open_summaries")

    def get_fieldsets(self, request, obj=None):
        # Nothing rests yet on what is being added.
        kept = super().get_fieldsets(request, obj)
        return kept if obj else tuple(each for each in kept if each[0] != RESTS)

    @admin.display(description="points, questions and claims")
    def used_by(self, evidence):
        """What cites it, each with the way to it."""
        cited = evidence.citations.select_related("point", "question", "claim", "topic")
        owners = (each.point or each.question or each.claim or each.topic for each in cited)
        links = (
            (reverse(f"admin:intake_{owner._meta.model_name}_change", args=[owner.pk]), owner)
            for owner in owners
        )
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>', links) or "nothing yet"

    @admin.display(description="open summaries that print it")
    def open_summaries(self, evidence):
        return open_summaries_with(evidence, by=evidence.asked_by, at=timezone.now())

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

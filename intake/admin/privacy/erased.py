"""Erased visits, of which only numbers are left, and what would be erased next."""

from itertools import islice

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils import timezone

from intake.actions.access_log import record
from intake.actions.privacy.erase import due
from intake.admin.shared.base import PlainTitles, StrictLookups
from intake.admin.shared.pages import OwnPage, ReadOnly
from intake.admin.shared.rights import may
from intake.models import LegalHold, Stone

MOST_SHOWN = 500


@admin.register(Stone)
class ErasedAdmin(OwnPage, ReadOnly, PlainTitles, StrictLookups, admin.ModelAdmin):
    list_display = ("reference", "visit_number", "why", "erased_at", "by")
    list_display_links = None
    list_filter = ("why",)
    search_fields = ("=reference",)
    search_help_text = "The whole reference, such as EV-7K2M-9QPX."
    list_select_related = ("erased_by",)
    show_full_result_count = False

    def get_urls(self):
        page = self.admin_site.admin_view(self.due_view)
        return [path("due/", page, name="intake_stone_due"), *super().get_urls()]

    @admin.display(description="by")
    def by(self, stone):
        return stone.erased_by.printed_name if stone.erased_by else "its time was up"

    def due_view(self, request):
        """What the daily purge would erase now; looking erases nothing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = list(islice(due(at=timezone.now()), MOST_SHOWN + 1))
        record("due_read", at=timezone.now(), by=request.user, detail=f"{len(found)} visits")
        return self.page(
            request,
            "stone/due",
            title="What would be erased now",
            crumbs=[self.list_crumb],
            found=found[:MOST_SHOWN],
            more=len(found) > MOST_SHOWN,
            years=settings.KEEP_YEARS,
            held=LegalHold.objects.filter(lifted_at=None).count(),
        )

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        """A stone does not say at which site the visit was."""
        return may(request.user, "view_stone") and request.user.is_everywhere

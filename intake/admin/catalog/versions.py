"""Published versions: listed, read and downloaded, never changed."""

from django.contrib import admin
from django.http import Http404, HttpResponse
from django.urls import path, reverse

from intake.actions.catalog.waive import CURE
from intake.admin.shared.base import PlainTitles, StrictLookups
from intake.admin.shared.pages import OwnPage, ReadOnly
from intake.display.downloads import file_named
from intake.models import Version
from intake.models.catalog.versions import VersionAltered

from .lifecycle import RestorePages
from .readable import claims_of, points_of, sections_of

COMMAND_LINE = "from the command line"
NOT_REVIEWED = "NOT CLINICALLY REVIEWED"


@admin.register(Version)
class VersionAdmin(RestorePages, OwnPage, ReadOnly, PlainTitles, StrictLookups, admin.ModelAdmin):
    list_display = ("name", "published_at", "by", "why", "reviewed_by")
    list_filter = ("questionnaire",)
    fields = (
        "questionnaire",
        "number",
        "published_at",
        "by",
        "why",
        "reviewed_by",
        "sha256",
    )

    @admin.display(description="version", ordering="number")
    def name(self, version):
        return f"{version.questionnaire.title}, version {version.number}"

    @admin.display(description="published by")
    def by(self, version):
        return version.published_by.printed_name if version.published_by else COMMAND_LINE

    @admin.display(description="clinically reviewed")
    def reviewed_by(self, version):
        if not version.reviewer_name:
            return NOT_REVIEWED
        role = f", {version.reviewer_role}" if version.reviewer_role else ""
        return f"{version.reviewer_name}{role}, on {version.reviewed_on:%d-%b-%Y}"

    def get_queryset(self, request):
        # A document is as large as a book; the list needs none of them.
        rows = super().get_queryset(request).select_related("questionnaire", "published_by")
        return rows.defer("document")

    def get_urls(self):
        page = self.admin_site.admin_view(self.download_view)
        return [
            path("<int:pk>/document.json", page, name="intake_version_download"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        version = self.get_object(request, object_id)
        if version is not None and self.has_view_permission(request, version):
            extra_context = {**(extra_context or {}), **self.told(request, version)}
        return super().change_view(request, object_id, form_url, extra_context)

    def told(self, request, version):
        """What it says, and what can be done with it; of one that was altered, that alone."""
        title = self.name(version)
        try:
            version.expect_as_published()
        except VersionAltered as altered:
            return {"title": title, "altered": f"{altered} {CURE}"}
        document = version.read()
        compare = reverse("admin:intake_questionnaire_difference", args=[version.questionnaire_id])
        tools = [
            ("Download JSON", reverse("admin:intake_version_download", args=[version.pk])),
            ("Compare", f"{compare}?before={version.number}&after=draft"),
        ]
        if request.user.has_perm("intake.change_questionnaire"):
            tools.append(("Restore", reverse("admin:intake_version_restore", args=[version.pk])))
        return {
            "title": title,
            "tools": tools,
            "sections": sections_of(document),
            "points": points_of(document),
            "claims": claims_of(document),
            "evidence": document.evidence,
            "waivers": document.waivers,
        }

    def download_view(self, request, pk):
        """The published bytes; ``import_questionnaire`` reads them back."""
        version = self.get_object(request, pk)
        if version is None or not self.has_view_permission(request, version):
            raise Http404
        version.expect_as_published()
        name = f"{version.questionnaire.slug}-version-{version.number}.json"
        response = HttpResponse(version.document, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = file_named(name)
        return response

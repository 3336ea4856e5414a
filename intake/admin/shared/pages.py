"""The admin's own pages, made in one way; records that are only read; the tools of a draft."""

from django.forms import Media
from django.template.response import TemplateResponse
from django.urls import reverse

from intake.actions.afterwards import after_the_commit
from intake.actions.catalog.translate_draft import LANGUAGES


class OwnPage:
    """``templates/admin/intake/NAME.html`` in the admin's frame.

    ``crumbs`` are the words and addresses of the pages above it; a ``form`` brings its media.
    """

    def page(self, request, name, /, *, status=200, **shown):
        form = shown.get("form")
        media = form.media if form is not None else Media()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            # Django's pickers need what every form of the admin loads.
            "media": self.media + media if str(media) else "",
            **shown,
        }
        return TemplateResponse(request, f"admin/intake/{name}.html", context, status=status)

    def log_addition(self, request, obj, message):
        """The admin's own history follows what was done; the access log has its line with it."""
        with after_the_commit():
            super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        with after_the_commit():
            super().log_change(request, obj, message)

    @property
    def list_crumb(self):
        address = reverse(f"admin:intake_{self.opts.model_name}_changelist")
        return self.opts.verbose_name_plural.capitalize(), address

    def record_crumbs(self, record, words=None):
        page = reverse(f"admin:intake_{self.opts.model_name}_change", args=[record.pk])
        return self.list_crumb, (words or record, page)


class ReadOnly:
    """Nothing is added, changed or deleted here."""

    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def draft_tools(user, draft):
    """What can be done with a draft, as the line above its pages: words and addresses."""
    of_draft = f"?questionnaire__id__exact={draft.pk}"
    lines = [
        ("Outline", "questionnaire_outline", None, ""),
        ("Preview", "questionnaire_preview", None, ""),
        ("Example patients", "questionnaire_patients", None, ""),
        ("Coverage", "questionnaire_coverage", None, ""),
        ("Points", "point_changelist", None, of_draft),
        ("What differs", "questionnaire_difference", "view_version", ""),
        ("Versions", "version_changelist", "view_version", of_draft),
        ("Download JSON", "questionnaire_export", "view_questionnaire", ""),
        ("Publish…", "questionnaire_publish", "add_version", ""),
    ]
    tools = [
        (words, reverse(f"admin:intake_{name}", args=[] if query else [draft.pk]) + query)
        for words, name, right, query in lines
        if right is None or user.has_perm(f"intake.{right}")
    ]
    for code, language in LANGUAGES.items():
        page = reverse("admin:intake_translation", args=[draft.pk, code])
        tools.insert(5, (f"In {language}", page))
    if user.has_perm("intake.add_questionnaire"):
        tools.insert(-1, ("Import a document", reverse("admin:intake_questionnaire_import")))
    return tools

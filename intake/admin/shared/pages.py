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
    of_draft, may = f"?questionnaire__id__exact={draft.pk}", user.has_perm

    def at(name, *args):
        return reverse(f"admin:intake_{name}", args=args)

    lines = [
        (None, "Outline", at("questionnaire_outline", draft.pk)),
        (None, "Preview", at("questionnaire_preview", draft.pk)),
        (None, "Example patients", at("questionnaire_patients", draft.pk)),
        (None, "Coverage", at("questionnaire_coverage", draft.pk)),
        (None, "Points", at("point_changelist") + of_draft),
        *(
            (None, f"In {name}", at("translation", draft.pk, code))
            for code, name in LANGUAGES.items()
        ),
        ("view_version", "What differs", at("questionnaire_difference", draft.pk)),
        ("view_version", "Versions", at("version_changelist") + of_draft),
        ("view_questionnaire", "Download JSON", at("questionnaire_export", draft.pk)),
        ("add_questionnaire", "Import a document", at("questionnaire_import")),
        ("add_version", "Publish…", at("questionnaire_publish", draft.pk)),
    ]
    return [(words, to) for right, words, to in lines if not right or may(f"intake.{right}")]

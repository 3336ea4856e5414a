"""One questionnaire as a JSON document: taken in after its difference was seen, and handed out."""

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from intake.actions.catalog.compile import DraftIncomplete, compile_draft
from intake.actions.catalog.import_draft import import_draft
from intake.actions.catalog.seen import DraftChanged, standing_sha256
from intake.core.documents.codec import questionnaire_from_json, questionnaire_to_json
from intake.core.documents.values import DocumentError
from intake.core.editing.check import check
from intake.core.limits import DOCUMENT_BYTES
from intake.display.downloads import file_named
from intake.models import Questionnaire

from .difference import told
from .problem_places import named

SALT = "intake.admin.import"
AN_HOUR = 3600
LARGE = f"The file is larger than {DOCUMENT_BYTES:,} bytes."
LATE = "This was read more than an hour ago. Choose the file again."


class DocumentForm(forms.Form):
    document = forms.FileField(
        label="File",
        help_text="A JSON document, as a version's “Download JSON” gives it.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )

    def clean_document(self):
        file = self.cleaned_data["document"]
        if file.size > DOCUMENT_BYTES:
            raise ValidationError(LARGE)
        try:
            self.text = file.read().decode("utf-8-sig")
            self.read = questionnaire_from_json(self.text)
        except UnicodeDecodeError:
            raise ValidationError("This is not a JSON document in UTF-8.") from None
        except DocumentError as error:
            raise ValidationError(str(error)) from None
        return file


class ExchangePages:
    """Adds import and export to the admin of questionnaires."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = "intake_questionnaire"
        return [
            path("import/", wrap(self.import_view), name=f"{name}_import"),
            path("<int:pk>/draft.json", wrap(self.export_view), name=f"{name}_export"),
            *super().get_urls(),
        ]

    def export_view(self, request, pk):
        """The draft as it stands; ``import`` reads the same bytes back."""
        draft = self.get_object(request, pk)
        if draft is None or not self.has_view_permission(request, draft):
            raise Http404
        try:
            text = questionnaire_to_json(compile_draft(draft))
        except DraftIncomplete:
            messages.error(request, "The draft can't be exported before its mistakes are mended.")
            return redirect("admin:intake_questionnaire_publish", draft.pk)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = file_named(f"{draft.slug}-draft.json")
        return response

    def import_view(self, request):
        """First the difference is shown, then a second click takes the document in."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        if "read" in request.POST:
            return self._take_in(request)
        form = DocumentForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return self._preview_page(request, form.text, form.read)
        found = {"form": form, "button": "Show what would change"}
        return self._import_page(request, found, status=400 if form.is_bound else 200)

    def _take_in(self, request):
        try:
            text, standing = signing.loads(request.POST["read"], salt=SALT, max_age=AN_HOUR)
            document = questionnaire_from_json(text)
        except (signing.BadSignature, DocumentError):
            messages.error(request, LATE)
            return redirect("admin:intake_questionnaire_import")
        try:
            draft = import_draft(document, by=request.user, at=timezone.now(), seen=standing)
        except DraftChanged as changed:
            messages.error(request, str(changed))
            return self._preview_page(request, text, document)
        except DocumentError as error:
            messages.error(request, f"Nothing was imported. {error}")
            return redirect("admin:intake_questionnaire_import")
        self.log_change(request, draft, "Imported a document into the draft.")
        messages.success(
            request,
            f"“{draft.title}” was imported into the draft. Patients see it once it is published.",
        )
        return redirect("admin:intake_questionnaire_change", draft.pk)

    def _preview_page(self, request, text, document):
        draft = Questionnaire.objects.filter(slug=document.key).first()
        kept = signing.dumps((text, standing_sha256(draft)), salt=SALT, compress=True)
        try:
            kinds = told(draft, compile_draft(draft), document) if draft else None
        except DraftIncomplete:
            kinds = None  # the draft has mistakes that keep it from being read
        return self._import_page(
            request,
            {
                "draft": draft,
                "document": document,
                "read": kept,
                "is_new": draft is None,
                "button": "Replace the draft" if draft else "Make this questionnaire",
                "kinds": kinds,
                "warnings": named(document, check(document, on=timezone.localdate())),
            },
        )

    def _import_page(self, request, found, *, status=200):
        found = {"title": "Import a questionnaire", "crumbs": [self.list_crumb], **found}
        return self.page(request, "questionnaire/import", status=status, **found)

"""Example patients: what must come out for each against what does, and answering again."""

import json

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from intake.actions.catalog.compile import DraftIncomplete, compile_draft
from intake.actions.catalog.example_patients import (
    answers_that_fit,
    keep_example_patient,
    read_example_patient,
    try_one,
)
from intake.admin.catalog.preview.answers import Trying
from intake.admin.shared.back_to_outline import INCOMPLETE, mend_first, outline_address
from intake.admin.shared.base import OrderedAdmin, lines
from intake.admin.shared.opened_on import kept as written_down
from intake.admin.shared.opened_on import stale_of, state_of
from intake.admin.shared.pages import draft_tools
from intake.core.documents.values import DocumentError
from intake.core.editing.example_patients import example_patient_from
from intake.forms.words import number_in
from intake.models import ExamplePatient, Questionnaire
from intake.printing.previews import preview_of

from .form import ExpectationForm
from .in_words import answers_of, lines_of


class BroughtForm(forms.Form):
    """An example patient from a file of the shell's format."""

    questionnaire = forms.ModelChoiceField(Questionnaire.objects.all())
    document = forms.CharField(
        label="Example patient as JSON",
        widget=lines(20),
        help_text="As in fixtures/patients: name, answers, rows, expect. One with the same name is"
        " replaced.",
    )

    def clean(self):
        given = super().clean()
        if self.errors:
            return given
        try:
            document = compile_draft(given["questionnaire"])
            given["told"] = read_example_patient(document, given["document"])
        except DraftIncomplete:
            self.add_error("questionnaire", ValidationError(INCOMPLETE))
        except DocumentError as error:
            self.add_error("document", ValidationError(str(error)))
        return given


@admin.register(ExamplePatient)
class ExamplePatientAdmin(OrderedAdmin):
    list_display = ("name",)
    list_filter = ("questionnaire",)
    search_fields = ("name",)
    ordering = ("position", "id")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/answer/", wrap(self.answer_view), name="intake_examplepatient_answer"),
            path(
                "<int:pk>/paper/<str:copy>/",
                wrap(self.paper_view),
                name="intake_examplepatient_paper",
            ),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        number = number_in(request.GET.get("questionnaire", ""))
        first = Questionnaire.objects.filter(pk=number).first()
        form = BroughtForm(request.POST or None, initial={"questionnaire": first})
        if form.is_valid():
            given = form.cleaned_data
            try:
                kept = keep_example_patient(given["questionnaire"], given["told"])
            except DocumentError as error:
                form.add_error("document", ValidationError(str(error)))
            else:
                self.log_addition(request, kept, "Added as JSON.")
                return redirect("admin:intake_examplepatient_change", kept.pk)
        return self.page(
            request,
            "ask",
            title="Add an example patient as JSON",
            crumbs=[self.list_crumb],
            form=form,
            button="Keep this example patient",
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        kept = self._kept(request, object_id, "change_examplepatient")
        tried = self._tried(kept)
        if tried is None:
            return mend_first(request, kept.questionnaire_id)
        form, stale = self._expectations(request, kept, tried.trial)
        if form and form.is_valid() and not stale and self._keep(request, kept, form):
            return redirect("admin:intake_examplepatient_change", kept.pk)
        return self._patient_page(request, kept, tried, form, stale)

    def _patient_page(self, request, kept, tried, form, stale):
        draft = kept.questionnaire
        tried_all = reverse("admin:intake_questionnaire_patients", args=[draft.pk])
        document = json.dumps(kept.document, ensure_ascii=False, indent=1)
        context = {
            "title": kept.name,
            "crumbs": [(draft.title, outline_address(draft.pk)), ("Example patients", tried_all)],
            "draft_tools": draft_tools(request.user, draft),
            "button": "Save",
            "kept": kept,
            "tried": tried,
            "form": form,
            "stale": stale,
            # Half a character is shown as it is written in JSON: no page can hold it as it is.
            "document": document.encode(errors="backslashreplace").decode(),
        }
        if form:
            # What the form was opened on is what it began with, whatever was posted since.
            context["opened_on"] = written_down(state_of(form))
            context |= {"lines": lines_of(form.trial), "said": answers_of(form.trial)}
        return self.page(request, "examplepatient/patient", **context)

    def answer_view(self, request, pk):
        """The preview goes on from this patient's answers."""
        kept = self._kept(request, pk, "change_examplepatient")
        try:
            document = compile_draft(kept.questionnaire)
        except DraftIncomplete:
            return mend_first(request, kept.questionnaire_id)
        answers = answers_that_fit(document, kept.document)
        Trying(kept.questionnaire, document, answers, kept.pk).keep(request.session)
        return redirect("admin:intake_questionnaire_preview", kept.questionnaire_id)

    def paper_view(self, request, pk, copy):
        kept = self._kept(request, pk, "view_examplepatient")
        tried = self._tried(kept)
        if tried is None or tried.trial is None:
            raise Http404
        return preview_of(request, tried.trial.discussion, kept.questionnaire, copy)

    def _expectations(self, request, kept, trial):
        """What must come out, as it is saved or as it was posted over what was opened."""
        if trial is None:
            return None, None
        stale = None
        if request.method == "POST":
            stale = stale_of(request, kept, ExpectationForm(trial, beside=kept.beside))
        return ExpectationForm(trial, request.POST or None, beside=kept.beside), stale

    def _keep(self, request, kept, form):
        given = form.cleaned_data
        answered = {part: kept.document[part] for part in ("answers", "rows")}
        told = {**given["beside"], **answered, "name": given["name"], "expect": form.expect}
        try:
            example_patient_from(
                form.trial.walked.questionnaire, told | {"answers": {}, "rows": {}}
            )
            keep_example_patient(kept.questionnaire, told, replacing=kept)
        except DocumentError as error:
            where = "name" if error.path == "name" else "beside"
            says = f"{error.problem.capitalize()}." if where == "name" else str(error)
            form.add_error(where, ValidationError(says))
            return False
        self.log_change(request, kept, "Changed what must come out.")
        messages.success(request, "Kept.")
        return True

    def _kept(self, request, pk, right):
        kept = self.get_object(request, str(pk))
        if kept is None:
            raise Http404
        if not request.user.has_perm(f"intake.{right}"):
            raise PermissionDenied
        return kept

    def _tried(self, kept):
        try:
            document = compile_draft(kept.questionnaire)
        except DraftIncomplete:
            return None
        return try_one(kept, document, at=timezone.now())

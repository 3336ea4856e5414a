"""What answers raise on a draft: the preview's, to be kept, and those of example patients."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from intake.actions.catalog.compile import DraftIncomplete, compile_draft
from intake.actions.catalog.example_patients import (
    failures,
    keep_example_patient,
    parts_that_fit,
    try_all,
)
from intake.admin.shared.back_to_outline import mend_first, outline_address
from intake.admin.shared.pages import draft_tools
from intake.core.documents.codec import answers_to_json
from intake.core.editing.coverage import Given, unreached
from intake.core.editing.example_patients import example_patient_from, run
from intake.models import Question
from intake.printing.previews import preview_of

from .form import ExpectationForm
from .in_words import answers_of, lines_of


class ExamplePatientPages:
    """Adds to the admin of questionnaires what is made of the preview and of example patients."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = {
            "trial": ("preview/outcome/", self.trial_view),
            "preview_paper": ("preview/paper/<str:copy>/", self.preview_paper_view),
            "patients": ("example-patients/", self.patients_view),
            "coverage": ("coverage/", self.coverage_view),
        }
        return [
            path(f"<int:pk>/{part}", wrap(view), name=f"intake_questionnaire_{name}")
            for name, (part, view) in pages.items()
        ] + super().get_urls()

    def trial_view(self, request, pk):
        trying = self.trying(request, pk)
        if trying is None:
            return mend_first(request, pk)
        kept = trying.draft.example_patients.filter(pk=trying.patient).first()
        told, lost = parts_that_fit(trying.questionnaire, kept.document) if kept else ({}, ())
        trial = _trial_of(trying, {"name": kept.name if kept else "", **told})
        form = ExpectationForm(trial, request.POST or None)
        if form.is_valid():
            told |= {"name": form.cleaned_data["name"], "expect": form.expect}
            return self._keep_patient(request, trying, kept, told)
        return self._draft_page(
            request,
            trying.draft,
            "outcome",
            title=f"What these answers raise: “{trying.draft.title}”",
            button="Keep this example patient",
            missing=len(trying.missing),
            kept=kept,
            lost=lost,
            form=form,
            lines=lines_of(trial),
            said=answers_of(trial),
        )

    def _keep_patient(self, request, trying, kept, beside):
        """What an example patient has besides her answers stays when they are given again."""
        given = answers_to_json(trying.answers)
        entries = given["rows"].items()
        told = {
            **beside,
            "answers": given["answers"],
            # As in an example patient's file: entries are told apart by their place.
            "rows": {group: [row["answers"] for row in rows] for group, rows in entries},
        }
        made = keep_example_patient(trying.draft, told, replacing=kept)
        self.log_change(request, trying.draft, f"Kept the example patient “{made}”.")
        messages.success(request, f"Kept: {made}")
        return redirect("admin:intake_examplepatient_change", made.pk)

    def preview_paper_view(self, request, pk, copy):
        trying = self.trying(request, pk)
        if trying is None:
            return mend_first(request, pk)
        return preview_of(request, _trial_of(trying, {"name": ""}).discussion, trying.draft, copy)

    def patients_view(self, request, pk):
        draft = self.draft_of(request, pk, "view_examplepatient")
        document = self._document(draft)
        if document is None:
            return mend_first(request, pk)
        tried = try_all(draft, document, at=timezone.now())
        shown = {"tried": tried, "failing": len(failures(tried))}
        title = f"Example patients of “{draft.title}”"
        return self._draft_page(request, draft, "patients", title=title, **shown)

    def coverage_view(self, request, pk):
        draft = self.draft_of(request, pk, "view_examplepatient")
        document = self._document(draft)
        if document is None:
            return mend_first(request, pk)
        tried = try_all(draft, document, at=timezone.now())
        patients = [each.trial.patient for each in tried if each.trial]
        given = [Given(each.answers, clinic=each.told.clinic) for each in patients]
        unreached = _unreached(draft, document, given)
        return self._draft_page(
            request,
            draft,
            "coverage",
            title=f"What no example patient of “{draft.title}” reaches",
            patients=len(given),
            unreached=unreached,
            whole=not any(found for _heading, found in unreached),
        )

    def _document(self, draft):
        try:
            return compile_draft(draft)
        except DraftIncomplete:
            return None

    def _draft_page(self, request, draft, name, **shown):
        crumbs = [(draft.title, outline_address(draft.pk))]
        tools = draft_tools(request.user, draft)
        page = f"examplepatient/{name}"
        return self.page(request, page, draft=draft, crumbs=crumbs, draft_tools=tools, **shown)


def _trial_of(trying, told):
    """The preview's answers, with what was expected of the patient they were taken from."""
    patient = example_patient_from(trying.questionnaire, told)
    now = replace(patient, told=replace(patient.told, answers=trying.answers))
    return run(trying.questionnaire, now, as_of=timezone.now())


def _unreached(draft, document, given):
    """By kind, each with its words, the address to look at, and what is said besides."""
    left, titles = unreached(document, given), document.point_titles
    rows = Question.objects.filter(section__questionnaire=draft).values_list("key", "pk")
    asked = {key: outline_address(draft.pk, f"question-{pk}") for key, pk in rows}
    # One look-up for all: resolving an address costs more than the rest of a line.
    pages = reverse("admin:intake_point_changelist")
    raised = {row.key: f"{pages}{row.pk}/change/" for row in draft.points.all()}
    by_key = document.by_key
    return [
        ("Points that never appear", [(titles[key], raised[key], "") for key in left.points]),
        (
            "Triggers that never fire",
            [(titles[key], raised[key], f", trigger {number}") for key, number in left.triggers],
        ),
        (
            "Questions that are never asked",
            [(by_key[key].text, asked[key], "") for key in left.questions],
        ),
        (
            "Answers that nobody picks",
            [(by_key[k].text, asked[k], f" → {by_key[k].texts[code]}") for k, code in left.options],
        ),
    ]

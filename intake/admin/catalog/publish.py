"""Publishing a draft: what has to be mended first, reasons, the reviewer, the new version."""

from contextlib import suppress

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from intake.actions.catalog.compile import DraftIncomplete, compile_draft
from intake.actions.catalog.example_patients import try_all
from intake.actions.catalog.publish import PublishingRefused, problems_of, publish
from intake.actions.catalog.seen import DraftChanged, seen_to_publish
from intake.actions.catalog.waive import take_back_reason
from intake.core.editing.check import Weight
from intake.models import Submission, SubmissionState, Waiver
from intake.models.catalog.versions import VersionAltered

from .example_patients.in_words import lines_of
from .problem_places import placed, places_of
from .publish_form import REVIEW, PublishForm
from .translations.pages import begun

ANSWERING = (SubmissionState.OPEN, SubmissionState.REOPENED)


class PublishingPages:
    """Adds the page that publishes to the admin of questionnaires."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = "intake_questionnaire"
        take_back = wrap(require_POST(self.take_back_view))
        return [
            path("<int:pk>/publish/", wrap(self.publish_view), name=f"{name}_publish"),
            path("reason/<int:pk>/", take_back, name="intake_waiver_take_back"),
            *super().get_urls(),
        ]

    def publish_view(self, request, pk):
        draft = self.draft_of(request, pk, "add_version")
        # Before all that the page shows of it: what is kept in between is noticed.
        standing = seen_to_publish(draft)
        problems = problems_of(draft, at=timezone.now())
        warnings = [each for each in problems if each.weight is Weight.WITH_REASON]
        form = PublishForm(request.POST or None, standing=standing, warnings=warnings)
        if form.is_valid():
            try:
                return self._publish(request, draft, form)
            except PublishingRefused as refused:
                problems = refused.problems
            except DraftChanged as changed:
                draft = self.draft_of(request, pk, "add_version")
                form.refuse(changed, standing=seen_to_publish(draft))
                problems = problems_of(draft, at=timezone.now())
        return self._publish_page(request, draft, form, problems)

    def take_back_view(self, request, pk):
        """A reason no longer holds: the warning stands again."""
        kept = get_object_or_404(Waiver, pk=pk)
        draft = self.draft_of(request, kept.questionnaire_id, "add_version")
        take_back_reason(kept, by=request.user, at=timezone.now())
        messages.success(request, "The reason is withdrawn. The warning stands again.")
        return redirect("admin:intake_questionnaire_publish", draft.pk)

    def _publish(self, request, draft, form):
        version = publish(
            draft,
            by=request.user,
            at=timezone.now(),
            why=form.cleaned_data["why"],
            reviewer=form.reviewer,
            reasons=form.reasons,
            seen=form.cleaned_data["standing"],
        )
        self.log_change(request, draft, f"Published version {version.number}.")
        messages.success(
            request,
            f"Version {version.number} is published. Patients who open their link from now on"
            " are asked this version; those who have begun finish on theirs.",
        )
        return redirect("admin:intake_version_change", version.pk)

    def _publish_page(self, request, draft, form, problems):
        answering = Submission.objects.filter(visit__questionnaire=draft, state__in=ANSWERING)
        newest, document = draft.versions.order_by("-number").first(), None
        with suppress(DraftIncomplete):
            document = compile_draft(draft)
        is_same = False
        with suppress(VersionAltered):  # which the warnings tell
            is_same = newest and newest.read() == document
        context = {
            "title": f"Publish “{draft.title}”",
            "here": "Publish",
            "crumbs": self.record_crumbs(draft),
            "draft": draft,
            "form": form,
            "reason_fields": [form["why"]],
            "review_fields": [form[name] for name in REVIEW],
            # The one on record, if it was of the draft as it is now.
            "review": document and document.review,
            "languages": begun(draft, document) if document else (),
            "is_same": is_same,
            "number": newest.number + 1 if newest else 1,
            "answering": answering.count(),
            **_in_the_way(draft, form, problems),
        }
        return self.page(request, "questionnaire/publish", **context)


def _in_the_way(draft, form, problems):
    """What stands against publishing, the points of example patients that come out wrong, reasons.

    A warning has the input for its reason, a reason on record the address of what it is about.
    """
    stands, asked = placed(draft, problems), form.warnings.values()
    tried = []
    if any(each.place.startswith("patient:") for each in problems):
        tried = try_all(draft, compile_draft(draft), at=timezone.now())
    wrong = [(each, lines_of(each.trial) if each.trial else []) for each in tried if not each.ok]
    waivers = list(draft.waivers.all())
    known = places_of(draft, {each.place.partition(":")[0] for each in waivers})
    return {
        "refused": [each for each in stands if each.problem.weight is Weight.REFUSED],
        "failing": [(each, [line for line in lines if not line.ok]) for each, lines in wrong],
        "with_reason": [
            # One that came meanwhile has no input for its reason yet.
            (each, [form.reason_field(each.problem)] if each.problem in asked else [])
            for each in stands
            if each.problem.weight is Weight.WITH_REASON
        ],
        "waivers": [(each, *known.get(each.place, (each.place, ""))) for each in waivers],
    }

"""Publishing a draft: what stands against it, the reason, the reviewer, and the new version."""

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from ..actions.compiling import DraftIncomplete, compile_draft
from ..actions.publish import PublishingRefused, problems_of, publish
from ..core.answers import tidy
from ..core.check import Weight
from ..core.questionnaire import Review
from ..models import (
    Claim,
    Evidence,
    Point,
    Question,
    Submission,
    SubmissionState,
    TestPatient,
)
from .base import lines

WHERE = {
    "question": (Question, "section__questionnaire", "key"),
    "point": (Point, "questionnaire", "key"),
    "evidence": (Evidence, "questionnaire", "key"),
    "claim": (Claim, "questionnaire", "option__code"),
    "patient": (TestPatient, "questionnaire", "name"),
}
REVIEW = ("reviewer_name", "reviewer_role", "reviewed_on")
ANSWERING = (SubmissionState.OPEN, SubmissionState.REOPENED)


class PublishForm(forms.Form):
    why = forms.CharField(
        label="What changed, and why?",
        max_length=500,
        widget=lines(3),
        help_text="Kept in the history of versions.",
        error_messages={"required": "Write what changed and why."},
    )
    reviewer_name = forms.CharField(label="Name", max_length=120, required=False)
    reviewer_role = forms.CharField(
        label="Role", max_length=120, required=False, help_text="Such as Medical director."
    )
    reviewed_on = forms.DateField(label="Reviewed on", required=False, widget=AdminDateWidget)

    def clean(self):
        given = super().clean()
        for name in ("why", *REVIEW[:2]):
            given[name] = tidy(given.get(name) or "")
        if not given["why"] and "why" not in self.errors:
            self.add_error("why", self.fields["why"].error_messages["required"])
        if any(given.get(name) for name in REVIEW):
            self._check_reviewer(given)
        return given

    def _check_reviewer(self, given):
        if not given["reviewer_name"]:
            self.add_error("reviewer_name", "Name the clinician who read this draft.")
        day = given.get("reviewed_on")
        if day is None and "reviewed_on" not in self.errors:
            self.add_error("reviewed_on", "Say when the clinician read this draft.")
        if day and day > timezone.localdate():
            self.add_error("reviewed_on", ValidationError("This day has not come yet."))

    @property
    def reviewer(self):
        """The clinician who read exactly this draft, if one is named."""
        name, role, on = (self.cleaned_data[field] for field in REVIEW)
        return Review(name, role, on) if name else None


class PublishingPages:
    """Adds the page that publishes to the admin of questionnaires."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.publish_view)
        return [
            path("<int:pk>/publish/", page, name="intake_questionnaire_publish"),
            *super().get_urls(),
        ]

    def publish_view(self, request, pk):
        draft = self.get_object(request, pk)
        if draft is None:
            raise Http404
        if not request.user.has_perm("intake.add_version"):
            raise PermissionDenied
        form = PublishForm(request.POST or None)
        problems = problems_of(draft, at=timezone.now())
        if form.is_valid():
            try:
                return self._publish(request, draft, form)
            except PublishingRefused as refused:
                problems = refused.problems
        return self._publish_page(request, draft, form, problems)

    def _publish(self, request, draft, form):
        why, at = form.cleaned_data["why"], timezone.now()
        version = publish(draft, by=request.user, at=at, why=why, reviewer=form.reviewer)
        self.log_change(request, draft, f"Published version {version.number}.")
        messages.success(
            request,
            f"Version {version.number} is published. Patients who open their link from now on"
            " are asked this version; those who have begun finish on theirs.",
        )
        return redirect("admin:intake_version_change", version.pk)

    def _publish_page(self, request, draft, form, problems):
        placed = [(problem, address) for problem, address in _addressed(draft, problems)]
        answering = Submission.objects.filter(visit__questionnaire=draft, state__in=ANSWERING)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Publish “{draft.title}”",
            "draft": draft,
            "form": form,
            "reason_fields": [form["why"]],
            "review_fields": [form[name] for name in REVIEW],
            "review": _standing_review(draft),
            "media": self.media + form.media,
            "number": (draft.newest or 0) + 1,
            "answering": answering.count(),
            "refused": [each for each in placed if each[0].weight is Weight.REFUSED],
            "with_reason": [each for each in placed if each[0].weight is Weight.WITH_REASON],
        }
        return TemplateResponse(request, "admin/intake/questionnaire/publish.html", context)


def _standing_review(draft):
    """The review on record, if it was of the draft as it is now."""
    try:
        return compile_draft(draft).review if draft.reviewed_on else None
    except DraftIncomplete:
        return None


def _addressed(draft, problems):
    """Each problem with the address of the page where it can be mended."""
    found = {}
    for kind in {problem.place.partition(":")[0] for problem in problems} & WHERE.keys():
        model, owner, key = WHERE[kind]
        rows = model.objects.filter(**{owner: draft}).values_list(key, "pk")
        page = f"admin:intake_{model._meta.model_name}_change"
        found |= {f"{kind}:{name}": reverse(page, args=[pk]) for name, pk in rows}
    return ((problem, found.get(problem.place, "")) for problem in problems)

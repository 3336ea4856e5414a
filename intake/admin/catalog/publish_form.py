"""The form that publishes: why, a reason for each warning, and who reviewed the draft."""

import hashlib

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils import timezone

from intake.admin.shared.base import lines
from intake.admin.shared.seen_draft import SeenDraftForm
from intake.core.questionnaire.free_text import tidy
from intake.core.questionnaire.questionnaire import Review

REVIEW = ("reviewer_name", "reviewer_role", "reviewed_on")


class PublishForm(SeenDraftForm):
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

    def __init__(self, *args, warnings=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.warnings = {_name_of(problem): problem for problem in warnings}
        for name in self.warnings:
            self.fields[name] = forms.CharField(
                label="Why it may stay as it is",
                max_length=500,
                widget=lines(2),
                error_messages={"required": "Write why it may stay, or mend it."},
            )

    def clean(self):
        given = super().clean()
        for name in ("why", *REVIEW[:2], *self.warnings):
            given[name] = tidy(given.get(name) or "")
            if not given[name] and self.fields[name].required and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
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

    @property
    def reasons(self):
        """Each warning with the reason that was written for it."""
        return [(problem, self.cleaned_data[name]) for name, problem in self.warnings.items()]

    def reason_field(self, problem):
        return self[_name_of(problem)]


def _name_of(problem):
    # A reason belongs to exactly this warning, also when others come and go meanwhile.
    told = "\n".join((problem.place, problem.about, problem.words))
    return f"reason_{hashlib.sha256(told.encode()).hexdigest()[:16]}"

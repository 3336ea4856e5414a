"""The form in which staff say what must come out for an example patient."""

import json

from django import forms
from django.core.exceptions import ValidationError

from intake.actions.catalog.example_patients import BESIDE, NAME_LIMIT
from intake.admin.shared.base import lines
from intake.core.documents.codec import parse
from intake.core.documents.values import DocumentError
from intake.core.editing.example_patients import Trial
from intake.core.questionnaire.free_text import tidy
from intake.core.questionnaire.points import Severity

BOTH = "“{}” must appear and must not appear. Keep one of the two."


class ExpectationForm(forms.Form):
    """Points are ticked as they come out now; what was expected before stays on offer."""

    name = forms.CharField(
        label="Name",
        max_length=NAME_LIMIT,
        help_text="Who this is and what is special: “Ana, 30, allergic to latex”.",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        error_messages={"required": "Give this example patient a name."},
    )
    must = forms.MultipleChoiceField(
        label="Must appear",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="All that appear now. Tick those that this patient is there to prove.",
    )
    must_not = forms.MultipleChoiceField(
        label="Must not appear",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text="Hold Ctrl to pick several.",
    )

    beside = forms.CharField(
        label="The clinic's side, the visit and the revision before, as JSON",
        required=False,
        widget=lines(6),
        help_text="An object of “clinic” (register, verified, lapsed), “visit” (date), “before”"
        " (answers, rows, clinic) and “why”, as in a file of fixtures/patients.",
    )

    def __init__(self, trial: Trial, *args, beside=None, **kwargs):
        super().__init__(*args, **kwargs)
        if beside is None:
            del self.fields["beside"]
        else:
            self.initial["beside"] = json.dumps(beside, ensure_ascii=False, indent=1)
        self.trial = trial
        self.titles = trial.walked.questionnaire.point_titles
        raised = {point.key: point.severity for point in trial.discussion.points}
        expected = trial.patient.expected
        wanted = [*expected.points.items(), *raised.items()]
        named = {
            _code(key, severity): f"{severity.label}: {self.titles.get(key, key)}"
            for key, severity in wanted
        }
        self.fields["must"].choices = list(named.items())
        absent = dict.fromkeys([*expected.absent, *self.titles])
        quiet = [key for key in absent if key not in raised or key in expected.absent]
        self.fields["must_not"].choices = [(key, self.titles.get(key, key)) for key in quiet]
        self.initial.setdefault("must", [_code(*each) for each in expected.points.items()])
        self.initial.setdefault("must_not", list(expected.absent))
        self.initial.setdefault("name", trial.patient.name)

    def clean_beside(self):
        try:
            said = parse(self.cleaned_data["beside"] or "{}")
        except DocumentError as error:
            raise ValidationError(str(error)) from None
        if not isinstance(said, dict):
            raise ValidationError(f"This must be an object of {', '.join(BESIDE)}.")
        if unknown := set(said).difference(BESIDE):
            raise ValidationError(f"Not known here: {', '.join(sorted(unknown))}.")
        return said

    def clean_name(self):
        name = tidy(self.cleaned_data["name"])
        if not name:
            raise ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean(self):
        given = super().clean()
        wanted = [code.rpartition("=")[0] for code in given.get("must", ())]
        twice = {key for key in wanted if wanted.count(key) > 1}
        both = set(wanted) & set(given.get("must_not", ()))
        for key in sorted(twice):
            self.add_error("must", f"“{self.titles.get(key, key)}” is ticked twice.")
        for key in sorted(both):
            self.add_error("must_not", BOTH.format(self.titles.get(key, key)))
        return given

    @property
    def described(self):
        return [self["name"]]

    @property
    def forbidden(self):
        return [self[name] for name in ("must_not", "beside") if name in self.fields]

    @property
    def expect(self) -> dict[str, object]:
        """As an example patient's file says it; what must be asked is kept as it was."""
        expected = self.trial.patient.expected
        split = (code.rpartition("=") for code in self.cleaned_data["must"])
        found = {
            "points": {key: severity for key, _, severity in split},
            "absent": self.cleaned_data["must_not"],
            "asked": list(expected.asked),
            "not_asked": list(expected.not_asked),
        }
        return {part: value for part, value in found.items() if value}


def _code(key: str, severity: Severity) -> str:
    return f"{key}={severity.code}"

"""Answers that a row of the register gives, picked from the ladders that are published."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import CheckboxSelectMultiple

from intake.admin.shared.keys import published
from intake.core.talk.verified_facts import facts_problems, facts_that_may_be_named
from intake.models import Questionnaire

HELP = (
    "Pick what a patient would answer who had this in hand. On every visit it is chosen for, it"
    " fills these facts and is compared with what the patient was told."
)
NO_MORE = "Not asked any more"


def documents():
    """The newest version of every questionnaire that was published."""
    found = (published(pk) for pk in Questionnaire.objects.values_list("pk", flat=True))
    return [document for document in found if document]


class FactsWidget(CheckboxSelectMultiple):
    """Closed it says what is picked; open it shows a group of boxes for each question."""

    template_name = "admin/intake/register/facts.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        picked = (
            (title, [o["label"] for o in options if o["selected"]]) for title, options, _ in groups
        )
        context["picked"] = [(title, "; ".join(labels)) for title, labels in picked if labels]
        return context


class FactsField(forms.MultipleChoiceField):
    """``{question: [codes]}``, posted as "question.code": no question's key has a full stop."""

    widget = FactsWidget

    def __init__(self, **options):
        super().__init__(required=False, label="What it says on the ladder", **options)
        self.documents = []

    def offer(self, found, kept):
        """Every nameable answer, and what a row says already about questions that are gone."""
        self.documents = found
        groups, offered = [], set()
        for document in found:
            for key, codes in facts_that_may_be_named(document).items():
                question = document.by_key[key]
                values = [(f"{key}.{code}", question.texts[code]) for code in codes]
                if offered.isdisjoint(value for value, _text in values):
                    groups.append((question.short or question.text, values))
                    offered.update(value for value, _text in values)
        gone = [value for value in self.prepare_value(kept) if value not in offered]
        self.choices = [*groups, *([(NO_MORE, [(value, value) for value in gone])] if gone else [])]

    def prepare_value(self, value):
        if not isinstance(value, dict):
            return value or []
        return [f"{key}.{code}" for key, codes in value.items() for code in codes]

    def clean(self, value):
        facts = {}
        for picked in super().clean(value):
            key, _dot, code = picked.partition(".")
            facts.setdefault(key, []).append(code)
        for document in self.documents:
            known = {key: facts[key] for key in facts_that_may_be_named(document) if key in facts}
            problems = facts_problems(document, known)
            if problems:
                raise ValidationError(list(problems))
        return facts

    def has_changed(self, initial, data):
        return set(self.prepare_value(initial)) != set(data or [])

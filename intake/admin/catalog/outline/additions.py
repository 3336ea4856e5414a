"""Small forms that add a section, a question, an option or a condition on the spot."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from intake.admin.catalog.conditions import ShowIfForm
from intake.admin.catalog.questions import OptionForm, QuestionForm
from intake.admin.shared.base import last_position, lines
from intake.admin.shared.forms import SectionForm
from intake.admin.shared.keys import option_code
from intake.admin.shared.order import Order, out_of_order
from intake.forms.words import number_in
from intake.models import Option, Question, Section, ShowIf
from intake.models.catalog.questions import GROUP

MOST_ENTRIES = 20
MOST_LETTERS = Option._meta.get_field("text").max_length
AT_A_QUESTION = frozenset({"after", "in", "option", "condition"})
"""What is added to a question or after it; "last" is added to a section."""


@dataclass(frozen=True)
class Spot:
    """``what`` is added, and where: to ``owner`` or after it. Read from an address."""

    what: str
    owner: Any

    @classmethod
    def read(cls, rows, text):
        what, _, pk = text.partition("-")
        owner = rows.draft if what == "section" else cls._owners(rows, what).get(number_in(pk))
        return cls(what, owner) if owner is not None else None

    @staticmethod
    def _owners(rows, what):
        if what == "last":
            return {section.pk: section for section in rows.sections}
        return rows.questions if what in AT_A_QUESTION else {}

    @property
    def anchor(self):
        return f"{self.owner._meta.model_name}-{self.owner.pk}"


@dataclass
class Addition:
    """A form in the outline; ``save`` adds what was filled in."""

    spot: Spot
    title: str
    form: Any
    save: Callable[[], Any]

    def anchor(self, made):
        """Where to look for what was added: a condition stands at its question."""
        shown = made.question if isinstance(made, ShowIf) else made
        return f"{shown._meta.model_name}-{shown.pk}"


class NewQuestionForm(QuestionForm):
    """What a question needs at first; the rest has its usual value and can be changed later."""

    answers = forms.CharField(
        required=False,
        label="answers to pick",
        widget=lines(4),
        help_text="One on each line, in their order. Such as “I don't know”.",
    )

    def clean_answers(self):
        typed = self.cleaned_data["answers"]
        lengths = [len(line.strip()) for line in typed.split("\n")]
        too_long = "Line {} has {} letters; an answer has at most {}."
        refused = [
            too_long.format(number, letters, MOST_LETTERS)
            for number, letters in enumerate(lengths, 1)
            if letters > MOST_LETTERS
        ]
        if refused:
            raise ValidationError(refused)
        return typed

    def clean(self):
        given = super().clean()
        if given.get("kind") == GROUP:
            if self.instance.parent:
                self.add_error("kind", ValidationError("A group holds no other groups."))
            self.instance.min_rows, self.instance.max_rows = 0, MOST_ENTRIES
        return given


class NewConditionForm(ShowIfForm):
    def clean(self):
        given = super().clean()
        source, asked = given.get("source"), self.instance.question
        if source and not self.errors:
            order = Order.of(asked.section.questionnaire_id)
            if not order.is_before(source, asked):
                self.add_error(None, ValidationError(out_of_order(asked, source)))
        return given


NEW_OPTION = modelform_factory(Option, form=OptionForm, fields=("text", "code", "exclusive"))
SECTION_FIELDS = ("title", "intro", "voice_text", "voice_help", "key")
NEW_SECTION = modelform_factory(Section, form=SectionForm, fields=SECTION_FIELDS)
NEW_CONDITION = modelform_factory(
    ShowIf, form=NewConditionForm, fields=("option", "source", "operator")
)
NEW_QUESTION = modelform_factory(
    Question,
    form=NewQuestionForm,
    fields=("text", "short", "kind", "answers", "required", "settles", "key"),
)


def addition_for(rows, spot, posted):
    """The form that a spot asks for; ``posted`` is None as long as it is only shown."""
    owner = spot.owner
    if spot.what == "section":
        last = rows.sections[-1].position if rows.sections else 0
        new = Section(questionnaire=rows.draft, position=last + 1)
        form = NEW_SECTION(posted, instance=new)
        return Addition(spot, "Add a section", form, form.save)
    if spot.what == "option":
        new = Option(question=owner, position=last_position(owner.options) + 1)
        form = NEW_OPTION(posted, instance=new)
        return Addition(spot, f"Add an answer to “{owner.text}”", form, form.save)
    if spot.what == "condition":
        new = ShowIf(question=owner, position=last_position(owner.show_if) + 1)
        form = NEW_CONDITION(posted, instance=new, questionnaire_id=rows.draft.pk)
        return Addition(spot, f"Ask “{owner.text}” only when", form, form.save)
    section, parent, after, words = owner, None, None, "Add a question"
    if spot.what == "after":
        section, parent, after = owner.section, rows.questions.get(owner.parent_id), owner
        words = f"Add a question after “{owner.text}”"
    elif spot.what == "in":
        section, parent = owner.section, owner
    new = Question(section=section, parent=parent)
    form = NEW_QUESTION(posted, instance=new)
    return Addition(spot, words, form, lambda: _save_question(form, after))


def _save_question(form, after):
    new = form.instance
    siblings = list(Question.objects.filter(section=new.section, parent=new.parent))
    made = form.save()
    siblings.insert(siblings.index(after) + 1 if after else len(siblings), made)
    for position, each in enumerate(siblings, 1):
        each.position = position
    Question.objects.bulk_update(siblings, ["position"])
    codes: list[str] = []
    for position, text in enumerate(form.cleaned_data["answers"].split("\n"), 1):
        if text.strip():
            codes.append(option_code(text, codes))
            made.options.create(text=text.strip(), code=codes[-1], position=position)
    return made

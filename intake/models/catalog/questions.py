"""The draft that staff edit: questionnaire, sections, questions and their options."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from intake.core.questionnaire.answers import Behavior
from intake.core.questionnaire.questionnaire import Kind, Settles

GROUP = "group"
KINDS = {
    Kind.CHOICE.value: "Pick from a list",
    Kind.OPEN_CHOICE.value: "Pick from a list, with own words beside “Something else”",
    Kind.STRING.value: "Short text",
    Kind.TEXT.value: "Long text",
    Kind.DATE.value: "Date",
    Kind.INTEGER.value: "Whole number",
    Kind.DECIMAL.value: "Number",
    Kind.BOOLEAN.value: "Yes or no",
    GROUP: "Group of questions, answered once for each entry",
}
SETTLES = {
    Settles.CLINIC.value: "The clinic",
    Settles.OWN_DOCTOR.value: "The patient's own doctor",
    Settles.PROVIDER.value: "The provider, in the talk",
}
BEHAVIORS = {Behavior.ALL.value: "All of them", Behavior.ANY.value: "At least one of them"}
CONTRADICTION = "A group holds questions; only a group has a number of entries."

is_key = RegexValidator(r"^[A-Za-z][A-Za-z0-9_-]*\Z", "Use letters, digits, - and _ only.")

# Names of fields that a page's form has beside the questions, in the framework's words.
RESERVED_KEYS = {"csrfmiddlewaretoken"}


def expect_free_key(key: str) -> None:
    """A question's key names its field: nothing else on the page may have that name.

    After a "-" stand the parts of a field: the own words beside "other", a day, a month.
    """
    if key in RESERVED_KEYS or "-" in key:
        raise ValidationError({"key": "Use letters, digits and _ only, and no name of the site's."})


def key_field(**options: Any) -> models.CharField:
    """The name of a row in rules and documents; it stays once it was published."""
    words = "Name used by rules and kept answers. Never change it once it was published."
    return models.CharField(max_length=80, validators=[is_key], help_text=words, **options)


def position_field() -> models.PositiveIntegerField:
    return models.PositiveIntegerField("order", default=0, db_index=True)


class Questionnaire(models.Model):
    """A document being edited. Patients only ever see its published versions."""

    slug = key_field(unique=True, verbose_name="key")
    title = models.CharField(max_length=200, help_text="Patients see this at the top.")
    language = models.CharField(max_length=10, default="en")
    content_version = models.CharField(
        max_length=40, help_text="The author's own name for this state, such as 0.2-draft."
    )
    roles = models.JSONField(
        default=dict,
        blank=True,
        help_text="Which questions hold the name, the allergies and so on.",
    )
    reviewer_name = models.CharField("clinically reviewed by", max_length=120, blank=True)
    reviewer_role = models.CharField("reviewer's role", max_length=120, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_sha256 = models.CharField(
        "what was reviewed", max_length=64, blank=True, editable=False
    )
    retired_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="No visit is entered with it any more; those that were go on.",
    )

    class Meta:
        ordering = ["title", "slug"]
        constraints = [
            models.CheckConstraint(
                name="questionnaire_review_whole_or_absent",
                condition=Q(
                    reviewer_name="", reviewer_role="", reviewed_on=None, reviewed_sha256=""
                )
                | (Q(reviewed_on__isnull=False) & ~Q(reviewer_name="") & ~Q(reviewed_sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    """A part of the task list."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="sections"
    )
    position = position_field()
    key = key_field()
    title = models.CharField(max_length=200)
    intro = models.TextField("introduction", blank=True)
    voice_text = models.CharField(
        "title about somebody else",
        max_length=200,
        blank=True,
        help_text="What a parent or guardian reads; {name} is the patient.",
    )
    voice_help = models.TextField("introduction about somebody else", blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="section_key_once", fields=["questionnaire", "key"]),
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question, or a group of questions that is answered once for each entry."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="items",
        verbose_name="in the group",
        limit_choices_to={"kind": GROUP},
    )
    position = position_field()
    key = key_field()
    kind = models.CharField("kind of answer", max_length=20, choices=list(KINDS.items()))
    text = models.CharField("question", max_length=500, help_text="What the patient reads.")
    short = models.CharField(
        "short name", max_length=80, blank=True, help_text="Names the fact on paper: “Contents”."
    )
    help = models.TextField(
        "hint", blank=True, help_text="Only what is needed to answer; at most 25 words."
    )
    why = models.TextField(
        "why we ask this", blank=True, help_text="Behind a fold; at most 30 words."
    )
    ask_doctor = models.CharField(
        "question for one's own doctor",
        max_length=300,
        blank=True,
        help_text="Stands on the patient's list where the own doctor can settle it. {entry} is"
        " what an entry of a list is about.",
    )
    voice_text = models.CharField(
        "the question about somebody else",
        max_length=500,
        blank=True,
        help_text="What a parent or guardian reads; {name} is the patient.",
    )
    voice_help = models.TextField("its hint", blank=True)
    starts_page = models.BooleanField(
        "starts a new page",
        default=True,
        help_text="Untick to keep it on one page with the question before it.",
    )
    required = models.BooleanField("needs an answer", default=False)
    repeats = models.BooleanField(
        "several answers", default=False, help_text="More than one option, or a list of texts."
    )
    max_answers = models.PositiveSmallIntegerField("answers at most", null=True, blank=True)
    in_person = models.BooleanField(
        "may be said in person",
        default=False,
        help_text="Offers “I will say it in person”. Never for allergies.",
    )
    settles = models.CharField(
        "who can settle “I don't know”", max_length=20, blank=True, choices=list(SETTLES.items())
    )
    prefill = models.CharField(
        "filled from",
        max_length=40,
        blank=True,
        help_text="A fact the clinic knows, such as visit.birth_date.",
    )
    minimum = models.IntegerField("smallest number", null=True, blank=True)
    maximum = models.IntegerField("largest number", null=True, blank=True)
    max_length = models.PositiveIntegerField("letters at most", null=True, blank=True)
    min_rows = models.PositiveSmallIntegerField("entries at least", null=True, blank=True)
    max_rows = models.PositiveSmallIntegerField("entries at most", null=True, blank=True)
    show_behavior = models.CharField(
        "ask it when",
        max_length=3,
        choices=list(BEHAVIORS.items()),
        default=Behavior.ALL.value,
        help_text="How many of the conditions below must be met. Without any it is always asked.",
    )
    serves = models.CharField(
        "topics it serves", max_length=400, blank=True, help_text="Keys with spaces: S0-6 S1-8."
    )
    fhir = models.CharField("FHIR note", max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="question_key_once", fields=["section", "key"]),
            models.CheckConstraint(name="question_kind_known", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(
                name="question_group_has_entries",
                violation_error_message=CONTRADICTION,
                condition=Q(
                    kind=GROUP,
                    parent=None,
                    # A comparison with NULL is unknown, and a check lets the unknown pass.
                    min_rows__isnull=False,
                    max_rows__isnull=False,
                    min_rows__lte=F("max_rows"),
                    max_rows__gte=1,
                )
                | (~Q(kind=GROUP) & Q(min_rows=None, max_rows=None)),
            ),
            models.CheckConstraint(
                name="question_smallest_not_over_largest",
                condition=Q(minimum=None) | Q(maximum=None) | Q(minimum__lte=F("maximum")),
            ),
            models.CheckConstraint(
                name="question_limits_above_zero",
                condition=(Q(max_answers=None) | Q(max_answers__gte=1))
                & (Q(max_length=None) | Q(max_length__gte=1)),
            ),
        ]

    def clean(self) -> None:
        expect_free_key(self.key)

    def __str__(self) -> str:
        return f"{self.text} ({self.key})"


class Option(models.Model):
    """One answer that can be picked."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    position = position_field()
    code = key_field()
    text = models.CharField("words", max_length=300)
    exclusive = models.BooleanField(
        "stands alone", default=False, help_text="Picking it clears the others: “None of these”."
    )
    voice_text = models.CharField("words about somebody else", max_length=300, blank=True)
    answers_for = models.CharField(
        "says “I don't know” for",
        max_length=400,
        blank=True,
        help_text="Keys of later questions, with spaces, that it answers so without asking them.",
    )
    entry_name = models.CharField(
        "makes an entry named",
        max_length=120,
        blank=True,
        help_text="Picking it starts an entry of the allergy list.",
    )
    entry_kind = models.CharField(
        "of the kind", max_length=80, blank=True, help_text="Code of the kind of thing."
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "answer to pick"
        verbose_name_plural = "answers to pick"
        constraints = [
            models.UniqueConstraint(name="option_code_once", fields=["question", "code"]),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.code})"

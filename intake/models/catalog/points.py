"""The rules of a draft: conditions, points with their triggers, claims, evidence and topics."""

from django.db import models
from django.db.models import Q

from intake.core.editing.rules_in_words import OPERATOR_WORDS
from intake.core.questionnaire.answers import Operator
from intake.core.questionnaire.points import Knowledge, PointKind, Severity

from .questions import (
    BEHAVIORS,
    Behavior,
    Option,
    Question,
    Questionnaire,
    key_field,
    position_field,
)

OPERATORS = {operator.value: words for operator, words in OPERATOR_WORDS.items()}
POINT_KINDS = {
    PointKind.RISK.value: "A risk",
    PointKind.CLAIM.value: "Something the patient was told",
    PointKind.CLARIFY.value: "Answers that do not fit together",
    PointKind.GAP.value: "A fact not shown yet",
}
SEVERITIES = [(severity.code, severity.label) for severity in Severity]
KNOWLEDGE = [(knowledge.code, knowledge.label) for knowledge in Knowledge]
VALUES = ("option", "number", "day", "flag")


def exactly_one(columns: tuple[str, ...]) -> Q:
    """Of these columns one is filled and the others are empty."""
    found = Q()
    for filled in columns:
        found |= Q(**{f"{column}__isnull": column != filled for column in columns})
    return found


class Statement(models.Model):
    """One value of a condition. Rows with the same line and question mean "one of these"."""

    position = position_field()
    line = models.PositiveSmallIntegerField(
        default=1, help_text="Rows on the same line about one question mean “one of these”."
    )
    source = models.ForeignKey(
        Question, on_delete=models.RESTRICT, related_name="+", verbose_name="the answer to"
    )
    operator = models.CharField(
        max_length=6, choices=list(OPERATORS.items()), default=Operator.IS.value
    )
    option = models.ForeignKey(
        Option,
        on_delete=models.RESTRICT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="this answer",
    )
    number = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    day = models.DateField("date", null=True, blank=True)
    flag = models.BooleanField("yes or no", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(name="%(class)s_names_one_value", condition=exactly_one(VALUES)),
            models.CheckConstraint(
                name="%(class)s_operator_known",
                condition=Q(operator__in=list(OPERATORS)),
            ),
            models.CheckConstraint(
                name="%(class)s_exists_takes_yes_or_no",
                condition=~Q(operator=Operator.EXISTS.value) | Q(flag__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        value = f"“{self.option.text}”" if self.option else self.typed
        return f"“{self.source.text}” {self.get_operator_display()} {value}"

    @property
    def typed(self) -> str:
        """A value that is no option, as staff type it; empty where an option is picked."""
        if self.flag is not None:
            return "yes" if self.flag else "no"
        if self.number is not None:
            return f"{self.number.normalize():f}"
        return self.day.isoformat() if self.day else ""


class ShowIf(Statement):
    """A condition for asking a question or a group."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="show_if")

    class Meta(Statement.Meta):
        verbose_name = "condition for asking"
        verbose_name_plural = "ask it when"


class Point(models.Model):
    """A matter for the talk between provider and patient."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="points"
    )
    position = position_field()
    key = key_field()
    kind = models.CharField(max_length=10, choices=list(POINT_KINDS.items()))
    group = models.CharField("heading", max_length=120)
    title = models.CharField(max_length=200)
    provider = models.TextField(
        "talking points", blank=True, help_text="For the provider; one on each line."
    )
    patient = models.TextField("plain words for the patient", blank=True)
    ask = models.TextField("question to ask the clinic", blank=True)
    knowledge = models.CharField("what is known", max_length=20, blank=True, choices=KNOWLEDGE)
    always = models.CharField(
        "printed for every patient as",
        max_length=20,
        blank=True,
        choices=SEVERITIES,
        help_text="Leave empty if only answers raise it.",
    )
    serves = models.CharField(
        "topics it serves", max_length=400, blank=True, help_text="Keys with spaces: S0-6 S1-8."
    )
    check_title = models.CharField(
        "title on the check page",
        max_length=120,
        blank=True,
        help_text="Of answers that do not fit together; at most 8 words.",
    )
    is_identity = models.BooleanField(
        "raised when the name or birth date does not fit", default=False
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="point_key_once", fields=["questionnaire", "key"]),
            models.UniqueConstraint(
                name="point_identity_once", fields=["questionnaire"], condition=Q(is_identity=True)
            ),
            models.CheckConstraint(
                name="point_says_what_is_known",
                condition=~Q(knowledge="") | ~Q(kind=PointKind.RISK.value),
                violation_error_message="Say what is known of this risk.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Trigger(models.Model):
    """One way in which answers raise a point."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="triggers")
    position = position_field()
    severity = models.CharField(max_length=20, choices=SEVERITIES)
    behavior = models.CharField(
        "when these are met",
        max_length=3,
        choices=list(BEHAVIORS.items()),
        default=Behavior.ALL.value,
    )
    short = models.CharField(
        "short name", max_length=80, blank=True, help_text="At most 6 words, for lists."
    )
    title = models.CharField(
        max_length=200, blank=True, help_text="What is the matter; at most 12 words."
    )
    talk = models.TextField(
        "what to do", blank=True, help_text="For the provider; at most 20 words."
    )
    patient = models.TextField(
        "plain words for the patient", blank=True, help_text="At most 30 words."
    )
    ask = models.CharField(
        "question to ask the clinic",
        max_length=300,
        blank=True,
        help_text="At most 14 words.",
    )
    lift = models.TextField(
        "ways to lift the hold",
        blank=True,
        help_text="Two, one on each line, at most 7 words each. Only for a hold.",
    )
    row = models.CharField(
        "one matter with",
        max_length=80,
        blank=True,
        help_text="Points whose triggers name the same matter share a row on paper.",
    )
    about_person = models.BooleanField(
        "is about whoever treats",
        default=False,
        help_text="Then that person does not lift the hold.",
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="trigger_severity_known",
                condition=Q(severity__in=[code for code, _label in SEVERITIES]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_severity_display()}: {self.get_behavior_display()}"


class TriggerCondition(Statement):
    """A condition of a trigger."""

    trigger = models.ForeignKey(Trigger, on_delete=models.CASCADE, related_name="conditions")

    class Meta(Statement.Meta):
        verbose_name = "condition"
        constraints = [
            *Statement.Meta.constraints,
            models.CheckConstraint(
                name="triggercondition_never_is_not",
                condition=~Q(operator=Operator.IS_NOT.value),
                violation_error_message="“Is not” is met by everything a patient left out."
                " Name the answers instead.",
            ),
        ]


class Claim(models.Model):
    """What is known about one thing that patients are told."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="claims"
    )
    position = position_field()
    option = models.ForeignKey(
        Option, on_delete=models.RESTRICT, related_name="+", verbose_name="what the patient ticks"
    )
    known = models.TextField("what is known", help_text="In neutral words.")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="claim_option_once", fields=["questionnaire", "option"]),
        ]

    def __str__(self) -> str:
        return self.known

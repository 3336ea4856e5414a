"""What a patient has said so far: answers, rows of groups, and pages that were left unsent."""

import uuid

from django.db import models
from django.db.models import Q

from .catalog.versions import Version
from .sealed import SealedField
from .visits.visits import Visit


class SubmissionState(models.TextChoices):
    OPEN = "open", "Being filled in"
    SENT = "sent", "Sent"
    REOPENED = "reopened", "Reopened for a correction"


class Submission(models.Model):
    """The answers to one visit's questionnaire, on the version that was newest when opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="submission")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=10, choices=SubmissionState, default=SubmissionState.OPEN)
    revision = models.PositiveIntegerField(default=1)
    counter = models.PositiveIntegerField(
        default=0, help_text="Raised with every saved page, so that two tabs notice each other."
    )
    opened_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="submission_sent_at_once_sent",
                condition=Q(state="open", sent_at=None, revision=1)
                | Q(state__in=["sent", "reopened"], sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_revision_from_one", condition=Q(revision__gte=1)
            ),
            models.CheckConstraint(
                name="submission_reopened_is_a_later_revision",
                condition=~Q(state="reopened") | Q(revision__gte=2),
            ),
            models.CheckConstraint(
                name="submission_sent_after_opened",
                condition=Q(sent_at=None) | Q(sent_at__gte=models.F("opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Submission {self.id}"


class AnswerRow(models.Model):
    """One entry of a repeating group. A removed row is kept so that it can be brought back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="rows")
    group = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="answerrow_position_once", fields=["submission", "group", "position"]
            ),
            models.CheckConstraint(
                name="answerrow_position_from_one", condition=Q(position__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"Row {self.id}"


def place_id(submission: uuid.UUID, row: uuid.UUID | None, key: str) -> uuid.UUID:
    """The id of what is kept for one question or page, known before anything is stored."""
    return uuid.uuid5(submission, f"{row or ''}/{key}")


class AnswerRecord(models.Model):
    """One answer. An empty ``value`` means that the question was shown and left blank.

    A blank keeps its row, because its revision tells a stale tab that the page was changed.
    """

    SEALED_WITH = ("submission_id", "row_id", "question")

    id = models.UUIDField(primary_key=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    row = models.ForeignKey(
        AnswerRow, on_delete=models.CASCADE, null=True, blank=True, related_name="answers"
    )
    question = models.CharField(max_length=80)
    value = SealedField(null=True, blank=True)
    revision = models.PositiveIntegerField(help_text="The submission's counter when it was kept.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="answerrecord_once", fields=["submission", "question"], condition=Q(row=None)
            ),
            models.UniqueConstraint(
                name="answerrecord_once_in_a_row",
                fields=["row", "question"],
                condition=Q(row__isnull=False),
            ),
            models.CheckConstraint(
                name="answerrecord_revision_from_one", condition=Q(revision__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.id}"


class PageDraft(models.Model):
    """A page as it stood when it was left without sending; it never counts as an answer."""

    SEALED_WITH = ("submission_id", "row_id", "page")

    id = models.UUIDField(primary_key=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="drafts")
    row = models.ForeignKey(AnswerRow, on_delete=models.CASCADE, null=True, blank=True)
    page = models.CharField(max_length=100)
    posted = SealedField()
    held = models.BooleanField(
        default=False, help_text="Posted after the session had ended; the patient decides."
    )
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="pagedraft_once", fields=["submission", "page"], condition=Q(row=None)
            ),
            models.UniqueConstraint(
                name="pagedraft_once_in_a_row",
                fields=["row", "page"],
                condition=Q(row__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.id}"

"""What a patient has said so far: the sheet of answers, and pages that were left unsent."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.core.limits import DRAFT_ROOM, SHEET_ROOM

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
    stamp = models.PositiveIntegerField(
        default=0,
        help_text="Another number with every saved page, so that two tabs notice each other. It "
        "does not count them: how many there were tells what was asked.",
    )
    # Null and no default: SQLite would build the table anew, under the guards that name it.
    language = models.CharField(  # noqa: DJ001 (see above)
        max_length=10, null=True, help_text="What the patient chose to read in."
    )
    typist = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="Who is typing the answers in from paper, until they are sent; else None.",
    )
    drafts_minute = models.PositiveBigIntegerField(
        null=True, help_text="The minute in which a draft was last taken."
    )
    drafts_taken = models.PositiveIntegerField(null=True, help_text="Drafts taken in that minute.")
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


class AnswerSheet(models.Model):
    """Everything that was said, sealed as one document that is always of the same size.

    A row for each answer told which follow-ups were asked, how many allergies there are, and by
    its length mostly the answer itself (docs/decisions/0024). ``stamp`` is the submission's:
    a sheet of another moment, put back in its place, is noticed.
    """

    SEALED_WITH = ("stamp",)

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, primary_key=True, related_name="sheet"
    )
    content = SealedField(room=SHEET_ROOM, packed=True)
    stamp = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"Sheet of submission {self.submission_id}"


class PageDraft(models.Model):
    """A page as it stood when it was left without sending; it never counts as an answer.

    Which page it is, and of which window, stands in what is sealed.
    """

    SEALED_WITH = ("submission_id",)

    id = models.UUIDField(primary_key=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="drafts")
    posted = SealedField(room=DRAFT_ROOM, packed=True)
    held = models.BooleanField(
        default=False, help_text="Posted after the session had ended; the patient decides."
    )
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Draft {self.id}"

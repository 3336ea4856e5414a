"""What was sent, frozen: the discussion with its signature, and its copies on paper."""

import uuid

from django.db import models
from django.db.models import Q

from intake.core.discussion.discussion import Discussion
from intake.core.documents.codec import discussion_from_json, sha256_of
from intake.core.limits import DISCUSSION_ROOM, PDF_ROOM, SHEET_ROOM
from intake.models import sealed
from intake.models.answers import Submission
from intake.models.sealed import Anchored, CannotOpen, SealedField


class FrozenDiscussion(Anchored):
    """One sent revision: the whole discussion as JSON, and the name typed under it.

    Whenever the clinic's side changes, it is frozen anew as the next edition of the revision.
    """

    SEALED_WITH = ("submission_id", "revision", "sha256")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="discussions")
    revision = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=1, db_default=1)
    document = SealedField(room=DISCUSSION_ROOM, packed=True)
    # What lists show of it, so that a list opens a few numbers for each visit and no document.
    brief = SealedField(null=True, blank=True)
    signature = SealedField()
    # The answers it was made from: those in the database may be under correction.
    answers = SealedField(room=SHEET_ROOM, packed=True, null=True, blank=True)
    sha256 = models.CharField("digest", max_length=64)
    frozen_at = models.DateTimeField("sent at")

    class Meta:
        ordering = ["-revision", "-edition"]
        constraints = [
            models.UniqueConstraint(
                name="frozendiscussion_edition_once", fields=["submission", "revision", "edition"]
            ),
            models.CheckConstraint(
                name="frozendiscussion_revision_from_one",
                condition=Q(revision__gte=1, edition__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"Discussion {self.id}, revision {self.revision}"

    def bound_to(self) -> tuple[object, ...]:
        """The end of the log belongs to what was sent, so that neither is wiped alone."""
        return self.submission_id, self.revision, self.sha256, self.log_head

    def read(self) -> Discussion:
        """The discussion as it was sent; raises ``CannotOpen`` if a letter was changed."""
        text = sealed.open(self, "document")
        if sha256_of(text) != self.sha256:
            raise CannotOpen(f"{self}: not the document that was sent")
        return discussion_from_json(text)


class Copy(models.TextChoices):
    PROVIDER = "provider", "Provider's copy"
    PATIENT = "patient", "Patient's copy"


class Paper(models.TextChoices):
    LETTER = "letter", "US Letter"
    A4 = "a4", "A4"


class PdfState(models.TextChoices):
    OK = "ok", "Complete"
    FAILED = "failed", "Could not be made"


class StoredPdf(models.Model):
    """A copy on paper as it was made; a reprint serves these bytes."""

    SEALED_WITH = ("discussion_id", "copy", "paper", "sha256")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    discussion = models.ForeignKey(FrozenDiscussion, on_delete=models.PROTECT, related_name="pdfs")
    copy = models.CharField(max_length=10, choices=Copy)
    paper = models.CharField(max_length=10, choices=Paper)
    state = models.CharField(max_length=10, choices=PdfState)
    content = SealedField(room=PDF_ROOM, null=True, blank=True)
    sha256 = models.CharField("digest", max_length=64, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["copy", "paper"]
        verbose_name = "stored PDF"
        constraints = [
            models.UniqueConstraint(
                name="storedpdf_copy_once", fields=["discussion", "copy", "paper"]
            ),
            models.CheckConstraint(
                name="storedpdf_content_unless_failed",
                condition=(Q(state="ok", content__isnull=False) & ~Q(sha256=""))
                | Q(state="failed", content=None, sha256=""),
            ),
            models.CheckConstraint(name="storedpdf_copy_known", condition=Q(copy__in=Copy.values)),
            models.CheckConstraint(
                name="storedpdf_paper_known", condition=Q(paper__in=Paper.values)
            ),
        ]

    def __str__(self) -> str:
        return f"PDF {self.id}"

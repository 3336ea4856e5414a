"""The decision at the end of a talk with the signature under it, and what is added afterwards."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.core.limits import CHOICE_ROOM, PDF_ROOM
from intake.models.sealed import Anchored, SealedField
from intake.models.visits.visits import Visit

from .discussions import Copy, FrozenDiscussion, Paper, PdfState


class SignOff(Anchored):
    """A visit's decision, sealed and signed. ``sha256`` covers all that was recorded until then.

    A later decision supersedes it; the one that nothing supersedes is the current one.
    """

    SEALED_WITH = ("visit_id", "discussion_id", "signer_id", "sha256")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="sign_offs")
    discussion = models.ForeignKey(
        FrozenDiscussion, on_delete=models.PROTECT, related_name="sign_offs"
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    content = SealedField(room=CHOICE_ROOM)
    entries = models.PositiveIntegerField(help_text="How much had been recorded by then.")
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signed"
    )
    printed_name = models.CharField(max_length=400)
    role = models.CharField(max_length=80)
    meaning = models.CharField(max_length=300)
    signed_at = models.DateTimeField()
    sha256 = models.CharField("digest", max_length=64)

    class Meta:
        ordering = ["-signed_at"]
        verbose_name = "sign-off"
        constraints = [
            models.UniqueConstraint(
                name="signoff_first_once", fields=["visit"], condition=Q(supersedes=None)
            ),
            models.CheckConstraint(
                name="signoff_says_who_and_what_for",
                condition=~Q(printed_name="") & ~Q(role="") & ~Q(meaning="") & ~Q(sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Sign-off {self.id}"

    def bound_to(self) -> tuple[object, ...]:
        return self.visit_id, self.sha256, self.log_head


class Addendum(models.Model):
    """Words added to a signed record, with a signature of their own."""

    SEALED_WITH = ("sign_off_id", "sequence", "signer_id", "sha256")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_off = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="addenda")
    sequence = models.PositiveIntegerField()
    text = SealedField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_name = models.CharField(max_length=400)
    role = models.CharField(max_length=80)
    meaning = models.CharField(max_length=300)
    signed_at = models.DateTimeField()
    sha256 = models.CharField("digest", max_length=64)

    class Meta:
        ordering = ["sequence"]
        verbose_name_plural = "addenda"
        constraints = [
            models.UniqueConstraint(name="addendum_sequence_once", fields=["sign_off", "sequence"]),
            models.CheckConstraint(
                name="addendum_says_who_and_what_for",
                condition=Q(sequence__gte=1)
                & ~Q(printed_name="")
                & ~Q(role="")
                & ~Q(meaning="")
                & ~Q(sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Addendum {self.id}"


class SignedPdf(models.Model):
    """A copy on paper with the signature on it; after each addendum there is another."""

    SEALED_WITH = ("sign_off_id", "addenda", "copy", "paper", "sha256")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_off = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="pdfs")
    addenda = models.PositiveSmallIntegerField(help_text="How many addenda are on it.")
    copy = models.CharField(max_length=10, choices=Copy)
    paper = models.CharField(max_length=10, choices=Paper)
    state = models.CharField(max_length=10, choices=PdfState)
    content = SealedField(room=PDF_ROOM, null=True, blank=True)
    sha256 = models.CharField("digest", max_length=64, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["addenda", "copy", "paper"]
        verbose_name = "signed PDF"
        constraints = [
            models.UniqueConstraint(
                name="signedpdf_copy_once", fields=["sign_off", "addenda", "copy", "paper"]
            ),
            models.CheckConstraint(
                name="signedpdf_content_unless_failed",
                condition=(Q(state="ok", content__isnull=False) & ~Q(sha256=""))
                | Q(state="failed", content=None, sha256=""),
            ),
            models.CheckConstraint(
                name="signedpdf_copy_and_paper_known",
                condition=Q(copy__in=Copy.values, paper__in=Paper.values),
            ),
        ]

    def __str__(self) -> str:
        return f"Signed PDF {self.id}"

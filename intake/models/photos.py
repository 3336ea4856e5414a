"""Photos that a patient sends along: a label, a certificate, a consent form, drawn anew."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.core.limits import PHOTO_ROOM, PHOTO_SMALL_ROOM

from .answers import Submission
from .sealed import SealedField


class PhotoKind(models.TextChoices):
    """What the patient says that it shows."""

    LABEL = "label", _("Label of the product")
    CERTIFICATE = "certificate", _("Certificate or license")
    CONSENT = "consent", _("Consent form")
    PAPER = "paper", _("Another paper")


class Photo(models.Model):
    """No answer and no proof: it is looked at, and no rule reads it.

    ``revision`` is the one that it is sent with. As long as that is not sent, the patient alone
    sees it, and can take it away again.
    """

    SEALED_WITH = ("submission_id", "revision", "sha256")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="photos")
    revision = models.PositiveIntegerField()
    kind = SealedField()
    content = SealedField(room=PHOTO_ROOM)
    small = SealedField(room=PHOTO_SMALL_ROOM)
    sha256 = models.CharField("digest", max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            # A second click, or the same picture chosen twice, adds it once.
            models.UniqueConstraint(name="photo_once", fields=["submission", "sha256"]),
            models.CheckConstraint(
                name="photo_revision_from_one", condition=Q(revision__gte=1) & ~Q(sha256="")
            ),
        ]

    def __str__(self) -> str:
        return f"Photo {self.id}"

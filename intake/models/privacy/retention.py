"""What is kept from erasing, and what is left where something was erased."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from intake.models.sealed import SealedField
from intake.models.visits.patients import Patient


class Reason(models.TextChoices):
    NEVER_SENT = "never_sent", "Answers were never sent"
    RETENTION = "retention", "Kept as long as the clinic keeps records"
    REQUEST = "request", "The patient asked for it"


class Asker(models.TextChoices):
    """Who asked for a record to be handed out or erased; the access log keeps the code."""

    PATIENT = "patient_asked", "The patient asked for it"
    REPRESENTATIVE = "representative_asked", "Somebody who may act for the patient asked for it"
    AUTHORITY = "authority_asked", "A court or an authority ordered it"


class Lifting(models.TextChoices):
    """Why a legal hold ends; the access log keeps the code."""

    OVER = "matter_over", "The matter that it was placed for is over"
    MISTAKE = "by_mistake", "It was placed by mistake"


class Stone(models.Model):
    """All that is left of an erased visit: its number, so that the access log stays readable.

    Putting one is what lets the database delete the visit's records.
    """

    visit_number = models.PositiveBigIntegerField(primary_key=True, editable=False)
    reference = models.CharField(max_length=12, unique=True, editable=False)
    why = models.CharField(max_length=12, choices=Reason, editable=False)
    erased_at = models.DateTimeField(editable=False)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        help_text="Empty if the time to keep it was over.",
    )

    class Meta:
        ordering = ["-erased_at", "-visit_number"]
        verbose_name = "erased visit"
        constraints = [
            models.CheckConstraint(name="stone_why_known", condition=Q(why__in=Reason.values)),
            models.CheckConstraint(
                name="stone_request_carried_out_by_somebody",
                condition=~Q(why="request") | Q(erased_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class LegalHold(models.Model):
    """While it stands, nothing of the patient is erased."""

    SEALED_WITH = ("patient_id",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="legal_holds")
    reason = SealedField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="legalhold_once", fields=["patient"], condition=Q(lifted_at=None)
            ),
            models.CheckConstraint(
                name="legalhold_lifted_who_and_when",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__gte=F("placed_at"), lifted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Legal hold {self.id}"

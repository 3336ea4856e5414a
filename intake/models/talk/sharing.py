"""Who else may come to a visit, and visits given back to patients or on to other providers."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from intake.models.sealed import SealedField
from intake.models.visits.visits import Visit


def _staff(related_name: str = "+", **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name=related_name, **options
    )


class AccessGrant(models.Model):
    """A provider opened a colleague's visit for a day, for a reason; the owner is told."""

    SEALED_WITH = ("visit_id", "user_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="grants")
    user = _staff("grants")
    reason = SealedField()
    granted_at = models.DateTimeField()
    until = models.DateTimeField()
    owner = _staff("grants_to_see", verbose_name="whose visit it was")
    owner_saw_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-granted_at", "-id"]
        verbose_name = "visit opened for a day"
        verbose_name_plural = "visits opened for a day"
        indexes = [models.Index(name="accessgrant_of_user", fields=["user", "until"])]
        constraints = [
            models.CheckConstraint(
                name="accessgrant_ends_later", condition=Q(until__gt=F("granted_at"))
            ),
            models.CheckConstraint(name="accessgrant_to_another", condition=~Q(user=F("owner"))),
            models.CheckConstraint(
                name="accessgrant_seen_after_it_was_made",
                condition=Q(owner_saw_at=None) | Q(owner_saw_at__gte=F("granted_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Grant {self.id}"


class Reassignment(models.Model):
    """A visit went from one provider to another."""

    SEALED_WITH = ("visit_id", "from_provider_id", "to_provider_id", "by_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="reassignments")
    from_provider = _staff("handed_on")
    to_provider = _staff()
    reason = SealedField()
    at = models.DateTimeField()
    by = _staff()
    from_provider_saw_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="reassignment_to_another", condition=~Q(from_provider=F("to_provider"))
            ),
        ]

    def __str__(self) -> str:
        return f"Reassignment {self.id}"


class Ending(models.TextChoices):
    """How the patient's correction ended."""

    SENT = "sent", "A new revision was sent"
    CANCELLED = "cancelled", "Cancelled by staff"
    UNCHANGED = "unchanged", "The patient says that nothing changed"


class Reopening(models.Model):
    """Sent answers given back to the patient; revision n stays current until n+1 is sent."""

    SEALED_WITH = ("visit_id", "revision", "by_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="reopenings")
    revision = models.PositiveIntegerField(help_text="The revision that was sent.")
    reason = SealedField()
    # The digest of what was sent: it tells whether anything was changed since.
    answers = SealedField()
    at = models.DateTimeField()
    by = _staff()
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = _staff(null=True, blank=True)
    has_unsent = models.BooleanField(
        default=False, help_text="The patient had changed answers that were never sent."
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="reopening_one_at_a_time", fields=["visit"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="reopening_from_a_sent_revision", condition=Q(revision__gte=1)
            ),
            models.CheckConstraint(
                name="reopening_ended_how_and_when",
                condition=Q(ending="", ended_at=None, ended_by=None)
                | Q(ending__in=["sent", "unchanged"], ended_at__isnull=False, ended_by=None)
                | Q(ending="cancelled", ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Reopening {self.id}"

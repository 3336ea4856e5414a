"""Devices of the clinic that are paired: each waits at its site for the patient it is given to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .sealed import SealedField
from .sites import Site


class Device(models.Model):
    """A browser with a key of its own, of which a keyed digest is kept; alone it opens nothing.

    Until the desk has paired it, it only has the code that it shows.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    binding = SealedField(null=True, editable=False)
    code = models.CharField(max_length=8, unique=True, null=True)  # noqa: DJ001 - none once paired
    asked_at = models.DateTimeField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="devices", null=True)
    name = models.CharField(max_length=60, blank=True)
    paired_at = models.DateTimeField(null=True)
    paired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    seen_at = models.DateTimeField(null=True, help_text="When it last asked what to show.")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="device_paired_or_shows_a_code",
                condition=Q(code__isnull=False, site=None, paired_at=None, paired_by=None)
                | Q(code=None, site__isnull=False, paired_at__isnull=False)
                & Q(paired_by__isnull=False)
                & ~Q(name=""),
            ),
            models.CheckConstraint(
                name="device_revoked_who_and_when",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="device_named_once",
                fields=["site", "name"],
                condition=Q(revoked_at=None, paired_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Device {self.pk}"

    def bound_to(self) -> tuple[object, ...]:
        """Where it waits, and whether it still does."""
        return self.site_id or "", bool(self.revoked_at)

"""The access log: who read or changed what, when. Rows are added and never touched again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .visits import Visit


class Actor(models.TextChoices):
    STAFF = "staff", "Staff"
    PATIENT = "patient", "Patient"
    SYSTEM = "system", "The product itself"


class AccessEvent(models.Model):
    """One line. ``detail`` is a code or a number, never an answer."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=10, choices=Actor)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="access_events",
        null=True,
        blank=True,
    )
    action = models.CharField(max_length=40, db_index=True)
    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, related_name="access_events", null=True, blank=True
    )
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "access"
        verbose_name_plural = "access log"
        constraints = [
            models.CheckConstraint(
                name="accessevent_staff_is_named",
                condition=Q(actor="staff", user__isnull=False)
                | Q(actor__in=["patient", "system"], user=None),
            ),
            models.CheckConstraint(name="accessevent_says_what", condition=~Q(action="")),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action}"

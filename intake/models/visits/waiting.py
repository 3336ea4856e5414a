"""Lines of schedules that nobody could take without looking: kept sealed until the desk decides."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.models.catalog.questions import Questionnaire
from intake.models.sealed import SealedField
from intake.models.sites import Site


class LineDecision(models.TextChoices):
    """What became of a line; one that waits has none."""

    NONE = "", "Waits"
    TAKEN = "taken", "Taken"
    LEFT_OUT = "left_out", "Left out"
    OVERTAKEN = "overtaken", "The schedule has said something newer since"


class WaitingLine(models.Model):
    """A line as it was read. Once it is decided, only the digest stays: it is not asked again."""

    SEALED_WITH = ("site_id", "source")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="waiting_lines")
    source = models.CharField(max_length=40)
    content = SealedField(null=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    number_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    kept_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=LineDecision, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["kept_at", "id"]
        indexes = [
            models.Index(
                name="waitingline_open",
                fields=["site"],
                condition=Q(decision=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="waitingline_decided_who_and_when",
                condition=Q(decision="", decided_at=None, decided_by=None, content__isnull=False)
                | (
                    ~Q(decision="")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                    & Q(content=None)
                ),
            ),
            models.CheckConstraint(
                name="waitingline_decision_known", condition=Q(decision__in=LineDecision.values)
            ),
        ]

    def __str__(self) -> str:
        return f"Waiting line {self.id}"

"""The access log: who read or changed what, when. Rows are added and never touched again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.models.visits.visits import Visit


class Actor(models.TextChoices):
    STAFF = "staff", "Staff"
    PATIENT = "patient", "Patient"
    SYSTEM = "system", "The product itself"


class AccessEvent(models.Model):
    """One line. ``detail`` is a code or a number, never an answer.

    ``sequence`` has no gaps, and ``digest`` covers the line and every one before it (`chain`).
    """

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
    # The line outlives its visit: when a visit is erased, its number is all that stays of it.
    visit = models.ForeignKey(
        Visit,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="access_events",
        null=True,
        blank=True,
    )
    detail = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveBigIntegerField("number", unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["-sequence"]
        verbose_name = "access"
        verbose_name_plural = "access log"
        # The privacy officer's list is read in order of time, whatever it is filtered by.
        indexes = [
            models.Index(name="accessevent_by_time", fields=["at", "sequence"]),
            models.Index(name="accessevent_of_user", fields=["user", "at"]),
            models.Index(name="accessevent_of_visit", fields=["visit", "at"]),
            models.Index(name="accessevent_of_action", fields=["action", "at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="accessevent_staff_is_named",
                condition=Q(actor="staff", user__isnull=False)
                | Q(actor__in=["patient", "system"], user=None),
            ),
            models.CheckConstraint(name="accessevent_says_what", condition=~Q(action="")),
            models.CheckConstraint(
                name="accessevent_is_chained", condition=Q(sequence__gte=1) & ~Q(digest="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action}"


class AccessHead(models.Model):
    """Where the log ends. There is one row; whoever adds a line locks it first."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "end of the access log"
        verbose_name_plural = "end of the access log"
        constraints = [
            models.CheckConstraint(name="accesshead_is_the_only_one", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} lines"

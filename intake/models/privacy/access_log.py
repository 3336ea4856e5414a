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

    ``digest`` covers the line; a seal chains it to the others. In the lines of release 0.1 the
    digest covers every line before it as well (`chain`).
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

    @property
    def who(self) -> str:
        return self.user.printed_name if self.user else self.get_actor_display()


class AccessSeal(models.Model):
    """Covers a batch of lines, and every seal before it: the chain of the log."""

    number = models.PositiveBigIntegerField(primary_key=True, editable=False)
    last = models.PositiveBigIntegerField(help_text="Number of the last line that is covered.")
    lines = models.PositiveIntegerField()
    late = models.TextField(help_text="Lines that an earlier seal found missing, as JSON.")
    missing = models.TextField(help_text="Numbers to which no line has come yet, as JSON.")
    batch = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        verbose_name = "seal of the access log"
        verbose_name_plural = "seals of the access log"
        constraints = [
            models.CheckConstraint(
                name="accessseal_is_signed",
                condition=Q(number__gte=1) & ~Q(digest="") & ~Q(batch=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Seal {self.number}"


class NoteKind(models.TextChoices):
    CHECKED = "checked", "Everything up to this seal was checked"
    ACCEPTED = "accepted", "A known break that somebody answers for"


class AccessNote(models.Model):
    """What was found when the log was checked: how far it is whole, or a break that is known."""

    kind = models.CharField(max_length=10, choices=NoteKind)
    seal = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    said = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        verbose_name = "check of the access log"
        verbose_name_plural = "checks of the access log"
        constraints = [
            models.CheckConstraint(
                name="accessnote_accepted_by_somebody",
                condition=Q(kind="checked", by=None)
                | (Q(kind="accepted", by__isnull=False) & ~Q(said="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Check {self.pk}"

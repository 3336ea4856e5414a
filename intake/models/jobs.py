"""Work that follows a commit: jobs that workers lease, and when each kind of work last ran."""

import uuid

from django.db import models
from django.db.models import Q

from intake.models.visits.visits import Visit


class JobKind(models.TextChoices):
    """What a worker does; ``subject`` of a job is the id of what it does it for."""

    PRINT_SENT = "print_sent", "Copies of what was sent"
    PRINT_SIGNED = "print_signed", "Copies of a signed record"
    INVITATION = "invitation", "The link, to the patient"
    REMINDER = "reminder", "A reminder, to the patient"
    LAST_CALL = "last_call", "A reminder on the day, to the patient"
    TO_PROVIDER = "to_provider", "A visit to be looked at before its day, to the provider"


class JobState(models.TextChoices):
    WAITING = "waiting", "Waiting for its time or a worker"
    TAKEN = "taken", "A worker has it"
    DONE = "done", "Done"
    FAILED = "failed", "Given up: somebody has to look"


class Job(models.Model):
    """One piece of work, written in the transaction that causes it and leased by workers.

    It holds ids and codes only: no name, no address, no words of an error, which may quote both.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=JobKind)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="jobs")
    subject = models.CharField(max_length=40, help_text="The id of what it is done for.")
    part = models.CharField(
        max_length=20, blank=True, help_text="Which one, where a subject has several."
    )
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    perhaps_twice = models.BooleanField(
        default=False, help_text="A worker was lost in the middle of it, and another did it again."
    )
    code = models.CharField(max_length=40, blank=True, help_text="How the last try ended.")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(name="job_once", fields=["kind", "subject", "part"]),
            models.CheckConstraint(name="job_state_known", condition=Q(state__in=JobState.values)),
            models.CheckConstraint(
                name="job_leased_while_taken",
                condition=Q(state="taken", lease_until__isnull=False)
                | (~Q(state="taken") & Q(lease_until=None)),
            ),
        ]
        indexes = [
            # Workers ask every second, and what is done stays: only the open rows are indexed.
            models.Index(
                name="job_open",
                fields=["kind", "due_at"],
                condition=Q(state__in=["waiting", "taken"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_state_display().lower()}"


class LastRun(models.Model):
    """When what runs by itself last did so: a worker's sign of life, a nightly command."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    code = models.CharField(max_length=40, blank=True, help_text="Empty when it went well.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

"""Under which words a person is found; days a visit was moved between, records it was on."""

import uuid

from django.conf import settings
from django.db import models

from intake.models.sealed import SealedField

from .patients import Patient
from .visits import Visit


class NameTerm(models.Model):
    """One word of a surname, folded, as a keyed digest: a person is found by each of hers."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="terms")
    digest = models.CharField(max_length=64, db_index=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="nameterm_once_a_patient", fields=["patient", "digest"]),
        ]

    def __str__(self) -> str:
        return f"Term {self.pk}"


class WhyMoved(models.TextChoices):
    """Codes, because words about a patient would have to be sealed (decision 14)."""

    PATIENT = "patient", "The patient asked"
    CLINIC = "clinic", "The clinic asked"
    SCHEDULE = "schedule", "The schedule says so"
    MISTAKE = "mistake", "It was entered wrongly"


class VisitMoved(models.Model):
    """A visit went to another day or time. What was frozen before keeps its own day."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="moves")
    from_date = models.DateField()
    from_time = models.TimeField(null=True, blank=True)
    to_date = models.DateField()
    to_time = models.TimeField(null=True, blank=True)
    why = models.CharField(max_length=10, choices=WhyMoved)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="visitmoved_why_known", condition=models.Q(why__in=WhyMoved.values)
            ),
        ]

    def __str__(self) -> str:
        return f"Moved {self.at:%d %b %Y}"


class WhyMerged(models.TextChoices):
    """Codes, because words about a patient would have to be sealed (decision 14)."""

    TWICE = "twice", "The patient was entered twice"
    RENAMED = "renamed", "The patient's name has changed"
    BIRTH_DATE = "birth_date", "One of the two has a wrong date of birth"


class VisitMerged(models.Model):
    """The visit was on another record of the same person, which was merged into the one of now.

    What was signed before names that record, so its id is kept, sealed; nothing else is left of it.
    """

    SEALED_WITH = ("visit_id", "sequence", "signatures")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="merges")
    sequence = models.PositiveIntegerField()
    came_from = SealedField(help_text="Id of the record that the visit was on.")
    signatures = models.PositiveIntegerField(help_text="Decisions signed by then name that record.")
    why = models.CharField(max_length=10, choices=WhyMerged)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["visit", "sequence"]
        constraints = [
            models.UniqueConstraint(name="visitmerged_sequence_once", fields=["visit", "sequence"]),
            models.CheckConstraint(
                name="visitmerged_why_known", condition=models.Q(why__in=WhyMerged.values)
            ),
        ]

    def __str__(self) -> str:
        return f"Merged {self.at:%d %b %Y}"

"""Under which words a person is found, and days that a visit was moved between."""

from django.conf import settings
from django.db import models

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

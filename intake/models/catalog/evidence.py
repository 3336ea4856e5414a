"""What a draft's points and questions rest on: a source, and when it must be read again."""

from django.db import models
from django.db.models import Q

from intake.core.questionnaire.points import Reading

from .questions import Questionnaire, key_field, position_field

READINGS = {
    Reading.SEEN.value: "The source itself",
    Reading.ABSTRACT.value: "Its abstract only",
    Reading.SECONDARY.value: "What others write about it",
    Reading.GENERAL.value: "General knowledge",
}


class Evidence(models.Model):
    """A source, with the day it was read and the day it must be read again."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="evidence"
    )
    position = position_field()
    key = key_field()
    statement = models.TextField("what it says")
    source = models.CharField("title", max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    published = models.CharField("date", max_length=40, blank=True)
    url = models.CharField("address", max_length=500, blank=True)
    locator = models.CharField("where in it", max_length=500, blank=True)
    reading = models.CharField("what was read", max_length=12, choices=list(READINGS.items()))
    read_on = models.DateField()
    review_by = models.DateField("read again by")
    reviewer = models.CharField(
        "read by", max_length=120, blank=True, help_text="Who read it for the clinic."
    )
    regulatory = models.BooleanField(
        "what an agency or a law says",
        default=False,
        help_text="Such evidence is read again within six months.",
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(name="evidence_key_once", fields=["questionnaire", "key"]),
            models.CheckConstraint(
                name="evidence_read_before_review", condition=Q(review_by__gte=models.F("read_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.source}"

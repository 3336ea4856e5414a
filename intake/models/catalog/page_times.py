"""How long patients took over a page of a version: counts, and nothing about anybody."""

from django.db import models
from django.db.models import Q

from intake.core.limits import LONGEST_ON_A_PAGE, STEP_OF_TIMES

from .versions import Version


class PageTime(models.Model):
    """How many sittings ended within a step of seconds: no visit, no person, no time of day.

    Only pages that everybody is asked are counted: a count of a page that an answer opens would
    tell, in a clinic with few patients, who gave that answer.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="page_times")
    page = models.CharField(max_length=100)
    seconds = models.PositiveSmallIntegerField(help_text="Beginning of the step.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["version", "page", "seconds"]
        constraints = [
            models.UniqueConstraint(name="pagetime_once", fields=["version", "page", "seconds"]),
            models.CheckConstraint(
                name="pagetime_within_bounds",
                condition=Q(seconds__lte=LONGEST_ON_A_PAGE, seconds__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.page}, {self.seconds} s and up to {STEP_OF_TIMES} more"

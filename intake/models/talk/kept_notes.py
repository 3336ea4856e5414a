"""What a provider has typed in a talk and not recorded yet: kept, so that nothing typed is lost."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.models.sealed import SealedField
from intake.models.visits.visits import Visit


class KeptNote(models.Model):
    """One field of the talk's pages, such as the note to point 3. Only who typed it sees it."""

    SEALED_WITH = ("visit_id", "by_id", "field")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="kept_notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=40)
    text = SealedField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["field"]
        constraints = [
            models.UniqueConstraint(name="keptnote_once", fields=["visit", "by", "field"]),
            models.CheckConstraint(name="keptnote_names_a_field", condition=~Q(field="")),
        ]

    def __str__(self) -> str:
        return f"Note {self.id}"

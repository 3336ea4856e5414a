"""What a provider has typed in a talk and not recorded yet: kept, so that nothing typed is lost."""

import uuid

from django.conf import settings
from django.db import models

from intake.core.limits import CHOICE_ROOM
from intake.models.sealed import SealedField
from intake.models.visits.visits import Visit


class KeptNote(models.Model):
    """All fields of a talk's pages that one provider left, such as the note to point 3.

    One document, because the names of its fields tell which points are holds. Only who typed it
    sees it.
    """

    SEALED_WITH = ("visit_id", "by_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="kept_notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = SealedField(room=CHOICE_ROOM)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="keptnote_once", fields=["visit", "by"])]

    def __str__(self) -> str:
        return f"Notes {self.id}"

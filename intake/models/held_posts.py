"""What staff posted after their session had ended, until they are back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from .sealed import SealedField


class HeldPost(models.Model):
    """A form as it was posted; only who posted it is offered it again.

    ``place`` is a keyed digest of the page's address, which may name a point or a fact.
    """

    SEALED_WITH = ("user_id", "place")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=64)
    body = SealedField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(name="heldpost_names_a_page", condition=~Q(place="")),
        ]

    def __str__(self) -> str:
        return f"Held post {self.id}"

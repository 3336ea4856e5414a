"""The link by which somebody new at the clinic sets up the account: used once, and it ends."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .sealed import SealedField


class Welcome(models.Model):
    """Found by a keyed digest of its token, which was in one mail and is kept nowhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="welcomes"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    binding = SealedField(null=True, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="welcome_ends_later", condition=Q(ends_at__gt=F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"Welcome {self.pk}"

    def bound_to(self) -> tuple[object, ...]:
        return (self.user_id,)

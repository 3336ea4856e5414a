"""The second factor of staff: a sealed seed, sealed passkeys, keyed digests of recovery codes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.core.limits import PASSKEY_ROOM

from .sealed import SealedField


class Authenticator(models.Model):
    """An app that makes one-time codes. It counts once a first code of it was right.

    ``last_step`` is the 30 seconds whose code was taken last: no code of then or before is taken
    again, in no worker. Wrong tries, recovery codes included, are counted here as well.
    """

    SEALED_WITH = ("user_id",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="authenticators"
    )
    seed = SealedField()
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField("wrong tries", default=0)
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                name="authenticator_one_in_use",
                fields=["user"],
                condition=Q(confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="authenticator_one_to_confirm", fields=["user"], condition=Q(confirmed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"Authenticator of user {self.user_id}"


class Passkey(models.Model):
    """A key that a device keeps, beside codes: sealed, so that a row written by hand opens nothing.

    ``uses`` is what the device counts: a copy of it is noticed when the count does not go up.
    """

    SEALED_WITH = ("user_id",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys"
    )
    content = SealedField(room=PASSKEY_ROOM)
    uses = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"Passkey of user {self.user_id}"


class RecoveryCode(models.Model):
    """Opens one sign-in when the authenticator is lost: 120 bits, kept as a keyed digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    binding = SealedField(null=True, editable=False)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Recovery code of user {self.user_id}"

    def bound_to(self) -> tuple[object, ...]:
        return (self.user_id,)

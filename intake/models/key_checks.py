"""What tells whether a key is the one that this database was made with, and not the key itself."""

import hashlib
import hmac

from django.db import models

PURPOSE = b"which key this is"


class KeyCheck(models.Model):
    """A value that only one key gives. ``key_id`` is the sealing key's; the index key has none."""

    INDEX = "index key"

    key_id = models.CharField(max_length=32, primary_key=True)
    digest = models.CharField(max_length=64)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["key_id"]

    def __str__(self) -> str:
        return self.key_id


def digest_of_key(key: bytes) -> str:
    """Safe to keep beside the data: nobody gets from it to 256 random bits."""
    return hmac.digest(key, PURPOSE, hashlib.sha256).hex()

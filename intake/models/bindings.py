"""A sealed check of the columns that give access: a row that a hand wrote opens nothing.

A record that gives access has a column ``binding`` and says in ``bound_to`` what must not be
altered. Only the product can make the seal: whoever can write to the database but holds no key
can neither make such a row nor change one unnoticed. Records that are found by a secret (a link, a
session's key, a recovery code) keep its digest in the seal, which lets index keys be changed.
"""

from typing import Any, Protocol

from django.db import models

from . import sealed


class Bound(Protocol):
    binding: Any

    def bound_to(self) -> tuple[object, ...]: ...


class Anchored(models.Model):
    """What was sent or signed, kept with the end of the access log: neither is wiped alone."""

    binding = sealed.SealedField(null=True, editable=False)
    log_head = models.CharField(
        "end of the access log",
        max_length=60,
        blank=True,
        help_text="Kept with it, so that lines cut off the log later are noticed.",
    )

    class Meta:
        abstract = True


def bind(record: Any, secret: str | None = None) -> None:
    """Seal what the record says now; it is not saved. Without a secret it keeps the one it has."""
    if secret is None:
        secret = secret_of(record) if record.binding else ""
    sealed.seal(record, "binding", _text(record, secret))


def anchor(record: Anchored, log: object) -> None:
    """Keep where the access log ended; the record is not saved."""
    record.log_head = str(log)
    bind(record)


def is_bound(record: Any, secret: str | None = None) -> bool:
    """Whether the record is as the product left it, and found by this secret if one is given."""
    try:
        kept = secret_of(record) if secret is None else secret
        return sealed.open(record, "binding") == _text(record, kept)
    except sealed.CannotOpen:
        return False


def secret_of(record: Any) -> str:
    """The digest of what the record is found by; raises ``CannotOpen``."""
    return sealed.open(record, "binding").partition("|")[0]


def _text(record: Bound, secret: str) -> str:
    return "|".join(map(str, (secret, *record.bound_to())))

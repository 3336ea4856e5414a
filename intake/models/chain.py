"""The chain of the access log: each line's digest covers the line and the digest before it."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC

from django.conf import settings

from .privacy.access_log import AccessEvent

HEAD = re.compile(r"([0-9]{1,18})-([0-9a-f]{32})")
PURPOSE = b"access log"
SHOWN = 32


@dataclass(frozen=True)
class Head:
    """Where the log ended at some moment. As text it fits on paper: "1234-3f9a…", 128 bits."""

    sequence: int
    digest: str

    def __str__(self) -> str:
        return f"{self.sequence}-{self.digest[:SHOWN]}"

    @classmethod
    def read(cls, text: str) -> "Head":
        found = HEAD.fullmatch(text.strip().lower())
        if found is None:
            raise ValueError("A head looks like 1234-3f9a…, with 32 letters and digits at the end")
        return cls(int(found[1]), found[2])

    def is_at(self, sequence: int, digest: str) -> bool:
        return self.sequence == sequence and digest.startswith(self.digest[:SHOWN])


def link(event: AccessEvent, before: str) -> str:
    """The digest of a line that follows the one with the digest ``before``.

    It takes the key to compute: whoever can write to the database still can't forge a line.
    """
    key = hmac.digest(settings.INDEX_KEYS[0], PURPOSE, hashlib.sha256)
    return hmac.digest(key, _canonical(event, before), hashlib.sha256).hex()


def _canonical(event: AccessEvent, before: str) -> bytes:
    """The same bytes for the same line on every database; lengths keep columns apart."""
    values = (
        before,
        event.sequence,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor,
        event.user_id or "",
        event.action,
        event.visit_id or "",
        event.detail,
    )
    encoded = (str(value).encode(errors="surrogatepass") for value in values)
    return b"".join(b"%d:%s" % (len(value), value) for value in encoded)

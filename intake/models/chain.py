"""The digests of the access log: of lines, of the seals that chain them, of what was checked."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from .privacy.access_log import AccessEvent, AccessNote, AccessSeal

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


def link(event: AccessEvent, before: str, key: bytes | None = None) -> str:
    """The digest of a line of release 0.1, which followed the one with the digest ``before``.

    It takes the key to compute: whoever can write to the database still can't forge a line.
    """
    return _digest(PURPOSE, _canonical(event, before), key)


def link_of_its_own(event: AccessEvent) -> str:
    """The digest of a line that follows none; a seal chains it to the others."""
    return _digest(b"access line", _canonical(event, ""))


def is_own(event: AccessEvent, before: str) -> bool:
    """Whether a line is as it was written, under any index key that is still in use.

    A line of 0.1 follows the one with the digest ``before``; a later one stands for itself.
    """
    text, keys = _canonical(event, ""), settings.INDEX_KEYS
    stands = any(_digest(b"access line", text, key) == event.digest for key in keys)
    return stands or any(link(event, before, key) == event.digest for key in keys)


def batch_digest(lines: Iterable[tuple[int, str]]) -> str:
    """Of numbers and digests of lines in their order."""
    found = hashlib.sha256()
    for number, digest in lines:
        found.update(b"%d:%s;" % (number, digest.encode()))
    return found.hexdigest()


def seal_digest(seal: AccessSeal, before: str, key: bytes | None = None) -> str:
    """The signature of a seal, which follows the one with the digest ``before``."""
    columns = seal.number, seal.last, seal.lines, seal.late, seal.missing, seal.batch
    return _digest(b"access seal", _joined(before, *columns), key)


def is_sealed(seal: AccessSeal, before: str) -> bool:
    return any(seal_digest(seal, before, key) == seal.digest for key in settings.INDEX_KEYS)


def note_digest(note: AccessNote, key: bytes | None = None) -> str:
    """Of what was checked or accepted, so that only the product can have noted it."""
    columns = note.kind, note.seal, note.head, note.said, note.by_id or "", _utc(note.at)
    return _digest(b"access note", _joined(*columns), key)


def is_noted(note: AccessNote) -> bool:
    return any(note_digest(note, key) == note.digest for key in settings.INDEX_KEYS)


def _digest(purpose: bytes, text: bytes, key: bytes | None = None) -> str:
    own = hmac.digest(key or settings.INDEX_KEYS[0], purpose, hashlib.sha256)
    return hmac.digest(own, text, hashlib.sha256).hex()


def _canonical(event: AccessEvent, before: str) -> bytes:
    """The same bytes for the same line on every database."""
    return _joined(
        before,
        event.sequence,
        _utc(event.at),
        event.actor,
        event.user_id or "",
        event.action,
        event.visit_id or "",
        event.detail,
    )


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _joined(*values: object) -> bytes:
    """Lengths keep columns apart."""
    encoded = (str(value).encode(errors="surrogatepass") for value in values)
    return b"".join(b"%d:%s" % (len(value), value) for value in encoded)

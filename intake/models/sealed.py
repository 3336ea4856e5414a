"""AES-256-GCM sealing of columns that name a patient or tell about one; blind indexes; bindings.

A sealed column holds ``magic, key id, nonce, ciphertext``. The ciphertext is bound to model,
column, row id and the columns named in ``SEALED_WITH``: bytes moved to another place do not
open. Nothing opens by itself: reading is always a call of ``open`` with the column's name.

What is sealed is filled up first, because a ciphertext is as long as what it hides: a column's
``room`` holds nearly everything that is ever put there, and what is longer takes twice the room,
or four times. Release 0.1 did not fill up; what it sealed opens until ``rotate_keys`` has passed.

A record that gives access has a column ``binding`` and says in ``bound_to`` what must not be
altered: a sealed check of both. Whoever can write to the database but holds no key can neither
make such a row nor change one unnoticed. Records that are found by a secret (a link, a session's
key, a recovery code) keep its digest in the seal, which lets index keys be changed.
"""

import hashlib
import hmac
import secrets
import unicodedata
import zlib
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from intake.core.limits import SEALED_ROOM

MAGIC = b"\xc5s2"
MAGIC_OF_0_1 = b"\xc5s1"
NONCE_LENGTH = 12
PLAIN, PACKED = b"p", b"z"
LENGTH_BYTES = 4


class CannotOpen(Exception):
    """A sealed column can't be read: wrong key, altered, moved, or never sealed.

    The message names the place and never the content.
    """


class SealedField(models.BinaryField):
    """A column of ciphertext. The ORM, ``repr``, forms and dumps see bytes only.

    ``room`` is how many bytes even the shortest content takes. Long documents are ``packed``, so
    that one room is enough for all of them.
    """

    description = "Sealed text or bytes"

    def __init__(self, *anything: Any, room: int = SEALED_ROOM, packed: bool = False, **named: Any):
        super().__init__(*anything, **named)
        self.room, self.packed = room, packed


def seal(record: models.Model, column: str, text: str) -> None:
    """Put text into a sealed column of a record; the record is not saved."""
    seal_bytes(record, column, text.encode())


def open(record: models.Model, column: str) -> str:  # noqa: A001 - reads as "sealed.open"
    """The text in a sealed column; raises ``CannotOpen``."""
    try:
        return open_bytes(record, column).decode()
    except UnicodeDecodeError:
        raise CannotOpen(f"{_place(record, column)}: not text") from None


def seal_bytes(record: models.Model, column: str, content: bytes) -> None:
    key = settings.SEALING_KEYS[current_key_id()]
    nonce = secrets.token_bytes(NONCE_LENGTH)
    head = current_head()
    bound = head + _bound_to(record, column)
    field: Any = record._meta.get_field(column)
    body = zlib.compress(content, 1) if field.packed else content
    start = (PACKED if field.packed else PLAIN) + len(body).to_bytes(LENGTH_BYTES)
    room = field.room
    while room < len(start) + len(body):
        room *= 2
    filled = (start + body).ljust(room, b"\0")
    setattr(record, column, head + nonce + _cipher(key).encrypt(nonce, filled, bound))


def open_bytes(record: models.Model, column: str) -> bytes:
    try:
        return _opened(getattr(record, column), _bound_to(record, column))
    except CannotOpen as why:
        raise CannotOpen(f"{_place(record, column)}: {why}") from None


def is_of_0_1(content: Any) -> bool:
    """Whether its length still tells what is in it."""
    return bytes(content or b"").startswith(MAGIC_OF_0_1)


def opener(model: type[models.Model], column: str) -> Callable[..., str]:
    """Opens a sealed column of plain rows: every page opens forty, and a record for each is slow.

    Call it with the content, the row's id, and the values of ``SEALED_WITH`` in their order.
    """
    first = _table_and_column(model._meta, column)

    def open_row(content: Any, pk: Any, *bound: Any) -> str:
        try:
            return _opened(content, first + _counted(pk, *bound)).decode()
        except CannotOpen as why:
            raise CannotOpen(f"{model._meta.label}.{column} of {pk}: {why}") from None
        except UnicodeDecodeError:
            raise CannotOpen(f"{model._meta.label}.{column} of {pk}: not text") from None

    return open_row


def _opened(content: Any, bound: bytes) -> bytes:
    # PostgreSQL and SQLite hand out bytes or memoryview; text can only be plain text.
    whole = bytes(content) if isinstance(content, bytes | memoryview) else b""
    if not whole.startswith((MAGIC, MAGIC_OF_0_1)) or len(whole) <= len(MAGIC):
        raise CannotOpen("not sealed")
    head_end = len(MAGIC) + 1 + whole[len(MAGIC)]
    nonce_end = head_end + NONCE_LENGTH
    if len(whole) <= nonce_end:
        raise CannotOpen("cut short")
    head, nonce = whole[:head_end], whole[head_end:nonce_end]
    key = settings.SEALING_KEYS.get(head[len(MAGIC) + 1 :].decode(errors="replace"))
    if key is None:
        raise CannotOpen("its key is not here")
    try:
        filled = _cipher(key).decrypt(nonce, whole[nonce_end:], head + bound)
    except InvalidTag:
        raise CannotOpen("altered, moved or sealed with another key") from None
    if head.startswith(MAGIC_OF_0_1):
        return filled
    # No hand altered it, so its length is what was written there.
    begin = 1 + LENGTH_BYTES
    body = filled[begin : begin + int.from_bytes(filled[1:begin])]
    return zlib.decompress(body) if filled[:1] == PACKED else body


def current_key_id() -> str:
    """The key that seals; the others only open."""
    return next(iter(settings.SEALING_KEYS))


def current_head() -> bytes:
    """How everything begins that the current key sealed."""
    key_id = current_key_id()
    return MAGIC + bytes([len(key_id)]) + key_id.encode()


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def _bound_to(record: models.Model, column: str) -> bytes:
    if record.pk is None:
        raise ValueError(f"{_place(record, column)} can't be sealed")
    first = _table_and_column(record._meta, column)
    columns = getattr(record, "SEALED_WITH", ())
    return first + _counted(record.pk, *(getattr(record, each) for each in columns))


@cache
def _table_and_column(table: Any, column: str) -> bytes:
    """The part that is the same for a whole column."""
    if not isinstance(table.get_field(column), SealedField):
        raise ValueError(f"{table.label}.{column} can't be sealed")
    return _counted(table.label_lower, column)


def _counted(*values: Any) -> bytes:
    # Lengths keep two neighbours from reading as another pair.
    words = [str(value).encode() for value in values]
    return b"".join([b"%d:%s" % (len(word), word) for word in words])


def _place(record: models.Model, column: str) -> str:
    return f"{record._meta.label}.{column} of {record.pk}"


def surname_index(surname: str) -> str:
    """Blind index of a surname: same for Núñez, NUNEZ and nunez; tells nothing without the key."""
    return surname_indexes(surname)[0]


def surname_indexes(surname: str) -> list[str]:
    """The same under every index key that is still in use; the current one comes first."""
    plain = unicodedata.normalize("NFKD", surname).casefold()
    return blinds("surname", "".join(letter for letter in plain if letter.isalnum()))


def term_index(term: str) -> str:
    """Blind index of one folded word that a person is filed under (``core/desk/names``)."""
    return term_indexes(term)[0]


def term_indexes(term: str) -> list[str]:
    return blinds("surname term", term)


def birth_date_index(birth_date: date) -> str:
    return birth_date_indexes(birth_date)[0]


def birth_date_indexes(birth_date: date) -> list[str]:
    return blinds("birth date", birth_date.isoformat())


def blind(purpose: str, value: str) -> str:
    """A keyed digest: equal values have equal ones, and nobody without the key can make it."""
    return blinds(purpose, value)[0]


def blinds(purpose: str, value: str) -> list[str]:
    # A key of its own for each purpose: equal digests in two columns would link them.
    keys = (hmac.digest(key, purpose.encode(), hashlib.sha256) for key in settings.INDEX_KEYS)
    return [hmac.digest(key, value.encode(), hashlib.sha256).hex() for key in keys]


def sha256_of_token(token: str) -> str:
    """What a key that was handed out once is blinded and bound by."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


class Bound(Protocol):
    binding: Any

    def bound_to(self) -> tuple[object, ...]: ...


class Anchored(models.Model):
    """What was sent or signed, kept with the end of the access log: neither is wiped alone."""

    binding = SealedField(null=True, editable=False)
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
    seal(record, "binding", _text(record, secret))


def anchor(record: Anchored, log: object) -> None:
    """Keep where the access log ended; the record is not saved."""
    record.log_head = str(log)
    bind(record)


def is_bound(record: Any, secret: str | None = None) -> bool:
    """Whether the record is as the product left it, and found by this secret if one is given."""
    try:
        kept = secret_of(record) if secret is None else secret
        return open(record, "binding") == _text(record, kept)
    except CannotOpen:
        return False


def secret_of(record: Any) -> str:
    """The digest of what the record is found by; raises ``CannotOpen``."""
    return open(record, "binding").partition("|")[0]


def _text(record: Bound, secret: str) -> str:
    return "|".join(map(str, (secret, *record.bound_to())))

"""A schedule as it was read, its bounds, and what words and bytes of schedules mean."""

import codecs
from dataclasses import dataclass, field

from intake.core.desk.seen import Seen, Standing

MOST_BYTES = 1_000_000
"""A day of a group's forty sites is a tenth of it."""
MOST_ROWS = 2_000
MOST_COLUMNS = 64
LONGEST_CELL = 4_000
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How UTF-16 says that it is: only there a byte may be zero."""


class FeedRefused(Exception):
    """Nothing was read; the message is for the desk and quotes nothing of the file."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Everything that was read, in the order of the file."""

    visits: tuple[Seen, ...]
    skipped: int = 0
    """Lines that are no visit: breaks, totals, blank ones."""
    columns: dict[str, str] = field(default_factory=dict)
    """Which column of a table was read as what; columns that were not read have no entry."""
    unread: tuple[str, ...] = ()
    asks_order: bool = False
    """No date of the table tells whether day or month comes first: the desk is asked once."""


CANCELLED = frozenset(
    ["cancelled", "canceled", "cancel", "cancelada", "cancelado", "deleted", "delete", "removed"]
)
MISSED = frozenset(["no show", "noshow", "no-show", "dna", "missed", "did not attend", "dns"])


def standing_of(word: str) -> Standing | None:
    """A status as schedules write it; None for one that says neither cancelled nor missed."""
    plain = " ".join(word.casefold().replace("_", " ").split())
    if plain in CANCELLED or plain.startswith(("cancel", "late cancel")):
        return Standing.CANCELLED
    return Standing.MISSED if plain in MISSED or plain.startswith("no show") else None


def text_of(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what older Windows programs write."""
    if content.startswith(WIDE):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def bytes_in_bounds(content: bytes) -> bytes:
    """The content, if it is of a size that a schedule can have."""
    if len(content) > MOST_BYTES:
        raise FeedRefused("This is larger than a schedule: at most 1 MB is read.")
    if not content.strip():
        raise FeedRefused("There is nothing in it.")
    return content

"""A schedule of whatever kind: which reader is asked is told by how it begins."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from .fhir import read_fhir
from .hl7 import read_hl7
from .ics import read_ics
from .seen import WIDE, FeedRefused, Schedule
from .table import Clinic, read_table

READERS: dict[bytes, Callable[..., Schedule]] = {
    b"MSH": read_hl7,
    b"BEGIN:VCALENDAR": read_ics,
    b"{": read_fhir,
}


def read(content: bytes, clinic: Clinic, *, zone: ZoneInfo) -> Schedule:
    """What a file is called says little, so its first letters count. Raises ``FeedRefused``."""
    if b"\0" in content and not content.startswith(WIDE):
        raise FeedRefused("This is no text: a picture, a workbook or a program wrote it.")
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x0b \r\n\t")
    for sign, reading in READERS.items():
        if start.startswith(sign):
            return reading(content, zone=zone)
    return read_table(content, clinic, zone=zone)

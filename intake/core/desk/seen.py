"""One visit as a schedule tells it, and why a person must look at it before it is taken."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Standing(StrEnum):
    """What the schedule says has become of the visit."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    MISSED = "missed"


class Unclear(StrEnum):
    """What a person has to settle. An unclear visit is never taken by itself."""

    NO_NAME = "no_name"
    ODD_NAME = "odd_name"
    NO_BIRTH_DATE = "no_birth_date"
    BIRTH_DATE = "birth_date"
    NO_DAY = "no_day"
    DAY = "day"
    TIME = "time"
    STANDING = "standing"
    NO_PERSON = "no_person"
    """It names a known visit and nobody: it may move that visit and nothing else."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit of a schedule. What it does not tell is blank; ``place`` says where it stands."""

    place: str
    surname: str = ""
    given: str = ""
    birth_date: date | None = None
    day: date | None = None
    at: time | None = None
    provider: str = ""
    phone: str = ""
    mail: str = ""
    language: str = ""
    standing: Standing = Standing.PLANNED
    source_id: str = ""
    told_at: datetime | None = None
    """When the other program said so: what is newer wins."""
    unclear: tuple[Unclear, ...] = ()


def what_lacks(seen: Seen) -> tuple[Unclear, ...]:
    """What every visit needs, whatever it came from, beside what its reader found already."""
    found = list(seen.unclear)
    if not seen.surname and Unclear.NO_PERSON not in found:
        found.append(Unclear.NO_NAME)
    if seen.surname and not seen.birth_date and Unclear.BIRTH_DATE not in found:
        found.append(Unclear.NO_BIRTH_DATE)
    if not seen.day and Unclear.DAY not in found:
        found.append(Unclear.NO_DAY)
    return tuple(dict.fromkeys(found))


LANGUAGES = {
    "en": "en eng english ingles inglés",
    "es": "es sp spa spanish español espanol castellano",
}
"""How schedules call the languages that pages and messages come in."""
_CODES = {word: code for code, words in LANGUAGES.items() for word in words.split()}


def language_called(words: str) -> str:
    """The code of a language as schedules write it, as "es-MX" or "Spanish"; empty for another."""
    first = words.casefold().replace("_", "-").split("-")[0].strip()
    return _CODES.get(first, "")

"""What a patient said, would not say or could not say."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from intake.core.limits import ACCENT_MARKS, LINE_BREAKS
from intake.core.translatable import gettext_noop

from .visible import shows_something

DONT_KNOW = "dont_know"
"""The one option code that means "I don't know"; it is stored as ``Unsaid.DONT_KNOW``."""

OTHER = "other"
"""The option of an open choice that comes with words of the patient's own."""


class Unsaid(Enum):
    """The patient chose to say that there is no value; never assumed from a blank."""

    DONT_KNOW = "dont_know"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options picked from a list, in the order of the list, with the words beside "other"."""

    codes: tuple[str, ...]
    text: str = ""

    def __post_init__(self) -> None:
        if not self.codes:
            raise ValueError("Chosen needs at least one code; a blank answer is absent")
        if DONT_KNOW in self.codes:
            raise ValueError('"dont_know" is said with Unsaid.DONT_KNOW')


Answer = Chosen | str | tuple[str, ...] | date | int | Decimal | bool | Unsaid
Values = Mapping[str, Answer]
NOTHING: Values = MappingProxyType({})


def _nothing() -> Values:
    return NOTHING


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a repeating group; ``id`` stays the same when other rows come and go."""

    id: str
    answers: Values = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything given so far; a key that is absent was not asked or was left blank."""

    top: Values = field(default_factory=_nothing)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=lambda: MappingProxyType({}))
    private: frozenset[str] = frozenset()
    """Questions whose answer she keeps off the copy she takes home."""
    listed: Mapping[str, str] = field(default_factory=dict)
    """Options ("question/option") that a name on her list ticked, to the name as she wrote it."""
    settled: frozenset[str] = frozenset()
    """Answers that do not seem to fit together, of which she said that both are right."""

    def get(self, key: str, row: Row | None = None) -> Answer | None:
        return (row.answers if row else self.top).get(key)

    def rows_of(self, group: str) -> tuple[Row, ...]:
        return self.rows.get(group, ())

    def row_of(self, group: str | None, row: str | None) -> Row | None:
        """The entry with this id; None for a page without entries."""
        return next((each for each in self.rows_of(group or "") if each.id == row), None)


EMPTY = Answers()


def codes_in(answer: Answer | None) -> tuple[str, ...]:
    """The codes that a condition may name, ``dont_know`` for both kinds of unsaid."""
    if isinstance(answer, Chosen):
        return answer.codes
    return (DONT_KNOW,) if isinstance(answer, Unsaid) else ()


def scalars_in(answer: Answer | None) -> Iterator[str | date | int | Decimal | bool]:
    """The single values of an answer, to compare and to name one by one."""
    match answer:
        case None:
            return
        case Chosen() | Unsaid():
            yield from codes_in(answer)
        case tuple():
            yield from answer
        case _:
            yield answer


def tidy(text: str) -> str:
    """Free text as it is kept: composed letters, no control characters, otherwise as typed.

    Where nothing can be seen nothing was written.

    Both databases must agree on every character: PostgreSQL refuses NUL, neither stores lone
    surrogates. Line ends become ``\\n``; tabs become spaces.
    """
    joined = re.sub(r"\r\n?", "\n", text).replace("\t", " ")
    # Composed last: a dropped character may have kept a letter from its accent.
    kept = "".join(letter for letter in joined if _is_kept(letter))
    return unicodedata.normalize("NFC", kept).strip() if shows_something(kept) else ""


def _is_kept(letter: str) -> bool:
    code = ord(letter)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or letter == "\ufeff":
        return False
    return letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs")


class TextFault(NamedTuple):
    """Why a text can't be kept: words to translate, and what stands in their blanks."""

    words: str
    values: Mapping[str, str]


TOO_LONG = gettext_noop("This has %(count)s characters. Please shorten it to %(limit)s.")
TOO_MANY_LINES = gettext_noop("Please use at most %(limit)s line breaks.")
TOO_MANY_MARKS = gettext_noop("Some letters carry too many accent marks. Please type them again.")


def text_fault(text: str, limit: int) -> TextFault | None:
    """Why a tidied text can't be kept; None when it can."""
    if len(text) > limit:
        return TextFault(TOO_LONG, {"count": f"{len(text):,}", "limit": f"{limit:,}"})
    if text.count("\n") > LINE_BREAKS:
        return TextFault(TOO_MANY_LINES, {"limit": str(LINE_BREAKS)})
    if re.search(rf"[^\W\d_]?{_MARKS}{{{ACCENT_MARKS + 1},}}", text):
        return TextFault(TOO_MANY_MARKS, {})
    return None


def text_problem(text: str, limit: int) -> str:
    """The same in words for staff; empty when it can be kept."""
    fault = text_fault(text, limit)
    return fault.words % fault.values if fault else ""


_MARKS = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"

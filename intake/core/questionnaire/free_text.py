"""Free text: whether it shows anything to the eye, how it is kept, and why it can't be."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from intake.core.limits import ACCENT_MARKS, LINE_BREAKS
from intake.core.translatable import gettext_noop

_SEEN = frozenset("LNPS")
"""General categories with a shape of their own; marks need a letter to stand on."""

_BLANK = frozenset(
    "\N{HANGUL CHOSEONG FILLER}"
    "\N{HANGUL JUNGSEONG FILLER}"
    "\N{HANGUL FILLER}"
    "\N{HALFWIDTH HANGUL FILLER}"
    "\N{BRAILLE PATTERN BLANK}"
    "\N{MUSICAL SYMBOL NULL NOTEHEAD}"
    "\N{OBJECT REPLACEMENT CHARACTER}"
    "\U00013441\U00013442"  # blanks of Egyptian hieroglyphs
)
"""Letters and symbols by their category, and nothing to the eye."""

SPELLING = frozenset("\u200c\u200d\u200e\u200f")
"""Joiners and marks of direction, which some scripts are spelled with."""

HYPHENATION = frozenset("\u00ad\u200b\u2060")
"""Where a word may break, or must not; pasted text has them, and a name never needs them."""


def is_hidden(letter: str) -> bool:
    """Shows nothing and belongs to no spelling: page and paper name it instead."""
    if letter in _BLANK:
        return True
    return unicodedata.category(letter) == "Cf" and letter not in SPELLING | HYPHENATION


def shows_something(text: str) -> bool:
    """At least one character can be seen.

    Spaces, control and format characters, tags, variation selectors, fillers, blanks, lone marks
    and what no font draws show nothing, however many there are.
    """
    seen = (each for each in text if unicodedata.category(each)[0] in _SEEN)
    return any(letter not in _BLANK for letter in seen)


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

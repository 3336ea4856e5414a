"""Whether a text shows anything: letters that leave no mark on a page are no text."""

import unicodedata

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
    return any(_is_seen(letter) for letter in text)


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter)[0] in _SEEN and letter not in _BLANK

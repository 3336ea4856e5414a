"""Text for a cell of a CSV file: no spreadsheet runs it, and it can be read back letter for letter.

Spreadsheets take a cell for a formula when it begins with one of a few signs, and some split a line
at semicolons or tabs whatever the quotes say. So a sign is never the first of anything.
"""

import re

SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FIRST = r"(?<![^;,|\t\r\n\v\f])"
_RISKY = re.compile(rf"{_FIRST}(?=[' ]*[{SIGNS}])|\A(?='*[\t\r])")
_MADE_SAFE = re.compile(rf"{_FIRST}'(?=[' ]*[{SIGNS}])|\A'(?='*[\t\r])")


def cell(text: str) -> str:
    """The text with an apostrophe before whatever could begin a formula."""
    return _RISKY.sub("'", text)


def text_of(kept: str) -> str:
    """The text that was made into a cell."""
    return _MADE_SAFE.sub("", kept)

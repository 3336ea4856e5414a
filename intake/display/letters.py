"""Which letters the packaged fonts hold, and how wide a line of our own words runs."""

from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf"


@cache
def covered() -> frozenset[int]:
    """Code points that some packaged font can draw."""
    upright = [*FONTS.glob("*-Regular.ttf"), *FONTS.glob("*.otf")]
    return frozenset().union(*(_map_of(font.name) for font in upright))


@cache
def plain() -> frozenset[str]:
    """Letters of Atkinson: one shape each."""
    return frozenset(map(chr, _map_of(REGULAR)))


@cache
def _map_of(name: str) -> dict[int, str]:
    # fontTools comes with WeasyPrint; reading four tables takes a tenth of a second, once.
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / name, lazy=True) as font:
        return dict(font.getBestCmap())


@cache
def _advances(name: str) -> dict[str, float]:
    """Widths of single letters, in parts of the type size."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / name, lazy=True) as font:
        per_em, widths = font["head"].unitsPerEm, font["hmtx"]
        return {chr(code): widths[glyph][0] / per_em for code, glyph in _map_of(name).items()}


WIDE = 1.0
"""A letter that Atkinson lacks counts as wide as it is high: too wide is the safe side."""


def width(text: str, *, bold: bool = False) -> float:
    """How wide a text runs on one line, in parts of the type size."""
    advances = _advances(BOLD if bold else REGULAR)
    return sum(advances.get(letter, WIDE) for letter in text)


LONGEST_WORD = 40
BREAK_EVERY = 20


def lines(text: str, *, room: float, bold: bool = False) -> int:
    """How many lines a text takes in ``room`` (parts of the type size), broken at spaces."""
    space, used, count = width(" ", bold=bold), 0.0, 1
    for word in text.split():
        # A word over 40 letters may break every 20; others stay whole.
        most = BREAK_EVERY if len(word) > LONGEST_WORD else len(word)
        for start in range(0, len(word), most):
            run = width(word[start : start + most], bold=bold)
            gap = 0.0 if start else space
            if used and used + gap + run > room:
                count, used = count + 1, 0.0
            used += run + (gap if used else 0.0)
        while used > room:
            count, used = count + 1, used - room
    return count

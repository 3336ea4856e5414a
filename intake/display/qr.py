"""A QR code as one path of an SVG that stands in the page itself: no picture file, no style."""

from dataclasses import dataclass

import segno

EDGE = 4
"""Light squares around it, as the standard asks for."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """``path`` draws the dark squares on a field of ``size`` by ``size``."""

    size: float
    path: str


def drawn(text: str) -> Drawing:
    code = segno.make(text, error="m", micro=False)
    size = code.symbol_size(border=EDGE)[0]
    rows = enumerate(code.matrix_iter(border=EDGE))
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in rows for x, is_dark in enumerate(row) if is_dark
    )
    return Drawing(size, path)

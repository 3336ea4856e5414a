"""A slip that a patient takes along: the link as a code and in letters, and no name."""

from dataclasses import dataclass

from intake.display.qr import Drawing

from .html import page_html
from .printer.client import render


@dataclass(frozen=True, slots=True)
class Slip:
    """``last`` is the last whole day in words, and ``zone`` the clock it is meant in."""

    clinic: str
    phone: str
    day: str
    time: str
    address: str
    last: str
    zone: str
    drawing: Drawing


def slip_copy(slip: Slip, *, paper: str, language: str) -> bytes:
    """Raises ``RenderFailed`` and ``Busy``, as the copies do."""
    html = page_html("slip.html", language=language, slip=slip)
    return render(html, paper=paper).pdf

"""A plain listing on paper: what a patient gets who asks what is kept, and who looked at it."""

import logging

from intake.core.privacy.listing import Listing

from .html import page_html
from .printer.client import Busy, RenderFailed, render

logger = logging.getLogger(__name__)


def listing_file(listing: Listing, *, paper: str) -> tuple[bytes, str]:
    """A file and its ending: "pdf", or "txt" with the same words where no pages come out."""
    try:
        return listing_copy(listing, paper=paper), "pdf"
    except (Busy, RenderFailed):
        logger.exception("a listing was not printed", extra={"event": "pdf.failed.listing"})
        return listing_text(listing).encode(), "txt"


def listing_copy(listing: Listing, *, paper: str) -> bytes:
    """Raises ``RenderFailed`` and ``Busy``, as the copies do."""
    html = page_html("listing.html", language=listing.language, listing=listing)
    return render(html, paper=paper).pdf


def listing_text(listing: Listing) -> str:
    """The same as plain text, where the pages could not be printed."""
    lines = [listing.title, listing.name]
    lines += [f"{label}: {value}" for label, value in listing.about]
    for part in listing.parts:
        lines += ["", part.title, *filter(None, [part.note])]
        lines += ["   " + " | ".join(row) for row in part.rows] or ["   Nothing."]
    return "\n".join([*lines, "", *listing.notes, listing.made, ""])

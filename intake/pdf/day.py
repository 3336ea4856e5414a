"""The copies of one day in one file: a cover that lists the visits, and a bookmark for each."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pikepdf

from .html import page_html
from .printer.client import render

PARTS = "/StructParents"
"""Leads from a page into the structure of its own file; in another it would lead astray."""


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One visit of the day; ``missing`` says why no copy of it follows."""

    time: str
    name: str
    born: str
    reference: str
    holds: str
    state: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    day: date
    provider: str
    printed_at: datetime
    lines: tuple[CoverLine, ...]

    @property
    def copies(self) -> int:
        return sum(not line.missing for line in self.lines)


def cover_page(cover: Cover, *, paper: str) -> bytes:
    """Raises as every copy does."""
    html = page_html("day.html", cover=cover)
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    return render(html, paper=paper, identifier=identifier).pdf


def joined(title: str, parts: Sequence[tuple[str, bytes]]) -> bytes:
    """One file with every part behind a bookmark.

    What a part offers to screen readers and archives is only in the part itself.
    """
    whole, starts = pikepdf.new(), []
    for name, content in parts:
        starts.append((name, len(whole.pages)))
        with pikepdf.open(io.BytesIO(content)) as part:
            # With the links from points to answers; those of two parts stay apart.
            whole.add_pages_from(part, forms="strip")
    _detach(whole.pages)
    with whole.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(name, page) for name, page in starts)
    whole.docinfo["/Title"] = title
    whole.Root.Lang = "en"
    whole.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


def _detach(pages: Iterable[pikepdf.Page]) -> None:
    for page in pages:
        if PARTS in page.obj:
            del page.obj[PARTS]

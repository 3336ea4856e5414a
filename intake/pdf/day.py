"""The copies of one day in one file: a cover that lists the visits, and a bookmark for each."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pikepdf

import intake

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
    html = page_html("day.html", cover=cover, made_at=cover.printed_at)
    return render(html, paper=paper).pdf


@dataclass(frozen=True, slots=True)
class Sheets:
    """How parts go on sheets: from each one page 1 alone, each one beginning on a sheet's front."""

    only_first: bool = False
    has_blank_backs: bool = False


def joined(title: str, parts: Sequence[tuple[str, bytes]], sheets: Sheets = Sheets()) -> bytes:
    """One file with every part behind a bookmark.

    What a part offers to screen readers and archives is only in the part itself.
    """
    whole, starts = pikepdf.new(), []
    for name, content in parts:
        starts.append((name, len(whole.pages)))
        with pikepdf.open(io.BytesIO(content)) as part:
            if sheets.only_first:
                del part.pages[1:]
            # With the links from points to answers; those of two parts stay apart.
            whole.add_pages_from(part, forms="strip")
        if sheets.has_blank_backs and len(whole.pages) % 2:
            left, bottom, right, top = whole.pages[-1].mediabox
            whole.add_blank_page(page_size=(right - left, top - bottom))
    for page in whole.pages:
        if PARTS in page.obj:
            del page.obj[PARTS]
    with whole.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(name, page) for name, page in starts)
    whole.docinfo["/Title"] = title
    whole.docinfo["/Producer"] = f"Exosome intake {intake.__version__}"
    whole.Root.Lang = "en"
    whole.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    made = io.BytesIO()
    whole.save(made, deterministic_id=True)
    return made.getvalue()

"""Lays finished HTML out on pages, in this very process; runs in the limited child."""

import base64
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INTAKE = Path(__file__).parents[2]
# fontconfig reads this when WeasyPrint loads: only the packaged fonts exist for the printer.
os.environ["FONTCONFIG_FILE"] = str(INTAKE / "display" / "fonts" / "fonts.conf")

import weasyprint  # noqa: E402  the line above comes first
from weasyprint.pdf import fonts  # noqa: E402
from weasyprint.text.ffi import ffi  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcherResponse  # noqa: E402

from ..photos import IN_PLACE  # noqa: E402
from .standards import VARIANT, declare_pdf_ua, speak_letters  # noqa: E402
from .text_of import text_of  # noqa: E402

# The same 188 mm between the margins on both, so that a line breaks at the same word.
PAPERS = {
    "letter": "size: 8.5in 11in; margin: 16mm 12.9mm 11mm 15mm",
    "a4": "size: 210mm 297mm; margin: 16mm 10mm 11mm 12mm",
}
NOTHING_FETCHED = "nothing is fetched: a page brings everything along"


class CannotPrint(Exception):
    """The pages would not be what they must be; the message says why."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A finished file, the text found on each of its pages, and the page of each anchor."""

    pdf: bytes
    text: tuple[str, ...]
    anchors: dict[str, int]
    refused: int
    """How often the pages asked for a file or an address; none of ours does."""


class Nothing(weasyprint.URLFetcher):
    """Answers every wish for a file or an address with no; pages hold all they need.

    A photo by the patient stands in the page itself: there is nothing to be asked for.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.asked: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(IN_PLACE):
            jpeg = base64.b64decode(url.removeprefix(IN_PLACE))
            return URLFetcherResponse(IN_PLACE, jpeg, {"Content-Type": "image/jpeg"})
        self.asked.append(url)
        raise ValueError(NOTHING_FETCHED)


class ListsMeasured:
    """WeasyPrint's way into C, where a list of letters tells its own length.

    WeasyPrint writes the length into the name of a type, and a name not seen before takes longer
    to read than its font to pack: two for each font, hardly one of them twice.
    """

    def __getattr__(self, name: str) -> Any:
        return getattr(ffi, name)

    def new(self, kind: str, given: Any = None) -> Any:
        has_length = isinstance(given, list | tuple)
        return ffi.new(re.sub(r"\[\d+\]", "[]", kind) if has_length else kind, given)


# Once, when WeasyPrint is loaded, and not for each press.
speak_letters()
fonts.ffi = ListsMeasured()


class Press:
    """Style sheets parsed once for both papers, so that printing starts with the page."""

    def __init__(self) -> None:
        css = (INTAKE / "pdf" / "paper.css").read_text(encoding="utf-8")
        self._styles = {
            paper: weasyprint.CSS(string=f"@page {{ {page} }}\n{css}", url_fetcher=Nothing())
            for paper, page in PAPERS.items()
        }
        self._fonts = FontConfiguration()

    def print(self, html: str, *, paper: str, identifier: bytes) -> Sheets:
        """One file for one page of HTML: same input, same bytes."""
        nothing = Nothing()
        with _complaints() as complaints:
            document = self._laid_out(html, paper, nothing)
            pdf = self._written(document, identifier)
        missing = [line for line in complaints if ".notdef" in line]
        if missing:
            # A missing glyph breaks both standards, and a letter of the patient's would be gone.
            raise CannotPrint("a character has no glyph in the packaged fonts")
        pages = enumerate(document.pages, 1)
        anchors = {name: number for number, page in pages for name in page.anchors}
        return Sheets(pdf, text_of(pdf), anchors, len(nothing.asked))

    def _laid_out(self, html: str, paper: str, nothing: Nothing) -> Any:
        source = weasyprint.HTML(string=html, base_url=None, url_fetcher=nothing)
        return source.render(
            stylesheets=[self._styles[paper]], font_config=self._fonts, pdf_variant=VARIANT
        )

    def _written(self, document: Any, identifier: bytes) -> bytes:
        declare_pdf_ua(document)
        return bytes(document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier))


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What WeasyPrint warns of meanwhile; it goes to no log, it might quote the patient."""
    found: list[str] = []
    logger = logging.getLogger("weasyprint")
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield found
    finally:
        logger.removeHandler(listener)

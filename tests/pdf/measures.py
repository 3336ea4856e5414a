"""What a finished copy looks like, measured in the PDF itself: type, words, empty pages."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

FOOT, HEAD = 31.0, 43.0
"""Points from the edge where the running foot ends, and the head of later pages."""
LEAST, MOST_WORDS = 9.0, 410
HEADING, LARGE = 11.4, 12.6
"""Points: a line in this size or more is a heading, and on a patient's copy in large letters."""
DIGEST = re.compile(r"\b[0-9a-f]{4}(?: [0-9a-f]{4}){3}\b")


@dataclass(frozen=True)
class Text:
    text: str
    size: float
    bottom: float
    top: float


@dataclass(frozen=True)
class Measured:
    high: float
    texts: tuple[Text, ...]

    @property
    def words(self) -> int:
        return sum(len(each.text.split()) for each in self.texts)

    @property
    def body(self) -> list[Text]:
        return [t for t in self.texts if t.bottom > FOOT and t.text.strip()]

    @property
    def least(self) -> float:
        return min(each.size for each in self.body)

    @property
    def filled(self) -> float:
        """How far down the page something stands."""
        return 1 - min(each.bottom for each in self.body) / self.high

    @property
    def last(self) -> Text:
        return min(self.body, key=lambda each: each.bottom)


def measured(pdf: bytes) -> list[Measured]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [Measured(page.get_size()[1], tuple(_texts(page))) for page in document]
    finally:
        document.close()


def _texts(page) -> Iterator[Text]:
    text_page = page.get_textpage()
    for place in range(pdfium.FPDFPage_CountObjects(page.raw)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, place)
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_TEXT:
            _, bottom, _, top = (side.value for side in _sides(drawn))
            yield Text(_letters(drawn, text_page), _size(drawn), bottom, top)


def _size(drawn) -> float:
    """As it is drawn: the size of the font, scaled by where it is put."""
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(drawn, size)
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    return round(size.value * abs(matrix.d), 1)


def _sides(drawn) -> tuple:
    sides = tuple(ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(drawn, *sides)
    return sides


def _letters(drawn, text_page) -> str:
    length = pdfium.FPDFTextObj_GetText(drawn, text_page.raw, None, 0)
    room = (ctypes.c_ushort * (length // 2))()
    pdfium.FPDFTextObj_GetText(drawn, text_page.raw, room, length)
    return bytes(room)[:-2].decode("utf-16-le", "replace")


def faults_of_any(pages: list[Measured], heading: float = HEADING) -> Iterator[str]:
    if pages[-1].filled < 1 / 3:
        yield f"the last page is filled to {pages[-1].filled:.2f} only"
    for number, page in enumerate(pages, 1):
        # Under "To ask later" at least one line is drawn, and no text.
        has_line = page.last.bottom > FOOT + 20
        if page.last.size >= heading and not has_line:
            yield f"a heading ends page {number}: {page.last.text}"
    text = [each.text for page in pages for each in page.texts]
    if text.count("Verified at the visit") > 1:
        yield "the table of what was shown is torn"


def faults_of_sheet(pdf: bytes) -> list[str]:
    pages = measured(pdf)
    first = pages[0]
    found = list(faults_of_any(pages))
    found += [f"{first.words} words on page 1"] if first.words > MOST_WORDS else []
    found += [f"{first.least} pt on page 1"] if first.least < LEAST else []
    return found


def faults_of_record(pdf: bytes) -> list[str]:
    pages = measured(pdf)
    least = pages[0].least
    return [*faults_of_any(pages), *([f"{least} pt on page 1"] if least < LEAST else [])]


def faults_of_patients(pdf: bytes) -> list[str]:
    pages = measured(pdf)
    found = list(faults_of_any(pages, LARGE))
    found += [f"{len(pages)} pages"] if len(pages) != 2 else []
    found += [f"{page.least} pt" for page in pages if page.least < LEAST]
    if DIGEST.search(" ".join(each.text for each in pages[0].texts)):
        found.append("a digest on page 1")
    return found

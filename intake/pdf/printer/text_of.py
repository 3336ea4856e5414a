"""Reads a finished PDF back, text by text in the order it was drawn, to see what is in it."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from .standards import SPOKEN

HEAD, FOOT = 43.0, 28.0
"""Where the running head ends and the foot begins, in points: they would cut an answer in two."""


HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})
"""What PDFium puts for a hyphen at the end of a line."""

UNITS = ctypes.POINTER(ctypes.c_ushort)
TURNED = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter of a script that runs from right to left."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of text and its box in points, from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def text_of(pdf: bytes) -> tuple[str, ...]:
    """What stands on each page between head and foot; what lies beyond the edge is not there."""
    pages = []
    for number, (width, height, pieces) in enumerate(pieces_of(pdf)):
        # Page 1 has no running head: it begins with the name in large letters.
        top = height - HEAD if number else height
        inside = (p for p in pieces if p.left >= 0 and p.right <= width)
        pages.append(" ".join(p.text for p in inside if p.top <= top and p.bottom >= FOOT))
    return tuple(pages)


def pieces_of(pdf: bytes) -> Iterator[tuple[float, float, list[Piece]]]:
    """Width, height and pieces of each page.

    Drawn objects are read one by one: the usual text extraction sorts by position, turns
    right-to-left lines around and takes a hyphen at a line's end for a soft one.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            text_page, spoken_before, pieces = page.get_textpage(), None, []
            # Where nothing runs from right to left, PDFium keeps the order, in a third of the time.
            is_turned = TURNED.search(text_page.get_text_range())
            by_place = _letters_by_place(text_page) if is_turned else {}
            for place in range(pdfium.FPDFPage_CountObjects(page.raw)):
                drawn = pdfium.FPDFPage_GetObject(page.raw, place)
                if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_TEXT:
                    continue
                mark, text = _spoken(drawn)
                if mark is None and by_place:
                    text = by_place.get(_address(drawn), "")
                elif mark is None:
                    text = _letters(drawn, text_page)
                # One text for all the objects that draw it: the shapes of one word in Arabic.
                if mark is None or mark != spoken_before:
                    sides = tuple(ctypes.c_float() for _ in range(4))
                    pdfium.FPDFPageObj_GetBounds(drawn, *sides)
                    pieces.append(Piece(text, *(side.value for side in sides)))
                spoken_before = mark
            yield (*page.get_size(), pieces)
    finally:
        document.close()


def _letters(drawn: Any, text_page: Any, room: int = 1024) -> str:
    """The room is guessed: PDFium looks at every letter of the page each time it is asked."""
    found = ctypes.create_string_buffer(room)
    needed = pdfium.FPDFTextObj_GetText(drawn, text_page.raw, ctypes.cast(found, UNITS), len(found))
    if needed > room:
        return _letters(drawn, text_page, needed)
    return found.raw[: needed - 2].decode("utf-16-le", "replace").translate(HYPHENS)


def _letters_by_place(text_page: Any) -> dict[int | None, str]:
    """The letters of each drawn object from left to right.

    PDFium turns whole lines around where one letter of a right-to-left script stands in them, so
    letters are put back by where they were drawn. Objects in such scripts tell their own text.
    """
    found: dict[int | None, list[tuple[float, str]]] = {}
    across, down = ctypes.c_double(), ctypes.c_double()
    for place in range(text_page.count_chars()):
        drawn = pdfium.FPDFText_GetTextObject(text_page.raw, place)
        if not drawn:
            continue  # a space or line end that PDFium made up
        pdfium.FPDFText_GetCharOrigin(text_page.raw, place, across, down)
        letter = chr(pdfium.FPDFText_GetUnicode(text_page.raw, place))
        found.setdefault(_address(drawn), []).append((across.value, letter))
    told = {}
    for address, letters in found.items():
        letters.sort(key=itemgetter(0))
        told[address] = "".join(letter for _, letter in letters).translate(HYPHENS)
    return told


def _address(drawn: Any) -> int | None:
    return ctypes.cast(drawn, ctypes.c_void_p).value


def _spoken(drawn: Any) -> tuple[int | None, str]:
    """The number of the marked content that tells its text apart from its shapes, and the text."""
    for place in range(pdfium.FPDFPageObj_CountMarks(drawn)):
        mark = pdfium.FPDFPageObj_GetMark(drawn, place)
        length = ctypes.c_ulong()
        name = SPOKEN.encode()
        pdfium.FPDFPageObjMark_GetParamBlobValue(mark, name, None, 0, length)
        if length.value:
            room = (ctypes.c_ubyte * length.value)()
            pdfium.FPDFPageObjMark_GetParamBlobValue(mark, name, room, length.value, length)
            number = ctypes.c_int()
            pdfium.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", number)
            told = bytes(room)
            if told.startswith(b"\xfe\xff"):
                return number.value, told[2:].decode("utf-16-be", "replace")
            return number.value, told.decode("latin-1")
    return None, ""

"""Pages for tests: a page of HTML, and the text of a finished file without its line ends."""

import io
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pikepdf

from intake.pdf.completeness import bare
from intake.pdf.printer.text_of import pieces_of, text_of


def a_page(body: str) -> str:
    return f'<!doctype html><html lang="en"><title>A page</title><body>{body}</body></html>'


def text_in(pdf: bytes) -> str:
    """Everything on the pages, as words with one space between."""
    return re.sub(r"[\s\u200b]+", " ", " ".join(text_of(pdf)))


def page_in(pdf: bytes, number: int) -> str:
    return re.sub(r"[\s\u200b]+", " ", text_of(pdf)[number - 1])


def foot_of_each_page(pdf: bytes) -> list[str]:
    return [
        " ".join(piece.text for piece in pieces if piece.top < 40)
        for _, _, pieces in pieces_of(pdf)
    ]


def is_in(words: str, text: str) -> bool:
    """Whether words stand in a text, wherever its lines were broken."""
    return bare(words) in bare(text)


def lost(html: str, *said: str) -> list[str]:
    """What of all this a page does not say, its elements and line ends apart."""
    text = without_tags(html)
    return [words for words in said if not is_in(words, text)]


def opened(pdf: bytes) -> Any:
    return pikepdf.open(io.BytesIO(pdf))


class Elements(HTMLParser):
    """Counts the elements of a page, to see that a text has added none."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, int] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found[tag] = self.found.get(tag, 0) + 1


def without_tags(html: str) -> str:
    """The words of a page as they are read, with one space between."""
    text = re.sub(r"<head>.*?</head>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(text).replace("\u200b", "").split())


def last_page_is_full_enough(pdf: bytes) -> bool:
    """Whether at least a third of the last page has something on it, running foot apart."""
    *_, (_, high, pieces) = pieces_of(pdf)
    lowest = min(piece.bottom for piece in pieces if piece.bottom > 40)
    return 1 - lowest / high >= 1 / 3

"""A copy as plain text, read off the very page that could not be printed, so that both agree."""

import re
from html.parser import HTMLParser

from intake.display.printable import SOFT_BREAK

LINES = frozenset(("p", "div", "h1", "h2", "h3", "li", "tr", "br", "section", "table", "header"))
CELLS = frozenset(("td", "th", "dd"))
NOT_READ = frozenset(("head", "title"))
NOTICE = "PLAIN TEXT: THE PAGES COULD NOT BE PRINTED"


class _Lines(HTMLParser):
    """Text in the order of the page; a box or a line to write on is not text."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in NOT_READ
        self.parts.append("\n" if tag in LINES else "\t" if tag in CELLS else "")
        self.parts.append("\n" if tag in ("h2", "section") else "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in NOT_READ

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"[ \n\t\r\f]+", " ", data))


def lines_of(html: str) -> str:
    reader = _Lines()
    reader.feed(html)
    text = "".join(reader.parts).replace(SOFT_BREAK, "")
    lines = (re.sub(r" ?\t ?", "  ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join([NOTICE, *lines])).strip() + "\n"

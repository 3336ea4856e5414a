"""Whether a finished copy holds every answer, letter for letter and in order, and every point."""

import re
import unicodedata
from collections.abc import Iterable

from intake.core.discussion.discussion import Discussion
from intake.display.printable import SILENT, printable

from .printer.client import RenderFailed
from .provider.answers import answer_sections

ALL_ANSWERS = "All answers, as given"


class Incomplete(RenderFailed):
    """Pages came out, but something of the discussion is not on them."""


def check_answers(discussion: Discussion, pages: Iterable[str]) -> None:
    """Refuse pages that lost a letter of an answer: an unbroken word was once cut silently.

    Each question is looked for after the one before, together with what was said to it.
    """
    parts: list[str] = []
    for section in answer_sections(discussion):
        for paragraph in section.paragraphs:
            for line in paragraph.lines:
                parts += [line.said.text + line.words, *(f"“{own}”" for own in line.said.own)]
        # Of a plain no the short name.
        parts += [line.said.short for line in section.denied]
    text = bare("".join(pages))
    place = text.find(bare(ALL_ANSWERS))
    for part in map(bare, parts):
        found = text.find(part, max(place, 0))
        if place < 0 or found < 0:
            raise Incomplete("an answer is not wholly on the pages")
        place = found + len(part)


def check_points(discussion: Discussion, pages: Iterable[str]) -> None:
    """Refuse pages on which the title of a point is missing."""
    text = bare("".join(pages))
    if not all(bare(point.title) in text for point in discussion.points):
        raise Incomplete("a point is not on the pages")


def check_words(words: Iterable[str], pages: Iterable[str]) -> None:
    """Refuse pages on which something recorded about the talk is missing."""
    text = bare("".join(pages))
    if not all(bare(each) in text for each in words):
        raise Incomplete("something recorded about the talk is not on the pages")


_SPACE = re.compile(rf"[\s{''.join(SILENT)}]+")
# Where a line also runs from right to left, PDFium may read a bracket as its mirror image, however
# it stands on paper; so a bracket and its mirror image count as one letter.
_EITHER_WAY = str.maketrans(")]}>»›≥", "([{<«‹≤")


def bare(text: str) -> str:
    """Letters only, as they are printed: without spaces, line ends and soft breaks."""
    printed = unicodedata.normalize("NFC", printable(text))
    return _SPACE.sub("", printed).translate(_EITHER_WAY)

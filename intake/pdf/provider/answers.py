"""All answers as the last pages print them, what was denied gathered, and the evidence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from intake.core.discussion.discussion import Discussion, EvidenceLine, Said
from intake.core.discussion.talking_points import Standing
from intake.core.questionnaire.points import Reading
from intake.display.traces import Places, places

DENIALS = frozenset({("No",), ("None of these",), ("None",)})


@dataclass(frozen=True, slots=True)
class AnswerLine:
    anchor: str
    said: Said
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Answers run in after each other: those of one row, or those between rows."""

    lines: tuple[AnswerLine, ...]
    is_row: bool


@dataclass(frozen=True, slots=True)
class AnswerSection:
    title: str
    paragraphs: tuple[Paragraph, ...]
    denied: tuple[AnswerLine, ...]
    """Questions answered with a plain no or none: together they read faster than one by one."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The evidence, with the dates that most of it shares said once."""

    read_on: date | None
    review_by: date | None
    parts: tuple[tuple[EvidenceLine, ...], ...]
    """The last stays together with what ends the copy, so that no last page is nearly empty."""
    general: tuple[EvidenceLine, ...]


def answer_sections(discussion: Discussion) -> Iterable[AnswerSection]:
    at = places(discussion)
    for section in discussion.sections:
        denied = tuple(said for said in section.said if is_denied(said))
        others = (said for said in section.said if said not in denied)
        paragraphs = tuple(
            Paragraph(tuple(_line(said, at) for said in each), row is not None)
            for row, each in groupby(others, key=lambda said: said.row)
        )
        yield AnswerSection(section.title, paragraphs, tuple(_line(said, at) for said in denied))


def is_denied(said: Said) -> bool:
    """A plain no; one within a row stays beside what it is about."""
    return said.row is None and not said.own and said.words in DENIALS


def _line(said: Said, at: Places) -> AnswerLine:
    words = "Left blank" if said.standing is Standing.BLANK else "; ".join(said.words)
    return AnswerLine(at[said.row, said.question], said, words)


TO_SIGN, SIGNED = 1_900, 3_200
"""Letters of sources that stay with what stands under them on the sheet, and on the record: both
together are more than a third of a page."""


def sources(evidence: tuple[EvidenceLine, ...], *, room: int) -> Sources:
    dates = Counter((line.evidence.read_on, line.evidence.review_by) for line in evidence)
    (read_on, review_by), _ = dates.most_common(1)[0] if dates else ((None, None), 0)
    general = tuple(e for e in evidence if e.evidence.reading is Reading.GENERAL)
    cited = tuple(e for e in evidence if e.evidence.reading is not Reading.GENERAL)
    # As many at the end as fill their part of a page; all, where the rest would be a few lines.
    place, is_short = len(cited), sum(map(_letters, cited)) < 1.5 * room
    while place and (is_short or room > 0):
        place -= 1
        room -= _letters(cited[place])
    parts = (cited[:place], cited[place:]) if place else (cited,)
    return Sources(read_on, review_by, parts, general)


def _letters(line: EvidenceLine) -> int:
    evidence = line.evidence
    return len(f"{evidence.key} {evidence.publisher}. {evidence.source}. {evidence.published}. ")

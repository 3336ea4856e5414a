"""All answers as given, each with its place on the page, so that points can lead to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from intake.core.discussion.discussion import Discussion, Said
from intake.display.traces import Places


@dataclass(frozen=True, slots=True)
class Answer:
    anchor: str
    said: Said


@dataclass(frozen=True, slots=True)
class Entry:
    """Answers that stand together: of one row of a group, or of a stretch without rows."""

    is_row: bool
    about: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    entries: tuple[Entry, ...]
    count: int


def sections(discussion: Discussion, at: Places) -> tuple[Section, ...]:
    return tuple(
        Section(section.key, section.title, tuple(_entries(section.said, at)), len(section.said))
        for section in discussion.sections
    )


def answers(said: Iterable[Said], at: Places) -> tuple[Answer, ...]:
    return tuple(Answer(at.get((each.row, each.question), ""), each) for each in said)


def _entries(said: Iterable[Said], at: Places) -> Iterable[Entry]:
    for row, together in groupby(said, key=lambda each: each.row):
        found = answers(together, at)
        yield Entry(row is not None, found[0].said.about, found)

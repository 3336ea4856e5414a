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
    found = []
    for section in discussion.sections:
        entries = []
        for row, together in groupby(section.said, key=lambda each: each.row):
            told = answers(together, at)
            entries.append(Entry(row is not None, told[0].said.about, told))
        found.append(Section(section.key, section.title, tuple(entries), len(section.said)))
    return tuple(found)


def answers(said: Iterable[Said], at: Places) -> tuple[Answer, ...]:
    return tuple(Answer(at.get((each.row, each.question), ""), each) for each in said)

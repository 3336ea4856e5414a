"""Outcomes that no longer apply, each with the title its point has in the version."""

from dataclasses import dataclass

from intake.actions.talk.talk_page import Room
from intake.core.talk.outcomes import Entry
from intake.printing.talk_on_paper import titles_of_gone


@dataclass(frozen=True, slots=True)
class Gone:
    """An outcome of an earlier revision, with the title its point has in the version."""

    entry: Entry
    title: str


def gone_from(room: Room) -> tuple[Gone, ...]:
    titles = titles_of_gone(room)
    return tuple(Gone(each, titles.get(each.key, each.key)) for each in room.outcomes.gone)

"""Outcomes in the words of the page: what can be chosen, and what no longer applies."""

from dataclasses import dataclass

from intake.actions.talk.talk_page import Room
from intake.core.talk.outcomes import OUTCOME_WORDS, Entry, Outcome

WAYS = {
    "talk": [
        (each.value, words) for each, words in OUTCOME_WORDS.items() if not each.is_about_hold
    ],
    "hold": [(Outcome.LIFTED.value, "Lift the hold"), (Outcome.STAYS.value, "Hold stays")],
}
"""What the buttons of a point say, about the talk and about a hold."""


@dataclass(frozen=True, slots=True)
class Gone:
    """An outcome of an earlier revision, with the title its point has in the version."""

    entry: Entry
    title: str


def gone_from(room: Room) -> tuple[Gone, ...]:
    if not room.outcomes.gone:
        return ()
    titles = {point.key: point.title for point in room.frozen.submission.version.read().points}
    return tuple(Gone(each, titles.get(each.key, each.key)) for each in room.outcomes.gone)

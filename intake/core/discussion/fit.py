"""Answers that do not seem to fit together: asked about before sending, and never an error."""

from dataclasses import dataclass

from intake.core.questionnaire.answers import EMPTY, Answers
from intake.core.questionnaire.points import PointKind
from intake.core.questionnaire.recognised import Recognised, unfit
from intake.core.questionnaire.walk import Walk

from .raise_points import key_of, points_raised


@dataclass(frozen=True, slots=True)
class Misfit:
    """``key`` names exactly these answers: other ones are asked about anew."""

    key: str
    title: str
    places: tuple[tuple[str | None, str], ...]
    """Row and question of each answer, each once."""
    name: Recognised | None = None
    """A name that stands beside "none of these"; else a rule found it."""
    left_out: str = ""
    """An allergy that she entered and that counts no more: the answer that opened the list closed
    it, and nobody else sees that it was there."""


def misfits(walked: Walk, settled: frozenset[str], *, kept: Answers = EMPTY) -> tuple[Misfit, ...]:
    """In the order of the questionnaire, without those of which she said that both are right.

    ``kept`` is everything that was ever said, also what is not asked any more.
    """
    found = []
    for each in points_raised(walked):
        if each.point.kind is PointKind.CLARIFY and each.point.check_title and each.because:
            places = dict.fromkeys((match.row, match.question) for match in each.because)
            found.append(Misfit(key_of(each), each.point.check_title, tuple(places)))
    for name in unfit(walked.questionnaire, walked.counted):
        both = ((name.row, name.asked), (None, name.question))
        found.append(Misfit(f"name {name.refusal}", "", both, name))
    roles = walked.questionnaire.roles.allergy
    group = walked.questionnaire.groups.get(roles.group)
    if group and group.show_if and group.key not in walked.groups:
        opened_by = ((None, group.show_if.conditions[0].question),)
        for row in kept.rows_of(group.key):
            if isinstance(cause := row.answers.get(roles.substance), str):
                found.append(Misfit(f"left out {row.id}", "", opened_by, left_out=cause))
    return tuple(each for each in found if each.key not in settled)

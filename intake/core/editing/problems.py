"""What a mistake in a draft is: where it stands, what it says, and how much it weighs."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """``REFUSED`` stops publishing; ``WITH_REASON`` stops it until a reason is recorded."""

    REFUSED = "refused"
    WITH_REASON = "with_reason"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: ``place`` is ``question:KEY``, ``point:KEY``, ``evidence:KEY`` or empty.

    A reason is recorded for ``about`` and ``words``: the kind of warning and what it is about,
    so that it ends when either changes.
    """

    place: str
    says: str
    weight: Weight = Weight.REFUSED
    about: str = ""
    words: str = ""


def with_reason(place: str, says: str, *, about: str, words: str) -> Problem:
    """A warning that a recorded reason lets pass."""
    return Problem(place, says, Weight.WITH_REASON, about, words)

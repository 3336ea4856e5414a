"""How many words page 1 may have, how they are shared out, and in which order it is cut."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

LISTED, WANTED, MOST = 300, 365, 392
"""Words of the whole page: with the points for everyone by name, as long as talk can be cut, and
where whole rows would have to move on to page 2."""
LABELS = 92
"""Words that every page has: labels, boxes, head and foot."""
QUOTED, LEAST, HOPED = 15, 3, 160
"""Words of the answers beside a row, of one at least, and letters of a hope."""


@dataclass(frozen=True, slots=True)
class Share:
    """Words for each hold and each text of the patient's: many holds share what two have alone.

    No hold loses its cause or its talk; either ends in an ellipsis, and stands whole on page 2.
    """

    cause: int
    talk: int
    told: int

    @classmethod
    def among(cls, holds: int) -> "Share":
        many = max(holds, 1)
        if holds < FULL:
            return cls(min(QUOTED, 45 // many), 20, PLENTY)
        return cls(45 // many, 63 // many, max(63 // many - 1, 5))


PLENTY, FULL = 24, 5
"""Words for a text of the patient's, unless there are so many holds."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How much page 1 says; whatever it leaves out stands whole on the pages after it."""

    lists_everyone: bool = False
    talks: int = 99
    """Rows of "discuss first" that keep their words to say."""
    traces: bool = True
    names_facts: bool = True
    names_also: bool = True
    names_mild: bool = True
    tells_beside: bool = True
    """Other facts about allergies than the allergies themselves."""
    rows: int = 99
    """Rows of "discuss first" on page 1; the others go on on page 2, whole."""
    most: int = WANTED


KEPT_TALKS = 4


def cuts(rows: int) -> Iterator[Cut]:
    """From all there is to what is never cut: holds, severe allergies, worries, the decision."""
    yield Cut(lists_everyone=True, most=LISTED)
    for talks in range(rows, min(rows, KEPT_TALKS) - 1, -1):
        yield Cut(talks=talks)
    cut = Cut(talks=KEPT_TALKS)
    for less in ("traces", "names_facts", "names_mild", "names_also", "tells_beside"):
        cut = replace(cut, **{less: False})
        yield cut
    for talks in range(min(rows, KEPT_TALKS), -1, -1):
        yield replace(cut, talks=talks, most=MOST)
    for left in range(rows - 1, -1, -1):
        yield replace(cut, talks=0, rows=left, most=MOST)

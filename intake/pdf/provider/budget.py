"""How many words page 1 may have, how they are shared out, and in which order it is cut."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

LISTED, WANTED, MOST = 300, 350, 405
"""Words of the whole page: with the points for everyone by name, as long as talk can be cut, and
where whole rows would have to move on to page 2."""
HOPED, CAUSES = 160, 45
"""Letters of a hope, and words of the causes of all holds together where each has up to fifteen."""


@dataclass(frozen=True, slots=True)
class Share:
    """Words for the parts of each hold, and for each text of the patient's.

    No hold loses its cause or its talk: it has fewer words of both, and stands whole on page 2.
    """

    cause: int = 15
    talk: int = 20
    told: int = 24
    is_listed: bool = False
    """Each hold by its short name, in rows whose labels stand once above them."""

    @property
    def names_causes(self) -> bool:
        """Too few words for answers: the questions behind a hold are named."""
        return self.cause < NAMED


PLENTY, NAMED = Share(), 6
SHARES = (
    Share(told=14),
    Share(cause=8, told=14),
    Share(cause=8, talk=16, told=10),
    Share(cause=8, talk=20, told=10, is_listed=True),
    Share(cause=6, talk=16, told=10, is_listed=True),
    *(Share(4, talk, 10, is_listed=True) for talk in (16, 14, 12, 11, 10, 9, 8)),
    *(Share(3, talk, 7, is_listed=True) for talk in (10, 9, 8, 7, 6, 5, 4)),
)
"""For so many holds that page 1 has no room for anything else: each one has less than before."""


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
    share: Share = PLENTY
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
    for share in SHARES:
        yield replace(cut, talks=0, rows=0, share=share, most=MOST)

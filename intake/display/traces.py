"""The answers behind a point as paper names them, each tied to its place under "All answers"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from intake.core.discussion.discussion import Discussion
from intake.core.discussion.in_words import DONT_KNOW_WORDS
from intake.core.discussion.talking_points import Because, DiscussionPoint, Place, Standing
from intake.core.documents.codec import discussion_to_json, sha256_of

Places = Mapping[tuple[str | None, str], str]
"""(row id, question key) to the anchor of the answer."""

LEFT_BLANK = "left blank"


@dataclass(frozen=True, slots=True)
class Trace:
    """One question with all its answers that count here; ``about`` names the row."""

    anchor: str
    short: str
    about: str
    words: str
    is_said: bool
    """Whether the words are the patient's and stand in quotation marks."""
    brief_words: str = ""

    @property
    def text(self) -> str:
        """The line as it runs, to see how much room it takes."""
        return f"{self.label} {self.answer}"

    @property
    def label(self) -> str:
        return f"{self.short} (“{self.about}”):" if self.about else f"{self.short}:"

    @property
    def answer(self) -> str:
        return f"“{self.words}”" if self.is_said else self.words


def places(discussion: Discussion) -> Places:
    """Anchors of all answers, in the order in which they are printed."""
    everything = (said for section in discussion.sections for said in section.said)
    return {(said.row, said.question): f"a{n}" for n, said in enumerate(everything, 1)}


def traces(because: Iterable[Because], at: Places) -> tuple[Trace, ...]:
    """Answers to one question of one row come together, in the order of the document."""
    together: dict[tuple[str | None, str], list[Because]] = {}
    for one in because:
        together.setdefault((one.row, one.question), []).append(one)
    found = []
    for place, said in together.items():
        anchor, first = at.get(place, ""), said[0]
        words = "; ".join(dict.fromkeys(one.words for one in said if one.words))
        if first.standing is Standing.BLANK or not words:
            blank = Trace(anchor, first.short, first.about, LEFT_BLANK, False, LEFT_BLANK)
            found.append(blank)
            continue
        short = DONT_KNOW_WORDS if first.standing is Standing.DONT_KNOW else brief(words)
        found.append(Trace(anchor, first.short, first.about, words, True, short))
    return tuple(found)


def brief(words: str) -> str:
    """An option without its examples: "An ACE inhibitor, such as lisinopril" without its end.

    The words in full stand under "All answers", and beside every hold.
    """
    return re.sub(r", such as [^;]*| \([^;)]*\)", "", words)


def in_brief(found: Iterable[Trace]) -> tuple[Trace, ...]:
    return tuple(replace(trace, words=trace.brief_words) for trace in found)


def parted_claims(
    discussion: Discussion,
) -> tuple[DiscussionPoint | None, tuple[DiscussionPoint, ...]]:
    """The point that heads the claims, and the claims that the patient has heard."""
    everything, heading = discussion.at(Place.CLAIM), discussion.claims_heading
    claims = tuple(point for point in everything if point.number != heading)
    return next((point for point in everything if point.number == heading), None), claims


def digest_of(discussion: Discussion) -> str:
    """The first letters of the digest, in groups that can be read over the phone."""
    digest = sha256_of(discussion_to_json(discussion))
    return " ".join(digest[n : n + 4] for n in range(0, 16, 4))

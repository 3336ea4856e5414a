"""Page 1 of the provider copy: what stands on it, and what moves on when room is short.

The order of cutting is the clinic's (talking points after the fourth, all talking points, names
of unknowns, what is known of claims). Holds, the answers that fired them, allergies and worries
are never cut; when they alone fill the page, the rest goes on on page 2.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from intake.core.discussion.discussion import (
    Discussion,
    DiscussionPoint,
    OwnWords,
    Place,
    Rank,
    Unknown,
)
from intake.core.questionnaire.questionnaire import Settles
from intake.display.letters import lines, width
from intake.display.traces import Places, Trace, in_brief, parted_claims, places, traces


@dataclass(frozen=True, slots=True)
class Level:
    """How much page 1 says: lines for words to say and for answers, and what is left out."""

    talk_lines: int
    answer_lines: int
    asks: bool = False
    """Whether the patient's own question stands beside the worries."""
    talks: int = 99
    """How many points of "discuss first" keep their words to say."""
    names_unknowns: bool = True
    tells_known: bool = True
    is_roomy: bool = False
    is_whole: bool = False
    """Whether points to discuss first say all there is to say, with their evidence."""


LEVELS = (
    Level(talk_lines=3, answer_lines=2, asks=True, is_whole=True),
    Level(talk_lines=3, answer_lines=2, asks=True, is_roomy=True),
    Level(talk_lines=2, answer_lines=2, asks=True),
    Level(talk_lines=2, answer_lines=1),
    Level(talk_lines=1, answer_lines=1),
    Level(talk_lines=1, answer_lines=1, talks=4),
    Level(talk_lines=0, answer_lines=1, talks=0),
    Level(talk_lines=0, answer_lines=1, talks=0, names_unknowns=False),
    Level(talk_lines=0, answer_lines=1, talks=0, names_unknowns=False, tells_known=False),
)
OVERFLOWING = LEVELS[4]
"""Where page 1 overflows all the same, cutting gains nothing: the rest goes on on page 2."""


@dataclass(frozen=True, slots=True)
class Card:
    """A point on paper: ``now`` and ``because`` on page 1, ``later`` and ``more`` after it."""

    point: DiscussionPoint
    because: tuple[Trace, ...]
    more: tuple[Trace, ...] = ()
    now: str = ""
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnWord:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class UnknownGroup:
    label: str
    unknowns: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class FirstPage:
    level: Level
    holds: tuple[Card, ...]
    first: tuple[Card, ...]
    claims: tuple[DiscussionPoint, ...]
    own_words: tuple[OwnWord, ...]
    takes: str
    """All medicines, beside the allergies they are read against."""
    unknowns: tuple[UnknownGroup, ...]
    notes: int = 0
    """Empty lines that fill what room is left."""
    fits: bool = True
    """Whether all of this was counted to stand on page 1."""
    standing: tuple[str, ...] = ()
    """Where the talk stands, under the patient's name; nothing before it began."""

    @property
    def takes_further_on(self) -> bool:
        """A list cut short could hide a medicine: it stands in full or not at all."""
        return len(self.takes) > LONGEST_ASIDE

    @property
    def note_lines(self) -> range:
        return range(self.notes)

    @property
    def unknown_count(self) -> int:
        return sum(len(group.unknowns) for group in self.unknowns)


def composed(discussion: Discussion, level: Level) -> FirstPage:
    """Page 1 at one level of cutting."""
    at = places(discussion)
    first = enumerate(discussion.at(Place.FIRST))
    return FirstPage(
        level=level,
        holds=tuple(_hold(point, at, level) for point in discussion.holds),
        first=tuple(_first(point, at, level, talks=n < level.talks) for n, point in first),
        claims=parted_claims(discussion)[1],
        own_words=tuple(_own_words(discussion.own_words, level)),
        takes=discussion.own_words.medicines,
        unknowns=tuple(_unknowns(discussion.unknowns)),
    )


HOLD_TALK = 18.6
"""Room for words to say beside a hold, in parts of the type size."""
FIRST_TALK = 47.5
FIRST_LINE = 420.0
"""Room for title and answers of a point to discuss first, in points."""


def _hold(point: DiscussionPoint, at: Places, level: Level) -> Card:
    """All answers that fired a hold stand on page 1 word for word, whatever room they take."""
    decisive = traces(point.decisive, at)
    now, later = split_talk(point.provider, HOLD_TALK, max(level.talk_lines, 1) + 1)
    return Card(point, decisive, _others(point, decisive, at), now, later)


def _first(point: DiscussionPoint, at: Places, level: Level, *, talks: bool) -> Card:
    decisive = in_brief(traces(point.decisive, at))
    if level.is_whole:
        everything = in_brief(traces(point.because, at))
        return Card(point, everything, now=" ".join(point.provider))
    shown = _fitting(point.title, decisive, level.answer_lines * FIRST_LINE)
    now, later = split_talk(point.provider, FIRST_TALK, level.talk_lines if talks else 0)
    return Card(point, shown, _others(point, shown, at), now, later)


def _others(point: DiscussionPoint, shown: tuple[Trace, ...], at: Places) -> tuple[Trace, ...]:
    """Answers behind the point that page 1 did not show; they must stand in its trace later."""
    told = {trace.anchor for trace in shown}
    return tuple(t for t in in_brief(traces(point.because, at)) if t.anchor not in told)


TITLE_SIZE, ANSWER_SIZE, GAP = 9.5, 8.5, 8.0


def _fitting(title: str, found: tuple[Trace, ...], room: float) -> tuple[Trace, ...]:
    """At least one answer; those of rows last, they stand in the allergy table already."""
    used = width(title, bold=True) * TITLE_SIZE
    kept: list[Trace] = []
    for trace in sorted(found, key=lambda each: bool(each.about)):
        # Answers are bold and run a little wider than plain letters would.
        used += width(trace.text, bold=True) * ANSWER_SIZE + GAP
        if kept and used > room:
            break
        kept.append(trace)
    return tuple(trace for trace in found if trace in kept)


def split_talk(talk: tuple[str, ...], room: float, most: int) -> tuple[str, tuple[str, ...]]:
    """Whole sentences of the first talking point while they fit; each sentence prints once."""
    if not talk or most == 0:
        return "", talk
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z'\"])", talk[0])
    taken = 1
    while taken < len(sentences) and lines(" ".join(sentences[: taken + 1]), room=room) <= most:
        taken += 1
    rest = " ".join(sentences[taken:])
    return " ".join(sentences[:taken]), (*((rest,) if rest else ()), *talk[1:])


PLACES_OF_WORRY = ("Biggest worry", "Second", "Third")
LONGEST_ASIDE = 300
"""Letters of a list or question that page 1 repeats; longer ones stand in full further on."""


def _own_words(own: OwnWords, level: Level) -> Iterable[OwnWord]:
    for number, worry in enumerate(own.worries):
        yield OwnWord((*PLACES_OF_WORRY, "Also")[min(number, 3)], worry)
    if own.hope:
        yield OwnWord("Hopes", own.hope)
    if own.questions and level.asks and len(own.questions) <= LONGEST_ASIDE:
        yield OwnWord("Asks", own.questions)


UNKNOWN_LABELS = {
    Rank.REFUSED: "Asked, no answer",
    Rank.TOLD: "Told, not seen",
    Rank.UNKNOWN: "Does not know",
}


def _unknowns(unknowns: tuple[Unknown, ...]) -> Iterable[UnknownGroup]:
    """What the clinic can settle, by how far it has been shown."""
    for rank, label in UNKNOWN_LABELS.items():
        found = [u for u in unknowns if u.settles is Settles.CLINIC and u.rank is rank]
        if found:
            yield UnknownGroup(label, tuple(found))

"""The discussion as its page reads it; everything it says was decided when it was sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.core.discussion.discussion import Discussion, DiscussionPoint, Place
from intake.core.questionnaire.questionnaire import Settles
from intake.core.talk.ladder import RungNow
from intake.core.talk.outcomes import Outcomes, PointOutcome
from intake.display.traces import Places, Trace, places, traces

from .answers import Answer, Section, answers, sections
from .parts import Rung, Settling, ladder, settling
from .sources import Source, sources


@dataclass(frozen=True, slots=True)
class Card:
    """A point: ``because`` made it as urgent as it is, ``besides`` raised it as well."""

    point: DiscussionPoint
    because: tuple[Trace, ...]
    besides: tuple[Trace, ...]
    say: str
    more: tuple[str, ...]
    sources: tuple[Source, ...]
    ended: PointOutcome | None
    """What became of it in the talk."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page for one talk."""

    discussion: Discussion
    holds: tuple[Card, ...]
    first: tuple[Card, ...]
    heading: Card | None
    """The point above all claims."""
    claims: tuple[Card, ...]
    clarify: tuple[Card, ...]
    discuss: tuple[Card, ...]
    everyone: tuple[Card, ...]
    ladder: tuple[Rung, ...]
    settling: tuple[Settling, ...]
    withheld: tuple[Answer, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]

    @property
    def ask_the_clinic(self) -> int:
        unknowns = self.discussion.unknowns
        return sum(unknown.settles is Settles.CLINIC for unknown in unknowns)


def sheet_of(discussion: Discussion, outcomes: Outcomes, rungs: Iterable[RungNow]) -> Sheet:
    at, found = places(discussion), sources(discussion)
    by_key = {source.key: source for source in found}
    cards = {
        place: tuple(_card(point, at, by_key, outcomes) for point in discussion.at(place))
        for place in Place
    }
    heading = discussion.claims_heading
    return Sheet(
        discussion=discussion,
        holds=cards[Place.HOLD],
        first=cards[Place.FIRST],
        heading=next((c for c in cards[Place.CLAIM] if c.point.number == heading), None),
        claims=tuple(c for c in cards[Place.CLAIM] if c.point.number != heading),
        clarify=cards[Place.CLARIFY],
        discuss=cards[Place.DISCUSS],
        everyone=cards[Place.CHECKLIST],
        ladder=ladder(discussion, at, rungs),
        settling=settling(discussion, at),
        withheld=answers(discussion.withheld, at),
        sections=sections(discussion, at),
        sources=found,
    )


def _card(
    point: DiscussionPoint, at: Places, by_key: Mapping[str, Source], outcomes: Outcomes
) -> Card:
    decisive = point.decisive
    return Card(
        point=point,
        because=traces(decisive, at),
        besides=traces((each for each in point.because if each not in decisive), at),
        say="".join(point.provider[:1]),
        more=point.provider[1:],
        sources=tuple(by_key[key] for key in point.evidence if key in by_key),
        ended=outcomes.of(point.number),
    )

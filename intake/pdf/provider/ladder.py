"""The ladder on paper: what the patient was told of each fact, and what the clinic has shown."""

from dataclasses import dataclass

from intake.core.discussion.discussion import Discussion, LadderLine, Rank
from intake.core.discussion.in_words import plain_date
from intake.core.talk.verified_facts import RECORD_FACTS
from intake.pdf.talk import TalkSoFar

STANDS = {
    Rank.TOLD: "Told, not seen",
    Rank.SEEN: "Seen in writing",
    Rank.REFUSED: "Asked, refused",
    Rank.UNKNOWN: "Unknown",
    None: "Left blank",
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One fact. Whatever was not verified stays empty: there a pen writes."""

    short: str
    points: tuple[int, ...] = ()
    answer: str = ""
    is_own: bool = False
    stands: str = ""
    value: str = ""
    how: str = ""
    on: str = ""
    by: str = ""
    register: tuple[str, ...] = ()
    """What the clinic's register holds of it."""
    gaps: tuple[str, ...] = ()
    """What the register holds but is past its date."""


def rungs(
    discussion: Discussion, talk: TalkSoFar | None
) -> tuple[tuple[Rung, ...], tuple[Rung, ...]]:
    """Facts the patient was asked about, and facts of the record that no patient is asked."""
    if talk is None:
        blank = tuple(Rung(short) for short in RECORD_FACTS.values())
        return tuple(Rung(each.short, **_asked(each)) for each in discussion.ladder), blank
    of_patients, of_the_record = [], []
    for each in talk.rungs:
        told, seen = _asked(each.line) if each.line else {}, each.verified
        if seen:
            told["value"] = seen.value if seen.is_shown else "not shown"
            told |= {"how": seen.how, "on": plain_date(seen.on), "by": seen.by_name}
        register = tuple(filter(None, each.register_words))
        rung = Rung(each.short, **told, register=register, gaps=each.gaps)
        (of_patients if each.line else of_the_record).append(rung)
    return tuple(of_patients), tuple(of_the_record)


def _asked(line: LadderLine) -> dict:  # type: ignore[type-arg]
    own = "; ".join(line.own)
    return {
        "points": line.points,
        "answer": own or "; ".join(line.words),
        "is_own": bool(own),
        "stands": STANDS[line.rank],
    }

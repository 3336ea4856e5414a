"""What is not known or not shown yet: who can settle it, and how far each fact has come."""

from collections.abc import Iterable
from dataclasses import dataclass

from intake.core.discussion.discussion import Discussion, LadderLine, Rank, Unknown
from intake.core.questionnaire.questionnaire import Settles
from intake.core.talk.ladder import RungNow
from intake.display.traces import Places

STANDS = {
    Rank.REFUSED: "Asked, not given",
    Rank.TOLD: "Told, not seen",
    Rank.UNKNOWN: "Does not know",
    Rank.SEEN: "Seen in writing",
    None: "Left blank",
}
SETTLED_BY = {
    Settles.CLINIC: "Ask the clinic",
    Settles.OWN_DOCTOR: "Ask the patient’s own doctor",
    Settles.PROVIDER: "For you, in the talk",
}


@dataclass(frozen=True, slots=True)
class Rung:
    """A fact about product or clinic, and how far it has been shown."""

    line: LadderLine
    anchor: str
    stands: str
    now: RungNow
    """With what the clinic has shown of it."""


@dataclass(frozen=True, slots=True)
class Open:
    """An unknown with the place of its answer."""

    unknown: Unknown
    anchor: str


@dataclass(frozen=True, slots=True)
class Ranked:
    label: str
    unknowns: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Settling:
    """Unknowns that one sort of people can settle, by how far each has been shown."""

    label: str
    ranks: tuple[Ranked, ...]
    count: int


def ladder(discussion: Discussion, at: Places, rungs: Iterable[RungNow]) -> tuple[Rung, ...]:
    by_question = {rung.fact: rung for rung in rungs}
    return tuple(
        Rung(
            line,
            at.get((None, line.question), ""),
            STANDS[line.rank],
            by_question[line.question],
        )
        for line in discussion.ladder
    )


def settling(discussion: Discussion, at: Places) -> tuple[Settling, ...]:
    # An unknown names its row by what the row is about, an answer also by its id.
    anchors = {
        (said.question, said.about): at[said.row, said.question]
        for section in discussion.sections
        for said in section.said
    }
    found = []
    for settles, label in SETTLED_BY.items():
        opened: dict[Rank | None, list[Open]] = {rank: [] for rank in STANDS}
        for unknown in discussion.unknowns:
            if unknown.settles is settles:
                anchor = anchors.get((unknown.question, unknown.about), "")
                opened[unknown.rank].append(Open(unknown, anchor))
        ranks = tuple(Ranked(STANDS[rank], tuple(each)) for rank, each in opened.items() if each)
        if ranks:
            found.append(Settling(label, ranks, sum(len(each.unknowns) for each in ranks)))
    return tuple(found)

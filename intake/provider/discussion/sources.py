"""The evidence behind a discussion, each source with the points that rest on it."""

from dataclasses import dataclass

from intake.core.discussion.discussion import Discussion
from intake.core.questionnaire.points import Evidence, Reading

READ = {
    Reading.SEEN: "",
    Reading.ABSTRACT: "Only the abstract was read.",
    Reading.SECONDARY: "Known second-hand: the source itself was not read.",
    Reading.GENERAL: "General knowledge without a source; a clinician must confirm it.",
}
WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Source:
    """``address`` is empty unless it leads to a page on the web."""

    evidence: Evidence
    is_overdue: bool
    address: str
    read: str
    points: tuple[int, ...]

    @property
    def key(self) -> str:
        return self.evidence.key


def sources(discussion: Discussion) -> tuple[Source, ...]:
    return tuple(
        Source(
            evidence=line.evidence,
            is_overdue=line.is_overdue,
            # Staff type addresses; "javascript:" must never become a link.
            address=line.evidence.url if line.evidence.url.startswith(WEB) else "",
            read=READ[line.evidence.reading],
            points=tuple(
                sorted(p.number for p in discussion.points if line.evidence.key in p.evidence)
            ),
        )
        for line in discussion.evidence
    )

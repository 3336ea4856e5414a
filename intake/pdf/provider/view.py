"""The provider copy as its template reads it; what it says was decided when it was sent."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from intake.core.discussion.discussion import (
    ALLERGY_WORDS,
    Discussion,
    DiscussionPoint,
    EvidenceLine,
    Place,
    Said,
    Standing,
    Unknown,
)
from intake.core.questionnaire.points import Reading
from intake.core.questionnaire.questionnaire import Settles
from intake.display.traces import Places, digest_of, in_brief, parted_claims, places, traces
from intake.pdf.talk import Ending, Recorded, TalkSoFar, endings, head_lines, recorded, status

from .first_page import Card, FirstPage
from .ladder import Rung, rungs
from .measures import SPARE, first_page


@dataclass(frozen=True, slots=True)
class Count:
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Settling:
    """Unknowns that one sort of people can settle."""

    label: str
    unknowns: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    anchor: str
    said: Said
    is_blank: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Answers run in after each other: those of one row, or those between rows."""

    lines: tuple[AnswerLine, ...]
    is_row: bool


@dataclass(frozen=True, slots=True)
class AnswerSection:
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The evidence, with the dates that most of it shares said once."""

    read_on: date | None
    review_by: date | None
    cited: tuple[EvidenceLine, ...]
    general: tuple[EvidenceLine, ...]


@dataclass(frozen=True, slots=True)
class ProviderCopy:
    discussion: Discussion
    page: FirstPage
    counts: tuple[Count, ...]
    allergy_words: str
    digest: str
    more: tuple[Card, ...]
    heading: DiscussionPoint | None
    clarify: tuple[Card, ...]
    discuss: tuple[Card, ...]
    checklist: tuple[DiscussionPoint, ...]
    ladder: tuple[Rung, ...]
    record: tuple[Rung, ...]
    """Facts of the record that no patient is asked."""
    settling: tuple[Settling, ...]
    sections: tuple[AnswerSection, ...]
    sources: Sources
    status: str
    talk: Recorded | None
    endings: Mapping[int, Ending]


def provider_view(
    discussion: Discussion,
    paper: str,
    *,
    spare: float = SPARE,
    name: str = "",
    talk: TalkSoFar | None = None,
) -> ProviderCopy:
    """``name`` is how the clinic's pages show the patient's; the digest is of what was sent."""
    shown = (
        replace(discussion, header=replace(discussion.header, name=name)) if name else discussion
    )
    page = first_page(shown, paper, spare=spare, standing=head_lines(talk))
    return replace(_view(shown, page, talk), digest=digest_of(discussion))


def _view(discussion: Discussion, page: FirstPage, talk: TalkSoFar | None) -> ProviderCopy:
    at = places(discussion)
    asked, record = rungs(discussion, talk)
    return ProviderCopy(
        discussion=discussion,
        page=page,
        counts=tuple(_counts(discussion, page)),
        allergy_words=ALLERGY_WORDS[discussion.allergies.state],
        digest="",
        more=tuple(card for card in (*page.holds, *page.first) if card.later or card.more),
        heading=parted_claims(discussion)[0],
        clarify=tuple(_whole(point, at) for point in discussion.at(Place.CLARIFY)),
        discuss=tuple(_whole(point, at) for point in discussion.at(Place.DISCUSS)),
        checklist=discussion.at(Place.CHECKLIST),
        ladder=asked,
        record=record,
        settling=tuple(_settling(discussion, page)),
        sections=tuple(_sections(discussion, at)),
        sources=_sources(discussion.evidence),
        status=status(talk),
        talk=recorded(talk),
        endings=endings(talk),
    )


def _counts(discussion: Discussion, page: FirstPage) -> Iterable[Count]:
    """The holds are always counted; other counts only where there is something."""
    yield Count(len(page.holds), "hold" if len(page.holds) == 1 else "holds")
    counted = (
        (len(page.first), "to discuss first"),
        (len(page.claims), "claim heard" if len(page.claims) == 1 else "claims heard"),
        (page.unknown_count, "unknown to ask the clinic"),
    )
    yield from (Count(number, words) for number, words in counted if number)


def _whole(point: DiscussionPoint, at: Places) -> Card:
    return Card(point, in_brief(traces(point.because, at)), later=point.provider)


SETTLED_BY = {
    Settles.CLINIC: "The clinic",
    Settles.OWN_DOCTOR: "The patient’s own doctor",
    Settles.PROVIDER: "You, in the talk",
}


def _settling(discussion: Discussion, page: FirstPage) -> Iterable[Settling]:
    """Who can settle what; the clinic's part only where page 1 had no room for its names."""
    for settles, label in SETTLED_BY.items():
        found = tuple(u for u in discussion.unknowns if u.settles is settles)
        if found and (settles is not Settles.CLINIC or not page.level.names_unknowns):
            yield Settling(label, found)


def _sections(discussion: Discussion, at: Places) -> Iterable[AnswerSection]:
    for section in discussion.sections:
        together = groupby(section.said, key=lambda said: said.row)
        paragraphs = (
            Paragraph(tuple(_answer_line(said, at) for said in each), row is not None)
            for row, each in together
        )
        yield AnswerSection(section.title, tuple(paragraphs))


def _answer_line(said: Said, at: Places) -> AnswerLine:
    return AnswerLine(at[said.row, said.question], said, said.standing is Standing.BLANK)


def _sources(evidence: tuple[EvidenceLine, ...]) -> Sources:
    dates = Counter((line.evidence.read_on, line.evidence.review_by) for line in evidence)
    (read_on, review_by), _ = dates.most_common(1)[0] if dates else ((None, None), 0)
    general = tuple(e for e in evidence if e.evidence.reading is Reading.GENERAL)
    cited = tuple(e for e in evidence if e.evidence.reading is not Reading.GENERAL)
    return Sources(read_on, review_by, cited, general)

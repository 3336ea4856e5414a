"""The working sheet as its template reads it; what it says was decided when it was sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from intake.core.discussion.discussion import Discussion, Unknown
from intake.core.discussion.in_words import plain_date
from intake.core.discussion.talking_points import DiscussionPoint, Place
from intake.core.questionnaire.points import PointKind
from intake.core.questionnaire.questionnaire import Settles
from intake.display.from_paper import paper_line
from intake.display.traces import Trace, digest_of, in_brief, places, traces
from intake.pdf.endings import Ending, Recorded, endings, recorded
from intake.pdf.talk import TalkSoFar, head_lines, status

from .answers import TO_SIGN, AnswerSection, Sources, answer_sections, sources
from .first_page import first_page
from .ladder import Rung, rungs
from .page_parts import FirstPage


@dataclass(frozen=True, slots=True)
class Card:
    """A point in full: every answer behind it, every word to say, and what it rests on."""

    point: DiscussionPoint
    because: tuple[Trace, ...]
    known: str
    """How well it is known about the product; nothing where the patient or a gap is meant."""


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    shape: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Settling:
    """Unknowns that one sort of people can settle."""

    label: str
    unknowns: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class ProviderCopy:
    discussion: Discussion
    page: FirstPage
    cut: int
    """How often page 1 was cut, to cut on from there where it does not stand on one page."""
    digest: str
    parts: tuple[Part, ...]
    everyone: tuple[Card, ...]
    stamp: str
    """Whether a clinician has reviewed the wording."""
    age: str
    product: str
    rungs: tuple[tuple[Rung, ...], tuple[Rung, ...]]
    """Facts that the patient was asked about, and those that no patient is asked."""
    settling: tuple[Settling, ...]
    sections: tuple[AnswerSection, ...]
    sources: Sources
    status: str
    talk: Recorded | None
    endings: Mapping[int, Ending]
    ways: tuple[str, ...] = ("go ahead", "other product", "wait", "refer", "no treatment")
    has_long_addenda: bool = False
    note_lines: range = range(20)
    """More than any page holds: page 1 lies over them, and what it leaves free is to write on."""


def provider_view(
    discussion: Discussion,
    *,
    skip: int = 0,
    spare: int = 0,
    name: str = "",
    talk: TalkSoFar | None = None,
) -> ProviderCopy:
    """``name`` is how the clinic's pages show the patient's; the digest is of what was sent."""
    shown = under_name(discussion, name)
    standing = tuple(filter(None, (paper_line(discussion.header), *head_lines(talk))))
    page, cut = first_page(shown, skip=skip, spare=spare, standing=standing)
    return ProviderCopy(
        discussion=shown,
        page=page,
        cut=cut,
        digest=digest_of(discussion),
        parts=tuple(
            Part(title, shape, tuple(_cards(shown, place)))
            for place, title, shape in PARTS
            if shown.at(place)
        ),
        everyone=tuple(_cards(shown, Place.CHECKLIST)),
        stamp=stamp(shown),
        age=age_in_words(shown),
        product=talk.product if talk else "",
        rungs=rungs(shown, talk),
        settling=tuple(_settling(shown)),
        sections=tuple(answer_sections(shown)),
        sources=sources(shown.evidence, room=TO_SIGN),
        status=status(talk),
        talk=recorded(talk),
        endings={point.number: Ending() for point in shown.points} | endings(talk),
    )


def under_name(discussion: Discussion, name: str) -> Discussion:
    """As the clinic's pages show the name; without one as it was sent."""
    header = replace(discussion.header, name=name or discussion.header.name)
    return replace(discussion, header=header)


def stamp(discussion: Discussion) -> str:
    review = discussion.header.review
    return f"Reviewed {plain_date(review.on)}" if review else "NOT CLINICALLY REVIEWED"


def age_in_words(discussion: Discussion) -> str:
    """In years, and of a child under two in months."""
    born, at = discussion.header.birth_date, discussion.header.sent_at
    if born is None or discussion.header.age is None:
        return ""
    months = (at.year - born.year) * 12 + at.month - born.month - (at.day < born.day)
    return f"{max(months, 0)} months" if months < 24 else f"{discussion.header.age}y"


PARTS = (
    (Place.HOLD, "Holds in full", "held"),
    (Place.FIRST, "Discuss first, in full", "first"),
    (Place.CLAIM, "Heard, and what is known", "claim"),
    (Place.CLARIFY, "Please clarify", "clar"),
    (Place.DISCUSS, "Discuss", "disc"),
)


def _cards(discussion: Discussion, place: Place) -> Iterable[Card]:
    at = places(discussion)
    for point in discussion.at(place):
        yield Card(point, in_brief(traces(point.because, at)), known(point))


def known(point: DiscussionPoint) -> str:
    """Labels speak of the product: none on a gap, on answers to clarify, or on a hold's cause."""
    if point.knowledge is None or point.kind in (PointKind.GAP, PointKind.CLARIFY):
        return ""
    return point.knowledge.label


SETTLED_BY = {
    Settles.CLINIC: "The clinic",
    Settles.OWN_DOCTOR: "The patient’s own doctor",
    Settles.PROVIDER: "You, in the talk",
}


def _settling(discussion: Discussion) -> Iterable[Settling]:
    for settles, label in SETTLED_BY.items():
        if found := tuple(u for u in discussion.unknowns if u.settles is settles):
            yield Settling(label, found)

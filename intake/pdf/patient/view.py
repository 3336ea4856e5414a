"""The patient copy as its template reads it: the provider's numbers in the patient's own words."""

from collections.abc import Iterable
from dataclasses import dataclass

from intake.core.discussion.discussion import Ask, Discussion, DiscussionPoint, Place
from intake.display.traces import digest_of, parted_claims
from intake.pdf.talk import TalkSoFar, moment, status

from .decided import Decided, decided

LETTERS = "ABCDE"
"""The questions never carry point numbers: those say where a matter stands for the provider."""


@dataclass(frozen=True, slots=True)
class Question:
    letter: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class Part:
    """Points that are talked about together, under a heading for patients."""

    title: str
    shape: str
    points: tuple[DiscussionPoint, ...]

    @property
    def is_run_in(self) -> bool:
        """Only what is talked about first has its titles on lines of their own."""
        return self.shape != "first"


@dataclass(frozen=True, slots=True)
class PatientCopy:
    discussion: Discussion
    name: str
    digest: str
    settle: tuple[DiscussionPoint, ...]
    questions: tuple[Question, ...]
    helping: DiscussionPoint | None
    """The point that says when to get help: it stands in its own box, with its number."""
    heading: DiscussionPoint | None
    claims: tuple[DiscussionPoint, ...]
    before_claims: tuple[Part, ...]
    after_claims: tuple[Part, ...]
    decided: Decided | None
    status: str
    confirmed: str


def patient_view(discussion: Discussion, talk: TalkSoFar | None = None) -> PatientCopy:
    helping = _helping(discussion)
    heading, claims = parted_claims(discussion)
    return PatientCopy(
        discussion=discussion,
        name=spoken(discussion.header.name),
        digest=digest_of(discussion),
        settle=discussion.holds,
        questions=tuple(map(Question, LETTERS, discussion.questions_to_ask)),
        helping=helping,
        heading=heading,
        claims=claims,
        before_claims=tuple(_parts(discussion, BEFORE, helping)),
        after_claims=tuple(_parts(discussion, AFTER, helping)),
        decided=decided(talk),
        status=status(talk),
        confirmed=_confirmed(talk),
    )


def _confirmed(talk: TalkSoFar | None) -> str:
    if talk is None or talk.confirmed is None:
        return ""
    return f"You told us that nothing has changed: {moment(talk.here(talk.confirmed.at))}."


BEFORE = ((Place.FIRST, "To talk about first", "first"),)
AFTER = (
    (Place.CLARIFY, "To clear up together", "clar"),
    (Place.DISCUSS, "Also to talk about", "disc"),
    (Place.CHECKLIST, "True for everyone", "disc"),
)


def _parts(
    discussion: Discussion,
    wanted: tuple[tuple[Place, str, str], ...],
    helping: DiscussionPoint | None,
) -> Iterable[Part]:
    for place, title, shape in wanted:
        points = tuple(p for p in discussion.at(place) if p is not helping)
        if points:
            yield Part(title, shape, points)


def _helping(discussion: Discussion) -> DiscussionPoint | None:
    told, everyone = discussion.help_text, discussion.at(Place.CHECKLIST)
    return next((p for p in everyone if told and p.patient == told), None)


def spoken(name: str) -> str:
    """A name as it is said: "DELGADO, Maria" is Maria Delgado."""
    last, comma, first = name.partition(",")
    if not comma or not first.strip():
        return name
    return f"{first.strip()} {last.title() if last.isupper() else last}"

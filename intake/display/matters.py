"""One matter, one row: the points of a discussion as page 1 and the talk go through them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from intake.core.discussion.discussion import Discussion
from intake.core.discussion.talking_points import DiscussionPoint, Place, Standing
from intake.core.questionnaire.facts import By
from intake.core.questionnaire.questionnaire import Settles

from .case import GOAL, PRODUCT, SOURCE, WAY
from .traces import Places, Trace, parted_claims, places, traces

LONGEST_TALK = 20
"""Words of talk beside a row (RULES of the paper, §2); longer ones end in an ellipsis."""
LEAST_FOLDED = 4
"""As many points of one group that nothing but "I don't know" raised share a row."""
SOURCES = {By.VERIFIED: "VERIFIED", By.REGISTER: "CLINIC’S REGISTER"}


@dataclass(frozen=True, slots=True)
class Matter:
    """One row: what is the matter, what to do now, and every point that it stands for."""

    points: tuple[DiscussionPoint, ...]
    shape: str
    title: str
    talk: str
    short: str
    because: tuple[Trace, ...] = ()
    source: str = ""
    """Whose fact raised it, where it was not the patient's answer."""
    lift: tuple[str, ...] = ()
    is_private: bool = False
    """The patient wants to say it in person: no topic is named where others look on."""

    @property
    def lead(self) -> DiscussionPoint:
        return self.points[0]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(sorted(point.number for point in self.points))

    @property
    def marks(self) -> str:
        return ranges(self.numbers)

    @property
    def is_hold(self) -> bool:
        return self.shape in ("hold", "withdrawn")


def holds(discussion: Discussion) -> tuple[Matter, ...]:
    """Every hold, those that a correction withdrew among them: they count until confirmed."""
    at = places(discussion)
    return tuple(_matter(points, at) for points in _rows(discussion.holds))


ASK_AGAIN = (
    "Ask again now, with records, labels and papers at hand. “Not known” must not become “no”."
)


def discuss_first(discussion: Discussion) -> tuple[Matter, ...]:
    """Claims before the rest, then by severity, then as in the questionnaire."""
    at, folded = places(discussion), _folded(discussion)
    gone = {point.number for points in folded.values() for point in points}
    held = {point.row for point in discussion.holds if point.row and not point.withdrawn}
    first = [p for p in discussion.at(Place.FIRST) if p.number not in gone and p.row not in held]
    unknown = []
    for group, points in folded.items():
        asked = len({b.question for point in points for b in point.because})
        title = f"{group}: not known, {asked} answers"
        unknown.append(Matter(points, "first", title, ASK_AGAIN, title))
    return (
        *_claims(discussion, at),
        *(_matter(points, at) for points in _rows(first)),
        *unknown,
    )


def also(discussion: Discussion, place: Place) -> tuple[DiscussionPoint, ...]:
    """Points of a later place that no row of page 1 stands for already."""
    gone = {p.number for points in _folded(discussion).values() for p in points}
    return tuple(point for point in discussion.at(place) if point.number not in gone)


def ranges(numbers: Sequence[int]) -> str:
    """ "2-4 19 20": neighbours from three on are run together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return " ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else " ".join(map(str, run)) for run in runs
    )


def words(text: str, most: int) -> str:
    """The first words of a text; what is left out shows as an ellipsis."""
    found = text.split()
    return text if len(found) <= most else " ".join(found[:most]).rstrip(".,;:") + " …"


def _rows(points: Iterable[DiscussionPoint]) -> list[tuple[DiscussionPoint, ...]]:
    """Points that name one row come together where the first of them stands."""
    together: dict[object, list[DiscussionPoint]] = {}
    for point in points:
        together.setdefault(point.row or point.number, []).append(point)
    return [tuple(sorted(each, key=lambda p: -p.severity.rank)) for each in together.values()]


PRIVATE = "To say in person"
ASK_ALONE = "Ask when you are alone. Page 2 says what it is about."


def _matter(points: tuple[DiscussionPoint, ...], at: Places) -> Matter:
    lead = points[0]
    if all(b.standing is Standing.DECLINED for b in lead.because) and lead.because:
        return Matter(points, _shape(lead), PRIVATE, ASK_ALONE, PRIVATE, is_private=True)
    # The case line has said it already: what else fired the matter is named before it.
    case = (WAY, SOURCE, PRODUCT, GOAL)
    decisive = sorted(lead.decisive, key=lambda because: because.question in case)
    # The clinic's own fact says more than the patient's answer beside it.
    by = {because.by for because in decisive}
    return Matter(
        points,
        _shape(lead),
        lead.title,
        words(lead.talk, LONGEST_TALK),
        lead.short,
        traces(decisive, at),
        next((source for key, source in SOURCES.items() if key in by), ""),
        lead.lift,
    )


def _shape(point: DiscussionPoint) -> str:
    if point.place is Place.HOLD:
        return "withdrawn" if point.withdrawn else "hold"
    return "first"


def _claims(discussion: Discussion, at: Places) -> Iterable[Matter]:
    """What the patient has heard, in one row; page 2 sets each claim against what is known."""
    heading, claims = parted_claims(discussion)
    if heading is None and not claims:
        return
    everything = (*filter(None, [heading]), *claims)
    lead = everything[0]
    title = "Heard: " + ", ".join(f"“{claim.title}”" for claim in claims[:2])
    more = f" and {len(claims) - 2} more" if len(claims) > 2 else ""
    known = lead.patient if lead.key.startswith("claim:") else lead.talk
    yield Matter(
        everything,
        "claim",
        f"{title}{more}" if claims else lead.title,
        words(known, LONGEST_TALK),
        lead.short,
    )


def _folded(discussion: Discussion) -> Mapping[str, tuple[DiscussionPoint, ...]]:
    """Points raised by nothing but "I don't know", by group, where a group has four.

    A hold never folds, nor a discuss-first point about the patient's own health: "I don't know"
    to cancer is a matter of its own.
    """
    own = {u.question for u in discussion.unknowns if u.settles is not Settles.CLINIC}
    found = [
        point
        for place in (Place.FIRST, Place.DISCUSS, Place.CLARIFY)
        for point in discussion.at(place)
        if point.because
        and all(b.standing is Standing.DONT_KNOW for b in point.because)
        and not (place is Place.FIRST and own.intersection(b.question for b in point.because))
    ]
    grouped = {
        g: tuple(p for p in found if p.group == g) for g in dict.fromkeys(p.group for p in found)
    }
    return {group: points for group, points in grouped.items() if len(points) >= LEAST_FOLDED}

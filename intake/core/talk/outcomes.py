"""What became of each point in the talk: entries are only added, and the latest one counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from intake.core.discussion.discussion import Discussion
from intake.core.discussion.talking_points import DiscussionPoint
from intake.core.limits import LONG_TEXT
from intake.core.questionnaire.free_text import shows_something, text_problem
from intake.core.questionnaire.points import Severity


class Outcome(StrEnum):
    """How a point ended. The last three say what became of a hold, beside how the talk went."""

    DISCUSSED = "discussed"
    TOLD = "told"
    WANTS_TIME = "wants_time"
    DECLINED = "declined_to_discuss"
    NOT_APPLICABLE = "not_applicable"
    LIFTED = "lifted"
    STAYS = "stays"
    CONFIRMED = "confirmed"

    @property
    def is_about_hold(self) -> bool:
        return self in (Outcome.STAYS, *ENDS_A_HOLD)


ENDS_A_HOLD = (Outcome.LIFTED, Outcome.CONFIRMED)
"""A hold that was raised is lifted; one that fell away is confirmed to be gone."""

OUTCOME_WORDS = {
    Outcome.DISCUSSED: "Discussed and understood",
    Outcome.TOLD: "Told",
    Outcome.WANTS_TIME: "Wants time",
    Outcome.DECLINED: "Declined to discuss",
    Outcome.NOT_APPLICABLE: "Not applicable",
    Outcome.LIFTED: "Hold lifted",
    Outcome.STAYS: "Hold stays",
    Outcome.CONFIRMED: "Correction confirmed",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One outcome as it was recorded, or the taking back of an earlier one.

    ``sequence`` orders everything recorded about one talk. ``by_name`` is for the screen only.
    """

    sequence: int
    number: int
    key: str
    digest: str
    outcome: Outcome
    revision: int
    at: datetime
    by: int
    note: str = ""
    takes_back: int | None = None
    """Sequence of the entry that is taken back; ``outcome`` repeats what that one said."""
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class PointOutcome:
    """Where a point stands now: how the talk went, and for a hold whether it was lifted."""

    point: DiscussionPoint
    talk: Entry | None = None
    hold: Entry | None = None

    @property
    def is_hold(self) -> bool:
        """A hold that fell away counts as one until a clinician has confirmed that it is gone."""
        return self.point.severity is Severity.HOLD or self.point.withdrawn

    @property
    def is_open(self) -> bool:
        """Nothing that counts was recorded. A hold is open until a clinician has said what is."""
        return (self.hold if self.is_hold else self.talk) is None

    @property
    def is_staying(self) -> bool:
        """A hold that nobody has ended, whether or not anyone said that it stays."""
        return self.is_hold and (self.hold is None or self.hold.outcome not in ENDS_A_HOLD)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Every point of the current revision with its outcome, and what no longer applies."""

    points: tuple[PointOutcome, ...]
    gone: tuple[Entry, ...]
    """Kept from earlier revisions: their point went, or other answers stand behind it now."""

    def of(self, number: int) -> PointOutcome | None:
        return next((each for each in self.points if each.point.number == number), None)

    @property
    def holds(self) -> tuple[PointOutcome, ...]:
        return tuple(each for each in self.points if each.is_hold)


def outcomes_now(discussion: Discussion, entries: Iterable[Entry]) -> Outcomes:
    """Where every point stands.

    An entry carries over to a later revision only if number, key and digest are the same: the
    same answers stand behind the point. A point that went and came back has a new number and
    is talked about again.
    """
    latest = counting(entries)
    found = []
    for point in discussion.points:
        place = (point.number, point.key, point.digest)
        found.append(
            PointOutcome(point, latest.pop((*place, False), None), latest.pop((*place, True), None))
        )
    gone = sorted(latest.values(), key=lambda entry: entry.sequence)
    return Outcomes(tuple(found), tuple(gone))


Track = tuple[int, str, str, bool]
"""Number, key, digest, and whether it is about the hold: of each the latest entry counts."""


def counting(entries: Iterable[Entry]) -> dict[Track, Entry]:
    """The entries that count: not taken back, and the latest of their kind."""
    every = sorted(entries, key=lambda entry: entry.sequence)
    undone = {entry.takes_back for entry in every}
    return {
        track_of(entry): entry
        for entry in every
        if entry.takes_back is None and entry.sequence not in undone
    }


def track_of(entry: Entry) -> Track:
    return (entry.number, entry.key, entry.digest, entry.outcome.is_about_hold)


def ends_again(entries: Iterable[Entry], undone: Entry) -> Entry | None:
    """What would end a hold again once an entry that counts is taken back: the one before it."""
    left = counting(entry for entry in entries if entry.sequence != undone.sequence)
    before = left.get(track_of(undone))
    return before if before and before.outcome in ENDS_A_HOLD else None


def recorded_since(entries: Sequence[Entry], wanted: Track, seen: int) -> Entry | None:
    """The latest entry on the same track that whoever looked at ``seen`` did not see."""
    unseen = [entry for entry in entries if entry.sequence > seen and track_of(entry) == wanted]
    return max(unseen, key=lambda entry: entry.sequence, default=None)


def outcome_problem(point: DiscussionPoint, outcome: Outcome, note: str) -> str:
    """Why an outcome can't be recorded, in a sentence for the provider; empty when it can."""
    number = point.number
    if outcome.is_about_hold and not (point.severity is Severity.HOLD or point.withdrawn):
        return f"Point {number} is not a hold: it can be neither lifted nor left to stay."
    if outcome is Outcome.LIFTED and point.withdrawn:
        return f"The hold of point {number} fell away: confirm that, or let it stand again."
    if outcome is Outcome.CONFIRMED and not point.withdrawn:
        return f"The hold of point {number} stands: lift it, or let it stay."
    if outcome in ENDS_A_HOLD and not shows_something(note):
        return f"Say what you saw or who agreed, so that hold {number} can end."
    if note and not shows_something(note):
        return "The note holds nothing that can be read."
    return text_problem(note, LONG_TEXT)

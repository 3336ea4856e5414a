"""The rows of the talk: one for each matter, with what can be recorded in it and what was."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.actions.talk.talk_page import Room
from intake.core.discussion.talking_points import DiscussionPoint, Place
from intake.core.questionnaire.questionnaire import Question, Questionnaire
from intake.core.talk.outcomes import OUTCOME_WORDS, Entry, Outcome, PointOutcome, ends_again
from intake.core.talk.unsaid import can_be_said, waits_for
from intake.display.matters import Matter, also, discuss_first, holds
from intake.display.traces import Trace

Kept = Mapping[str, str]
"""What was typed and not recorded yet, by field."""

MOST_BECAUSE = 3
"""Answers that stand in a row; of more the first two, so that a phone shows the buttons too."""
OTHER_WAYS = (Outcome.TOLD, Outcome.WANTS_TIME, Outcome.DECLINED, Outcome.NOT_APPLICABLE)
SHORT_WORDS = {**OUTCOME_WORDS, Outcome.DISCUSSED: "Understood"}
ENDED_SHORT = {
    **SHORT_WORDS,
    Outcome.STAYS: "stays",
    Outcome.LIFTED: "lifted",
    Outcome.CONFIRMED: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Row:
    """``note`` and ``way`` are what was typed and picked here and not recorded yet."""

    matter: Matter
    ends: tuple[PointOutcome, ...]
    entries: tuple[Entry, ...]
    """What stands, newest first."""
    ends_again: frozenset[int]
    """Sequences of those that are undone by those only who may end the hold: it would end again."""
    asks: str
    """Short name of the question whose answer is recorded first; empty when none waits."""
    asks_at: int
    """The point that this answer settles."""
    answers: tuple[tuple[str, str], ...]
    note: str
    way: str
    is_open: bool

    @property
    def number(self) -> int:
        return self.matter.lead.number

    @property
    def because(self) -> tuple[tuple[Trace, ...], tuple[Trace, ...]]:
        """The answers that raised it: those that stand in the row, and the rest behind one tap."""
        found = self.matter.because
        shown = len(found) if len(found) <= MOST_BECAUSE else MOST_BECAUSE - 1
        return found[:shown], found[shown:]

    @property
    def said_back(self) -> str:
        """The field for what the patient said back of it."""
        return f"back-{self.number}"

    @property
    def is_done(self) -> bool:
        return not any(end.is_open for end in self.ends)

    @property
    def is_about_person(self) -> bool:
        return self.matter.lead.about_person

    @property
    def ending(self) -> Outcome | None:
        """How the row ended: what became of a hold, however it was talked about afterwards."""
        is_hold = self.matter.is_hold
        found = [e.outcome for e in self.entries if e.outcome.is_about_hold is is_hold]
        if not self.is_done or not found:
            return None
        # Of several holds in one row none is told as lifted while another stays.
        return Outcome.STAYS if Outcome.STAYS in found else found[0]

    @property
    def ended_short(self) -> str:
        """How a hold ended, beside the word "Hold"."""
        return ENDED_SHORT[self.ending] if self.ending else ""

    @property
    def ended(self) -> str:
        """How the row ended, as it stands at its right while it is closed."""
        return SHORT_WORDS[self.ending] if self.ending else ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A point of the checklist: it has no row of its own, and stands there once."""

    point: DiscussionPoint
    entry: Entry | None
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Rows:
    holds: tuple[Row, ...]
    first: tuple[Row, ...]
    checklist: tuple[Tick, ...]
    loose: tuple[tuple[str, str, str], ...]
    """Notes that were typed for a point and never recorded, where no open row holds them."""

    @property
    def left(self) -> int:
        return sum(tick.entry is None for tick in self.checklist)

    @property
    def done(self) -> int:
        rows = sum(row.is_done for row in (*self.holds, *self.first))
        return rows + len(self.checklist) - self.left

    @property
    def of(self) -> int:
        return len(self.holds) + len(self.first) + len(self.checklist)


def rows_of(room: Room, kept: Kept, *, are_ticked: bool) -> Rows:
    """Holds, what is discussed first, and one checklist; the first open row stands open."""
    held, first = holds(room.discussion), discuss_first(room.discussion)
    questions = room.frozen.submission.version.read()
    all_rows, is_next = [], room.signed is None
    for matter in (*held, *first):
        row = _row(matter, room, kept, questions, is_next)
        is_next = is_next and row.is_done
        all_rows.append(row)
    ticks, shown, ticked = [], {row.number for row in all_rows}, kept.get("told", "").split()
    for place in (Place.CLARIFY, Place.DISCUSS, Place.CHECKLIST):
        for point in also(room.discussion, place):
            end = room.outcomes.of(point.number)
            if point.number not in shown and end is not None:
                ticks.append(Tick(point, end.talk, are_ticked or str(point.number) in ticked))
    # Of a point that went, for one, or of one that somebody else has settled meanwhile.
    loose, held_open = [], {row.number for row in all_rows if not row.is_done}
    for field, text in kept.items():
        name, _, number = field.partition("-")
        if name == "note" and int(number) not in held_open:
            loose.append((field, f"Point {number}", text))
    return Rows(
        holds=tuple(all_rows[: len(held)]),
        first=tuple(all_rows[len(held) :]),
        checklist=tuple(ticks),
        loose=tuple(loose),
    )


def asks_of(room: Room, kept: Kept) -> list[tuple[str, str, str]]:
    """The questions on the patient's copy: field, words, and what was written down of it."""
    asks = room.discussion.questions_to_ask
    return [
        (f"ask-{a.number}", f"{a.number} {a.text}", kept.get(f"ask-{a.number}", "")) for a in asks
    ]


def matter_of(room: Room, number: int) -> tuple[int, ...]:
    """Numbers of every point that shares the row of one."""
    for matter in (*holds(room.discussion), *discuss_first(room.discussion)):
        if number == matter.lead.number:
            return matter.numbers
    return (number,)


def row_with(room: Room, number: int) -> tuple[int, ...]:
    """Numbers of the row in which a point stands, the one that leads it first."""
    for matter in discuss_first(room.discussion):
        if number in matter.numbers:
            return tuple(point.number for point in matter.points)
    return (number,)


def _row(matter: Matter, room: Room, kept: Kept, questions: Questionnaire, is_next: bool) -> Row:
    ends = tuple(end for n in matter.numbers if (end := room.outcomes.of(n)))
    entries = {e.sequence: e for end in ends for e in (end.hold, end.talk) if e}
    is_open = any(end.is_open for end in ends)
    number = asks_at = matter.lead.number
    asks: Question | None = None
    # The first point of a row that has to be asked about, and its question.
    for point in () if matter.is_hold else matter.points:
        end = room.outcomes.of(point.number)
        if end and end.is_open and (asks := waits_for(questions, point)):
            asks_at = point.number
            break
    return Row(
        matter=matter,
        ends=ends,
        entries=tuple(entries[sequence] for sequence in sorted(entries, reverse=True)),
        ends_again=frozenset(n for n, e in entries.items() if ends_again(room.talk.outcomes, e)),
        asks=asks.short if asks else "",
        asks_at=asks_at,
        answers=tuple(can_be_said(asks).items()) if asks else (),
        note=kept.get(f"note-{number}", ""),
        way=kept.get(f"way-{number}", ""),
        is_open=is_next and is_open,
    )

"""What page 1 of the working sheet is made of."""

from dataclasses import dataclass

from intake.core.discussion.discussion import Discussion
from intake.display.case import Case, Taken
from intake.display.matters import Matter, ranges
from intake.display.traces import Trace

from .budget import Cut


@dataclass(frozen=True, slots=True)
class Row:
    """A matter as page 1 shows it; without words to say it is a title alone."""

    matter: Matter
    talk: str = ""
    because: tuple[Trace, ...] = ()
    named: tuple[str, ...] = ()
    """Short names of the questions behind it, where so many holds leave no room for answers."""
    more: int = 0
    """Answers behind it that only the later pages name."""


@dataclass(frozen=True, slots=True)
class Named:
    """A point in a line of others: its short name and number."""

    short: str
    number: int


@dataclass(frozen=True, slots=True)
class Line:
    """Points that need no row of their own; short of room only their count stands here."""

    label: str
    points: tuple[Named, ...]
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Severe:
    """A severe allergy in one run: what happened, what it took, when, how fast, confirmed."""

    substance: str
    told: str


@dataclass(frozen=True, slots=True)
class AllergyPart:
    """One level: the severe ones line by line, others by name, or only counted."""

    label: str
    count: int
    lines: tuple[Severe, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """What the patient worries about and asks; nothing where others may look on."""

    worries: tuple[str, ...] = ()
    more: int = 0
    question: str = ""


@dataclass(frozen=True, slots=True)
class FirstPage:
    cut: Cut
    case: Case
    holds: tuple[Row, ...]
    first: tuple[Row, ...]
    moved: tuple[Matter, ...]
    """Rows that page 1 has no room for."""
    alone: tuple[int, ...]
    """Points behind which something is kept for the room; the strip names numbers, no topic."""
    changed: str
    discussion: Discussion
    allergy_words: str
    allergies: tuple[AllergyPart, ...]
    beside: str
    takes: tuple[Taken, ...]
    no_medicines: str
    """How the question stands where no medicine was typed."""
    own: Own
    rest: tuple[Line, ...]
    further: str
    """What else is further on, only counted."""
    everyone: tuple[Named, ...]
    standing: tuple[str, ...] = ()

    @property
    def is_listed(self) -> bool:
        """So many holds that each one is a line or two, and the labels stand once above them."""
        return self.cut.share.is_listed

    @property
    def everyone_range(self) -> str:
        return ranges(sorted(each.number for each in self.everyone))

    @property
    def counts(self) -> str:
        """Never "nothing raised": no hold is no clearance."""
        real = sum(row.matter.shape == "hold" for row in self.holds)
        gone = len(self.holds) - real
        found = [f"{real} hold{'s' * (real != 1)}"] if real or not gone else []
        found += [f"{gone} hold{'s' * (gone != 1)} withdrawn"] if gone else []
        first = len(self.first) + len(self.moved)
        found += [f"{first} discuss first"] if first else []
        if self.discussion.is_much_unknown:
            asked = self.discussion.asked_count
            found += [f"{self.discussion.not_known_count} of {asked} not known"]
        return " · ".join(found if len(found) > 1 or self.holds else [*found, "not clearance"])

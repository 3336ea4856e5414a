"""What answers may raise: points with their triggers, claims, and the evidence for both."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum

from .answers import Behavior, Condition, Operator


class Severity(Enum):
    """How soon a point must be talked about; ``rank`` orders them."""

    HOLD = ("hold", 3, "Hold for clinician review")
    DISCUSS_FIRST = ("discuss_first", 2, "Discuss first")
    DISCUSS = ("discuss", 1, "Discuss")
    INFORM = ("inform", 0, "Inform")

    def __init__(self, code: str, rank: int, label: str) -> None:
        self.code = code
        self.rank = rank
        self.label = label

    @classmethod
    def of(cls, code: str) -> "Severity":
        for severity in cls:
            if severity.code == code:
                return severity
        raise ValueError(f'"{code}" is not a severity')


class PointKind(StrEnum):
    """What sort of statement a point makes."""

    RISK = "risk"
    CLAIM = "claim"
    CLARIFY = "clarify"
    GAP = "gap"


class Knowledge(Enum):
    """How well a statement is known. "No reports" never reads as "does not happen"."""

    ESTABLISHED = ("established", "Established")
    REPORTED = ("reported", "Cases reported (no rate known)")
    LABORATORY = ("laboratory", "Seen in the laboratory only")
    PLAUSIBLE = ("plausible", "Plausible, not reported")
    NOT_STUDIED = ("not_studied", "Not studied")

    def __init__(self, code: str, label: str) -> None:
        self.code = code
        self.label = label

    @classmethod
    def of(cls, code: str) -> "Knowledge":
        for knowledge in cls:
            if knowledge.code == code:
                return knowledge
        raise ValueError(f'"{code}" is not a knowledge label')


@dataclass(frozen=True, slots=True)
class Trigger:
    """One way in which answers raise a point, and the words for whoever raised it so.

    ``short`` and ``title`` say what is the matter, ``talk`` what to do, ``patient`` and ``ask``
    are the patient's, ``lift`` names two ways to lift a hold. Empty words fall back to the
    point's own. Points with the same ``row`` are one matter.
    """

    severity: Severity
    behavior: Behavior
    conditions: tuple[Condition, ...]
    short: str = ""
    title: str = ""
    talk: str = ""
    patient: str = ""
    ask: str = ""
    lift: tuple[str, ...] = ()
    row: str = ""
    about_person: bool = False
    """It is about whoever treats, so that person does not lift it."""

    def __post_init__(self) -> None:
        if not self.conditions:
            raise ValueError("A trigger needs at least one condition")
        if any(c.operator is Operator.IS_NOT for c in self.conditions):
            # "!=" is met by everything the patient left out: too easy to misread.
            raise ValueError('A trigger may not use "!="')


@dataclass(frozen=True, slots=True)
class Point:
    """A matter for the talk, as the clinic worded it; raised by any of its triggers."""

    key: str
    kind: PointKind
    group: str
    title: str
    provider: tuple[str, ...]
    patient: str
    ask: str
    knowledge: Knowledge | None
    evidence: tuple[str, ...]
    always: Severity | None
    """Base severity of a point that is printed for every patient."""
    triggers: tuple[Trigger, ...]
    serves: tuple[str, ...] = ()
    """Claims of the two source documents that this point answers (``S0-1`` … ``S1-25``)."""
    check_title: str = ""
    """Of a clarify point: what the patient reads before sending."""

    def __post_init__(self) -> None:
        # A gap is about this clinic's papers: no label on exosomes belongs beside it.
        if self.knowledge is None and self.kind is PointKind.RISK:
            raise ValueError(f"The point {self.key} has no knowledge label")


@dataclass(frozen=True, slots=True)
class Claim:
    """What is known about one thing that patients are told."""

    option: str
    known: str
    evidence: tuple[str, ...]


class Reading(StrEnum):
    """How much of a source was read when its statement was written."""

    SEEN = "seen"
    ABSTRACT = "abstract"
    SECONDARY = "secondary"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source behind a point, with the day it was read and the day it must be read again."""

    key: str
    statement: str
    source: str
    publisher: str
    published: str
    url: str
    locator: str
    reading: Reading
    read_on: date
    review_by: date
    reviewer: str = ""
    """Who read it for the clinic."""
    regulatory: bool = False
    """What an agency or a law says: it changes faster than science and falls due sooner."""


@dataclass(frozen=True, slots=True)
class Avoid:
    """Words that patients must not read about the treatment, and what to write instead."""

    words: str
    instead: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why one warning about one text does not stop publishing; it ends when the text changes."""

    place: str
    about: str
    words: str
    reason: str
    by: str
    on: date

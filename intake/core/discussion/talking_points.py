"""Points as a discussion shows them: numbered, placed, in the words of the trigger that leads."""

from dataclasses import dataclass
from enum import StrEnum

from intake.core.questionnaire.facts import By
from intake.core.questionnaire.points import Knowledge, PointKind, Severity


class Standing(StrEnum):
    """How a question stands once the patient has left it."""

    GIVEN = "given"
    DONT_KNOW = "dont_know"
    DECLINED = "declined"
    BLANK = "blank"


class Place(StrEnum):
    """The one part of the document in which a point prints, in this order."""

    HOLD = "hold"
    FIRST = "first"
    CLAIM = "claim"
    CLARIFY = "clarify"
    DISCUSS = "discuss"
    CHECKLIST = "checklist"


@dataclass(frozen=True, slots=True)
class Because:
    """One answer that raised a point. ``value`` is its code, None where a blank counted.

    ``severity`` is the highest that this answer helped to fire: where it equals the point's own,
    the answer is why the point is as urgent as it is.
    """

    question: str
    row: str | None
    value: str | None
    short: str
    words: str
    standing: Standing
    severity: Severity
    about: str = ""
    by: By = By.PATIENT
    """Whose statement it is."""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class DiscussionPoint:
    """A point in this discussion. ``number`` is given once and never used for another."""

    number: int
    key: str
    kind: PointKind
    group: str
    title: str
    severity: Severity
    place: Place
    is_always_on: bool
    knowledge: Knowledge | None
    provider: tuple[str, ...]
    patient: str
    ask: str
    evidence: tuple[str, ...]
    because: tuple[Because, ...]
    digest: str
    """Of key, severity and trace, and of what each entry in it is about.

    An outcome carries over to a revision only if it is equal.
    """
    short: str = ""
    talk: str = ""
    lift: tuple[str, ...] = ()
    row: str = ""
    about_person: bool = False
    withdrawn: bool = False
    """Was a hold and is not raised as one any more: a clinician has to confirm that."""

    def __post_init__(self) -> None:
        # Frozen before triggers had words: then the point's own stand for them.
        if not self.short:
            object.__setattr__(self, "short", self.title)
        if not self.talk:
            object.__setattr__(self, "talk", " ".join(self.provider))

    @property
    def is_private(self) -> bool:
        """Rests on what the patient keeps off the copy she takes home."""
        return any(because.is_private for because in self.because)

    @property
    def decisive(self) -> tuple[Because, ...]:
        """The answers that made the point as urgent as it is, before any others."""
        return tuple(b for b in self.because if b.severity is self.severity) or self.because

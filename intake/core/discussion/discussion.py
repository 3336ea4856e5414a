"""The frozen document that a provider discusses: pages, paper and exports only read it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from intake.core.limits import MUCH_UNKNOWN
from intake.core.questionnaire.facts import By
from intake.core.questionnaire.points import Evidence, Severity
from intake.core.questionnaire.questionnaire import Review, Settles

from .talking_points import DiscussionPoint, Place, Standing


class Rank(StrEnum):
    """Who has shown what: the rungs of the product and credential ladder."""

    TOLD = "told"
    SEEN = "seen"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class AllergyState(StrEnum):
    """The banner's four states; never blank, and "none known" only when all was asked."""

    KNOWN = "known"
    NONE_KNOWN = "none_known"
    NOT_ANSWERED = "not_answered"
    NOT_SURE = "not_sure"


ALLERGY_WORDS = {
    AllergyState.KNOWN: "Known allergies",
    AllergyState.NONE_KNOWN: "Patient says none known",
    AllergyState.NOT_ANSWERED: "Not answered",
    AllergyState.NOT_SURE: "Patient is not sure",
}


@dataclass(frozen=True, slots=True)
class FromPaper:
    """That somebody of the clinic typed the answers in, from a form the patient signed by hand."""

    typed_by: str
    read_back_by: str
    signed_on: date
    left_blank: tuple[str, ...] = ()
    """What had to be answered and was left blank on the paper, by short names."""
    revision: int = 1
    """Which one came from the paper; a later one is a correction."""


@dataclass(frozen=True, slots=True)
class Header:
    """Who, when and on which wording. ``age`` in whole years on ``sent_at``."""

    reference: str
    name: str
    birth_date: date | None
    age: int | None
    visit_date: date | None
    visit_time: time | None
    provider: str
    clinic_name: str
    clinic_phone: str
    emergency_number: str
    answered_by: str
    title: str
    language: str
    version: int
    content_version: str
    revision: int
    sent_at: datetime
    review: Review | None
    answerer: str = ""
    """Who answered for the patient: name, relation, phone, as they were said."""
    edition: int = 1
    """Of one revision: the clinic's side changed and everything was computed anew."""
    from_paper: FromPaper | None = None


@dataclass(frozen=True, slots=True)
class ClinicSaid:
    """What the clinic's side says to a question, in the words of its options."""

    by: By
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A question that was asked and what was said to it.

    ``words`` are the chosen options as the patient saw them (or a date, number, yes or no as
    printed); ``own`` are the patient's own words, letter for letter. ``about`` names the row.
    """

    question: str
    text: str
    short: str
    standing: Standing
    words: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    row: str | None = None
    about: str = ""
    points: tuple[int, ...] = ()
    is_known: bool = False
    """Taken from the visit, not asked."""
    clinic: tuple[ClinicSaid, ...] = ()
    """What the register says and what was verified; it settles an "I don't know"."""
    answered_by: str = ""
    """Not asked: the answer to this question said "I don't know" for it."""
    is_private: bool = False
    """Said in person, or not to stand on the copy that is taken home."""
    listed: tuple[str, ...] = ()
    """Names on the patient's lists, as they were written, that ticked an option here."""


@dataclass(frozen=True, slots=True)
class SaidSection:
    key: str
    title: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class AllergyLine:
    """One row of the allergy table, each cell in the patient's words or empty."""

    row: str
    substance: str
    severity: str
    when: str
    onset: str
    confirmed: str
    reaction: tuple[str, ...]
    treatment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Allergies:
    state: AllergyState
    lines: tuple[AllergyLine, ...]
    beside: tuple[Said, ...]
    """Other allergy facts that say more than no or none."""
    denied: tuple[str, ...]
    """Short names of the questions that were answered no or none."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """An "I don't know", a refusal or a thing only told, and who can settle it."""

    question: str
    short: str
    rank: Rank
    settles: Settles
    about: str = ""
    points: tuple[int, ...] = ()
    ask_doctor: str = ""


@dataclass(frozen=True, slots=True)
class LadderLine:
    """A product or credential fact and how far it has been shown; the clinic verifies it."""

    question: str
    short: str
    words: tuple[str, ...]
    own: tuple[str, ...]
    rank: Rank | None
    points: tuple[int, ...] = ()
    clinic: tuple[ClinicSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class QuickCheckLine:
    """A quick check that was wrong or unsure, for teach-back."""

    question: str
    text: str
    words: str
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """One of the patient's questions to the clinic, with the point it comes from."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    evidence: Evidence
    is_overdue: bool
    """Past its review-by date: prints "under review"."""


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """One line of the list of medicines, and the kinds that the name in it is known to be of."""

    name: str
    kinds: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()
    """Those of them that the patient did not tick."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the patient wrote, letter for letter, worries in her order."""

    worries: tuple[str, ...] = ()
    hope: str = ""
    questions: str = ""
    medicines: str = ""
    medicine_lines: tuple[MedicineLine, ...] = ()
    """The same line by line, where the questionnaire asks so."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    short: str
    about: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PointChange:
    number: int
    title: str
    before: Severity | None
    after: Severity | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the revision before; a point that came has no ``before``."""

    since_revision: int
    answers: tuple[AnswerChange, ...]
    points: tuple[PointChange, ...]


@dataclass(frozen=True, slots=True)
class Discussion:
    """Everything that is talked about, in the order of the paper; frozen when sent."""

    header: Header
    allergies: Allergies
    own_words: OwnWords
    points: tuple[DiscussionPoint, ...]
    """In the order they print: by place, then as in the questionnaire."""
    claims_source: tuple[str, ...]
    claims_heading: int | None
    unknowns: tuple[Unknown, ...]
    withheld: tuple[Said, ...]
    """What the patient will say in person: for the provider only."""
    ladder: tuple[LadderLine, ...]
    quick_checks: tuple[QuickCheckLine, ...]
    questions_to_ask: tuple[Ask, ...]
    ask_own_doctor: tuple[str, ...]
    sections: tuple[SaidSection, ...]
    evidence: tuple[EvidenceLine, ...]
    asked_count: int
    dont_know_count: int
    help_text: str
    """Patient's words of the point that says when to get help."""
    last_number: int
    """Highest point number given so far; numbers of points that went are not used again."""
    changes: Changes | None = None

    def at(self, place: Place) -> tuple[DiscussionPoint, ...]:
        return tuple(point for point in self.points if point.place is place)

    @property
    def not_known_count(self) -> int:
        """Answers that nobody has yet: "I don't know", or kept to be said in person."""
        return self.dont_know_count + len(self.withheld)

    @property
    def is_much_unknown(self) -> bool:
        """A fourth or more is not known: no hold then says little."""
        return self.not_known_count * MUCH_UNKNOWN >= self.asked_count > 0

    @property
    def holds(self) -> tuple[DiscussionPoint, ...]:
        return self.at(Place.HOLD)

"""What is asked, in what order, when, and what the answers may raise."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from intake.core.limits import LONG_TEXT, SHORT_TEXT

from .answers import DONT_KNOW, ShowIf
from .names import ListedName, NameList
from .parts import Roles
from .points import Avoid, Claim, Evidence, Point, Waiver


class Kind(StrEnum):
    """FHIR R4 item types that are asked here."""

    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"
    STRING = "string"
    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"


CHOICES = frozenset({Kind.CHOICE, Kind.OPEN_CHOICE})
WORDS = frozenset({Kind.STRING, Kind.TEXT})


class Settles(StrEnum):
    """Who can settle a question that the patient could not answer."""

    CLINIC = "clinic"
    OWN_DOCTOR = "own_doctor"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Option:
    """``answers_for`` names questions that this answer says "I don't know" to, unasked.

    ``entry_name`` and ``entry_kind`` make an entry of the allergy list from a tick: what it is
    called, and the code of its kind.
    """

    code: str
    text: str
    answers_for: tuple[str, ...] = ()
    entry_name: str = ""
    entry_kind: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """The same question about somebody else, ``{name}`` being the patient; empty: as it is."""

    text: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    """Only those whose words differ."""


@dataclass(frozen=True)
class Question:
    """One thing that is asked.

    ``short`` names the fact on paper, ``help`` says what is needed to answer, ``why`` why we ask,
    ``ask_doctor`` how to ask one's own doctor about it.
    """

    key: str
    kind: Kind
    text: str
    short: str
    help: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    repeats: bool = False
    exclusive: tuple[str, ...] = ()
    in_person: bool = False
    settles: Settles | None = None
    prefill: str = ""
    max_answers: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    show_if: ShowIf | None = None
    serves: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    fhir: str = ""
    why: str = ""
    ask_doctor: str = ""
    voice: Voice | None = None

    @cached_property
    def texts(self) -> dict[str, str]:
        """Option code to the words the patient saw."""
        return {option.code: option.text for option in self.options}

    @cached_property
    def alone(self) -> frozenset[str]:
        """Codes that stand without any other: "None of these", and always "I don't know"."""
        return frozenset((*self.exclusive, DONT_KNOW))

    @cached_property
    def offers_dont_know(self) -> bool:
        return DONT_KNOW in self.texts

    @cached_property
    def length_limit(self) -> int:
        """Characters that a free text may hold."""
        return self.max_length or (LONG_TEXT if self.kind is Kind.TEXT else SHORT_TEXT)


@dataclass(frozen=True)
class Group:
    """Questions that are answered once for each entry, such as each allergy."""

    key: str
    text: str
    items: tuple[Question, ...]
    short: str = ""
    min_rows: int = 1
    max_rows: int = 20
    show_if: ShowIf | None = None
    voice: Voice | None = None


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    intro: str
    items: tuple[Question | Group, ...]
    pages: tuple[tuple[str, ...], ...]
    """Keys of the questions that share a page; every question of the section is on one."""
    voice: Voice | None = None
    """Title and introduction where somebody else answers; without options."""


@dataclass(frozen=True)
class Page:
    """One screen: 1-based ``number`` in its section; ``group`` when it is filled once a row."""

    section: str
    number: int
    keys: tuple[str, ...]
    group: str | None = None

    @cached_property
    def name(self) -> str:
        return f"{self.section}/{self.number}"


@dataclass(frozen=True, slots=True)
class Review:
    """The clinician who read the wording and the rules."""

    name: str
    role: str
    on: date


@dataclass(frozen=True, slots=True)
class Topic:
    """A claim of a source document that some question and some point must serve."""

    key: str
    claim: str
    verdict: str
    why: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A whole document as published: questions, rules, evidence and wording together."""

    key: str
    title: str
    language: str
    content_version: str
    review: Review | None
    sections: tuple[Section, ...]
    points: tuple[Point, ...]
    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    roles: Roles
    identity_point: Point | None = None
    """Raised by the visit's facts, not by a rule: the name or birth date does not fit."""
    topics: tuple[Topic, ...] = ()
    avoid: tuple[Avoid, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    names: tuple[ListedName, ...] = ()
    """What boxes offer to those who type, and what it stands for elsewhere."""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order it is asked, those of groups included."""
        return tuple(self.by_key.values())

    @cached_property
    def by_key(self) -> dict[str, Question]:
        return {q.key: q for section in self.sections for q in _questions_in(section)}

    @cached_property
    def position(self) -> dict[str, int]:
        """Where a question stands in the document."""
        return {key: number for number, key in enumerate(self.by_key)}

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Where a question stands, those of a group at one place so that rows keep their order."""
        first = {key: group.items[0].key for key, group in self.group_of.items()}
        return {key: self.position[first.get(key, key)] for key in self.by_key}

    @cached_property
    def groups(self) -> dict[str, Group]:
        items = (item for section in self.sections for item in section.items)
        return {item.key: item for item in items if isinstance(item, Group)}

    @cached_property
    def answered_by(self) -> dict[str, tuple[str, str]]:
        """Question key to the question and option whose choice says "I don't know" for it."""
        return {
            key: (question.key, option.code)
            for question in self.questions
            for option in question.options
            for key in option.answers_for
        }

    @cached_property
    def names_of(self) -> dict[str, NameList]:
        """Question key to the names its box offers, and those that a tick gives to an entry."""
        substance = self.roles.allergy.substance
        given = [
            ListedName(substance, o.entry_name, kind=o.entry_kind, ticks=(f"{q.key}/{o.code}",))
            for q in self.questions
            for o in q.options
            if o.entry_name
        ]
        every = (*self.names, *given)
        keys = dict.fromkeys(name.asked for name in every if name.asked in self.by_key)
        return {key: NameList(tuple(n for n in every if n.asked == key)) for key in keys}

    @cached_property
    def beside_names(self) -> frozenset[str]:
        """Questions whose box offers names, and those of which a name may tick an option."""
        every = (name for names in self.names_of.values() for name in names.names)
        ticked = {tick.partition("/")[0] for name in every for tick in name.ticks}
        return frozenset(ticked | self.names_of.keys())

    @cached_property
    def group_of(self) -> dict[str, Group]:
        """Question key to the group it belongs to; absent for ordinary questions."""
        return {q.key: group for group in self.groups.values() for q in group.items}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        return {q.key: section for section in self.sections for q in _questions_in(section)}

    @cached_property
    def point_titles(self) -> dict[str, str]:
        """Every point that can appear to its title: rules, identity, then claims as heard."""
        identity = (self.identity_point,) if self.identity_point else ()
        heard = self.by_key.get(self.roles.claims.question)
        texts = heard.texts if heard else {}
        claims = {f"claim:{c.option}": texts.get(c.option, c.option) for c in self.claims}
        return {point.key: point.title for point in (*self.points, *identity)} | claims

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        group_of = {key: group.key for key, group in self.group_of.items()}
        return tuple(
            Page(section.key, number, keys, group_of.get(keys[0]) if keys else None)
            for section in self.sections
            for number, keys in enumerate(section.pages, 1)
        )

    @cached_property
    def page_at(self) -> dict[tuple[str, int], Page]:
        """(section, number) to the page."""
        return {(page.section, page.number): page for page in self.pages}

    @cached_property
    def page_of(self) -> dict[str, Page]:
        """Question key to the page it is asked on."""
        return {key: page for page in self.pages for key in page.keys}


def _questions_in(section: Section) -> tuple[Question, ...]:
    return tuple(
        question
        for item in section.items
        for question in (item.items if isinstance(item, Group) else (item,))
    )

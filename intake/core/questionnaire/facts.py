"""What the clinic knows of a visit and says to its questions, and whether a patient's name fits."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType

from intake.core.limits import WATCH_MINUTES

from .answers import Answers
from .questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """Facts of one visit; an empty fact is not known, then the patient is asked."""

    reference: str = ""
    name: str = ""
    birth_date: date | None = None
    visit_date: date | None = None
    visit_time: time | None = None
    provider: str = ""
    clinic_name: str = ""
    clinic_phone: str = ""
    clinic_location: str = ""
    emergency_number: str = ""
    language: str = ""
    """What the patient reads in, as a code such as "es"."""
    watch_minutes: int = WATCH_MINUTES
    """How long the clinic watches a patient; texts name it as ``{watch_minutes}``."""


class By(StrEnum):
    """Whose statement raised a point."""

    PATIENT = "patient"
    REGISTER = "register"
    VERIFIED = "verified"


class Lapsed(StrEnum):
    """What of the clinic's side is past its date; of a label, what may be."""

    LOT = "lot"
    LICENSE = "license"
    LABEL = "label"
    """Read at the visit: of the days that it can mean some are past and some are not."""


LAPSED = "lapsed"
"""What the trace of a lapse says of the fact that has one."""
UNCLEAR = "unclear"
"""The same of a label whose day can be read in more than one way."""
LOT_LAPSED, LICENSE_LAPSED, LABEL_UNCLEAR = "lot_lapsed", "license_lapsed", "label_unclear"
CLARIFY_REGISTER = "clarify_register"
RESERVED = {
    Lapsed.LOT: LOT_LAPSED,
    Lapsed.LICENSE: LICENSE_LAPSED,
    Lapsed.LABEL: LABEL_UNCLEAR,
}
"""Points that a lapse raises as a hold; the document has their words."""
RAISED_BY_FACTS = frozenset({*RESERVED.values(), CLARIFY_REGISTER})
"""No trigger raises them."""

Codes = Mapping[str, tuple[str, ...]]
"""Question key to the options that hold; nobody says "I don't know" for the clinic."""


def _nothing() -> Codes:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClinicSays:
    """``register`` on the chosen product, lot and person, ``verified`` at the visit."""

    register: Codes = field(default_factory=_nothing)
    verified: Codes = field(default_factory=_nothing)
    lapsed: frozenset[Lapsed] = frozenset()
    """By the register."""
    read_as_lapsed: frozenset[Lapsed] = frozenset()
    """By what was read at the visit, on the product itself."""
    about: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """Fact and code to what the register says it of: a product, a lot, a person."""

    def of(self, key: str) -> Iterable[tuple[By, tuple[str, ...]]]:
        """Each source that says something to a question, with its options."""
        for by, said in ((By.REGISTER, self.register), (By.VERIFIED, self.verified)):
            if codes := said.get(key):
                yield by, codes


def does_identity_fit(questionnaire: Questionnaire, given: Answers, facts: VisitFacts) -> bool:
    """Whether the name and birth date typed are those of the visit; silence fits."""
    roles = questionnaire.roles
    typed_name, typed_birth = given.get(roles.name), given.get(roles.birth_date)
    if facts.birth_date and typed_birth is not None and typed_birth != facts.birth_date:
        return False
    if facts.name and isinstance(typed_name, str):
        if _letters(typed_name) == _letters(facts.name):
            return True
        # A middle name may be missing, never another name.
        one, other = _words(typed_name), _words(facts.name)
        return bool(one and other) and (one <= other or other <= one)
    return True


def shares_a_word(typed: str, name: str) -> bool:
    """Whether a typed name has any word of a known one; a name that is not known fits."""
    return not name or not _words(typed).isdisjoint(_words(name))


def _words(name: str) -> frozenset[str]:
    """A name without case, accents, order or punctuation: "DELGADO, Maria" is Maria Delgado."""
    spaced = "".join(c if c.isalnum() else " " for c in _plain(name))
    return frozenset(spaced.split())


def _letters(name: str) -> str:
    """The letters alone, for O'Neil and Oneil."""
    return "".join(c for c in _plain(name) if c.isalnum())


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.translate(_STROKED)).casefold()
    return "".join(c for c in folded if not unicodedata.combining(c))


# Letters that Unicode does not take apart into a plain letter and a mark.
_STROKED = str.maketrans("łŁøØđĐıŀĿ", "lLoOdDilL")

"""What the clinic's side says of a visit: its register, what was verified, and what has lapsed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class By(StrEnum):
    """Whose statement raised a point."""

    PATIENT = "patient"
    REGISTER = "register"
    VERIFIED = "verified"


class Lapsed(StrEnum):
    """What of the clinic's register is past its date."""

    LOT = "lot"
    LICENSE = "license"


LOT_LAPSED, LICENSE_LAPSED = "lot_lapsed", "license_lapsed"
CLARIFY_REGISTER = "clarify_register"
RESERVED = {Lapsed.LOT: LOT_LAPSED, Lapsed.LICENSE: LICENSE_LAPSED}
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

    def of(self, key: str) -> Iterable[tuple[By, tuple[str, ...]]]:
        """Each source that says something to a question, with its options."""
        for by, said in ((By.REGISTER, self.register), (By.VERIFIED, self.verified)):
            if codes := said.get(key):
                yield by, codes

"""Which questions play a part that code must know, so that no code names a question."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """Options of a question that mean a known allergy; no options: any but none of ``Roles``."""

    question: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllergyRoles:
    """Where allergies are told: the group's columns, and questions that say yes or none."""

    group: str = ""
    substance: str = ""
    severity: str = ""
    reaction: str = ""
    when: str = ""
    onset: str = ""
    treatment: str = ""
    confirmed: str = ""
    told_by: tuple[Sign, ...] = ()
    """All of these must say no or none before "patient says none known" is printed."""
    also: tuple[Sign, ...] = ()
    """An answer here means a known allergy, but silence here says nothing."""
    beside: tuple[str, ...] = ()
    """Facts printed under the allergy table."""
    none: tuple[str, ...] = ("no", "none")


@dataclass(frozen=True, slots=True)
class ClaimRoles:
    """Where claims are ticked, where they were heard, and the point that heads them."""

    question: str = ""
    source: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """A fact about product or clinic on the ladder, with codes that need saying where it stands."""

    question: str
    value: str = ""
    """Question whose text is the fact itself, such as the product's name."""
    seen: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswererRoles:
    """Where somebody who answers for the patient says who that is."""

    name: str = ""
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class QuickCheck:
    question: str
    right: str


@dataclass(frozen=True, slots=True)
class Roles:
    """Parts that questions play beyond being asked; an empty name means nobody plays it."""

    name: str = ""
    birth_date: str = ""
    adult: str = ""
    answered_by: str = ""
    answerer: AnswererRoles = AnswererRoles()
    worries: str = ""
    hope: str = ""
    own_questions: str = ""
    medicines: str = ""
    help_point: str = ""
    seen: tuple[str, ...] = ("seen_in_writing",)
    told: tuple[str, ...] = ("told_only",)
    refused: tuple[str, ...] = ("asked_not_given",)
    allergy: AllergyRoles = AllergyRoles()
    claims: ClaimRoles = ClaimRoles()
    ladder: tuple[Rung, ...] = ()
    quick_checks: tuple[QuickCheck, ...] = ()
    consent: tuple[str, ...] = ()
    """Points that say that consent is not given yet: "Go ahead" waits until they are understood."""

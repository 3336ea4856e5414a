"""What the clinic can show of a visit, verified or by its register, and what it says on a day."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from intake.core.desk.dates import last_days_on
from intake.core.documents.values import decode, encode
from intake.core.limits import LONG_TEXT, SHORT_TEXT
from intake.core.questionnaire.answers import DONT_KNOW
from intake.core.questionnaire.facts import LAPSED, ClinicSays, Lapsed
from intake.core.questionnaire.free_text import shows_something, text_problem
from intake.core.questionnaire.questionnaire import Questionnaire

LOT, EXPIRY, CERTIFICATE = "record.lot", "record.expiry", "record.certificate"
IND, LICENSE = "record.ind", "record.license"
RECORD_FACTS = {
    LOT: "Lot number",
    EXPIRY: "Lot good until",
    CERTIFICATE: "Certificate of the lot",
    IND: "IND number",
    LICENSE: "License of the person who gives it",
}
"""Facts every visit records that no question asks for. No question's key has a full stop."""

LAPSES = {Lapsed.LOT: (LOT, EXPIRY), Lapsed.LICENSE: (LICENSE,)}
"""What can lapse, with the facts of the record that carry its last day."""


@dataclass(frozen=True, slots=True)
class RegisterFact:
    """One fact that a row of the clinic's register shows.

    ``codes`` are the options that say the same, chosen by staff; ``words`` is what to print
    beside or without them; ``until`` is the last day it is good for, and ``lapse`` says what
    happened after that day.
    """

    fact: str
    source: str
    words: str = ""
    codes: tuple[str, ...] = ()
    on: date | None = None
    until: date | None = None
    lapse: str = "was good until"


@dataclass(frozen=True, slots=True)
class Shown:
    """Product, lot and person as the register named them, and every fact it held about them."""

    product: str = ""
    lot: str = ""
    person: str = ""
    facts: tuple[RegisterFact, ...] = ()
    typed: tuple[str, ...] = ()
    """Which of product, lot and person are not in the register and were typed for this visit."""

    @property
    def lot_until(self) -> date | None:
        """Last day of the lot, where one is named."""
        return next((fact.until for fact in self.facts if fact.fact == EXPIRY), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """Rows of the register chosen for a visit; ``shown`` stays as it was when they were."""

    sequence: int
    at: datetime
    by: int
    shown: Shown
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A fact that somebody of the clinic has seen, or was not shown; or a taking back of that."""

    sequence: int
    fact: str
    value: str
    how: str
    on: date
    at: datetime
    by: int
    takes_back: int | None = None
    by_name: str = ""
    codes: tuple[str, ...] = ()
    """Answers of the question that say the same; they go through the triggers."""
    is_shown: bool = True
    """Not set where the clinic was asked and could not show it."""


def shown_to_json(shown: Shown) -> str:
    """What the register said, as it is kept with a visit."""
    return json.dumps(encode(shown), ensure_ascii=False, separators=(",", ":"))


def shown_from_json(text: str) -> Shown:
    shown: Shown = decode(Shown, json.loads(text), "")
    return shown


def verified_now(entries: Iterable[Verified]) -> dict[str, Verified]:
    """Of each fact the latest that was not taken back."""
    every = sorted(entries, key=lambda entry: entry.sequence)
    undone = {entry.takes_back for entry in every}
    return {
        entry.fact: entry
        for entry in every
        if entry.takes_back is None and entry.sequence not in undone
    }


def clinic_says(choice: Choice | None, verified: Iterable[Verified], on: date) -> ClinicSays:
    """What goes through the triggers beside the patient's answers.

    A paper that is out of date says nothing any more; a lot or a license that is raises a hold.
    """
    facts = choice.shown.facts if choice else ()
    register: dict[str, tuple[str, ...]] = {}
    for fact in facts:
        if fact.codes and not (fact.until and fact.until < on):
            register[fact.fact] = (*register.get(fact.fact, ()), *fact.codes)
    entries = tuple(verified)
    seen = verified_now(entries).values()
    past = {fact.fact for fact in facts if fact.until and fact.until < on}
    # The lot where every day that its label can mean is past; the label where only some are.
    past_days = {day < on for day in last_days_read(entries)}
    read = {Lapsed.LABEL if False in past_days else Lapsed.LOT} if True in past_days else ()
    return ClinicSays(
        register={key: tuple(dict.fromkeys(codes)) for key, codes in register.items()},
        verified={each.fact: each.codes for each in seen if each.codes and each.is_shown},
        lapsed=frozenset(what for what, named in LAPSES.items() if past.intersection(named)),
        read_as_lapsed=frozenset(read),
        about=_about(choice.shown, on) if choice else {},
    )


def _about(shown: Shown, on: date) -> dict[tuple[str, str], tuple[str, ...]]:
    """Of whom or what the register says each code, and what it calls past its day."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for fact in shown.facts:
        is_past = fact.until is not None and fact.until < on
        codes = () if is_past else fact.codes
        if fact.fact in RECORD_FACTS:
            codes = (LAPSED,) if is_past else ()
        # Papers of two products may share a title; a person is the same whatever is used.
        whose = (fact.source,) if fact.source == shown.person else (shown.product, fact.source)
        for code in codes:
            found[fact.fact, code] = (*found.get((fact.fact, code), ()), *whose)
    return found


def last_days_read(verified: Iterable[Verified]) -> tuple[date, ...]:
    """Of the lot, each day that what somebody read on the product can mean; none if nobody did."""
    read = verified_now(verified).get(EXPIRY)
    return last_days_on(read.value) if read and read.is_shown else ()


def lapsed(choice: Choice | None, verified: Iterable[Verified], on: date) -> frozenset[Lapsed]:
    """Which of lot and license are past their last day, or may be, whoever says so."""
    says = clinic_says(choice, verified, on)
    return says.lapsed | says.read_as_lapsed


def good_until(choice: Choice | None, verified: Iterable[Verified], on: date) -> date | None:
    """Last day on which nothing that is in date today lapses."""
    days = [fact.until for fact in (choice.shown.facts if choice else ())]
    days.extend(last_days_read(verified))
    return min((day for day in days if day and day >= on), default=None)


def verified_problem(questionnaire: Questionnaire, entry: Verified, today: date) -> str:
    """Why a verified fact can't be recorded, in a sentence for staff; empty when it can."""
    rungs = {rung.question for rung in questionnaire.roles.ladder}
    if entry.fact not in rungs and entry.fact not in RECORD_FACTS and not entry.codes:
        return "This is not a fact that the clinic verifies."
    question = questionnaire.by_key.get(entry.fact)
    if entry.codes and not (question and set(entry.codes) <= set(question.texts)):
        return "This is not one of the answers to this question."
    if not shows_something(entry.value):
        return "Say what was verified, as it stands on the paper or label."
    if entry.fact == EXPIRY and entry.is_shown and not last_days_on(entry.value):
        return "Write the last day as it stands on the product, such as 31-Dec-2026 or 12/2026."
    if not shows_something(entry.how):
        return "Say how it was verified, for example “read on the vial”."
    if entry.on > today:
        return "The day it was verified lies in the future."
    # A label has a line of it; of a question the register says as much as all its papers do.
    limit = SHORT_TEXT if entry.fact in (LOT, EXPIRY) else LONG_TEXT
    return text_problem(entry.value, limit) or text_problem(entry.how, LONG_TEXT)


def facts_that_may_be_named(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """Questions of the ladder, each with the answers that a row of the register may give.

    A row says what is so; that nobody knows or nobody would say is for patients to answer.
    """
    found = {}
    for rung in questionnaire.roles.ladder:
        question = questionnaire.by_key.get(rung.question)
        unsaid = {DONT_KNOW, *questionnaire.roles.refused, *rung.unknown}
        codes = [code for code in question.texts if code not in unsaid] if question else []
        if codes:
            found[rung.question] = tuple(codes)
    return found


def facts_problems(
    questionnaire: Questionnaire, facts: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """What is wrong with the answers a row of the register names, for its editor."""
    nameable = facts_that_may_be_named(questionnaire)
    found = []
    for key, codes in facts.items():
        if key not in nameable:
            found.append(f"“{key}” is not a question of the ladder with answers to pick.")
            continue
        question = questionnaire.by_key[key]
        found.extend(
            f"“{question.short}” has no answer “{code}” that a register can give."
            for code in codes
            if code not in nameable[key]
        )
        if len(codes) > 1 and not question.repeats:
            found.append(f"“{question.short}” takes one answer.")
    return tuple(found)

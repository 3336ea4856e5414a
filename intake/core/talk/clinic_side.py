"""What the clinic itself says of a visit: its register and what was verified, as of a day."""

from collections.abc import Iterable
from datetime import date

from intake.core.desk.dates import last_day_on
from intake.core.questionnaire.clinic_facts import ClinicSays, Lapsed

from .verified_facts import EXPIRY, LICENSE, LOT, RECORD_FACTS, Choice, Verified, verified_now

LAPSES = {Lapsed.LOT: (LOT, EXPIRY), Lapsed.LICENSE: (LICENSE,)}
"""What can lapse, with the facts of the record that carry its last day."""


def clinic_says(choice: Choice | None, verified: Iterable[Verified], on: date) -> ClinicSays:
    """What goes through the triggers beside the patient's answers.

    A paper that is out of date says nothing any more; a lot or a license that is raises a hold.
    """
    facts = choice.shown.facts if choice else ()
    register: dict[str, tuple[str, ...]] = {}
    for fact in facts:
        if fact.fact not in RECORD_FACTS and fact.codes and not (fact.until and fact.until < on):
            register[fact.fact] = (*register.get(fact.fact, ()), *fact.codes)
    entries = tuple(verified)
    seen = verified_now(entries).values()
    past = {fact.fact for fact in facts if fact.until and fact.until < on}
    last = _last_day_read(entries)
    return ClinicSays(
        register={key: tuple(dict.fromkeys(codes)) for key, codes in register.items()},
        verified={each.fact: each.codes for each in seen if each.codes and each.is_shown},
        lapsed=frozenset(what for what, named in LAPSES.items() if past.intersection(named)),
        read_as_lapsed=frozenset({Lapsed.LOT} if last and last < on else ()),
    )


def _last_day_read(verified: Iterable[Verified]) -> date | None:
    """Of the lot, as somebody read it on the product; None where nobody did."""
    read = verified_now(verified).get(EXPIRY)
    return last_day_on(read.value) if read and read.is_shown else None


def lapsed(choice: Choice | None, verified: Iterable[Verified], on: date) -> frozenset[Lapsed]:
    """Which of lot and license are past their last day, whoever says so."""
    says = clinic_says(choice, verified, on)
    return says.lapsed | says.read_as_lapsed


def good_until(choice: Choice | None, verified: Iterable[Verified], on: date) -> date | None:
    """Last day on which nothing that is in date today lapses."""
    days = [fact.until for fact in (choice.shown.facts if choice else ())]
    days.append(_last_day_read(verified))
    return min((day for day in days if day and day >= on), default=None)

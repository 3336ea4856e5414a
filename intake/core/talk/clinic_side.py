"""What the clinic itself says of a visit: its register and what was verified, as of a day."""

from collections.abc import Iterable
from datetime import date

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
    seen = verified_now(verified).values()
    return ClinicSays(
        register={key: tuple(dict.fromkeys(codes)) for key, codes in register.items()},
        verified={each.fact: each.codes for each in seen if each.codes and each.is_shown},
        lapsed=lapsed(choice, on),
    )


def lapsed(choice: Choice | None, on: date) -> frozenset[Lapsed]:
    """Which of lot and license are past their last day."""
    past = {f.fact for f in (choice.shown.facts if choice else ()) if f.until and f.until < on}
    return frozenset(what for what, facts in LAPSES.items() if past.intersection(facts))


def good_until(choice: Choice | None, on: date) -> date | None:
    """Last day on which nothing that is in date today lapses."""
    days = (fact.until for fact in (choice.shown.facts if choice else ()) if fact.until)
    return min((day for day in days if day >= on), default=None)

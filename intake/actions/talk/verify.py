"""Records what the clinic has shown of the ladder: facts verified, and rows of the register."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.actions.register import Chosen, shown_by
from intake.core.limits import SHORT_TEXT
from intake.core.questionnaire.free_text import tidy
from intake.core.talk.verified_facts import Verified, shown_to_json, verified_now, verified_problem
from intake.models import sealed

from .editions import freeze_again
from .load import seal_verified, verified_of
from .rules import (
    ChangedElsewhere,
    NotRecorded,
    expect_unsigned,
    needed,
    next_sequence,
    questionnaire_of,
    take,
)


@dataclass(frozen=True)
class Fact:
    """What was seen: a question of the ladder or a fact of the record, its value, when and how."""

    fact: str
    value: str
    how: str
    on: date
    codes: tuple[str, ...] = ()
    is_shown: bool = True


NOT_SHOWN, ASKED = "Not shown", "Asked in the talk"
SAID_HERE = "Said in the talk"


def not_shown(fact: str, *, on: date) -> Fact:
    """The clinic was asked and could not show it."""
    return Fact(fact, NOT_SHOWN, ASKED, on, is_shown=False)


def verify(
    visit: models.Visit, fact: Fact, *, by: models.User, at: datetime, seen: int
) -> models.VerifiedRecord:
    """Record a fact as verified. A correction is a new row; earlier ones stay.

    The front desk does this as well, so whose visit it is does not matter here.
    """
    with transaction.atomic():
        held = take(visit)
        expect_unsigned(held)
        entry = Verified(
            0, fact.fact, tidy(fact.value), tidy(fact.how), fact.on, at, by.pk,
            codes=fact.codes, is_shown=fact.is_shown,
        )  # fmt: skip
        problem = verified_problem(questionnaire_of(held), entry, held.site.day(at))
        if problem:
            raise NotRecorded(problem)
        entries = verified_of(held)
        stands = verified_now(entries).get(fact.fact)
        if stands and _says(stands) == _says(entry):
            return held.verifiedrecords.get(sequence=stands.sequence)
        unseen = [each for each in entries if each.fact == fact.fact and each.sequence > seen]
        if unseen:
            last = unseen[-1]
            act = "took back" if last.takes_back else "verified"
            words = f"{last.by_name} {act} “{last.value}” after you opened this page."
            raise ChangedElsewhere(words, last)
        kept = _keep(held, entry)
        freeze_again(held, at=at)
        record("fact_verified", at=at, by=by, visit=held)
    return kept


def verify_all(
    visit: models.Visit, facts: Iterable[Fact], *, by: models.User, at: datetime, seen: int
) -> None:
    """Record what was seen together, all or nothing."""
    with transaction.atomic():
        for each in facts:
            verify(visit, each, by=by, at=at, seen=seen)


def take_back_verified(
    verified: models.VerifiedRecord, *, by: models.User, at: datetime
) -> models.VerifiedRecord:
    """Undo by a new row; what was verified before counts again."""
    with transaction.atomic():
        visit = take(verified.visit)
        expect_unsigned(visit)
        undone = visit.verifiedrecords.filter(takes_back=verified, by=by).first()
        if undone is not None:
            return undone
        entries = verified_of(visit)
        made = next(each for each in entries if each.sequence == verified.sequence)
        stands = verified_now(entries).get(made.fact)
        if stands != made:
            raise ChangedElsewhere("This was already taken back or replaced.", stands)
        entry = replace(made, at=at, by=by.pk, takes_back=made.sequence)
        kept = _keep(visit, entry, takes_back=verified)
        freeze_again(visit, at=at)
        record("fact_taken_back", at=at, by=by, visit=visit)
    return kept


def choose(
    visit: models.Visit, chosen: Chosen, *, by: models.User, at: datetime, seen: int
) -> models.ChoiceRecord:
    """Choose product, lot and person. What the register says of them now is kept with the visit.

    What the register does not have is typed, and marked so.

    Later changes of the register do not touch the visit; choosing again takes them over.
    """
    with transaction.atomic():
        held = take(visit)
        expect_unsigned(held)
        _expect_in_use(chosen)
        last = held.choicerecords.select_related("by").order_by("-sequence").first()
        if last is not None and last.sequence > seen:
            raise ChangedElsewhere(
                f"{last.by.printed_name} chose product, lot and person after you opened this page.",
                last,
            )
        row = models.ChoiceRecord(
            visit=held,
            sequence=next_sequence(held),
            at=at,
            by=by,
            product=chosen.product,
            lot=chosen.lot,
            person=chosen.person,
        )
        shown = shown_by(chosen, on=held.site.day(at))
        sealed.seal(row, "shown", shown_to_json(shown))
        row.save(force_insert=True)
        freeze_again(held, at=at)
        record("register_chosen", at=at, by=by, visit=held)
    return row


def _expect_in_use(chosen: Chosen) -> None:
    for row in (chosen.product, chosen.lot, chosen.person):
        if row is not None and not row.in_use:
            raise NotRecorded(f"{row} is not in use any more. Choose another.")
    if chosen.lot and (chosen.product is None or chosen.lot.product_id != chosen.product.pk):
        raise NotRecorded(f"{chosen.lot} is not a lot of this product.")
    typed = chosen.typed
    if (typed.lot or typed.expires_on) and not (typed.lot and typed.expires_on):
        raise NotRecorded("Give the lot and its last day together, as they stand on the label.")
    for text in filter(None, (typed.product, typed.lot, typed.person)):
        needed(text, "This shows nothing that can be read.", SHORT_TEXT)


def _says(entry: Verified) -> tuple[object, ...]:
    return entry.value, entry.how, entry.on, entry.by, entry.codes, entry.is_shown


def _keep(
    visit: models.Visit, entry: Verified, takes_back: models.VerifiedRecord | None = None
) -> models.VerifiedRecord:
    row = models.VerifiedRecord(
        visit=visit,
        sequence=next_sequence(visit),
        at=entry.at,
        by_id=entry.by,
        takes_back=takes_back,
    )
    seal_verified(row, entry)
    row.save(force_insert=True)
    return row

"""What the clinic's register says about a product, a lot and a person, copied for one visit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from intake.core.discussion.in_words import plain_date
from intake.core.talk.verified_facts import (
    CERTIFICATE,
    EXPIRY,
    IND,
    LICENSE,
    LOT,
    RegisterFact,
    Shown,
    shown_from_json,
)

from .. import models
from ..models import sealed
from .access_log import record

LOOKED_UP_AGAIN = "had to be looked up again by"
GONE_THROUGH_AGAIN = "had to be gone through again by"


@dataclass(frozen=True)
class Typed:
    """What is used on a visit and is not in the register, as it stands on label or license."""

    product: str = ""
    lot: str = ""
    expires_on: date | None = None
    person: str = ""


NOTHING_TYPED = Typed()
TYPED = "typed for this visit, not in the register"


@dataclass(frozen=True)
class Chosen:
    """Rows of the register for one visit; None leaves it open or takes the choice back."""

    product: models.Product | None = None
    lot: models.Lot | None = None
    person: models.Practitioner | None = None
    typed: Typed = NOTHING_TYPED


def enter(row: models.Registered, *, by: models.User, at: datetime) -> None:
    """Put a row into the register, if it is whole; the admin does the same on its pages."""
    with transaction.atomic():
        row.full_clean()
        row.save(force_insert=True)
        record("register_entered", at=at, by=by, detail=f"{row._meta.model_name} {row.pk}")


@dataclass(frozen=True)
class Offered:
    """What may be chosen for a visit: whatever of the register is in use."""

    products: QuerySet[models.Product]
    lots: QuerySet[models.Lot]
    people: QuerySet[models.Practitioner]


def offered() -> Offered:
    return Offered(
        products=models.Product.objects.filter(in_use=True),
        lots=models.Lot.objects.filter(in_use=True, product__in_use=True)
        .select_related("product")
        .order_by("product__name", "expires_on", "number"),
        people=models.Practitioner.objects.filter(in_use=True),
    )


def chosen_for(visit: models.Visit) -> models.ChoiceRecord | None:
    """The rows last chosen for a visit."""
    rows = visit.choicerecords.select_related("product", "lot__product", "person", "by")
    return rows.order_by("-sequence").first()


def shown_by(chosen: Chosen, *, on: date) -> Shown:
    """Every fact on record for the rows chosen on a day, and what is the same for every visit.

    What was typed counts where no row is chosen.
    """
    product, lot, person, typed = chosen.product, chosen.lot, chosen.person, chosen.typed
    facts = list(_of_product(product, on)) if product else []
    if lot:
        facts += _on_label(lot.number, lot.expires_on, str(lot))
        kept: dict[str, Any] = {"source": str(lot), "until": lot.expires_on}
        kept |= {"words": lot.certificate, "on": lot.certificate_on}
        if lot.certificate:
            facts.append(RegisterFact(CERTIFICATE, **kept))
        facts += _named(lot, **kept)
    facts += _of_person(person) if person else ()
    if typed.lot and typed.expires_on and not lot:
        facts += _on_label(typed.lot, typed.expires_on, f"Lot {typed.lot}, {TYPED}")
    for kit in models.EmergencyKit.objects.filter(in_use=True):
        days = {"on": kit.checked_on, "until": kit.check_again_on}
        facts += _named(kit, source=str(kit), lapse=GONE_THROUGH_AGAIN, **days)
    rows = {"product": product, "lot": lot, "person": person}
    by_hand = {name: getattr(typed, name) for name, row in rows.items() if row is None}
    names = {name: str(row) if row else by_hand[name] for name, row in rows.items()}
    names_typed = tuple(name for name, words in by_hand.items() if words)
    return Shown(**names, facts=tuple(facts), typed=names_typed)


def has_changed_since(row: models.ChoiceRecord, *, on: date) -> bool:
    """Whether the register says something else now; choosing again takes that over."""
    kept = shown_from_json(sealed.open(row, "shown"))
    now = shown_by(Chosen(row.product, row.lot, row.person, typed_in(kept)), on=on)
    return now != kept


def typed_in(shown: Shown) -> Typed:
    """What was typed for a visit, read back from what is kept of it."""
    words = {name: getattr(shown, name) for name in shown.typed}
    until = shown.lot_until if "lot" in shown.typed else None
    return Typed(**words, expires_on=until)


def has_moved_on(visit: models.Visit, *, on: date) -> bool:
    """The same of whatever was last chosen for a visit; nothing chosen is nothing to renew."""
    last = chosen_for(visit)
    return last is not None and has_changed_since(last, on=on)


def _named(row: models.Registered, **columns: Any) -> Iterator[RegisterFact]:
    """The answers that staff chose for a row: no code of ours knows what they mean."""
    for question, codes in row.facts.items():
        yield RegisterFact(fact=question, codes=tuple(codes), **columns)


def _of_product(product: models.Product, on: date) -> Iterator[RegisterFact]:
    read: dict[str, Any] = {"source": str(product), "on": product.checked_on}
    yield from _named(product, **read)
    if product.ind_number:
        yield RegisterFact(IND, words=product.ind_number, **read)
    for paper in product.papers.filter(in_use=True):
        yield from _named(
            paper, source=str(paper), words=paper.title, on=paper.seen_on, until=paper.good_until
        )
    for price in product.prices.filter(in_use=True, valid_from__lte=on):
        yield from _named(price, source="Price list", words=str(price), on=price.valid_from)


def _on_label(number: str, until: date, source: str) -> Iterator[RegisterFact]:
    yield RegisterFact(LOT, words=number, source=source, until=until)
    yield RegisterFact(EXPIRY, words=plain_date(until), source=source, until=until)


def _of_person(person: models.Practitioner) -> Iterator[RegisterFact]:
    kept: dict[str, Any] = {"source": str(person), "on": person.checked_on}
    yield from _named(person, **kept)
    number, good, again = person.license_number, person.license_good_until, person.check_again_on
    if not (number or good or again):
        return
    # A day that is past holds all the same.
    words = f"{number}, {person.license_state}" if number else "number not recorded"
    if again and not (good and good < again):
        yield RegisterFact(LICENSE, words=words, until=again, lapse=LOOKED_UP_AGAIN, **kept)
    else:
        yield RegisterFact(LICENSE, words=words, until=good, **kept)

"""What the clinic shows of the ladder: facts verified by hand, rows chosen from the register."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.register import Chosen, has_changed_since, shown_by
from intake.actions.talk.load import choices_of, verified_of
from intake.actions.talk.rules import AlreadySigned, ChangedElsewhere, NotRecorded
from intake.actions.talk.talk_page import ladder_of, room_of
from intake.actions.talk.verify import Fact, choose, take_back_verified, verify
from intake.core.discussion.in_words import plain_date
from intake.core.talk.verified_facts import (
    CERTIFICATE,
    EXPIRY,
    IND,
    LICENSE,
    LOT,
    RegisterFact,
    verified_now,
)
from tests.make.builders import a_user, a_version, a_visit
from tests.make.room import (
    ROOM,
    a_lot,
    a_practitioner,
    a_product,
    a_room,
    fresh,
    lifted,
    owner_of,
    signed,
)

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def verified(visit, fact=LOT, value="A12", *, by=None, seen=None, on=None):
    fact = Fact(fact, value, "Read on the vial", on or today())
    seen = fresh(visit).recorded if seen is None else seen
    return verify(visit, fact, by=by or a_user(), at=timezone.now(), seen=seen)


def chosen(visit, *, seen=None, **rows):
    seen = fresh(visit).recorded if seen is None else seen
    return choose(visit, Chosen(**rows), by=a_user(), at=timezone.now(), seen=seen)


def values(visit):
    return {fact: each.value for fact, each in verified_now(verified_of(visit)).items()}


def test_fact_is_verified_with_value_day_and_way_and_corrected_by_a_new_row():
    visit = a_room().submission.visit
    front_desk = a_user(first_name="Flo", last_name="Desk")
    verified(visit, by=front_desk)
    verified(visit, value=" A13 ", by=front_desk)
    assert values(visit) == {LOT: "A13"}
    first, second = verified_of(visit)
    assert (first.value, first.how, first.on) == ("A12", "Read on the vial", today())
    assert (second.by_name, second.sequence) == ("Flo Desk", 2)
    last = visit.access_events.order_by("-id").first()
    assert (last.action, last.detail) == ("fact_verified", "")


def test_value_can_not_be_read_in_the_row():
    row = verified(a_room().submission.visit, "source", "Placenta, says Dr. Kim Lee")
    kept = repr(models.VerifiedRecord.objects.filter(pk=row.pk).values().get())
    assert ("Kim" in kept, "source" in kept) == (False, False)


def test_front_desk_verifies_before_the_patient_has_sent_anything():
    a_version(ROOM)
    visit = a_visit()
    verified(visit, "given_by", "Kim Lee, RN")
    assert values(visit) == {"given_by": "Kim Lee, RN"}
    assert fresh(visit).talk == models.TalkState.NOT_BEGUN
    shown = {rung.fact: rung.verified for rung in ladder_of(visit, at=timezone.now())}
    assert list(shown) == ["source", "given_by", "tests", LOT, EXPIRY, CERTIFICATE, IND, LICENSE]
    assert [fact for fact, entry in shown.items() if entry] == ["given_by"]


def test_value_before_counts_again_when_the_last_is_taken_back():
    visit = a_room().submission.visit
    first = verified(visit)
    last = verified(visit, value="A13")
    with pytest.raises(ChangedElsewhere):
        take_back_verified(first, by=a_user(), at=timezone.now())
    by = a_user()
    undo = take_back_verified(last, by=by, at=timezone.now())
    assert values(visit) == {LOT: "A12"}
    assert take_back_verified(last, by=by, at=timezone.now()) == undo


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (Fact("allergy", "x", "y", date(2026, 1, 1)), "not a fact that the clinic verifies"),
        (Fact(LOT, "  ", "y", date(2026, 1, 1)), "Say what was verified"),
        (Fact(LOT, "A12", "", date(2026, 1, 1)), "Say how it was verified"),
        (Fact(LOT, "A12", "Read", date(2126, 1, 1)), "lies in the future"),
    ],
)
def test_fact_is_refused_with_a_sentence(fact, words):
    visit = a_room().submission.visit
    with pytest.raises(NotRecorded, match=words):
        verify(visit, fact, by=a_user(), at=timezone.now(), seen=0)
    assert fresh(visit).recorded == 0


def test_somebody_elses_value_is_not_overwritten_unseen():
    visit = a_room().submission.visit
    verified(visit, by=a_user(first_name="Flo", last_name="Desk"), seen=0)
    with pytest.raises(ChangedElsewhere, match="Flo Desk verified “A12” after you opened"):
        verified(visit, value="B7", seen=0)
    verified(visit, EXPIRY, "31-Dec-2030", seen=0)
    assert values(visit) == {LOT: "A12", EXPIRY: "31-Dec-2030"}


def test_double_click_verifies_once():
    visit, by = a_room().submission.visit, a_user()
    assert verified(visit, by=by, seen=0) == verified(visit, by=by, seen=0)


def test_nothing_is_verified_chosen_or_taken_back_after_signing():
    discussion = a_room()
    visit = discussion.submission.visit
    row = verified(visit)
    lifted(discussion)
    signed(discussion)
    for act in (
        lambda: verified(visit),
        lambda: chosen(visit),
        lambda: take_back_verified(row, by=row.by, at=timezone.now()),
    ):
        with pytest.raises(AlreadySigned):
            act()


def test_chosen_rows_fill_the_rungs_with_dates():
    discussion = a_room()
    product = a_product(ind_number="IND 555", facts={"source": ["cord"]})
    product.papers.create(
        title="Donor tests", seen_on=date(2026, 2, 3), facts={"tests": ["seen_in_writing"]}
    )
    lot = a_lot(product)
    person = a_practitioner(facts={"given_by": ["nurse"]})
    chosen(discussion.submission.visit, product=product, lot=lot, person=person)
    room = room_of(discussion.submission.visit, by=owner_of(discussion), at=timezone.now())
    filled = {
        rung.fact: (rung.register_words, [fact.on for fact in rung.register]) for rung in room.rungs
    }
    assert filled == {
        "source": (("Cord",), [date(2026, 1, 2)]),
        "given_by": (("Nurse",), [date(2026, 1, 2)]),
        "tests": (("Donor tests",), [date(2026, 2, 3)]),
        LOT: (("A12",), [None]),
        EXPIRY: ((plain_date(lot.expires_on),), [None]),
        CERTIFICATE: (("COA-77",), [date(2026, 1, 5)]),
        IND: (("IND 555",), [date(2026, 1, 2)]),
        LICENSE: (("RN 1234, Texas",), [date(2026, 1, 2)]),
    }
    assert (room.gaps, room.clarify) == ((), ())
    assert (room.choice.shown.product, room.choice.shown.lot) == ("Glow, Acme", "Lot A12")


def test_expired_lot_license_and_check_show_as_gaps():
    discussion = a_room()
    yesterday = today() - timedelta(days=1)
    models.EmergencyKit.objects.create(
        place="Room 1",
        checked_on=date(2026, 1, 1),
        check_again_on=yesterday,
        facts={"tests": ["seen_in_writing"]},
    )
    models.EmergencyKit.objects.create(
        place="Cellar", checked_on=date(2020, 1, 1), check_again_on=date(2020, 2, 1), in_use=False
    )
    lot = a_lot(expires_on=yesterday)
    person = a_practitioner(license_good_until=yesterday, check_again_on=today())
    chosen(discussion.submission.visit, product=lot.product, lot=lot, person=person)
    room = room_of(discussion.submission.visit, by=owner_of(discussion), at=timezone.now())
    day = plain_date(yesterday)
    assert set(room.gaps) == {
        f"Emergency kit, Room 1: had to be gone through again by {day}.",
        f"Lot A12: was good until {day}.",
        f"Kim Lee, Registered nurse: was good until {day}.",
    }
    assert set(room.gaps) <= {missing.says for missing in room.missing if not missing.blocks}


@pytest.mark.parametrize(
    ("days", "gap"),
    [
        ({"license_good_until": 5, "check_again_on": -1}, "had to be looked up again by"),
        ({"license_good_until": -1, "check_again_on": 5}, "was good until"),
        ({"check_again_on": -1}, "had to be looked up again by"),
        ({"license_good_until": 5, "check_again_on": 5}, ""),
        ({}, ""),
    ],
)
def test_license_is_good_until_its_end_and_until_it_must_be_looked_up(days, gap):
    discussion = a_room()
    dates = {column: today() + timedelta(days=number) for column, number in days.items()}
    person = a_practitioner(checked_on=date(2020, 1, 1), **dates)
    chosen(discussion.submission.visit, person=person)
    room = room_of(discussion.submission.visit, by=owner_of(discussion), at=timezone.now())
    assert [gap in sentence for sentence in room.gaps] == ([True] if gap else [])


@pytest.mark.parametrize("column", ["license_good_until", "check_again_on"])
def test_license_without_a_number_in_the_register_has_its_last_day_on_record(column):
    person = a_practitioner(license_number="", license_state="", **{column: today()})
    (fact,) = shown_by(Chosen(person=person), on=today()).facts
    assert (fact.fact, fact.words, fact.until) == (LICENSE, "number not recorded", today())


def test_person_without_number_or_day_has_no_license_on_record():
    person = a_practitioner(license_number="", license_state="")
    assert shown_by(Chosen(person=person), on=today()).facts == ()


def test_clarify_line_where_register_and_patient_differ():
    discussion = a_room()
    product = a_product(facts={"source": ["placenta"]})
    chosen(discussion.submission.visit, product=product)
    room = room_of(discussion.submission.visit, by=owner_of(discussion), at=timezone.now())
    assert room.clarify == (
        "Source: the patient was told “Cord”; the register says “Placenta” (Glow, Acme).",
    )


def test_price_that_is_in_force_is_shown():
    product = a_product()
    for words, amount, start in (("One session", 1200, 2026), ("Later", 1500, 2126)):
        product.prices.create(
            words=words,
            amount=amount,
            valid_from=date(start, 1, 1),
            facts={"tests": ["seen_in_writing"]},
        )
    visit = a_room().submission.visit
    chosen(visit, product=models.Product.objects.get())
    (price,) = [fact for fact in choices_of(visit)[-1].shown.facts if fact.fact == "tests"]
    assert price == RegisterFact(
        "tests",
        "Price list",
        "One session: USD 1,200.00",
        ("seen_in_writing",),
        on=date(2026, 1, 1),
    )


def test_visit_keeps_what_the_register_said_when_it_was_chosen():
    visit = a_room().submission.visit
    lot = a_lot()
    row = chosen(visit, product=lot.product, lot=lot)
    before = choices_of(visit)[-1].shown
    assert not has_changed_since(row, on=today())
    models.Lot.objects.update(certificate="COA-78")
    row = models.ChoiceRecord.objects.get()
    assert choices_of(visit)[-1].shown == before
    assert has_changed_since(row, on=today())


def test_lot_of_another_product_is_refused():
    visit, lot = a_room().submission.visit, a_lot()
    other = a_product(name="Shine")
    for product in (other, None):
        with pytest.raises(NotRecorded, match="Lot A12 is not a lot of this product"):
            chosen(visit, product=product, lot=lot)


def test_row_that_is_not_in_use_is_refused():
    visit = a_room().submission.visit
    with pytest.raises(NotRecorded, match="Glow, Acme is not in use any more"):
        chosen(visit, product=a_product(in_use=False))


def test_somebody_elses_choice_is_not_overwritten_unseen():
    visit, product = a_room().submission.visit, a_product()
    chosen(visit, product=product, seen=0)
    with pytest.raises(ChangedElsewhere, match="chose product, lot and person"):
        chosen(visit, seen=0)
    chosen(visit, seen=1)
    assert choices_of(visit)[-1].shown.product == ""

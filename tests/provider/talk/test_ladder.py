"""Facts of product and clinic as they are verified on a visit."""

from datetime import date

import pytest
from django.utils import timezone

from intake import models
from intake.actions.talk.load import verified_entry_of
from intake.core.talk.verified_facts import EXPIRY, LOT
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_lot, a_practitioner, a_product, a_signed_room, fresh
from tests.provider.pages import address, talk_of, words

pytestmark = pytest.mark.django_db


def post(client, visit, fact="record.lot", **more):
    said = {
        "value": "A12",
        "how": "read on the vial",
        "on": timezone.localdate().isoformat(),
        "seen": 0,
        "revision": 1,
        **more,
    }
    return client.post(address(visit, f"facts/{fact}/"), said)


def kept():
    rows = models.VerifiedRecord.objects.select_related("by", "takes_back").order_by("sequence")
    return list(map(verified_entry_of, rows))


def values():
    return [(each.fact, each.takes_back) for each in kept()]


@pytest.mark.parametrize("fact", ["record.lot", "source"])
def test_fact_is_verified_and_leads_back_to_the_facts(client, visit, fact):
    response = post(client, visit, fact)
    assert response["Location"] == address(visit) + "#facts"
    shown = words(talk_of(visit))
    assert ("A12 : read on the vial" in shown) == (fact == "source")
    assert "Ana Ruiz, MD" in shown


def test_all_that_the_register_says_is_recorded_with_one_button(client, visit):
    product = a_product(facts={"source": ["cord"]})
    papers = [
        f"Ingredients and all it was grown in, washed and kept, of March {n}" for n in range(8)
    ]
    for title in papers:
        product.papers.create(title=title, seen_on="2026-01-02", facts={"source": ["cord"]})
    client.post(address(visit, "register/"), {"seen": 0, "revision": 1, "product": product.pk})
    button = {"seen": 1, "revision": 1, "edition": 1, "fact": "register:source"}
    response = client.post(address(visit, "facts/"), button)
    assert response["Location"] == address(visit) + "#facts"
    (seen,) = models.VerifiedRecord.objects.select_related("by", "takes_back")
    assert all(title in verified_entry_of(seen).value for title in papers)


def press(client, visit, button):
    said = {"seen": fresh(visit).recorded, "revision": 1, "fact": button}
    return client.post(address(visit, "facts/"), said)


def test_lot_and_last_day_are_recorded_together_as_the_product_shows_them(client, visit):
    lot, person = a_lot(expires_on=date(2031, 1, 31)), a_practitioner()
    chosen = {"product": lot.product.pk, "lot": lot.pk, "person": person.pk}
    client.post(address(visit, "register/"), {"seen": 0, "revision": 1, **chosen})
    assert press(client, visit, "product:")["Location"] == address(visit) + "#facts"
    assert [(each.fact, each.value, each.how) for each in kept()] == [
        (LOT, "A12", "Read on the product"),
        (EXPIRY, "31-Jan-2031", "Read on the product"),
    ]
    assert "Lot and last day read" not in talk_of(visit)


def test_what_the_clinic_cannot_show_is_said_of_one_fact_and_then_of_all_others(client, visit):
    press(client, visit, "not_shown:source")
    assert [(each.fact, each.is_shown) for each in kept()] == [("source", False)]
    assert press(client, visit, "none:")["Location"] == address(visit) + "#facts"
    told = [(each.fact, each.value, each.is_shown) for each in kept()]
    assert told == [(fact, "Not shown", False) for fact in ("source", "given_by", "tests")]


@pytest.mark.parametrize(
    ("source", "until", "not_shown"),
    [
        (["cord"], date(2031, 1, 31), ["given_by"]),
        (["placenta"], date(2031, 1, 31), ["given_by"]),
        ([], date(2031, 1, 31), ["source", "given_by"]),
        (["cord"], date(2026, 1, 31), ["given_by", "tests"]),
    ],
    ids=["as she was told", "differs", "says nothing", "past its date"],
)
def test_what_the_register_holds_is_not_among_all_that_is_not_shown(
    client, visit, source, until, not_shown
):
    product = a_product(facts={"source": source} if source else {})
    lot = a_lot(product, expires_on=until, facts={"tests": ["told_only"]})
    client.post(address(visit, "register/"), {"seen": 0, "revision": 1, "lot": lot.pk})
    press(client, visit, "none:")
    assert [each.fact for each in kept()] == not_shown


@pytest.mark.parametrize(
    ("button", "sentence"),
    [
        ("product:", "Choose product, lot and person first."),
        ("register:source", "The register says nothing about this. Record what you saw."),
    ],
)
def test_button_that_has_nothing_to_record_says_what_to_do(client, visit, button, sentence):
    response = press(client, visit, button)
    assert (response.status_code, sentence in words(response.content.decode())) == (409, True)
    assert values() == []


def test_undo_leaves_the_fact_to_be_verified(client, visit):
    post(client, visit, "source")
    response = client.post(address(visit, "verified/1/undo/"))
    assert response["Location"] == address(visit) + "#facts"
    assert "read on the vial" not in talk_of(visit)
    assert len(values()) == 2


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"value": ""}, "Say what was seen."),
        ({"how": " "}, "Say how it was verified."),
        ({"on": "2199-01-01"}, "lies in the future"),
        ({"on": "soon"}, "Give the day as a date"),
    ],
)
def test_fact_that_is_not_whole_is_asked_again_with_what_was_typed(client, visit, broken, sentence):
    response = post(client, visit, **broken)
    page = response.content.decode()
    assert (response.status_code, values()) == (409, [])
    assert sentence in words(page)
    assert ("A12" if "value" not in broken else "read on the vial") in page


def test_stale_page_shows_what_stands_now(client, visit):
    post(client, visit)
    response = post(client, visit, value="B7")
    page = response.content.decode()
    assert response.status_code == 409
    assert "verified “A12” after you opened this page" in words(page)
    assert ('value="B7"' in page, 'name="seen" value="1"' in page) == (True, True)
    assert post(client, visit, value="B7", seen=1).status_code == 302


def test_fact_nobody_asked_for_is_not_found(client, visit):
    assert client.get(address(visit, "facts/allergy/")).status_code == 404


def test_nothing_is_verified_after_signing():
    visit = fresh(a_signed_room(a_provider()).visit)
    client = signed_in(visit.provider)
    assert "Not shown" not in words(talk_of(visit))
    before = values()
    response = post(client, visit, seen=visit.recorded)
    assert (response.status_code, values()) == (409, before)
    assert "Write an addendum instead" in words(response.content.decode())


def test_another_providers_ladder_is_not_found(visit, client):
    post(client, visit)
    other = signed_in(a_provider())
    assert other.get(address(visit, "facts/source/")).status_code == 404
    assert post(other, visit, "source").status_code == 404
    assert other.post(address(visit, "verified/1/undo/")).status_code == 404
    assert len(values()) == 1

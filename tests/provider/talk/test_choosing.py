"""Product, lot and person chosen for a visit from the clinic's register, by its provider."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import models
from tests.make.providers import a_provider, events, signed_in
from tests.make.room import a_lot, a_practitioner, a_product, a_signed_room, fresh
from tests.provider.pages import address, talk_of, words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def choose(client, visit, seen=0, **rows):
    chosen = {name: row.pk for name, row in rows.items()}
    said = {"seen": seen, "revision": 1, **chosen}
    return client.post(address(visit, "register/"), said)


def ladder(visit):
    return words(talk_of(visit))


def test_choosing_fills_the_ladder_with_what_the_register_says(client, visit):
    person = a_practitioner(facts={"given_by": ["nurse"]})
    product = a_product(facts={"source": ["cord"]})
    assert "Not chosen yet." in ladder(visit)
    response = choose(client, visit, product=product, lot=a_lot(product), person=person)
    assert response["Location"] == address(visit) + "#ladder"
    shown = ladder(visit)
    assert "Glow, Acme · Lot A12 , good until" in shown
    assert "Kim Lee, Registered nurse" in shown
    assert "Register: COA-77" in shown
    assert "Register: RN 1234, Texas" in shown
    assert ("register_chosen", visit.reference, "") in events(visit.provider)


def test_lot_brings_its_product_along(client, visit):
    lot = a_lot()
    choose(client, visit, lot=lot)
    row = models.ChoiceRecord.objects.get()
    assert (row.product, row.lot, row.person) == (lot.product, lot, None)
    assert "TYPED, NOT IN THE REGISTER" not in ladder(visit)


def test_where_patient_and_register_differ_a_line_asks_to_clarify(client, visit):
    choose(client, visit, product=a_product(facts={"source": ["placenta"]}))
    assert ladder(visit).count("Source differs Patient: Cord · Register: Placenta") == 1
    assert talk_of(visit).count('id="fact-source"') == 1


def test_what_is_past_its_date_shows_as_a_gap(client, visit):
    lot = a_lot(expires_on=date(2026, 1, 31), certificate_on=None, certificate="")
    person = a_practitioner(check_again_on=date(2026, 2, 1))
    choose(client, visit, lot=lot, person=person)
    shown = ladder(visit)
    for gap in (
        "Lot A12: was good until 31-Jan-2026.",
        "Kim Lee, Registered nurse: had to be looked up again by 01-Feb-2026.",
    ):
        assert gap in shown
        assert gap in words(client.get(address(visit, "decision/")).content.decode())


def test_page_says_when_the_register_moved_on_and_choosing_again_takes_it_over(client, visit):
    lot = a_lot()
    choose(client, visit, lot=lot)
    assert "The register was changed since" not in ladder(visit)
    models.Lot.objects.update(certificate="COA-78")
    shown = ladder(visit)
    assert ("COA-77" in shown, "The register was changed since" in shown) == (True, True)
    choose(client, visit, seen=1, lot=lot)
    shown = ladder(visit)
    assert ("COA-78" in shown, "The register was changed since" in shown) == (True, False)


def test_form_starts_with_what_is_chosen_and_offers_only_what_is_in_use(client, visit):
    lot, gone = a_lot(), a_product(name="Old", in_use=False)
    choose(client, visit, lot=lot)
    page = client.get(address(visit, "register/")).content.decode()
    assert f'<option value="{lot.pk}" selected>Glow: A12, good until ' in page
    assert f'value="{gone.pk}"' not in page.replace(f'value="{lot.product_id}"', "")
    refused = choose(client, visit, seen=1, product=gone)
    assert refused.status_code == 409
    assert "It is not in use any more. Choose again." in refused.content.decode()


def test_lot_of_another_product_is_refused_and_nothing_is_lost(client, visit):
    other, person = a_product(name="Other"), a_practitioner()
    response = choose(client, visit, product=other, lot=a_lot(), person=person)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Lot A12 is a lot of Glow, Acme. Choose that, or another lot." in words(page)
    assert f'<option value="{person.pk}" selected>' in page
    assert not models.ChoiceRecord.objects.exists()


def test_stale_page_says_who_chose_and_keeps_what_was_picked(client, visit):
    first, second = a_lot(), a_practitioner()
    choose(client, visit, lot=first)
    response = choose(client, visit, person=second)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Ana Ruiz, MD chose product, lot and person after you opened this page" in words(page)
    assert f'<option value="{second.pk}" selected>' in page
    assert 'name="seen" value="1"' in page
    assert choose(client, visit, seen=1, person=second).status_code == 302


def test_nothing_is_chosen_after_signing():
    visit = fresh(a_signed_room(a_provider()).visit)
    client = signed_in(visit.provider)
    response = choose(client, visit, seen=visit.recorded, lot=models.Lot.objects.get())
    assert (response.status_code, models.ChoiceRecord.objects.count()) == (409, 1)
    assert "Choose product, lot and person" not in talk_of(visit)


def test_another_providers_choice_is_not_found(visit):
    other = signed_in(a_provider())
    assert other.get(address(visit, "register/")).status_code == 404
    assert choose(other, visit, lot=a_lot()).status_code == 404
    assert not models.ChoiceRecord.objects.exists()


def test_queries_of_the_discussion_do_not_grow_with_the_register(client, visit):
    counted = []
    product = a_product()
    for number in range(3):
        product.papers.create(title=f"Paper {number}", seen_on=timezone.localdate())
        lot = a_lot(product, number=f"A{number}")
        choose(client, visit, seen=number, lot=lot)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(visit))
        counted.append(len(asked))
    assert len(set(counted)) == 1

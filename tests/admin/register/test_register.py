"""The clinic's register in the admin: entered once, taken out of use, never deleted."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import models
from tests.make.builders import a_version
from tests.make.room import ROOM, a_kit, a_lot, a_practitioner, a_product
from tests.make.staff import (
    ADMINISTRATOR,
    EDITOR,
    FRONT_DESK,
    add_row,
    errors,
    filled,
    page,
    signed_in,
)
from tests.provider.pages import words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAGES = ("product", "lot", "practitioner", "emergencykit")


@pytest.fixture
def desk():
    return signed_in(FRONT_DESK)


def today():
    return timezone.localdate()


def entered(desk, model, **typed):
    """What stands on an empty form, with some of it typed."""
    blank = filled(desk.get(page(model, "add")))
    dated = {
        name: str(value) if isinstance(value, date) else value for name, value in typed.items()
    }
    return desk.post(page(model, "add"), {**blank, **dated})


def test_answers_that_can_be_picked_are_told_with_their_question_and_posted_as_facts(desk):
    version = a_version(ROOM)
    text = desk.get(page("product", "add")).content.decode()
    part = re.findall('<details class="facts">.*?</details>', text, re.DOTALL)[0]
    assert words(part).startswith("Nothing picked yet")
    assert set(re.findall(r'name="([^"]*)"', part)) == {"facts"}
    asked = version.read().by_key["source"]
    (picked,) = re.findall(r'value="source.placenta"\s+id="([^"]*)"', part)
    (label,) = re.findall(rf'<label for="{picked}">.*?</label>', part, re.DOTALL)
    assert words(label) == asked.texts["placenta"]
    assert f"<legend>{asked.short}</legend>" in part


def test_product_is_entered_with_its_papers_prices_and_what_it_says(desk):
    a_version(ROOM)
    posted = filled(desk.get(page("product", "add")))
    posted |= {"name": "Glow", "maker": "Acme", "checked_on": "2026-01-02"}
    posted["facts"] = ["source.placenta"]
    tests = {"title": "Donor tests", "seen_on": "2026-01-03", "in_use": "on"}
    add_row(posted, "papers", **tests, facts=["tests.seen_in_writing"])
    add_row(
        posted, "prices", words="One vial", amount="900", currency="USD", valid_from="2026-01-01"
    )
    response = desk.post(page("product", "add"), posted)
    assert response.status_code == 302, errors(response)
    product = models.Product.objects.get()
    assert (product.facts, product.in_use) == ({"source": ["placenta"]}, True)
    assert product.papers.get().facts == {"tests": ["seen_in_writing"]}
    assert str(product.prices.get()) == "One vial: USD 900.00"


def test_answers_on_the_ladder_are_offered_and_stay_when_nothing_is_touched(desk):
    source = a_version(ROOM).read().by_key["source"]
    product = a_product(facts={"source": ["cord"], "tests": ["told_only"]})
    response = desk.get(page("product", "change", product.pk))
    shown = response.content.decode()
    ticked = re.findall(r'value="([\w.]+)"\s+id="[^"]*"\s+checked', shown)
    assert {"source.cord", "tests.told_only"} <= set(ticked)
    assert f"{source.short}: {source.texts['cord']}" in words(shown)
    assert "source.dont_know" not in shown
    assert "tests.asked_not_given" not in shown
    assert desk.post(page("product", "change", product.pk), filled(response)).status_code == 302
    assert models.Product.objects.get().facts == {"source": ["cord"], "tests": ["told_only"]}


def test_answer_to_a_question_that_is_gone_is_kept_until_it_is_unticked(desk):
    a_version(ROOM)
    product = a_product(facts={"shape": ["round"]})
    response = desk.get(page("product", "change", product.pk))
    assert "Not asked any more" in response.content.decode()
    posted = filled(response)
    desk.post(page("product", "change", product.pk), posted)
    assert models.Product.objects.get().facts == {"shape": ["round"]}
    desk.post(page("product", "change", product.pk), {**posted, "facts": []})
    assert models.Product.objects.get().facts == {}


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        (["source.dont_know"], "source.dont_know is not one of the available choices"),
        (["allergy.yes"], "allergy.yes is not one of the available choices"),
        (["source.cord", "source.placenta"], "“Source” takes one answer."),
    ],
)
def test_answers_that_can_not_be_given_are_refused(desk, facts, complaint):
    a_version(ROOM)
    response = entered(desk, "product", name="G", maker="A", checked_on=today(), facts=facts)
    assert complaint in " ".join(errors(response))
    assert not models.Product.objects.exists()


LOT = {"number": "A12", "expires_on": date(2026, 5, 1)}
WRONG_LOTS = [
    ({"made_on": date(2026, 5, 2)}, "“Good until” lies before the day the lot was made."),
    (
        {"certificate": "C", "certificate_on": date(2026, 5, 2)},
        "The certificate is dated after the lot’s last day.",
    ),
    ({"certificate": "C"}, "Give the certificate and its date, or neither."),
    ({"made_on": date(2999, 1, 1)}, "This day lies in the future."),
    ({"number": " "}, "This field is required."),
]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2028-03-04", date(2028, 3, 4)),
        ("04-Mar-2028", date(2028, 3, 4)),
        ("March 4, 2028", date(2028, 3, 4)),
        ("04/03/28", None),
        ("04/03/2028", None),
    ],
)
def test_last_day_that_could_be_two_days_is_refused_in_words(desk, typed, day):
    response = entered(desk, "lot", product=a_product().pk, number="A12", expires_on=typed)
    if day is None:
        assert any("with its month in letters" in each for each in errors(response))
    assert [lot.expires_on for lot in models.Lot.objects.all()] == [day] * (day is not None)


@pytest.mark.parametrize(("typed", "complaint"), WRONG_LOTS)
def test_lot_that_can_not_be_is_refused_in_words(desk, typed, complaint):
    response = entered(desk, "lot", product=a_product().pk, **{**LOT, **typed})
    assert any(complaint in each for each in errors(response)), errors(response)
    assert not models.Lot.objects.exists()


def test_lot_is_entered_once(desk):
    lot = a_lot()
    response = entered(desk, "lot", product=lot.product_id, **{**LOT, "number": lot.number})
    assert errors(response) == ["This lot of the product is in the register already."]


@pytest.mark.parametrize(
    ("model", "typed", "complaint"),
    [
        (
            "practitioner",
            {"name": "Kim", "profession": "Nurse", "license_number": "1"},
            "Give the license number and its state, or neither.",
        ),
        (
            "practitioner",
            {"name": "Kim", "profession": "Nurse", "check_again_on": date(2020, 1, 1)},
            "“Look up again by” lies before the day it was looked up.",
        ),
        (
            "emergencykit",
            {"place": "Room 1", "check_again_on": date(2020, 1, 1)},
            "“Go through again by” lies before the day it was gone through.",
        ),
    ],
)
def test_dates_and_licenses_that_do_not_fit_are_refused_in_words(desk, model, typed, complaint):
    response = entered(desk, model, checked_on=today(), **typed)
    assert any(complaint in each for each in errors(response)), errors(response)


def test_rows_are_taken_out_of_use_and_never_deleted(desk):
    lot = a_lot()
    assert desk.post(page("lot", "delete", lot.pk), {"post": "yes"}).status_code == 403
    posted = filled(desk.get(page("lot", "change", lot.pk)))
    posted.pop("in_use")
    assert desk.post(page("lot", "change", lot.pk), posted).status_code == 302
    assert models.Lot.objects.get().in_use is False
    assert "not in use" in desk.get(page("lot", "changelist")).content.decode()
    assert LogEntry.objects.get().object_id == str(lot.pk)


def test_lists_say_what_is_past_its_date(desk):
    product = a_product()
    a_lot(product, number="OLD", expires_on=today() - DAY, certificate_on=None, certificate="")
    a_lot(product, number="SOON", expires_on=today() + 5 * DAY)
    a_lot(product, number="LATE")
    a_practitioner(check_again_on=date(2026, 1, 3), license_good_until=today() + 900 * DAY)
    a_kit()
    old = desk.get(page("lot", "changelist") + "?dates=past").content.decode()
    soon = desk.get(page("lot", "changelist") + "?dates=soon").content.decode()
    assert [number in old for number in ("OLD", "SOON", "LATE")] == [True, False, False]
    assert [number in soon for number in ("OLD", "SOON", "LATE")] == [False, True, False]
    people = desk.get(page("practitioner", "changelist")).content.decode()
    assert "past since 03-Jan-2026" in people
    front = desk.get("/admin/").content.decode()
    assert ("Lots that ran out" in front, "Licenses to look up again" in front) == (True, True)
    assert "Emergency kits to go through" not in front


@pytest.mark.parametrize("model", PAGES)
def test_register_is_kept_by_the_front_desk_and_nobody_else(desk, model):
    for client, status in ((desk, 200), (signed_in(EDITOR), 403), (signed_in(ADMINISTRATOR), 403)):
        assert client.get(page(model, "changelist")).status_code == status
        assert client.get(page(model, "add")).status_code == status


def test_lists_are_searched(desk):
    product = a_product()
    a_lot(product, number="A12")
    a_lot(product, number="B7")
    found = desk.get(page("lot", "changelist") + "?q=b7").content.decode()
    assert ("B7" in found, "A12" in found) == (True, False)
    for model in ("product", "practitioner", "emergencykit"):
        assert desk.get(page(model, "changelist") + "?q=glow").status_code == 200


def test_queries_do_not_grow_with_rows(desk):
    a_version(ROOM)
    counted = []
    for made in range(4):
        product = a_product(name=f"Glow {made}")
        lot = a_lot(product)
        for number in range(made + 1):
            product.papers.create(title=f"Paper {number}", seen_on=today())
        asked = []
        for address in (
            page("product", "changelist"),
            page("lot", "changelist"),
            page("product", "change", product.pk),
            page("lot", "change", lot.pk),
        ):
            with CaptureQueriesContext(connection) as queries:
                desk.get(address)
            asked.append(len(queries))
        counted.append(asked)
    # Whoever comes first also asks for what is asked once in a process.
    assert counted[1] == counted[2] == counted[3]

"""The front desk records what the clinic has shown, and hands visits on; it sees no answer."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.talk.sharing import reason_of, step_in
from tests.make import providers
from tests.make.builders import a_version, a_visit
from tests.make.room import ROOM, a_lot, a_practitioner, a_product, a_room, a_signed_room, fresh
from tests.make.staff import ADMINISTRATOR, EDITOR, FRONT_DESK, a_member, signed_in
from tests.provider.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return signed_in(FRONT_DESK, first_name="Lee", last_name="Tanaka")


@pytest.fixture
def visit():
    return fresh(a_room(providers.a_provider()).submission.visit)


def at(name, visit, *more):
    return reverse(f"desk:{name}", args=[visit.reference, *more])


def shown(desk, visit):
    return words(desk.get(at("visit", visit)).content.decode())


def choose(desk, visit, seen=0, **rows):
    posted = {"seen": seen, **{name: row.pk for name, row in rows.items()}}
    return desk.post(at("choose", visit), posted)


def verify(desk, visit, fact="record.lot", **more):
    today = timezone.localdate().isoformat()
    said = {"value": "A12", "how": "read on the vial", "on": today, "seen": 0, **more}
    return desk.post(at("fact", visit, fact), said)


def hand_on(desk, visit, provider, reason="Ana is ill"):
    posted = {"provider": provider.pk, "reason": reason, "seen": visit.recorded}
    return desk.post(at("hand_on", visit), posted)


def test_product_lot_and_person_are_chosen_before_anything_was_sent(desk):
    a_version(ROOM)
    visit, product = a_visit(), a_product(facts={"source": ["cord"]})
    assert "Product, lot and person have not been chosen yet." in shown(desk, visit)
    response = choose(desk, visit, lot=a_lot(product), person=a_practitioner())
    assert response["Location"] == at("visit", visit)
    page_now = shown(desk, visit)
    assert "Glow, Acme · Lot A12 · Kim Lee, Registered nurse" in page_now
    assert "COA-77" in page_now
    assert "RN 1234, Texas" in page_now


def test_what_is_past_its_date_is_a_gap_for_the_front_desk_too(desk, visit):
    old = a_lot(expires_on=date(2026, 1, 31), certificate="", certificate_on=None)
    choose(desk, visit, lot=old)
    assert "Past its date: Lot A12: was good until 31-Jan-2026." in shown(desk, visit)


def test_visit_says_that_the_register_has_changed_until_it_is_chosen_again(desk, visit):
    changed, lot = "The register has changed since. Choose again", a_lot()
    choose(desk, visit, lot=lot)
    assert changed not in shown(desk, visit)
    models.Lot.objects.update(certificate="COA-78")
    assert changed in shown(desk, visit)
    choose(desk, visit, seen=1, lot=lot)
    assert changed not in shown(desk, visit)


def test_choice_that_can_not_be_is_refused_in_words_and_kept_on_the_form(desk, visit):
    person = a_practitioner()
    response = choose(desk, visit, product=a_product(name="Other"), lot=a_lot(), person=person)
    text = response.content.decode()
    assert (response.status_code, models.ChoiceRecord.objects.count()) == (409, 0)
    assert "Lot A12 is a lot of Glow, Acme. Choose that, or another lot." in words(text)
    assert f'<option value="{person.pk}" selected>' in text


def test_fact_is_verified_corrected_and_taken_back(desk, visit):
    assert verify(desk, visit).status_code == 302
    page = shown(desk, visit)
    assert "A12: read on the vial" in page and "recorded as verified" in page
    stale = verify(desk, visit, value="B7")
    assert stale.status_code == 409
    assert "Lee Tanaka verified “A12” after you opened this page." in words(stale.content.decode())
    assert 'value="B7"' in stale.content.decode()
    assert re.search(r'name="seen" value="(\d+)"', stale.content.decode())[1] == "1"
    assert verify(desk, visit, value="B7", seen=1).status_code == 302
    assert "B7: read on the vial" in shown(desk, visit)
    desk.post(at("undo_fact", visit, 2))
    page = shown(desk, visit)
    assert "A12: read on the vial" in page and "Taken back. The earlier entry is kept." in page
    again = desk.post(at("undo_fact", visit, 2), follow=True)
    assert again.status_code == 200
    lines = models.AccessEvent.objects.filter(visit=visit, action="fact_verified")
    assert [line.user.printed_name for line in lines] == ["Lee Tanaka"] * 2


def test_fact_that_was_replaced_meanwhile_is_not_taken_back_and_that_is_said(desk, visit):
    verify(desk, visit)
    verify(desk, visit, value="B7", seen=1)
    response = desk.post(at("undo_fact", visit, 1), follow=True)
    page = words(response.content.decode())
    assert "This was already taken back or replaced." in page
    assert "B7: read on the vial" in page


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"value": ""}, "Say what was seen."),
        ({"how": " "}, "Say how it was verified."),
        ({"on": "2199-01-01"}, "The day it was verified lies in the future."),
    ],
)
def test_fact_that_is_not_whole_is_asked_again(desk, visit, broken, sentence):
    response = verify(desk, visit, **broken)
    assert (response.status_code, models.VerifiedRecord.objects.count()) == (409, 0)
    assert sentence in words(response.content.decode())


def test_front_desk_sees_no_answer_and_no_note_on_these_pages(desk):
    """Answers are told apart from questions: nothing of the patient's side stands there."""
    discussion = a_room(providers.a_provider())
    visit = fresh(discussion.submission.visit)
    choose(desk, visit, product=a_product(facts={"source": ["placenta"]}))
    for address in (
        at("visit", visit),
        at("choose", visit),
        at("fact", visit, "source"),
        at("hand_on", visit),
    ):
        text = desk.get(address).content.decode()
        assert "Cord" not in text
        assert "the patient was told" not in text
    assert "Placenta" in shown(desk, visit)


def test_altered_row_is_said_and_the_rest_of_the_page_stands(desk, visit):
    verify(desk, visit)
    models.VerifiedRecord.objects.update(content=b"x")
    assert "can't be read" in shown(desk, visit).replace("&#x27;", "'")
    assert desk.get(at("fact", visit, "record.lot")).status_code == 404


def test_nothing_is_recorded_after_signing(desk):
    visit = fresh(a_signed_room(providers.a_provider()).visit)
    seen, before = visit.recorded, models.VerifiedRecord.objects.count()
    lot = models.Lot.objects.first() or a_lot()
    assert choose(desk, visit, seen=seen, lot=lot).status_code == 409
    refused = verify(desk, visit, seen=seen)
    assert "The record of this visit is signed" in words(refused.content.decode())
    assert at("choose", visit) not in desk.get(at("visit", visit)).content.decode()
    assert models.VerifiedRecord.objects.count() == before


def test_visit_is_handed_on_and_both_worklists_follow(desk, visit):
    heir, before = providers.a_provider(first_name="Ben"), visit.provider
    response = hand_on(desk, visit, heir)
    assert response["Location"] == f"/desk/days/{visit.date.isoformat()}/"
    row = models.Reassignment.objects.get()
    assert (row.from_provider, row.to_provider, reason_of(row)) == (before, heir, "Ana is ill")
    text = shown(desk, visit)
    assert "from Ana Ruiz, MD to Ben Ruiz, MD, by Lee Tanaka. Ana is ill" in text
    old, new = (providers.signed_in(user) for user in (before, heir))
    address = f"/provider/visits/{visit.reference}/"
    assert (old.get(address).status_code, new.get(address).status_code) == (404, 200)
    assert f'href="{address}"' in new.get("/provider/").content.decode()
    assert f'href="{address}"' not in old.get("/provider/").content.decode()


def test_earlier_owner_reads_on_the_worklist_that_a_visit_went_and_why(desk, visit):
    hand_on(desk, visit, providers.a_provider(first_name="Ben"))
    client = providers.signed_in(visit.provider)
    notice = words(client.get("/provider/").content.decode())
    assert f"Your visit {visit.reference} went to Ben Ruiz, MD , by Lee Tanaka on" in notice
    assert "“ Ana is ill ”" in notice
    seen = f"/provider/notices/{models.Reassignment.objects.get().pk}/seen/"
    assert providers.signed_in(providers.a_provider()).post(seen).status_code == 404
    assert client.post(seen)["Location"] == "/provider/"
    assert "Ana is ill" not in client.get("/provider/").content.decode()


def test_guest_is_out_when_the_visit_is_handed_on(desk, visit):
    guest = providers.a_provider(first_name="Cy")
    step_in(visit, reason="On call", by=guest, at=timezone.now())
    client, address = providers.signed_in(guest), f"/provider/visits/{visit.reference}/"
    assert client.get(address).status_code == 200
    hand_on(desk, visit, providers.a_provider(first_name="Ben"))
    assert client.get(address).status_code == 404


def test_handing_on_needs_another_provider_and_a_reason(desk, visit):
    editor = a_member(EDITOR)
    gone = providers.a_provider(is_active=False)
    for provider in (visit.provider, editor, gone):
        assert hand_on(desk, visit, provider).status_code == 400
    refused = hand_on(desk, visit, providers.a_provider(), reason=" ")
    assert "Say why the visit goes to another provider." in words(refused.content.decode())
    assert fresh(visit).provider == visit.provider
    assert not models.Reassignment.objects.exists()


def test_signed_visit_is_handed_on_with_the_names_it_has(desk):
    record = a_signed_room(providers.a_provider())
    heir = providers.a_provider(first_name="Ben")
    assert hand_on(desk, fresh(record.visit), heir).status_code == 302
    page_now = providers.signed_in(heir).get(f"/provider/visits/{record.visit.reference}/")
    assert "Signed by Ana Ruiz, MD" in words(page_now.content.decode())


@pytest.mark.parametrize("roles", [(EDITOR,), (ADMINISTRATOR,), ("provider",), ()])
def test_others_record_nothing_and_hand_nothing_on(visit, roles):
    client, lot = signed_in(*roles), a_lot()
    other = providers.a_provider()
    assert choose(client, visit, lot=lot).status_code == 403
    assert verify(client, visit).status_code == 403
    assert hand_on(client, visit, other).status_code == 403
    assert client.post(at("undo_fact", visit, 1)).status_code == 403
    assert fresh(visit).recorded == 0


def test_queries_of_a_visit_do_not_grow_with_what_is_recorded(desk, visit):
    counted = []
    for number in range(3):
        verify(desk, visit, ["record.lot", "record.expiry", "source"][number], seen=number)
        with CaptureQueriesContext(connection) as asked:
            desk.get(at("visit", visit))
        counted.append(len(asked))
    assert len(set(counted)) == 1

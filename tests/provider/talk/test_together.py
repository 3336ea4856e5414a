"""Two people with the same talk open, each with a page that grew old: nothing typed is lost."""

import pytest
from django.utils import timezone

from intake import models
from intake.actions.talk.sharing import step_in
from tests.make.builders import PASSWORD
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_lot, a_room, fresh, lifted, reopened
from tests.provider.pages import address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion():
    return a_room(a_provider(password=PASSWORD))


@pytest.fixture
def owner(visit):
    return signed_in(visit.provider)


@pytest.fixture
def guest(visit):
    user = a_provider(first_name="Ben", password=PASSWORD)
    step_in(visit, reason="Two of us are in the room", by=user, at=timezone.now())
    return signed_in(user)


def mark(client, visit, number, outcome="discussed", *, seen, note=""):
    said = {"outcome": outcome, "note": note, "seen": seen, "revision": 1}
    return client.post(address(visit, f"points/{number}/"), said)


def verify(client, visit, value, *, seen):
    today = timezone.localdate().isoformat()
    said = {"value": value, "how": "read", "on": today, "seen": seen, "revision": 1}
    return client.post(address(visit, "facts/record.lot/"), said)


def sign(client, visit, *, seen):
    said = {"kind": "decline", "reason": "Not today.", "role": "Treating provider"}
    said |= {"password": PASSWORD, "seen": seen, "revision": 1, "why_open": "No time."}
    return client.post(address(visit, "decision/"), said)


def text(response):
    return response.content.decode()


def test_both_outcomes_are_kept_when_they_are_about_different_points(owner, guest, visit):
    assert mark(owner, visit, 2, seen=0, note="Hers").status_code == 302
    assert mark(guest, visit, 3, seen=0, note="His").status_code == 302
    page = words(text(owner.get(address(visit))))
    assert "Hers Ana Ruiz, MD" in page
    assert "3 Healing : Discussed and understood" in page


def test_second_outcome_of_one_point_shows_the_first_and_keeps_the_note(owner, guest, visit):
    mark(owner, visit, 2, "wants_time", seen=0, note="Asks her sister.")
    refused = mark(guest, visit, 2, seen=0, note="She nodded.")
    page = text(refused)
    assert refused.status_code == 409
    assert "Ana Ruiz, MD recorded “Wants time” for point 2 after you opened" in words(page)
    assert "Asks her sister." in page
    assert ">She nodded.</textarea>" in page
    assert mark(guest, visit, 2, seen=1, note="She nodded.").status_code == 302
    assert models.OutcomeRecord.objects.count() == 2


def test_signing_from_a_page_that_grew_old_is_refused_and_keeps_the_reason(
    owner, guest, visit, discussion
):
    lifted(discussion)
    mark(guest, visit, 2, seen=1)
    refused = sign(owner, visit, seen=1)
    page = text(refused)
    assert (refused.status_code, fresh(visit).talk) == (409, "begun")
    assert "Something was recorded after you opened this page." in words(page)
    assert ">\nNot today.</textarea>" in page
    assert PASSWORD not in page
    assert sign(owner, visit, seen=2).status_code == 302


def test_outcome_that_comes_after_the_signature_is_refused_and_its_note_shown(
    owner, guest, visit, discussion
):
    lifted(discussion)
    assert sign(owner, visit, seen=1).status_code == 302
    refused = mark(guest, visit, 2, seen=1, note="She nodded.")
    page = words(text(refused))
    assert refused.status_code == 409
    assert "The record of this visit is signed. Write an addendum instead." in page
    assert "What you typed She nodded." in page
    assert models.OutcomeRecord.objects.count() == 1


def test_second_value_of_one_fact_shows_the_first_and_keeps_what_was_typed(owner, guest, visit):
    assert verify(owner, visit, "A12", seen=0).status_code == 302
    refused = verify(guest, visit, "A1Z", seen=0)
    page = text(refused)
    assert refused.status_code == 409
    assert "Ana Ruiz, MD verified “A12” after you opened this page." in words(page)
    assert 'value="A1Z"' in page
    assert models.VerifiedRecord.objects.count() == 1


def test_second_choice_from_the_register_shows_the_first(owner, guest, visit):
    lot = a_lot()
    said = {"lot": lot.pk, "seen": 0, "revision": 1}
    assert owner.post(address(visit, "register/"), said).status_code == 302
    refused = guest.post(address(visit, "register/"), {**said, "lot": ""})
    assert refused.status_code == 409
    assert "Ana Ruiz, MD chose product, lot and person" in words(text(refused))
    assert models.ChoiceRecord.objects.get().lot == lot


def test_signing_while_the_patient_has_the_answers_back_is_refused(owner, visit, discussion):
    lifted(discussion)
    reopened(discussion)
    refused = sign(owner, visit, seen=1)
    assert (refused.status_code, models.SignOff.objects.count()) == (409, 0)
    assert "The patient is correcting the answers." in words(text(refused))


def test_reopening_from_a_page_older_than_the_signature_is_refused(owner, visit, discussion):
    lifted(discussion)
    sign(owner, visit, seen=1)
    refused = owner.post(address(visit, "reopen/"), {"reason": "Wrong medicine"})
    assert (refused.status_code, fresh(visit).state) == (409, "sent")
    assert "The record is signed" in words(text(refused))


def test_outcome_taken_back_twice_is_taken_back_once_and_the_second_is_told(owner, guest, visit):
    mark(owner, visit, 2, seen=0)
    assert owner.post(address(visit, "outcomes/1/undo/")).status_code == 302
    refused = guest.post(address(visit, "outcomes/1/undo/"))
    assert refused.status_code == 409
    assert "This outcome was already taken back or replaced." in words(text(refused))
    assert models.OutcomeRecord.objects.count() == 2

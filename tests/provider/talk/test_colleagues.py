"""Reopening for the patient, and another provider's visit opened for a day."""

import re

import pytest

from intake import models
from intake.actions.visits import enter
from intake.core.discussion.in_words import plain_date
from intake.core.talk.outcomes import Outcome
from tests.make.builders import NAME, PASSWORD
from tests.make.providers import a_provider, events, signed_in
from tests.make.room import a_room, fresh, marked, reopened, signed
from tests.make.room import lifted as lift
from tests.provider.pages import address, talk_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest():
    return a_provider(first_name="Ben", password=PASSWORD)


def step_in(user, visit, reason="Ana is ill"):
    said = {"reference": visit.reference.lower(), "reason": reason}
    return signed_in(user).post("/provider/another-visit/", said)


def test_reopening_shows_a_working_link_once(client, visit):
    response = client.post(address(visit, "reopen/"), {"reason": "Wrong medicine"})
    page = response.content.decode()
    (token,) = re.findall(r"/p/([\w-]+)/", page)
    assert response.status_code == 200
    assert enter.find_invitation(token).visit == visit
    assert fresh(visit).state == "reopened"
    assert token not in talk_of(visit)
    assert not models.KeptNote.objects.exists()


def test_reopening_needs_a_reason(client, visit):
    response = client.post(address(visit, "reopen/"), {"reason": " "})
    assert response.status_code == 409
    assert "Say why the answers are reopened." in response.content.decode()
    assert fresh(visit).state == "sent"


def test_reopening_is_cancelled(client, visit, discussion):
    reopened(discussion)
    assert "Cancel the correction" in talk_of(visit)
    assert client.post(address(visit, "reopen/cancel/"))["Location"] == address(visit)
    assert fresh(visit).state == "sent"
    again = client.post(address(visit, "reopen/cancel/"))
    assert (again.status_code, "are not reopened" in again.content.decode()) == (409, True)


def test_nothing_is_reopened_after_signing(client, visit, discussion):
    lift(discussion)
    signed(discussion)
    response = client.post(address(visit, "reopen/"), {"reason": "Wrong medicine"})
    assert response.status_code == 409
    assert "The record is signed" in words(response.content.decode())


def test_patient_is_asked_and_says_that_nothing_changed(client, visit):
    said = {"seen": 0, "revision": 1}
    assert client.post(address(visit, "unchanged/"), said)["Location"] == address(visit) + "#today"
    shown = words(talk_of(visit))
    assert "Asked by Ana Ruiz, MD, the patient said that nothing has changed" in shown
    assert client.post(address(visit, "unchanged/"), {}).status_code == 409


def test_colleague_reads_and_notes_but_neither_lifts_nor_signs(visit, discussion, guest):
    assert step_in(guest, visit)["Location"] == address(visit)
    client = signed_in(guest)
    page = client.get(address(visit)).content.decode()
    assert "This is Ana Ruiz, MD’s visit. It stands open to you until" in words(page)
    assert "Decide </button>" not in words(page)
    said = {"note": "Seen", "seen": 0, "revision": 1}
    noted = client.post(address(visit, "points/2/"), {**said, "outcome": "discussed"})
    assert noted.status_code == 302
    lifted = client.post(address(visit, "points/1/"), {**said, "outcome": "lifted"})
    assert "Only Ana Ruiz, MD may lift a hold on this visit." in words(lifted.content.decode())
    signing = {"kind": "decline", "reason": "x", "role": "x", "password": PASSWORD}
    decided = client.post(address(visit, "decision/"), {**signing, "seen": 1, "revision": 1})
    assert "Only Ana Ruiz, MD may" in words(decided.content.decode())
    assert client.post(address(visit, "reopen/"), {"reason": "x"}).status_code == 409
    assert (fresh(visit).state, models.SignOff.objects.count()) == ("sent", 0)
    assert ("stepped_in", visit.reference, "") in events(guest)
    reopened(discussion)
    kept = words(client.post(address(visit, "reopen/cancel/")).content.decode())
    assert "Only Ana Ruiz, MD may cancel a correction on this visit." in kept
    assert fresh(visit).state == "reopened"


def test_stepping_in_needs_a_reason_and_a_visit(visit, guest):
    refused = step_in(guest, visit, reason=" ")
    assert "Say why you open another provider’s visit." in refused.content.decode()
    client = signed_in(guest)
    unknown = client.post("/provider/another-visit/", {"reference": "EV-2222", "reason": "x"})
    assert "There is no visit with this reference." in unknown.content.decode()
    own = step_in(visit.provider, visit)
    assert "This is your own visit." in own.content.decode()
    assert not models.AccessGrant.objects.exists()
    assert client.get(address(visit)).status_code == 404


@pytest.mark.parametrize("name", ["Maria Delgado", "DELGADO, Maria", "Delgado"])
def test_visit_of_a_colleague_is_found_by_name_and_birth_date(visit, guest, name):
    said = {"name": name, "born": "14-Jul-1979", "reason": "Ana is ill"}
    response = signed_in(guest).post("/provider/another-visit/", said)
    assert response["Location"] == address(visit)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "Maria Delgado"}, "Enter the reference, or name and date of birth."),
        ({"name": "Eva Delgado", "born": "14-Jul-1979"}, "No visit fits this name"),
        ({"name": "Maria Delgado", "born": "15-Jul-1979"}, "No visit fits this name"),
    ],
)
def test_what_fits_no_visit_is_explained_and_kept(visit, guest, said, sentence):
    response = signed_in(guest).post("/provider/another-visit/", {**said, "reason": "Ana is ill"})
    page = response.content.decode()
    assert (response.status_code, sentence in page, "Ana is ill" in page) == (409, True, True)
    assert not models.AccessGrant.objects.exists()


def test_visits_of_one_person_are_named_to_choose_from_and_none_is_opened(visit, guest):
    later = fresh(a_room(visit.provider).submission.visit)
    models.Visit.objects.filter(pk=later.pk).update(patient=visit.patient)
    said = {"name": NAME, "born": "14-Jul-1979", "reason": "Ana is ill"}
    response = signed_in(guest).post("/provider/another-visit/", said)
    told = words(response.content.decode())
    assert response.status_code == 409
    assert "Several visits fit. Enter one of: " in told
    for each in (visit, later):
        assert f"{each.reference} ({plain_date(each.date)})" in told
    assert not models.AccessGrant.objects.exists()


def test_page_of_a_colleagues_visit_says_how_to_open_it(visit, guest):
    response = signed_in(guest).get(address(visit))
    assert response.status_code == 404
    onward = f"/provider/another-visit/?visit={visit.reference}"
    assert onward in response.content.decode()
    assert f'value="{visit.reference}"' in signed_in(guest).get(onward).content.decode()


def test_owner_is_told_until_it_was_read(visit, client, guest):
    step_in(guest, visit)
    page = client.get("/provider/").content.decode()
    assert f"Ben Ruiz, MD opened your visit {visit.reference} on" in words(page)
    assert "Ana is ill" in page
    seen = f"/provider/notices/{models.AccessGrant.objects.get().pk}/seen/"
    assert signed_in(guest).post(seen).status_code == 404
    assert client.post(seen)["Location"] == "/provider/"
    assert "Ana is ill" not in client.get("/provider/").content.decode()


def test_reason_that_cannot_be_read_is_said_and_the_rest_of_the_notice_stands(visit, client, guest):
    step_in(guest, visit)
    models.AccessGrant.objects.update(reason=b"altered")
    page = words(client.get("/provider/").content.decode())
    assert f"Ben Ruiz, MD opened your visit {visit.reference} on" in page
    assert ": the reason cannot be read I have read this" in page


@pytest.mark.parametrize("page", ["reopen/", "reopen/cancel/", "unchanged/"])
def test_corrections_of_another_providers_visit_are_not_found(visit, guest, page):
    said = {"reason": "x", "seen": 0, "revision": 1}
    assert signed_in(guest).post(address(visit, page), said).status_code == 404
    assert fresh(visit).state == "sent"


def test_guest_is_not_offered_to_lift_a_hold(client, visit, guest):
    step_in(guest, visit)
    theirs = signed_in(guest).get(address(visit)).content.decode()
    assert "Lift hold 1" in words(talk_of(visit))
    assert "Lift hold 1" not in words(theirs)
    assert "Hold stays" in theirs


def test_guest_is_offered_no_undo_that_would_lift_a_hold_again(visit, discussion, guest):
    step_in(guest, visit)
    lift(discussion)
    marked(discussion, 1, Outcome.STAYS, "A reaction in 2025.")
    marked(discussion, 2)
    undo = [f"Undo “{words}”" for words in ("Hold stays", "Discussed and understood")]
    theirs = words(signed_in(guest).get(address(visit)).content.decode())
    assert [each in words(talk_of(visit)) for each in undo] == [True, True]
    assert [each in theirs for each in undo] == [False, True]
    refused = signed_in(guest).post(address(visit, "outcomes/2/undo/"))
    assert (refused.status_code, "would count again" in words(refused.content.decode())) == (
        409,
        True,
    )

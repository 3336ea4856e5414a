"""Outcomes on the discussion page: recorded point by point, undone, and never lost."""

import pytest
from django.test import Client

from intake import models
from intake.core.talk.outcomes import Outcome
from tests.make.factor import let_in
from tests.make.providers import a_provider, events, signed_in
from tests.make.room import a_room, changed_answers, corrected, fresh, marked, signed
from tests.make.values import chose
from tests.provider.pages import address, page_of, part, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion():
    return a_room(a_provider())


@pytest.fixture
def visit(discussion):
    return fresh(discussion.submission.visit)


@pytest.fixture
def client(visit):
    return signed_in(visit.provider)


def post(client, visit, number, outcome="discussed", **more):
    said = {"outcome": outcome, "note": "", "seen": 0, "revision": 1, **more}
    return client.post(address(visit, f"points/{number}/"), said)


def recorded():
    rows = models.OutcomeRecord.objects.order_by("sequence")
    return [(row.number, row.outcome) for row in rows]


def test_outcome_is_recorded_and_leads_back_to_its_point(client, visit):
    response = post(client, visit, 2, "wants_time", note="Asks her sister.")
    assert (response.status_code, response["Location"]) == (302, address(visit) + "#p2")
    shown = words(part(page_of(visit), "first"))
    assert "Wants time : Asks her sister. Ana Ruiz, MD," in shown
    assert "Change the outcome of point 2" in shown
    assert events(visit.provider)[0] == ("outcome_recorded", visit.reference, "point 2")


def test_hold_is_lifted_with_a_reason_only(client, visit):
    response = post(client, visit, 1, "lifted")
    page = words(response.content.decode())
    assert response.status_code == 409
    assert "Nothing was recorded Say why the hold of point 1 is lifted." in page
    assert recorded() == []
    post(client, visit, 1, "lifted", note="Tolerated in 2024.")
    assert "Hold lifted : Tolerated in 2024." in words(part(page_of(visit), "holds"))


def test_undo_takes_the_outcome_back(client, visit):
    post(client, visit, 2)
    response = client.post(address(visit, "outcomes/1/undo/"))
    assert response["Location"] == address(visit) + "#p2"
    assert "Discussed and understood : " not in words(part(page_of(visit), "first"))
    assert "Undo" not in page_of(visit)


def test_stale_page_keeps_the_note_and_shows_what_stands(client, visit, discussion):
    marked(discussion, 2, Outcome.DECLINED)
    response = post(client, visit, 2, note="She understood.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "recorded “Declined to discuss” for point 2 after you opened" in words(page)
    assert ">She understood.</textarea>" in page
    assert 'name="seen" value="1"' in page
    post(client, visit, 2, note="She understood.", seen=1)
    assert recorded() == [(2, "declined_to_discuss"), (2, "discussed")]


def test_note_about_a_revision_that_passed_is_shown_again(client, visit, discussion):
    corrected(discussion, changed_answers(dizzy=chose("no")))
    page = words(post(client, visit, 2, note="She understood.").content.decode())
    assert "The patient has sent a correction." in page
    assert "This point is not in the current revision of the discussion." in page
    assert "She understood." in page


def test_outcome_of_a_point_that_went_is_shown_as_no_longer_applying(client, visit, discussion):
    marked(discussion, 2, note="She understood.")
    corrected(discussion, changed_answers(dizzy=chose("no")))
    shown = words(part(page_of(visit), "gone"))
    assert "Point 2," in shown
    assert "(revision 1): Discussed and understood : She understood." in shown


def test_checklist_is_recorded_at_once_after_confirming(client, visit):
    post(client, visit, 3, "wants_time")
    question = client.get(address(visit, "everyone/")).content.decode()
    assert "Record 1 point as discussed and understood?" in question
    assert recorded() == [(3, "wants_time")]
    response = client.post(address(visit, "everyone/"), {"seen": 1, "revision": 1})
    assert response["Location"] == address(visit) + "#everyone"
    assert recorded() == [(3, "wants_time"), (4, "discussed")]


@pytest.mark.parametrize(
    "broken", [{"outcome": "fine"}, {"seen": "x"}, {"revision": ""}, {"revision": 7}]
)
def test_post_that_is_not_whole_is_an_answer_in_words(client, visit, broken):
    response = post(client, visit, 2, **{"note": "Kept", **broken})
    assert response.status_code == 409
    assert ">Kept</textarea>" in response.content.decode() or "Kept" in response.content.decode()
    assert recorded() == []


def test_nothing_can_be_recorded_after_signing(client, visit, discussion):
    marked(discussion, 1, Outcome.LIFTED, "Seen.")
    signed(discussion)
    page = page_of(visit)
    assert "Undo" not in page
    assert 'name="outcome"' not in page
    response = post(client, visit, 2, note="Late")
    assert (response.status_code, "Write an addendum" in response.content.decode()) == (409, True)
    assert client.post(address(visit, "outcomes/1/undo/")).status_code == 409
    assert "The record is signed" in client.get(address(visit, "everyone/")).content.decode()


def test_another_providers_visit_is_not_found(visit):
    marked_by_owner = signed_in(visit.provider)
    post(marked_by_owner, visit, 2)
    other = a_provider()
    client = signed_in(other)
    assert post(client, visit, 3).status_code == 404
    assert client.post(address(visit, "everyone/")).status_code == 404
    assert client.post(address(visit, "outcomes/1/undo/")).status_code == 404
    assert recorded() == [(2, "discussed")]
    assert {action for action, *_ in events(other)} == {"denied"}


def test_outcome_of_another_visit_is_not_undone_through_this_one(client, visit):
    other = a_room(a_provider())
    marked(other, 2)
    assert client.post(address(visit, "outcomes/1/undo/")).status_code == 404


def test_get_of_an_outcome_leads_to_its_point(client, visit):
    assert client.get(address(visit, "points/2/"))["Location"] == address(visit) + "#p2"
    assert client.get(address(visit, "outcomes/1/undo/")).status_code == 405


def test_post_without_the_token_is_refused(visit):
    client = Client(enforce_csrf_checks=True)
    let_in(client, visit.provider)
    assert post(client, visit, 2).status_code == 403
    assert recorded() == []

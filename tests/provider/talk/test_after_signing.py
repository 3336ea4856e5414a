"""After the signature: addenda, and another decision, each about the one that its page showed."""

from dataclasses import replace

import pytest
from django.db import connection

from intake import models
from intake.actions.talk.sign_off import CLOSED
from intake.actions.talk.signature import decision_of, in_order
from intake.core.talk.outcomes import Outcome
from tests.make.builders import PASSWORD
from tests.make.guards import guards_down
from tests.make.providers import a_provider
from tests.make.room import DECLINE, a_room, lifted, marked, signed
from tests.provider.pages import address, signature_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion():
    return a_room(a_provider(password=PASSWORD))


def another_decision(client, visit, **more):
    """What the page that was opened now would post, filled in."""
    form = client.get(address(visit, "decision/another/")).context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    filled = {"kind": "decline", "reason": "Fever this morning.", "role": "On call"}
    return {**hidden, **filled, "password": PASSWORD, **more}


def add(client, visit, **more):
    newest = visit.sign_offs.filter(superseded_by=None).values_list("sha256", flat=True)
    role = {"role": "On call", "password": PASSWORD}
    said = {"text": "She called.", "signed": "".join(newest), **role, **more}
    return client.post(address(visit, "addendum/"), said)


def test_addendum_stands_under_the_record_with_its_own_signature(client, visit, discussion):
    lifted(discussion)
    signed(discussion)
    assert add(client, visit, password="wrong").status_code == 409
    assert add(client, visit, text=" ").status_code == 409
    assert add(client, visit)["Location"] == address(visit) + "#signature"
    shown = signature_of(visit)
    assert "Addenda 1 She called. Ana Ruiz, MD, On call ," in shown
    assert "“ I add this to the signed record, which stays as it was. ”" in shown


def test_another_decision_supersedes_on_the_page_and_the_first_stays_readable(
    client, visit, discussion
):
    lifted(discussion)
    signed(discussion)
    another, said = address(visit, "decision/another/"), another_decision(client, visit)
    wrong = client.post(another, {**said, "password": "wrong"})
    assert (wrong.status_code, "Fever this morning." in wrong.content.decode()) == (409, True)
    response = client.post(another, said)
    assert response["Location"] == address(visit) + "#signature"
    shown = signature_of(visit)
    assert shown.startswith("Decline This supersedes an earlier decision.")
    assert "SUPERSEDED Go ahead Reason: All holds lifted." in shown
    for page in ("", "all/", "decision/another/"):
        strip = client.get(address(visit, page)).content.decode().partition("</header>")[0]
        assert "Decision 2: Decline" in strip, page
    worklist = client.get("/provider/").content.decode()
    assert "Signed: Decline, superseding an earlier decision" in worklist


def test_another_decision_is_signed_once_however_often_it_is_sent(client, visit, discussion):
    lifted(discussion)
    signed(discussion, DECLINE)
    another, said = address(visit, "decision/another/"), another_decision(client, visit)
    answers = [client.post(another, said) for _tap in range(2)]
    # Somebody comes back to the page later, and sends it once more.
    answers += [client.post(another, another_decision(client, visit, reason="Fever again."))]
    answers += [client.post(another, said)]
    assert [answer.get("Location") for answer in answers] == [address(visit) + "#signature"] * 4
    decided = [decision_of(row) for row in in_order(visit)]
    reasons = (DECLINE.reason, "Fever this morning.", "Fever again.")
    # What was done together stays as it was signed first.
    assert decided == [replace(DECLINE, reason=reason) for reason in reasons]
    roles = [row.role for row in in_order(visit)]
    assert roles == ["Treating provider", "On call", "On call"]


def test_another_decision_is_refused_from_a_page_that_showed_an_earlier_one(
    client, visit, discussion
):
    lifted(discussion)
    signed(discussion, DECLINE)
    another, stale = address(visit, "decision/another/"), another_decision(client, visit)
    client.post(another, another_decision(client, visit, reason="Signed meanwhile."))
    wrong = client.post(another, {**stale, "password": "wrong"})
    again = {**stale, "signed": wrong.context["form"]["signed"].value()}
    for said in (stale, again):
        refused = client.post(another, said)
        assert refused.status_code == 409
        page = words(refused.content.decode())
        assert "Another decision was signed after you opened this page. Look at it first." in page
        assert "Signed now: Decline . Signed meanwhile." in page and "Fever this morning." in page
    assert models.SignOff.objects.count() == 2
    looked = {**stale, "signed": refused.context["form"]["signed"].value()}
    assert client.post(another, looked).status_code == 302


def test_an_addendum_is_added_to_the_decision_that_its_page_showed(client, visit, discussion):
    lifted(discussion)
    shown = {"signed": signed(discussion, DECLINE).sha256}
    assert add(client, visit, **shown).status_code == 302
    client.post(address(visit, "decision/another/"), another_decision(client, visit))
    assert add(client, visit, **shown).status_code == 302  # sent once more
    refused = add(client, visit, text="She agrees.", **shown)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Another decision was signed after you opened this page." in words(page)
    assert "She agrees." in page
    assert models.Addendum.objects.count() == 1
    looked = {"signed": refused.context["form"]["signed"].value()}
    assert add(client, visit, text="She agrees.", **looked).status_code == 302
    assert [row.sign_off.addenda.count() for row in models.Addendum.objects.all()] == [1, 1]


@pytest.mark.parametrize("named", ["", "0" * 64, "x"])
def test_another_decision_takes_the_place_of_one_that_was_shown(client, visit, discussion, named):
    lifted(discussion)
    signed(discussion, DECLINE)
    said = another_decision(client, visit, signed=named)
    refused = client.post(address(visit, "decision/another/"), said)
    assert refused.status_code == 409
    assert "Fever this morning." in refused.content.decode()
    assert models.SignOff.objects.count() == 1


def test_going_ahead_after_all_is_refused_with_everything_that_the_record_left_open(
    client, visit, discussion
):
    marked(discussion, 1, Outcome.STAYS)
    signed(discussion, DECLINE)
    said = another_decision(client, visit, kind="go_ahead", reason="She asks for it.")
    response = client.post(address(visit, "decision/another/"), said)
    told = words(response.content.decode())
    assert response.status_code == 409
    assert "“Go ahead” is not possible while a hold stays: point 1, “Reaction”" in told
    assert CLOSED in told
    assert "She asks for it." in told
    assert models.SignOff.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "field"), [("decision/another/", "reason"), ("addendum/", "text")]
)
def test_what_was_typed_and_not_signed_stands_there_when_its_page_is_opened_again(
    client, visit, discussion, page, field
):
    lifted(discussion)
    signed(discussion)
    assert client.post(address(visit, page), {field: "She has a fever."}).status_code == 409
    assert "She has a fever." in client.get(address(visit, page)).content.decode()


def test_there_is_no_other_decision_before_signing(client, visit):
    assert client.get(address(visit, "decision/another/")).status_code == 404


def test_an_addendum_stands_below_one_that_can_not_be_read(client, visit, discussion):
    lifted(discussion)
    signed(discussion)
    add(client, visit, text="She called: a fever.")
    with guards_down(connection):
        models.Addendum.objects.update(text=b"x")
    assert add(client, visit, text="No fever any more.").status_code == 302
    assert "No fever any more." in signature_of(visit)


def test_there_is_no_addendum_before_signing(client, visit):
    assert client.get(address(visit, "addendum/")).status_code == 404

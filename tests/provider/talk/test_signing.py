"""The decision, its signature and addenda, through the provider's pages."""

import re
from dataclasses import replace

import pytest
from axes.models import AccessAttempt

from intake import models
from intake.actions.talk.signature import decision_of, in_order
from intake.core.talk.outcomes import Outcome
from tests.make.builders import PASSWORD, a_version
from tests.make.providers import a_provider, events, signed_in
from tests.make.room import (
    DECLINE,
    DIZZY,
    ROOM,
    a_room,
    a_signed_room,
    fresh,
    lifted,
    made_ready,
    marked,
    reopened,
    reworded,
    signed,
)
from tests.provider.pages import address, row_of, signature_of, talk_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion():
    return a_room(a_provider(password=PASSWORD))


def sign(client, visit, **more):
    said = {
        "kind": "go_ahead",
        "reason": "All holds lifted.",
        "role": "Treating provider",
        "password": PASSWORD,
        "yes": "Yes, I want it.",
        "why_open": "No time.",
        "why_unknown": "Papers come.",
        **shown_now(visit),
        **more,
    }
    return client.post(address(visit, "decision/"), said)


def shown_now(visit):
    """What a page that was opened just now would bring back."""
    newest = models.FrozenDiscussion.objects.filter(submission__visit=visit).first()
    seen = fresh(visit).recorded
    return {"seen": seen, "revision": newest.revision, "edition": newest.edition}


def another_decision(client, visit, **more):
    """What the page that was opened now would post, filled in."""
    form = client.get(address(visit, "decision/another/")).context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    filled = {"kind": "decline", "reason": "Fever this morning.", "role": "Treating provider"}
    return {**hidden, **filled, "password": PASSWORD, **more}


def add(client, visit, **more):
    newest = visit.sign_offs.filter(superseded_by=None).values_list("sha256", flat=True)
    role = {"role": "Treating provider", "password": PASSWORD}
    said = {"text": "She called.", "signed": "".join(newest), **role, **more}
    return client.post(address(visit, "addendum/"), said)


def test_missing_is_listed_in_sentences(client, visit, discussion):
    page = words(client.get(address(visit, "decision/")).content.decode())
    assert "Point 1, “Reaction”: record whether the hold is lifted or stays." in page
    assert "Point 2, “Dizziness”, is to be discussed first and has no outcome yet." in page
    assert "Not chosen yet: product, lot, person who gives the treatment." in page
    assert "whether anything has changed since sending." in page
    marked(discussion, 1, Outcome.STAYS)
    page = words(client.get(address(visit, "decision/")).content.decode())
    assert "“Go ahead” is not possible while a hold stays: point 1, “Reaction”" in page


def test_talk_is_signed_and_shown_with_name_role_time_and_meaning(client, visit, discussion):
    lifted(discussion)
    made_ready(discussion)
    response = sign(client, visit)
    assert response["Location"] == address(visit) + "#signature"
    page, shown = talk_of(visit), signature_of(visit)
    assert (
        "Go ahead Reason: All holds lifted. Signed by Ana Ruiz, MD , Treating provider ," in shown
    )
    assert "(UTC" in shown
    assert "Signature valid." in shown
    assert "Meaning: “ I have had this talk with the patient" in shown
    assert "Decide </button>" not in words(page)
    assert ("signed", visit.reference) in [event[:2] for event in events(visit.provider)]


def test_what_she_says_back_is_written_at_the_point_that_says_when_to_call():
    a_version(replace(ROOM, roles=replace(ROOM.roles, help_point=DIZZY)))
    discussion = a_room(a_provider())
    lifted(discussion)
    made_ready(discussion)
    visit = fresh(discussion.submission.visit)
    page = signed_in(visit.provider).get(address(visit, "decision/")).content.decode()
    (number,) = [point.number for point in discussion.read().points if point.key == DIZZY]
    assert f"back-{number}" in re.findall(r'name="(back-\d+)"', page)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"password": "wrong"}, "This is not your password. Nothing was signed."),
        ({"password": ""}, "Enter your password to sign."),
        ({"kind": ""}, "Choose a decision."),
        ({"reason": ""}, "Give the reason for the decision."),
        ({"kind": "wait_until"}, "Say how long to wait"),
        ({"kind": "refer_to"}, "Say to whom the patient is referred."),
        ({"seen": 0}, "Something was recorded after you opened this page."),
        ({"yes": ""}, "Write down the patient’s own yes"),
        ({"why_open": ""}, "Say why these points are left open: 3, 4."),
        ({"revision": 9}, "This revision was never sent."),
    ],
)
def test_signing_is_refused_in_words_and_what_was_typed_is_kept(
    client, visit, discussion, said, sentence
):
    lifted(discussion)
    made_ready(discussion)
    response = sign(client, visit, **{"reason": "My reason", **said})
    page = response.content.decode()
    assert response.status_code == 409
    assert sentence in words(page)
    assert ("My reason" in page) == ("reason" not in said)
    assert PASSWORD not in page
    assert not models.SignOff.objects.exists()


def test_go_ahead_is_refused_while_a_hold_stays_and_wait_is_not(client, visit, discussion):
    marked(discussion, 1, Outcome.STAYS)
    page = words(sign(client, visit).content.decode())
    assert "“Go ahead” is not possible while a hold stays: point 1" in page
    assert sign(client, visit, kind="wait_until", what="tryptase is back").status_code == 302
    assert "Wait until: tryptase is back" in signature_of(visit)


@pytest.mark.parametrize(
    ("outcome", "in_the_row", "on_the_page"),
    [(Outcome.STAYS, "Hold stays", "stays"), (Outcome.LIFTED, "Hold lifted", "lifted")],
)
def test_what_became_of_a_hold_is_told_however_it_was_talked_about_afterwards(
    client, visit, discussion, outcome, in_the_row, on_the_page
):
    marked(discussion, 1, outcome, "Record of 2025 read.")
    marked(discussion, 1, Outcome.DISCUSSED, "She understood.")
    assert row_of(visit, 1).startswith(f"HOLD Point 1 Reaction {in_the_row} ")
    page = words(client.get(address(visit, "decision/")).content.decode())
    assert f"Hold 1: {on_the_page} " in page


def test_row_of_two_holds_stays_while_one_of_them_does():
    one_row = tuple(replace(each, row="one") for each in ROOM.points[0].triggers)
    held = tuple(replace(each, triggers=one_row) for each in ROOM.points[:2])
    a_version(replace(ROOM, points=(*held, *ROOM.points[2:])))
    discussion = a_room(a_provider())
    visit = fresh(discussion.submission.visit)
    marked(discussion, 1, Outcome.STAYS)
    marked(discussion, 2, Outcome.LIFTED, "Record of 2025 read.")
    client = signed_in(visit.provider)
    page = words(client.get(address(visit, "decision/")).content.decode())
    assert "Hold 1 2: stays " in page


def test_nothing_is_signed_while_the_patient_corrects(client, visit, discussion):
    lifted(discussion)
    reopened(discussion)
    assert "Nothing can be signed" in client.get(address(visit, "decision/")).content.decode()
    assert sign(client, visit).status_code == 409


def test_signing_twice_signs_once(client, visit, discussion):
    lifted(discussion)
    made_ready(discussion)
    sign(client, visit)
    assert sign(client, visit).status_code == 409
    assert models.SignOff.objects.count() == 1


def test_addendum_stands_under_the_record_with_its_own_signature(client, visit, discussion):
    lifted(discussion)
    made_ready(discussion)
    sign(client, visit)
    assert add(client, visit, password="wrong").status_code == 409
    assert add(client, visit, text=" ").status_code == 409
    assert add(client, visit)["Location"] == address(visit) + "#signature"
    shown = signature_of(visit)
    assert "Addenda 1 She called. Ana Ruiz, MD, Treating provider ," in shown
    assert "“ I add this to the signed record, which stays as it was. ”" in shown


def test_another_decision_supersedes_on_the_page_and_the_first_stays_readable(
    client, visit, discussion
):
    lifted(discussion)
    made_ready(discussion)
    sign(client, visit)
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
    reasons = [decision_of(row).reason for row in in_order(visit)]
    assert reasons == [DECLINE.reason, "Fever this morning.", "Fever again."]


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


def test_there_is_no_other_decision_before_signing(client, visit):
    assert client.get(address(visit, "decision/another/")).status_code == 404


def test_there_is_no_addendum_before_signing(client, visit):
    assert client.get(address(visit, "addendum/")).status_code == 404


def test_signature_is_shown_as_not_valid_when_content_was_altered():
    visit = fresh(a_signed_room(a_provider()).visit)
    reworded(models.SignOff.objects.get(), kind="decline")
    shown = signature_of(visit)
    assert "Signature not valid for this content. Something was altered" in shown
    assert "Signature valid" not in shown


def test_another_providers_decision_is_not_found(visit, discussion):
    lifted(discussion)
    other = signed_in(a_provider(password=PASSWORD))
    assert other.get(address(visit, "decision/")).status_code == 404
    assert sign(other, visit).status_code == 404
    assert add(other, visit).status_code == 404
    assert not models.SignOff.objects.exists()


def test_wrong_passwords_end_the_session_and_sign_nothing(client, visit, discussion):
    lifted(discussion)
    for _wrong in range(5):
        sign(client, visit, password="wrong")
    assert client.get("/provider/")["Location"].startswith("/account/sign-in/")
    sign(client, visit)
    assert not models.SignOff.objects.exists()


def test_a_wrong_password_leaves_nothing_of_what_was_written_beside_it(client, visit, discussion):
    lifted(discussion)
    sign(client, visit, password="wrong", reason="Because of Zyxwolinum")
    assert not AccessAttempt.objects.exists()
    line = models.AccessEvent.objects.get(action="password_wrong")
    assert (line.user, line.detail) == (visit.provider, f"user {visit.provider.pk}")

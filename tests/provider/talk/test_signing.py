"""The decision and its signature, through the provider's pages."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from intake import models
from intake.actions.talk.signature import decision_of
from intake.core.talk.outcomes import Outcome
from intake.core.talk.sign_off import Decision, DecisionKind
from intake.core.talk.together import Leaning, Option, Said, SureAnswer, Together
from tests.make.builders import PASSWORD, a_version, a_visit
from tests.make.providers import a_provider, events, signed_in
from tests.make.room import (
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


@pytest.mark.parametrize("page", ["decision/", "decision/another/", "points/1/", "facts/source/"])
def test_there_is_no_talk_before_the_patient_sends(page):
    visit = a_visit(provider=a_provider())
    client = signed_in(visit.provider)
    assert client.get(address(visit, page)).status_code == 404
    assert client.post(address(visit, page), {"outcome": "told"}).status_code == 404
    assert fresh(visit).recorded == 0


def test_missing_is_listed_in_sentences(client, visit, discussion):
    page = words(client.get(address(visit, "decision/")).content.decode())
    assert "Point 1, “Reaction”: record whether the hold is lifted or stays." in page
    assert "Point 2, “Dizziness”, is to be discussed first and has no outcome yet." in page
    assert "Not chosen yet: product, lot, person who gives the treatment." in page
    assert "whether anything has changed since sending." in page
    assert "0 of 4 done" in page
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
    client = signed_in(visit.provider)
    page = client.get(address(visit, "decision/")).content.decode()
    (number,) = [point.number for point in discussion.read().points if point.key == DIZZY]
    assert f"back-{number}" in re.findall(r'name="(back-\d+)"', page)
    client.post(address(visit, "keep/"), {f"back-{number}": "When I faint."})
    assert "When I faint." in client.get(address(visit, "decision/")).content.decode()


def test_the_decision_is_signed_as_it_was_said_with_all_that_was_done_together():
    asking = replace(ROOM.points[2], ask="How long does it take?")
    a_version(replace(ROOM, points=(*ROOM.points[:2], asking, ROOM.points[3])))
    discussion = a_room(a_provider(password=PASSWORD))
    lifted(discussion)
    visit = fresh(discussion.submission.visit)
    client = signed_in(visit.provider)
    page = client.get(address(visit, "decision/")).content.decode()
    assert ("3 How long does it take?" in words(page), 'name="ask-3"' in page) == (True, True)
    until = timezone.localdate() + timedelta(days=30)
    said = {
        "kind": "wait_until",
        "until": until.isoformat(),
        "what": "Tryptase is back.",
        "role": "On call",
        "options": ["wait", "nothing"],
        "matters": "My knee.",
        "leaning": "against",
        "back-1": "It can kill.",
        "back-2": " ",
        "ask-3": "A week.",
        "sure-sure": "yes",
        "sure-ratio": "no",
        "present": "Her son.",
        "why_open_as": "Next visit",
    }
    refused = sign(client, visit, **said, password="wrong").content.decode()
    assert ("It can kill." in refused, "A week." in refused) == (True, True)
    sign(client, visit, **said)
    together = Together(
        options=(Option.WAIT, Option.NOTHING),
        matters="My knee.",
        leaning=Leaning.AGAINST,
        said_back=(Said(1, "It can kill."),),
        answers=(Said(3, "A week."),),
        sure=(SureAnswer("sure", yes=True), SureAnswer("ratio", yes=False)),
        yes="Yes, I want it.",
        present="Her son.",
        why_open="Next visit; No time.",
        why_unknown="Papers come.",
    )
    signed, reason = models.SignOff.objects.get(), "All holds lifted."
    decided = Decision(DecisionKind.WAIT_UNTIL, reason, until, "Tryptase is back.", together)
    assert (signed.role, decision_of(signed)) == ("On call", decided)


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
    page = client.get(address(visit, "decision/")).content.decode()
    assert ("Nothing can be signed" in page, 'form="decision"' in page) == (True, False)
    assert sign(client, visit).status_code == 409


def test_signing_twice_signs_once(client, visit, discussion):
    lifted(discussion)
    made_ready(discussion)
    sign(client, visit)
    assert sign(client, visit).status_code == 409
    assert models.SignOff.objects.count() == 1


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
    assert other.post(address(visit, "addendum/"), {"text": "x"}).status_code == 404
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

"""Links: who gets in with them, and what everybody else sees."""

import secrets
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from intake.actions.answers.sheet import load_answers
from intake.actions.visits.visits_and_links import reissue, revoke
from intake.core.limits import BIRTH_DATE_TRIES, COPY_OPENS
from intake.display.days import day_words
from intake.models import AccessEvent, Invitation, PatientSession, Submission
from tests.journeys.person import Person
from tests.journeys.screen import Screen
from tests.make.builders import a_link, a_sent_submission, a_user, a_visit, an_invitation

pytestmark = pytest.mark.django_db
RIGHT = {"birth_date-month": 7, "birth_date-day": 14, "birth_date-year": 1979}
WRONG = {**RIGHT, "birth_date-day": 15}


def heading(response) -> str:
    return Screen(response.content.decode()).heading


def test_the_link_asks_for_the_birth_date_and_tells_nothing():
    answer = Client().get(f"/p/{a_link()}/")

    text = answer.content.decode()
    assert heading(answer) == "What is your date of birth?"
    for secret in ("Maria", "Delgado", "1979", "EV-", "exosome"):
        assert secret not in text


def test_c1_unknown_and_malformed_tokens_get_the_same_page():
    client = Client()
    unknown = client.get(f"/p/{secrets.token_urlsafe(32)}/")

    for path in ("x", "a" * 42, "a" * 44, "%00" * 20, "-" * 43, "../" * 14 + "x"):
        answer = client.get(f"/p/{path}/")
        assert (answer.status_code, answer.content) == (404, unknown.content)
    assert unknown.status_code == 404
    assert not AccessEvent.objects.exists()


def test_c2_only_the_token_itself_opens_the_link():
    token = a_link()
    stored = Invitation.objects.get().digest

    for variant in (stored, stored[:43], token.swapcase(), token[:-1], f"%20{token}"):
        assert Client().get(f"/p/{variant}/").status_code == 404


@pytest.mark.parametrize(
    "mangled",
    [
        *("/p/{}/.", "/p/{}.", "/p/{})", "/p/{}/>", "/p/{}/%22", "/p/{}/%C2%A0"),
        *("/p/{}/%E2%80%9D", "/p/{}=", "//p/{}/", "/p//{}/", "/P/{}/", "//P//{}/)."),
    ],
)
def test_a_link_that_mail_and_chat_programs_mangled_still_asks_for_the_birth_date(mangled):
    token = a_link()
    # As a server hands it on: the test client takes two slashes for the name of a host.
    path = unquote(mangled.format(token)).encode().decode("latin-1")
    answer = Client().get("/", PATH_INFO=path)

    assert (answer.status_code, answer["Location"]) == (302, f"/p/{token}/")


@pytest.mark.parametrize("method", ["get", "head"])
def test_c4_scanners_that_open_the_link_change_nothing(method):
    token = a_link()
    scanner = Client()
    before = list(Invitation.objects.values())

    for _ in range(50):
        getattr(scanner, method)(f"/p/{token}/")

    assert list(Invitation.objects.values()) == before
    assert not Submission.objects.exists()
    assert not PatientSession.objects.exists()
    assert "patient" not in scanner.cookies
    assert Person(token=token).enter().at == "/p/start/"


def test_c6_a_link_works_until_it_expires():
    invitation_at = timezone.now()
    token = a_link(at=invitation_at)
    ends = Invitation.objects.get().expires_at

    with time_machine.travel(ends - timedelta(seconds=1), tick=False):
        assert Client().get(f"/p/{token}/").status_code == 200
    with time_machine.travel(ends + timedelta(seconds=1), tick=False):
        answer = Client().get(f"/p/{token}/")
        assert (answer.status_code, heading(answer)) == (410, "This link has expired")
        assert Client().post(f"/p/{token}/", RIGHT).status_code == 410


def test_the_pages_name_the_last_day_of_the_link():
    person = Person().enter()
    last = day_words(timezone.localtime(Invitation.objects.get().expires_at) - timedelta(days=1))
    assert f"with the same link through {last}." in person.get("/p/tasks/").screen.text
    assert f"It works through {last}, on any device." in person.get("/p/later/").screen.text


def test_c7_a_revoked_link_ends_what_is_open_behind_it_and_saves_nothing():
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/allergies/1/")
    revoke(visit.invitations.get(), by=a_user(), at=timezone.now())

    person.say(has_allergy="no")

    assert person.response.status_code == 410
    assert load_answers(visit.submission).answers.top == {}
    assert Client().get(f"/p/{person.token}/").status_code == 410


def test_c8_a_new_link_works_and_the_one_it_replaces_does_not():
    visit = a_visit()
    old = a_link(visit)
    new = reissue(visit, by=a_user(), at=timezone.now())

    assert Client().get(f"/p/{old}/").status_code == 410
    assert Person(token=new).enter().at == "/p/start/"


def test_c8_a_link_sent_once_more_leaves_the_first_one_alive():
    visit = a_visit()
    first, second = a_link(visit), a_link(visit)

    assert Person(token=first).enter().at == "/p/start/"
    assert Person(token=second).enter().response.status_code == 200


def test_c9_five_wrong_dates_lock_the_link_for_the_right_one_too():
    token = a_link()
    client = Client()

    for left in (4, 3, 2, 1):
        answer = client.post(f"/p/{token}/", WRONG)
        assert answer.status_code == 400
        assert f"You can try {left} more time" in answer.content.decode()
    fifth, sixth = client.post(f"/p/{token}/", WRONG), client.post(f"/p/{token}/", RIGHT)

    for answer in (fifth, sixth, client.get(f"/p/{token}/")):
        assert (answer.status_code, heading(answer)) == (403, "This link is locked")
    assert AccessEvent.objects.filter(action="link_locked").count() == 1
    assert not PatientSession.objects.exists()


def test_a_right_date_beside_guesses_is_asked_to_wait_a_minute_and_locks_nothing():
    token, now = a_link(), timezone.now()
    Invitation.objects.update(tries=BIRTH_DATE_TRIES, entered_at=now)
    with time_machine.travel(now, tick=False):
        answer = Client().post(f"/p/{token}/", RIGHT)
    assert (answer.status_code, heading(answer)) == (429, "Please wait a minute")
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        assert Client().post(f"/p/{token}/", RIGHT)["Location"] == "/p/tasks/"


def test_an_unfinished_date_is_no_try():
    token = a_link()

    answer = Client().post(f"/p/{token}/", {"birth_date-month": 7, "birth_date-day": 14})

    assert "Your date of birth needs a year." in answer.content.decode()
    assert Invitation.objects.get().tries == 0


def test_c34_entering_gives_a_new_key_and_ends_the_session_there_was():
    person = Person().enter()
    first = person.client.cookies["patient"].value
    person.client.cookies["patient"].set("patient", first, first)

    person.enter()

    assert person.client.cookies["patient"].value != first
    stale = Client()
    stale.cookies["patient"] = first
    assert stale.get("/p/tasks/").status_code == 403


@pytest.mark.parametrize("page", ["/p/stay/", "/p/q/goals/5/"])
def test_a_post_keeps_the_session_open_and_a_look_does_not(page):
    person, long_ago = Person().enter(), timezone.now() - timedelta(minutes=5)
    PatientSession.objects.update(started_at=long_ago, seen_at=long_ago)

    fields = person.get("/p/q/goals/5/").screen.main.fields
    assert PatientSession.objects.get().seen_at == long_ago

    person.post(page, fields)
    assert PatientSession.objects.get().seen_at > long_ago


def test_a_key_made_up_by_somebody_else_opens_nothing():
    client = Client()
    client.cookies["patient"] = "made-up"

    assert client.get("/p/tasks/").status_code == 403


def test_a_patient_who_was_there_before_goes_to_the_sections():
    visit = a_visit()
    Person(visit).enter()
    token = a_link(visit)

    assert Person(token=token).enter().at == "/p/start/"
    assert Person(token=token).enter().at == "/p/tasks/"


def test_a_received_form_takes_no_birth_date():
    visit = a_visit()
    invitation = an_invitation(visit)
    token = a_link(visit)
    a_sent_submission(visit=a_visit())
    assert invitation.tries == 0
    sent = a_sent_submission(visit=visit)

    with time_machine.travel(timezone.now() + COPY_OPENS):
        answer = Client().post(f"/p/{token}/", RIGHT)

    assert answer.status_code == 200
    assert heading(answer).startswith("The answers were received on")
    assert sent.submission.state == "sent"

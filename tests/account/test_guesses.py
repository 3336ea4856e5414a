"""Guessed passwords leave lines, slow down from every address, and keep nobody from work."""

import re
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.utils.timezone import now

from intake import models
from intake.access.guesses import ALERT, FAILED, guessed, must_wait
from intake.core.limits import GUESSES_A_DAY, PASSWORD_TRIES, PAUSE_BETWEEN_GUESSES
from tests.make.builders import PASSWORD
from tests.make.factor import enrolled
from tests.make.providers import a_provider, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"


def guess(
    address: str, password: str = "wrong", client: Client | None = None, *, name: str = "ruiz"
):
    client = client or Client()
    fields = {"username": name, "password": password}
    return client.post(SIGN_IN, fields, REMOTE_ADDR=address)


def lines(action: str) -> int:
    return models.AccessEvent.objects.filter(action=action).count()


def test_200_guesses_from_40_addresses_are_on_record_alert_and_slow_down(caplog):
    user = enrolled(a_provider(username="ruiz", password=PASSWORD))
    known = signed_in(user)
    statuses = [guess(f"10.0.0.{number % 40}").status_code for number in range(200)]
    assert statuses[:GUESSES_A_DAY] == [400] * GUESSES_A_DAY
    assert set(statuses[GUESSES_A_DAY:]) == {429}
    assert (lines(FAILED), lines(ALERT)) == (GUESSES_A_DAY, 1)
    assert "sign_in.many_failures" in [getattr(each, "event", "") for each in caplog.records]
    assert guess("10.0.1.1", PASSWORD).status_code == 429
    assert known.get("/provider/").status_code == 200
    assert "Many tries to sign in" in known.get("/account/").content.decode()


def test_what_is_counted_keeps_nothing_of_the_form_and_of_its_address():
    enrolled(a_provider(username="ruiz", password=PASSWORD))
    fields = {"username": "ruiz", "password": "wrong", "reason": "Zyxwolinum"}
    Client().post(f"{SIGN_IN}?next=/search/?q=Zyxwolinum", fields)
    counted = AccessAttempt.objects.get()
    assert (counted.username, counted.get_data, counted.post_data) == ("ruiz", "", "")


def test_after_a_pause_the_right_password_opens_from_anywhere():
    enrolled(a_provider(username="ruiz", password=PASSWORD))
    for number in range(GUESSES_A_DAY):
        guess(f"10.0.0.{number}")
    with time_machine.travel(now() + PAUSE_BETWEEN_GUESSES):
        assert guess("10.0.1.1").status_code == 400
        assert guess("10.0.1.1", PASSWORD).status_code == 429
    with time_machine.travel(now() + 2 * PAUSE_BETWEEN_GUESSES):
        assert guess("10.0.1.1", PASSWORD).status_code == 302


def test_guesses_of_a_day_before_slow_nobody_down():
    user = enrolled(a_provider(username="ruiz", password=PASSWORD))
    for number in range(GUESSES_A_DAY):
        guess(f"10.0.0.{number}")
    tomorrow = now() + timedelta(days=1)
    guessed(user, at=tomorrow)
    assert not must_wait(user, "10.0.1.1", at=tomorrow)
    assert must_wait(user, "10.0.1.1", at=now())


@pytest.mark.parametrize("name", [" ruiz", "ruiz ", "ｒuiz"])
def test_a_name_counts_however_it_is_typed_that_signs_in(name):
    enrolled(a_provider(username="ruiz", password=PASSWORD))
    for number in range(GUESSES_A_DAY):
        guess(f"10.0.0.{number}", name=name)
    assert lines(ALERT) == 1
    assert guess("10.0.1.1", PASSWORD, name=name).status_code == 429


def test_a_name_that_no_database_compares_is_nobodys():
    assert guess("10.0.0.1", name="ru\0iz").status_code == 400


def test_its_owner_signs_in_from_where_a_session_is_open_though_others_are_slowed_down():
    user = enrolled(a_provider(username="ruiz", password=PASSWORD))
    session = signed_in(user).session
    session["address"] = "192.0.2.7"
    session.save()
    for number in range(GUESSES_A_DAY):
        guess(f"10.0.0.{number}")
    assert guess("10.0.1.1", PASSWORD).status_code == 429
    assert guess("192.0.2.7", PASSWORD).status_code == 302


def test_a_right_password_and_a_wrong_one_leave_lines_whatever_comes_next():
    enrolled(a_provider(username="ruiz", password=PASSWORD))
    guess("10.0.0.1")
    guess("10.0.0.1", PASSWORD)
    assert (lines(FAILED), lines("password_passed")) == (1, 1)


def test_wrong_passwords_at_the_same_desk_keep_nobody_from_signing():
    user = enrolled(a_provider(username="ruiz", password=PASSWORD))
    client = signed_in(user)
    for _guess in range(PASSWORD_TRIES + 1):
        guess("127.0.0.1")
    session = client.session
    session["confirmed_at"] = 0
    session.save()
    asked = client.post("/account/recovery-codes/", {"password": "wrong", "code": "1"})
    assert asked.status_code != 429
    for _wrong in range(PASSWORD_TRIES):
        client.post("/account/recovery-codes/", {"password": "wrong", "code": "1"})
    assert client.get("/provider/")["Location"].startswith(SIGN_IN)
    assert lines("password_wrong") >= PASSWORD_TRIES


def test_a_right_password_forgets_the_wrong_ones_before_it():
    client = signed_in(enrolled(a_provider(password=PASSWORD)))
    for typed in (*["wrong"] * (PASSWORD_TRIES - 1), PASSWORD, "wrong"):
        client.post("/account/recovery-codes/", {"password": typed, "code": "1"})
    assert client.get("/provider/").status_code == 200


def test_two_browsers_that_are_half_in_never_see_one_seed():
    a_provider(username="ruiz", password=PASSWORD)
    seen = []
    browsers = [Client(), Client()]
    for client in browsers:
        guess("10.0.0.1", PASSWORD, client)
    for client in (*browsers, *browsers):
        page = client.get("/account/sign-in/authenticator/").content.decode()
        seen += re.findall(r'class="letters">([^<]+)<', page)
    # The second ends what the first began; the first begins anew, and ends the second's.
    assert len(seen) == len(set(seen)) == 4

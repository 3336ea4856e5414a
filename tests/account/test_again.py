"""Sensitive acts ask for the password again, and what was typed is not lost meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from tests.journeys.screen import Screen
from tests.make.builders import PASSWORD
from tests.make.factor import let_in
from tests.make.providers import events
from tests.make.staff import ADMINISTRATOR, EDITOR, a_member, filled, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as moved:
        yield moved


@pytest.fixture
def boss():
    return a_member(ADMINISTRATOR, password=PASSWORD)


def grant(client, user, **more):
    """Give the role of the front desk; the answer of the server."""
    address = page("user", "change", user.pk)
    role = user.groups.model.objects.get(name="front desk")
    typed = {**filled(client.get(address)), "groups": [role.pk], "credentials": "RN", **more}
    return client.post(address, typed)


def names(user):
    return sorted(user.groups.values_list("name", flat=True))


def test_c40_nothing_is_asked_again_within_five_minutes(clock, boss):
    client, user = let_in(Client(), boss), a_member(EDITOR)
    clock.shift(timedelta(minutes=4, seconds=59))
    assert grant(client, user).status_code == 302
    assert names(user) == ["front desk"]


def test_c40_password_is_asked_again_after_five_minutes_and_nothing_typed_is_lost(clock, boss):
    client, user = let_in(Client(), boss), a_member(EDITOR)
    clock.shift(timedelta(minutes=5, seconds=1))
    asked = grant(client, user)
    assert asked.status_code == 403
    assert names(user) == [EDITOR]
    (form,) = [
        each for each in Screen(asked.content.decode()).forms if "own-password" in each.fields
    ]
    assert form.fields["credentials"] == ["RN"]
    address = page("user", "change", user.pk)
    blank = client.post(address, {**form.fields, "own-password": ""})
    assert "Enter your password." in blank.content.decode()
    wrong = client.post(address, {**form.fields, "own-password": "not mine at all"})
    assert "This is not your password" in wrong.content.decode()
    assert names(user) == [EDITOR]
    assert client.post(address, {**form.fields, "own-password": PASSWORD}).status_code == 302
    user.refresh_from_db()
    assert (names(user), user.credentials) == (["front desk"], "RN")


def test_c40_reading_asks_nothing(clock, boss):
    client = let_in(Client(), boss)
    clock.shift(timedelta(minutes=10))
    assert client.get(page("user", "change", a_member().pk)).status_code == 200


def test_wrong_passwords_end_the_session_and_change_nothing(clock, boss):
    client, user = let_in(Client(), boss), a_member(EDITOR)
    clock.shift(timedelta(minutes=6))
    address = page("user", "change", user.pk)
    for _wrong in range(5):
        assert client.post(address, {"own-password": "not mine"}).status_code == 403
    assert client.get(address)["Location"].startswith("/account/sign-in/")
    assert names(user) == [EDITOR]
    assert "patient_role_granted" not in [action for action, _visit, _detail in events(boss)]

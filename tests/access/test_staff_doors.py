"""Guessing at staff's doors: nothing is told about names, and no success of others helps."""

import pytest
from django.test import Client

from tests.make.builders import PASSWORD, a_user

pytestmark = pytest.mark.django_db
DOORS = ("/account/sign-in/", "/account/sign-in/?next=/admin/")


def tried(door: str, name: str, password: str) -> tuple[int, str]:
    page = Client().post(door, {"username": name, "password": password})
    lines = page.content.decode().splitlines()
    # The token differs on every page, and what was typed stands in its field again.
    told = [line for line in lines if "csrfmiddlewaretoken" not in line and name not in line]
    return page.status_code, "\n".join(told)


@pytest.mark.parametrize("door", DOORS)
def test_c19_no_door_tells_which_names_exist(door):
    a_user(username="known", password=PASSWORD, is_staff=True)
    a_user(username="inactive", password=PASSWORD, is_staff=True, is_active=False)
    a_user(username="unusable", is_staff=True)
    stranger = tried(door, "nobody", PASSWORD)
    assert tried(door, "known", "wrong") == stranger
    assert tried(door, "inactive", PASSWORD) == stranger
    assert tried(door, "unusable", "wrong") == stranger


def test_c17_a_success_of_another_account_resets_no_counter():
    door = DOORS[0]
    a_user(username="known", password=PASSWORD)
    a_user(username="helper", password=PASSWORD)
    for _again in range(4):
        tried(door, "known", "wrong")
    tried(door, "helper", PASSWORD)
    assert tried(door, "known", "wrong")[0] == 429
    assert tried(door, "known", PASSWORD)[0] == 429

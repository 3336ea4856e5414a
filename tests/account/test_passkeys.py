"""Passkeys in the place of codes: what is asked counts once, at one host, for one person."""

import html
import json
import re

import pytest
from django.utils.timezone import now

from intake import models
from intake.actions.accounts.accounts import subject
from intake.actions.accounts.second_factor import reset
from intake.models import sealed
from tests.account.device import Device
from tests.account.staff import half_in
from tests.make.builders import PASSWORD, a_user
from tests.make.factor import code_of, enrolled
from tests.make.providers import a_provider, events, signed_in
from tests.pdf.pages import lost

pytestmark = pytest.mark.django_db
PASSKEYS, NEW = "/account/passkeys/", "/account/passkeys/new/"
CODE, USE = "/account/sign-in/code/", "/account/sign-in/passkey/"


@pytest.fixture
def user():
    return enrolled(a_provider(password=PASSWORD))


def asked_in(response) -> dict:
    return json.loads(html.unescape(re.search(r'data-asked="([^"]*)"', text(response))[1]))


def text(response) -> str:
    return response.content.decode()


def proven(client, user, **more):
    both = {"password": PASSWORD, "code": code_of(user), **more}
    return client.post(PASSKEYS, both)


def added(user, device: Device, name: str = "Laptop in room 2"):
    client = signed_in(user)
    assert proven(client, user)["Location"] == NEW
    answer = json.dumps(device.make(asked_in(client.get(NEW))))
    return client, client.post(NEW, {"name": name, "answer": answer})


def used(client, said: dict):
    return client.post(USE, {"answer": json.dumps(said)})


def test_a_passkey_is_made_after_both_factors_and_signs_in_in_the_place_of_a_code(user):
    device = Device()
    assert signed_in(user).get(NEW)["Location"] == PASSKEYS
    client, made = added(user, device)
    assert made["Location"] == PASSKEYS
    added_on = f"Laptop in room 2, added {now():%d-%b-%Y}"
    assert lost(text(client.get(PASSKEYS)), f"Yours {added_on} Remove it") == []
    assert client.get(NEW)["Location"] == PASSKEYS, "once proven, one is made"
    half = half_in(user)
    assert used(half, device.use(asked_in(half.get(CODE))))["Location"] == "/provider/"
    assert half.get("/provider/").status_code == 200
    assert ("passkey_made", "", subject(user)) in events(user)
    assert "last used" in " ".join(text(half.get(PASSKEYS)).split())


def test_nothing_of_a_passkey_can_be_read_in_its_row(user):
    device = Device()
    added(user, device)
    row = models.Passkey.objects.get()
    assert device.name not in bytes(row.content)
    assert b"Laptop" not in bytes(row.content)
    row.user = a_user()
    with pytest.raises(models.CannotOpen):
        sealed.open(row, "content")


def of_another(device: Device, asked: dict) -> dict:
    other = Device()
    other.name = device.name
    return other.use(asked)


def elsewhere(device: Device, asked: dict) -> dict:
    device.origin = "http://testserver.evil.example"
    return device.use(asked)


def copied(device: Device, asked: dict) -> dict:
    """Signed in once since it was copied, and the copy does not know of it."""
    device.uses = -1
    return device.use(asked)


def stale(device: Device, asked: dict) -> dict:
    return device.use({"publicKey": {**asked["publicKey"], "challenge": "b2xk"}})


def made_again(device: Device, asked: dict) -> dict:
    return device.make({"publicKey": {**asked["publicKey"], "rp": {"id": "testserver"}}})


WRONG = {
    "another device": of_another,
    "another origin": elsewhere,
    "another challenge": stale,
    "another host": lambda d, asked: d.use({"publicKey": {**asked["publicKey"], "rpId": "x"}}),
    "made instead of used": made_again,
    "no answer": lambda *_: {},
    "a list": lambda *_: [],
    "a number": lambda *_: 7,
}


@pytest.mark.parametrize("what", WRONG)
def test_what_does_not_fit_opens_nothing_and_is_said(user, what):
    device = Device()
    added(user, device)
    half = half_in(user)
    refused = used(half, WRONG[what](device, asked_in(half.get(CODE))))
    assert (refused.status_code, "This passkey did not fit" in text(refused)) == (400, True)
    assert half.get("/provider/").status_code == 302
    assert models.AccessEvent.objects.filter(action="factor_wrong").count() == 1


def test_what_was_asked_counts_once_and_a_copy_of_the_device_is_noticed(user):
    device = Device()
    added(user, device)
    half = half_in(user)
    said = device.use(asked_in(half.get(CODE)))
    assert used(half, said).status_code == 302
    again = half_in(user)
    asked = asked_in(again.get(CODE))
    assert used(again, said).status_code == 400, "sent again to another question"
    device.uses = 0
    assert used(again, device.use(asked_in(again.get(CODE)))).status_code == 400
    assert asked["publicKey"]["challenge"] not in text(again.get(CODE))


def test_five_wrong_passkeys_lock_codes_too(user):
    added(user, Device())
    half = half_in(user)
    half.get(CODE)
    for _try in range(5):
        refused = used(half, {})
    assert "Too many" in text(refused)
    assert half.post(CODE, {"code": code_of(user)}).status_code == 400


def test_a_passkey_that_is_removed_opens_nothing_and_ends_other_sessions(user):
    device = Device()
    client, _made = added(user, device)
    elsewhere_open = signed_in(user)
    pk = str(models.Passkey.objects.get().pk)
    assert f'name="remove" value="{pk}"' in text(client.get(PASSKEYS))
    assert client.post(PASSKEYS, {"remove": pk}).status_code == 400, "both factors first"
    assert proven(client, user, remove=pk)["Location"] == PASSKEYS
    assert "opens nothing any more" in text(client.get(PASSKEYS))
    assert elsewhere_open.get("/provider/").status_code == 302
    assert ("passkey_removed", "", subject(user)) in events(user)
    assert "data-asked" not in text(half_in(user).get(CODE))


def test_a_passkey_that_can_not_be_read_keeps_nobody_out_and_can_be_removed(user):
    device = Device()
    added(user, device)
    client, _made = added(user, Device(), "Telephone")
    damaged = user.passkeys.order_by("made_at").last()
    models.Passkey.objects.filter(pk=damaged.pk).update(content=b"x")
    half = half_in(user)
    assert used(half, device.use(asked_in(half.get(CODE))))["Location"] == "/provider/"
    assert "A passkey that can&#x27;t be read" in text(client.get(PASSKEYS))
    proven(client, user, remove=str(damaged.pk))
    assert "can&#x27;t be read" not in text(client.get(PASSKEYS))
    assert half_in(user).post(CODE, {"code": code_of(user)})["Location"] == "/provider/"


def test_nobody_removes_a_passkey_of_somebody_else(user):
    added(user, Device())
    other = enrolled(a_provider(password=PASSWORD))
    proven(signed_in(other), other, remove=str(models.Passkey.objects.get().pk))
    assert models.Passkey.objects.count() == 1


def test_passkeys_go_with_a_reset_of_the_factor(user):
    added(user, Device())
    reset(user, by=a_user(), at=now())
    assert not models.Passkey.objects.exists()


@pytest.mark.parametrize("answer", ["", "{", "[]", '{"id": 1}', "[" * 9_000, "no key"])
def test_a_device_that_made_nothing_is_told(user, answer):
    client = signed_in(user)
    said = "A code that you have just used is not taken again: wait for the next one."
    assert lost(text(client.get(PASSKEYS)), said, "Yours You have none yet.") == []
    proven(client, user)
    page = client.get(NEW)
    asked = asked_in(page)
    assert lost(text(page), "Your new passkey Your device asks for") == []
    if answer == "no key":
        answer = json.dumps(Device().make(asked, with_key=False))
    refused = client.post(NEW, {"name": "Laptop", "answer": answer})
    assert (refused.status_code, "made no passkey that fits" in text(refused)) == (400, True)
    assert not models.Passkey.objects.exists()


@pytest.mark.parametrize("named", ["x", "", "00000000-0000-0000-0000-000000000000", "removed"])
def test_a_passkey_that_is_not_there_is_not_removed_and_no_code_is_used_up(user, named):
    client, _made = added(user, Device())
    if named == "removed":
        row = user.passkeys.get()
        named = str(row.pk)
        row.delete()
    both = {"password": PASSWORD, "code": code_of(user), "remove": named}
    answer = client.post(PASSKEYS, both, follow=True)
    assert "no such passkey on your account" in text(answer)
    assert "opens nothing any more" not in text(answer)
    del both["remove"]
    assert client.post(PASSKEYS, both)["Location"] == NEW

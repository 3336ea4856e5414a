"""Signing in and out of the provider's door."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from intake import models
from intake.actions.accounts.accounts import Account, open_account
from tests.make.builders import PASSWORD, a_user
from tests.make.factor import code_of, enrolled
from tests.make.providers import a_provider, events, signed_in
from tests.pdf.pages import lost

pytestmark = pytest.mark.django_db

ADDRESS = "/account/sign-in/"
NEUTRAL = "The user name and the password do not fit together. Check both."


def sign_in(client: Client, username: str, password: str = PASSWORD, **more):
    return client.post(ADDRESS, {"username": username, "password": password, **more})


def sign_in_with_both(client: Client, user, **more):
    sign_in(client, user.username, **more)
    return client.post(f"{ADDRESS}code/", {"code": code_of(user)})


def ready() -> models.User:
    return enrolled(a_provider(password=PASSWORD))


def test_provider_comes_to_the_worklist_when_both_factors_are_right(client):
    provider = ready()
    response = sign_in_with_both(client, provider)
    assert (response.status_code, response["Location"]) == (302, "/provider/")
    assert events(provider)[-1] == ("signed_in", "", "")


def test_an_account_of_the_demonstration_is_given_its_part_and_password_anew_at_each_start(client):
    account = Account("kim", "Kim", "Lee", ("front desk",))
    first = open_account(account, password="of the last start", at=now())
    models.User.objects.update(is_active=False)
    again = open_account(replace(account, roles=("provider",)), password=PASSWORD, at=now())
    assert (again, again.roles) == (first, {"provider"})
    assert sign_in_with_both(client, enrolled(again))["Location"] == "/provider/"


def test_answer_is_the_same_when_name_is_unknown_inactive_or_the_password_is_wrong(client):
    known = a_provider(password=PASSWORD)
    inactive = a_provider(password=PASSWORD, is_active=False)
    unusable = a_provider()
    pages = [
        sign_in(client, "nobody"),
        sign_in(client, known.username, "wrong password"),
        sign_in(client, inactive.username),
        sign_in(client, unusable.username),
    ]
    assert [page.status_code for page in pages] == [400] * 4
    assert all(NEUTRAL in page.content.decode() for page in pages)


def test_blank_fields_are_named_when_nothing_was_typed(client):
    page = sign_in(client, "", "").content.decode()
    assert "<title>Error: Sign in" in " ".join(page.split()).replace("<title> ", "<title>")
    assert '<a href="#id_username">Enter your user name.</a>' in page
    assert '<a href="#id_password">Enter your password.</a>' in page


def test_sixth_try_is_locked_in_words_even_when_it_is_right(client):
    provider = a_provider(password=PASSWORD)
    for _ in range(5):
        sign_in(client, provider.username, "wrong password")
    response = sign_in(client, provider.username)
    assert response.status_code == 429
    said = (
        "locked here for 15 minutes. Each further try starts the 15 minutes again.",
        "ask an administrator for a new one. If you did not try to sign in yourself, tell an"
        " administrator now.",
    )
    assert lost(response.content.decode(), *said) == []
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "onward",
    [
        "//evil.example",
        "https:evil.example",
        "https://evil.example/",
        "http://testserver/provider/",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
    ],
)
def test_next_is_dropped_when_it_is_not_a_path_of_our_own(client, onward):
    provider = ready()
    assert sign_in_with_both(client, provider, next=onward)["Location"] == "/provider/"


def test_next_is_followed_when_it_is_a_path_of_our_own(client):
    provider = ready()
    onward = "/provider/visits/EV-7F3K-29QD/"
    assert sign_in_with_both(client, provider, next=onward)["Location"] == onward


def test_c34_session_key_changes_with_the_password_and_with_the_code(client):
    provider = ready()
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies["session"] = planted
    sign_in(client, provider.username)
    half = client.session.session_key
    client.post(f"{ADDRESS}code/", {"code": code_of(provider)})
    assert len({planted, half, client.session.session_key}) == 3
    for old in (planted, half):
        late = Client()
        late.cookies["session"] = old
        assert late.get("/provider/")["Location"] == f"{ADDRESS}?next=/provider/"


def test_browser_forgets_everything_when_somebody_signs_out():
    provider = a_provider()
    client = signed_in(provider)
    response = client.post(reverse("account:sign_out"))
    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "_auth_user_id" not in client.session
    assert events(provider) == [("signed_out", "", "")]


def test_signing_out_is_refused_when_it_is_not_posted():
    provider = a_provider()
    client = signed_in(provider)
    assert client.get(reverse("account:sign_out")).status_code == 405
    assert "_auth_user_id" in client.session


def test_staff_are_told_that_this_is_not_their_door_when_they_are_no_providers():
    editor = a_user(is_staff=True, first_name="Ines", last_name="Moreau")
    response = signed_in(editor).get("/provider/")
    page = response.content.decode()
    assert response.status_code == 403
    assert "This part is for providers" in page
    assert 'href="/admin/"' in page
    assert events(editor) == [("denied", "", "provider:worklist")]

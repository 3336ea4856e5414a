"""Staff on their way in: with the password alone, and with the code as well."""

from django.test import Client

from intake import models
from tests.make.builders import PASSWORD
from tests.make.factor import code_of

ADDRESS, CODE = "/account/sign-in/", "/account/sign-in/code/"


def typed(user: models.User) -> dict[str, str]:
    return {"username": user.username, "password": PASSWORD}


def half_in(user: models.User) -> Client:
    """The password was right; the account has an authenticator."""
    client = Client()
    assert client.post(ADDRESS, typed(user))["Location"] == CODE
    return client


def at_the_code(user: models.User) -> Client:
    """The code was right as well."""
    client = half_in(user)
    assert client.post(CODE, {"code": code_of(user)}).status_code == 302
    return client

"""Whoever talks, and the visit that is talked about."""

import pytest

from intake import models
from tests.browser.inside import the_provider
from tests.browser.talk.talking import HELD, a_talk


@pytest.fixture
def provider(site) -> models.User:
    return the_provider()


@pytest.fixture
def visit(provider) -> models.Visit:
    return a_talk(provider, HELD)

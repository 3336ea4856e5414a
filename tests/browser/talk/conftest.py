"""Whoever talks."""

import pytest

from intake import models
from tests.browser.inside import the_provider


@pytest.fixture
def provider(site) -> models.User:
    return the_provider()

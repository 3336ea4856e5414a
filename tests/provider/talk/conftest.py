"""A room whose answers were sent and in which nothing is recorded yet, for its own provider."""

import pytest
from django.test import Client

from intake import models
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_room, fresh


@pytest.fixture
def discussion() -> models.FrozenDiscussion:
    return a_room(a_provider())


@pytest.fixture
def visit(discussion: models.FrozenDiscussion) -> models.Visit:
    return fresh(discussion.submission.visit)


@pytest.fixture
def client(visit: models.Visit) -> Client:
    return signed_in(visit.provider)

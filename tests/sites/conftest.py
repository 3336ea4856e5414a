"""A site, and a manager who sets it up."""

import pytest

from intake import models
from tests.make.staff import signed_in

MANAGER = "clinic manager"


@pytest.fixture
def site():
    models.Site.objects.update(name="Lakeside", key="lakeside")
    return models.Site.objects.get()


@pytest.fixture
def client(site):
    return signed_in(MANAGER)

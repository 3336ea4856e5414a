"""A visit of today whose paper lies on the table."""

import pytest
from django.utils import timezone

from intake import models
from tests.make.builders import a_version, a_visit
from tests.make.small import SMALL


@pytest.fixture
def visit() -> models.Visit:
    a_version(SMALL)
    return a_visit(day=timezone.localdate())

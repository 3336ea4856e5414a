"""Whoever tries the product finds a questionnaire there, however long ago it was shipped."""

import pytest
import time_machine
from django.utils import timezone

from intake import models
from intake.management.demonstration import published_questionnaire
from tests.make.builders import a_user

pytestmark = pytest.mark.django_db


@time_machine.travel("2031-07-01T12:00:00Z", tick=False)
def test_demonstration_is_published_when_its_evidence_was_to_be_read_again():
    published_questionnaire(by=a_user(), at=timezone.now())
    waivers = models.Version.objects.get().read().waivers
    assert "overdue" in {waiver.about for waiver in waivers}

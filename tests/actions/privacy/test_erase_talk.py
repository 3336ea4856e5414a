"""A talk and its signature, which nothing else can delete, go with their visit."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.privacy.erase import purge
from intake.actions.privacy.verify_log import check_log
from tests.actions.privacy.test_erase import left
from tests.make.guards import guards_down
from tests.models.room_tries import a_busy_room

pytestmark = pytest.mark.django_db


def test_c120_a_talk_with_its_signature_goes_with_its_visit():
    discussion = a_busy_room()
    visit = discussion.submission.visit
    assert left() >= {"OutcomeRecord", "SignOff", "Addendum", "Reassignment", "AccessGrant"}
    models.Visit.objects.update(date=date(2010, 1, 1))
    # Whoever could still come in keeps a visit alive.
    models.Invitation.objects.update(revoked_at=timezone.now(), revoked_by=visit.provider)
    models.PatientSession.objects.update(ended_at=timezone.now())
    with guards_down(connection):
        models.Reopening.objects.filter(ended_at=None).update(
            ended_at=timezone.now(), ending=models.Ending.UNCHANGED
        )
    assert visit.reference in [each.visit.reference for each in purge(at=timezone.now())]
    register = {"Product", "ProductPaper", "Price", "Lot", "Practitioner", "EmergencyKit"}
    assert left() == register
    assert check_log(at=timezone.now()).is_whole

"""What was erased waits in no copy beside the file of the database."""

from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.privacy.erase import erase_patient, purge
from tests.make.builders import a_user, a_version, a_visit
from tests.make.small import SMALL

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such file")


@pytest.mark.parametrize("by_hand", [True, False])
def test_the_log_beside_the_file_is_empty_once_somebody_was_erased(shared_database, by_hand):
    a_version(SMALL)
    visit, log = a_visit(), Path(f"{connection.settings_dict['NAME']}-wal")
    assert log.stat().st_size
    if by_hand:
        erase_patient(visit.patient, by=a_user(), at=timezone.now())
    else:
        models.Visit.objects.update(date="2020-01-01", created_at="2020-01-01T00:00Z")
        list(purge(at=timezone.now()))
    assert not models.Patient.objects.exists()
    assert log.stat().st_size == 0

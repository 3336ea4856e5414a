"""What all tests share."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import override_settings
from django.utils import timezone

from intake.models import Site
from tests.databases import copied, migrated_file
from tests.make.guards import guards_down, made_of_the_environment, put_back, roles

CLINICS = (
    ("America/Los_Angeles", datetime(2026, 12, 2, 4, tzinfo=UTC)),  # eight in the evening
    ("Pacific/Auckland", datetime(2026, 11, 30, 20, tzinfo=UTC)),  # nine in the morning
)


class ClinicsDay(NamedTuple):
    at: datetime
    today: date
    zone: ZoneInfo


UNHASHED = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


pytest_plugins = ["tests.marks", "tests.processor_seconds"]


@pytest.fixture(scope="session", autouse=True)
def static_files_without_collecting(tmp_path_factory):
    """The manifest of hashed names exists only after collectstatic; tests use the plain names.

    A demonstration may have collected: every client of a test would look through all of it.
    """
    nothing = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": UNHASHED}
    with override_settings(STORAGES=storages, STATIC_ROOT=nothing):
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_hashed_quickly():
    with override_settings(PASSWORD_HASHERS=["tests.hashing.QuickArgon2"]):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Instead of pytest-django's, which applies every migration in every worker of every run."""
    with django_db_blocker.unblock(), copied():
        yield


@pytest.fixture(scope="session")
def migrated(django_db_setup, django_db_blocker) -> Path:
    """An empty database in a file; a test takes a copy."""
    with django_db_blocker.unblock():
        return migrated_file()


@pytest.fixture(params=CLINICS, ids=lambda clinic: clinic[0])
def clinics_day(request, settings, db) -> Iterator[ClinicsDay]:
    """A moment, in UTC as the product takes it, whose day at the site is not that of UTC.

    The installation stands elsewhere: a rule that takes its day in place of the site's is wrong.
    """
    name, at = request.param
    settings.TIME_ZONE = "UTC"
    Site.objects.update(time_zone=name)
    with time_machine.travel(at, tick=False):
        yield ClinicsDay(at, date(2026, 12, 1), ZoneInfo(name))


@pytest.fixture(params=CLINICS, ids=lambda clinic: clinic[0])
def here_day(request, settings) -> Iterator[ClinicsDay]:
    """The same at the installation, whose clock counts for evidence and where no site is meant."""
    settings.TIME_ZONE, at = request.param
    # A test that called a page without the middleware may have left a site's zone behind.
    with time_machine.travel(at, tick=False), timezone.override(None):
        yield ClinicsDay(at, date(2026, 12, 1), ZoneInfo(settings.TIME_ZONE))


@pytest.fixture(scope="session", autouse=True)
def tables_emptied_without_guards():
    """Tests with real transactions empty the tables afterwards, the access log among them."""
    empty_tables = TransactionTestCase._fixture_teardown

    def empty_without_guards(test):
        kept, made = roles(), made_of_the_environment()
        with guards_down(connection):
            empty_tables(test)
        put_back(kept, made)

    TransactionTestCase._fixture_teardown = empty_without_guards
    yield
    TransactionTestCase._fixture_teardown = empty_tables

"""A database that several threads can share, as several workers do."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from tests.make.files import using


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """An empty database in a file, made once; every test gets a copy of its own."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    with using(path), django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
    return path


@pytest.fixture
def shared_database(request, tmp_path, django_db_blocker):
    """On SQLite a file, because the tests' own database is in memory and locks differently."""
    if connections["default"].vendor == "postgresql":
        yield
        return
    path = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "shared.sqlite3")
    with using(path), django_db_blocker.unblock():
        yield

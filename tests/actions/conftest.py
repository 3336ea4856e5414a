"""A database that several threads can share, as several workers do."""

import shutil

import pytest
from django.db import connections

from tests.databases import using


@pytest.fixture
def shared_database(request, tmp_path, django_db_blocker):
    """On SQLite a file, because the tests' own database is in memory and locks differently."""
    if connections["default"].vendor == "postgresql":
        yield
        return
    path = shutil.copy(request.getfixturevalue("migrated"), tmp_path / "shared.sqlite3")
    with using(path), django_db_blocker.unblock():
        yield

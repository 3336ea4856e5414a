"""A database in a file whose writers lose patience quickly."""

import shutil

import pytest
from django.db import connections

from tests.databases import using


@pytest.fixture(scope="session", autouse=True)
def something_to_copy(django_db_setup):
    """Every clinic begins with a copy of the migrated database, also where no test touches one."""


@pytest.fixture
def quick_database(request, tmp_path, django_db_blocker):
    """On SQLite the path of a fresh file; waiting for a lock ends after a second, not after ten."""
    settings = connections.settings["default"]
    if settings["ENGINE"].endswith("postgresql"):
        yield None
        return
    path = shutil.copy(request.getfixturevalue("migrated"), tmp_path / "quick.sqlite3")
    kept, settings["OPTIONS"] = settings["OPTIONS"], {**settings["OPTIONS"], "timeout": 1}
    with using(path), django_db_blocker.unblock():
        yield path
    settings["OPTIONS"] = kept

"""A database in a file whose writers lose patience quickly."""

import shutil

import pytest
from django.core.management import call_command
from django.db import connections

from tests.make.files import using


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory, django_db_setup, django_db_blocker):
    path = tmp_path_factory.mktemp("clinic") / "empty.sqlite3"
    with using(path), django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
    return path


@pytest.fixture
def quick_database(request, tmp_path, django_db_blocker):
    """On SQLite the path of a fresh file; waiting for a lock ends after a second, not after ten."""
    settings = connections.settings["default"]
    if settings["ENGINE"].endswith("postgresql"):
        yield None
        return
    path = shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "quick.sqlite3")
    kept, settings["OPTIONS"] = settings["OPTIONS"], {**settings["OPTIONS"], "timeout": 1}
    with using(path), django_db_blocker.unblock():
        yield path
    settings["OPTIONS"] = kept

"""A database that several threads can share, as several workers do."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections


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


@contextmanager
def using(path: Path) -> Iterator[None]:
    """Every connection, of this thread and of new ones, goes to this file."""
    in_memory, settings = connections["default"], connections.settings["default"]
    connections.settings["default"] = {**settings, "NAME": str(path)}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = in_memory
        connections.settings["default"] = settings

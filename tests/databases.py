"""A database with every migration applied, made once and copied for each worker and run; one in a
file that threads share, or that was made once in a run, as an old migration left it."""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from tests.environment import BASE

VAR = BASE / "var"
# Applying the migrations takes seconds of a processor, and a dozen databases want them.
MADE_FROM = ("intake/migrations", "intake/models", "requirements.txt", "clinicsite/settings.py")


@cache
def migrated_file() -> Path:
    """On SQLite: an empty clinic's database, to be copied and never opened to write."""
    path = VAR / f"tests-{fingerprint()}.sqlite3"
    with one_at_a_time():
        if not path.exists():
            for old in VAR.glob("tests-*.sqlite3*"):
                old.unlink()
            unfinished = path.with_suffix(f".{os.getpid()}")
            with using(unfinished):
                call_command("migrate", verbosity=0)
            unfinished.rename(path)
    return path


@cache
def migrated_name() -> str:
    """The same on PostgreSQL: the name of a database that others are copied from."""
    name = f"migrated_{fingerprint()}"
    with one_at_a_time():
        if not _rows("SELECT 1 FROM pg_database WHERE datname = %s", name):
            _rows(f"CREATE DATABASE unfinished_{name}")
            with _named(f"unfinished_{name}"):
                call_command("migrate", verbosity=0)
            _rows(f"ALTER DATABASE unfinished_{name} RENAME TO {name}")
    return name


@contextmanager
def using(path: Path) -> Iterator[None]:
    """Every connection, of this thread and of new ones, goes to this file."""
    in_memory, kept = connections["default"], connections.settings["default"]
    connections.settings["default"] = {**kept, "NAME": str(path)}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = in_memory
        connections.settings["default"] = kept


@contextmanager
def migrated_to(path: Path, name: str) -> Iterator[Apps]:
    """A file as this migration left it, with the models of that time."""
    with using(path):
        call_command("migrate", "intake", name, verbosity=0)
        yield MigrationExecutor(connection).loader.project_state([("intake", name)]).apps


def made_in_this_run(name: str, make: Callable[[Path], None]) -> Path:
    """A file that takes long to make: whichever worker comes first makes it, and all read it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone{os.getpid()}")
    path = VAR / f"{name}-{run}.sqlite3"
    with one_at_a_time(f"{name}.lock"):
        if not path.exists():
            for old in VAR.glob(f"{name}-*.sqlite3*"):
                old.unlink()
            unfinished = path.with_suffix(f".{os.getpid()}")
            make(unfinished)
            unfinished.rename(path)
    return path


@contextmanager
def copied() -> Iterator[None]:
    """The tests' own database, of this process alone: in memory, or on the server."""
    name = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        source = migrated_file()
        with _named(name):
            connection.ensure_connection()
            sqlite3.connect(source).backup(connection.connection)
            yield
        return
    with copied_on_server(f"{name}_{os.getpid()}") as own, _named(own):
        yield


@contextmanager
def copied_on_server(name: str) -> Iterator[str]:
    _rows(f"CREATE DATABASE {name} TEMPLATE {migrated_name()}")
    yield name
    _rows(f"DROP DATABASE {name} WITH (FORCE)")


def host() -> str:
    return str(connection.settings_dict["HOST"])


@contextmanager
def _named(name: str) -> Iterator[None]:
    kept = connection.settings_dict["NAME"]
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    yield
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = kept


def _rows(statement: str, *values: object) -> list[tuple]:
    with psycopg.connect(host=host(), user="intake", dbname="postgres", autocommit=True) as server:
        found = server.execute(statement, values or None)
        return found.fetchall() if found.description else []


@contextmanager
def one_at_a_time(name: str = "tests.lock") -> Iterator[None]:
    with (VAR / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fingerprint() -> str:
    digest = hashlib.sha256()
    for place in MADE_FROM:
        path = BASE / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]

"""Takes the whole database into one file, and puts it back into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from .manifest import Manifest, manifest_of


class CannotDump(Exception):
    """Nothing was made or put back; the message says why, without a password."""


def database() -> dict[str, Any]:
    return connection.settings_dict


def is_sqlite() -> bool:
    return bool(database()["ENGINE"].endswith("sqlite3"))


def dump(into: Path, *, at: datetime) -> Manifest:
    """Everything as it was at one moment, while the site goes on."""
    if is_sqlite():
        with (
            closing(sqlite3.connect(database()["NAME"])) as ours,
            closing(sqlite3.connect(into)) as copy,
        ):
            ours.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return _read_sqlite(into, at=at)
    with _postgresql(autocommit=False) as server:
        server.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = server.execute("SELECT pg_export_snapshot()").fetchone()[0]
        _run(["pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}",
              "--file", str(into), database()["NAME"]])  # fmt: skip
        return _read_postgresql(server, at=at)


def expect_empty() -> None:
    """A restore never overwrites: what is there may be the only copy of what came after."""
    if is_sqlite():
        path = Path(database()["NAME"])
        if path.exists() and path.stat().st_size:
            raise CannotDump(f"{path} exists. Move it away first; nothing was changed.")
        return
    with _postgresql() as server:
        found = server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if found.fetchone()[0]:
            raise CannotDump("The database has tables. Make an empty one; nothing was changed.")


def load(dumped: Path, *, at: datetime, name: str = "") -> Manifest:
    """Put a dump into the empty database of the settings, or into one of another name."""
    if is_sqlite():
        path = Path(name or database()["NAME"])
        shutil.copyfile(dumped, path)
        path.chmod(0o600)
        return _read_sqlite(path, at=at)
    _run(["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
          "--dbname", name or database()["NAME"], str(dumped)])  # fmt: skip
    with _postgresql(name) as server:
        return _read_postgresql(server, at=at)


@contextmanager
def scratch(folder: Path) -> Iterator[str]:
    """The name of a database that exists for a check only."""
    if is_sqlite():
        yield str(folder / "restored.sqlite3")
        return
    name = f"intake_check_{os.getpid()}"
    with _postgresql() as server:
        try:
            server.execute(f"CREATE DATABASE {name}")  # our own word and a number
        except psycopg.errors.InsufficientPrivilege:
            raise CannotDump(
                "The database role may make no database to try it in: ALTER ROLE … CREATEDB,"
                " or restore into an empty database on another machine."
            ) from None
    try:
        yield name
    finally:
        with _postgresql() as server:
            server.execute(f"DROP DATABASE {name}")


def _read_sqlite(path: Path, *, at: datetime) -> Manifest:
    with closing(sqlite3.connect(path)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise CannotDump("The copy is damaged (integrity_check).")
        return manifest_of(lambda query: copy.execute(query).fetchall(), vendor="sqlite", at=at)


def _read_postgresql(server: psycopg.Connection[Any], *, at: datetime) -> Manifest:
    return manifest_of(lambda query: server.execute(query).fetchall(), vendor="postgresql", at=at)


def _postgresql(name: str = "", *, autocommit: bool = True) -> psycopg.Connection[Any]:
    return psycopg.connect(**_place(), dbname=name or database()["NAME"], autocommit=autocommit)


def _place() -> dict[str, str]:
    chosen = database()
    place = {"host": chosen["HOST"], "port": chosen["PORT"], "user": chosen["USER"]}
    place |= {"password": chosen["PASSWORD"], "sslmode": chosen["OPTIONS"].get("sslmode", "")}
    return {name: str(value) for name, value in place.items() if value}


def _run(command: list[str]) -> None:
    """PostgreSQL's own program, told the place by its environment: a list of processes shows no
    password."""
    place = {f"PG{name.upper()}": value for name, value in _place().items()}
    kept = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, env=kept | place, capture_output=True, check=False)  # noqa: S603 - no shell
    except FileNotFoundError:
        raise CannotDump(
            f"{command[0]} is not installed: apt-get install postgresql-client"
        ) from None
    if done.returncode:
        # Its words name tables and roles; values stay out of them.
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise CannotDump(f"{command[0]} failed: {' '.join(last)}")

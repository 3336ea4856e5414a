"""Empties the tables after a test with real transactions, without losing what migrations made."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import connection as default
from django.db.models import Model

from intake.models import KeyCheck, Site, Version
from intake.models.catalog.versions import _heard_in, _read, _read_in

GUARDED = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"


@contextmanager
def guards_down(connection: Any) -> Iterator[None]:
    """Tests with real transactions empty every table after themselves; the guards refuse that."""
    if connection.vendor == "sqlite":
        yield from _without_triggers(connection)
        return
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        tables = [table for (table,) in cursor.fetchall()]
    _turn(connection, tables, "DISABLE")
    yield
    _turn(connection, tables, "ENABLE")


def _turn(connection: Any, tables: list[str], switch: str) -> None:
    connection.check_constraints()  # PostgreSQL alters no table that has checks waiting.
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {switch} TRIGGER USER")


def _without_triggers(connection: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    yield
    with connection.cursor() as cursor:
        for _name, sql in triggers:
            cursor.execute(sql)


def made_of_the_environment() -> list[Model]:
    """What migrations made of it: the site, and what tells its keys."""
    return [*Site.objects.all(), *KeyCheck.objects.all()]


def roles() -> dict[str, list[str]]:
    """The groups that migrations made, with the code names of what they may do."""
    return {
        group.name: list(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.all()
    }


def put_back(kept: dict[str, list[str]], made: list[Model]) -> None:
    """Make again what was emptied away with everything else."""
    for row in made:
        row.save(force_insert=True)
    for name, codenames in kept.items():
        group = Group.objects.create(name=name)
        group.permissions.set(
            Permission.objects.filter(
                codename__in=codenames, content_type__app_label__in=["intake", "auth"]
            )
        )


def alter_versions(document: str = "{") -> None:
    """Every published document, by a hand in the database; what was read of it is forgotten."""
    with guards_down(default):
        Version.objects.update(document=document)
    forget_versions()


def forget_versions() -> None:
    for reading in (_read, _read_in, _heard_in):
        reading.cache_clear()

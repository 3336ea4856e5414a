"""Takes the database's guards down while the tables of a test are emptied, then up again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LOG = "intake_accessevent"


@contextmanager
def guards_down(connection: Any) -> Iterator[None]:
    """Tests with real transactions empty every table after themselves; the guards refuse that."""
    if connection.vendor == "sqlite":
        yield from _without_triggers(connection)
        return
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {LOG} DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {LOG} ENABLE TRIGGER USER")


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

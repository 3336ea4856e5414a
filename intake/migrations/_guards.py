"""How guards are put up, on SQLite and on PostgreSQL, and kept over changes of their tables."""

from typing import NamedTuple


class Guard(NamedTuple):
    """Refuses an event on a table with these words: always, or where the condition holds."""

    name: str
    table: str
    event: str
    words: str
    condition: str = ""


def put_up(schema_editor, guard, *, function=""):
    """On PostgreSQL with a function of its own, because only that can ask other tables."""
    name, table, event, words, condition = guard
    if schema_editor.connection.vendor == "sqlite":
        _put_up_on_sqlite(schema_editor, guard)
        return
    function = function or f"intake_{name}"
    schema_editor.execute(
        f"""
        CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {condition or "TRUE"} THEN
                RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN {"OLD" if event == "DELETE" else "NEW"};
        END $$
        """,
        params=None,
    )
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON intake_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()",
        params=None,
    )


def put_up_plain(schema_editor, guard):
    """On PostgreSQL with the one function that is told its words; it asks its own row at most."""
    name, table, event, words, condition = guard
    if schema_editor.connection.vendor == "sqlite":
        _put_up_on_sqlite(schema_editor, guard)
        return
    when = f"WHEN ({condition}) " if condition else ""
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON intake_{table} "
        f"FOR EACH {each} {when}EXECUTE FUNCTION intake_refuse('{words}')",
        params=None,
    )


def _put_up_on_sqlite(schema_editor, guard):
    name, table, event, words, condition = guard
    when = f"WHEN {condition} " if condition else ""
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON intake_{table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END",
        params=None,
    )


_taken_down = []


def take_down_on_sqlite(apps, schema_editor):
    """SQLite makes a table anew to change it, and loses its guards with the old one."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        _taken_down[:] = cursor.fetchall()
    for name, _sql in _taken_down:
        schema_editor.execute(f"DROP TRIGGER {name}")


def put_up_again(apps, schema_editor, *, but=()):
    """Those that were taken down on SQLite, as they were."""
    for name, sql in _taken_down:
        if name not in but:
            schema_editor.execute(sql, params=None)
    _taken_down.clear()

"""A complete copy on paper is never changed, and goes only with its visit, after a stone was put."""

from django.db import migrations

KEPT = "A copy that was printed is never changed"
NO_STONE = "Records of a visit are deleted only with the whole visit, after a stone was put"
STANDING = "EXISTS (SELECT 1 FROM intake_stone WHERE visit_number = ({visit}))"
VISITS = {
    "storedpdf": (
        "SELECT b.visit_id FROM intake_frozendiscussion AS d JOIN intake_submission AS b"
        " ON b.id = d.submission_id WHERE d.id = OLD.discussion_id"
    ),
    "signedpdf": "SELECT visit_id FROM intake_signoff WHERE id = OLD.sign_off_id",
}
# Key rotation seals the content again; what could not be printed is tried again.
COLUMNS = {
    "storedpdf": "id, discussion_id, copy, paper, state, sha256, made_at",
    "signedpdf": "id, sign_off_id, addenda, copy, paper, state, sha256, made_at",
}


def _guards():
    for table, visit in VISITS.items():
        standing = STANDING.format(visit=visit)
        yield f"{table}_never_changed", table, f"UPDATE OF {COLUMNS[table]}", KEPT, "TRUE"
        yield f"{table}_never_deleted", table, "DELETE", NO_STONE, f"NOT {standing}"


def stand(apps, schema_editor):
    """Put the guards up."""
    make = _on_sqlite if schema_editor.connection.vendor == "sqlite" else _on_postgresql
    for guard in _guards():
        for statement in make(*guard):
            schema_editor.execute(statement, params=None)


def fall(apps, schema_editor):
    """Take the guards down, for a migration backwards."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table, *_rest in _guards():
        schema_editor.execute(f"DROP TRIGGER {name}{f' ON intake_{table}' if is_postgresql else ''}")
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION intake_{name}()")


def _on_sqlite(name, table, event, words, condition):
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON intake_{table}"
        f" WHEN OLD.state = 'ok' AND {condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _on_postgresql(name, table, event, words, condition):
    yield f"""
    CREATE FUNCTION intake_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.state = 'ok' AND {condition} THEN
            RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END $$
    """
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON intake_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION intake_{name}()"
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0056_listed_name_rights")]

    operations = [migrations.RunPython(stand, fall)]

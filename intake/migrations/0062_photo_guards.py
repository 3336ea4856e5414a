"""A photo that was sent stays: the database refuses another one, a change, and taking it away."""

from django.db import migrations

SENT = "The answers were sent; nothing more is taken before staff reopen them"
KEPT = "A photo is never changed"
NO_STONE = "Records of a visit are deleted only with the whole visit, after a stone was put"
IS_SENT = "EXISTS (SELECT 1 FROM intake_submission WHERE id = NEW.submission_id AND state = 'sent')"
WAS_SENT = (
    "EXISTS (SELECT 1 FROM intake_frozendiscussion AS d"
    " WHERE d.submission_id = OLD.submission_id AND d.revision >= OLD.revision)"
    " AND NOT EXISTS (SELECT 1 FROM intake_submission AS b JOIN intake_stone AS s"
    " ON s.visit_number = b.visit_id WHERE b.id = OLD.submission_id)"
)
# Key rotation seals what is in it again.
COLUMNS = "id, submission_id, revision, sha256, added_at"
GUARDS = (
    ("photo_not_added_once_sent", "INSERT", SENT, IS_SENT),
    ("photo_never_changed", f"UPDATE OF {COLUMNS}", KEPT, "TRUE"),
    ("photo_not_removed_once_sent", "DELETE", NO_STONE, WAS_SENT),
)


def stand(apps, schema_editor):
    """Put the guards up."""
    make = _on_sqlite if schema_editor.connection.vendor == "sqlite" else _on_postgresql
    for guard in GUARDS:
        for statement in make(*guard):
            schema_editor.execute(statement, params=None)


def fall(apps, schema_editor):
    """Take the guards down, for a migration backwards."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, *_rest in GUARDS:
        schema_editor.execute(f"DROP TRIGGER {name}{' ON intake_photo' if is_postgresql else ''}")
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION intake_{name}()")


def _on_sqlite(name, event, words, condition):
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON intake_photo WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _on_postgresql(name, event, words, condition):
    yield f"""
    CREATE FUNCTION intake_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {condition} THEN
            RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END $$
    """
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON intake_photo "
        f"FOR EACH ROW EXECUTE FUNCTION intake_{name}()"
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0061_photos")]

    operations = [migrations.RunPython(stand, fall)]

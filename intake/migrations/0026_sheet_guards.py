"""What was sent stays as it was sent: the database refuses another sheet of answers."""

from django.db import migrations

SENT = "The answers were sent; nothing more is taken before staff reopen them"
NO_STONE = "Records of a visit are deleted only with the whole visit, after a stone was put"
IS_SENT = "EXISTS (SELECT 1 FROM intake_submission WHERE id = NEW.submission_id AND state = 'sent')"
HAS_NO_STONE = (
    "NOT EXISTS (SELECT 1 FROM intake_submission AS b JOIN intake_stone AS s"
    " ON s.visit_number = b.visit_id WHERE b.id = OLD.submission_id)"
)
# Key rotation seals a sheet again, so only its stamp is guarded: no other sheet fits under it.
GUARDS = (
    ("sheet_not_changed_once_sent", "UPDATE OF submission_id, stamp", SENT, IS_SENT),
    ("sheet_not_added_once_sent", "INSERT", SENT, IS_SENT),
    ("sheet_never_deleted", "DELETE", NO_STONE, HAS_NO_STONE),
)


def stand(apps, schema_editor):
    """Put the guards up."""
    for name, event, words, condition in GUARDS:
        for statement in _guard(schema_editor.connection.vendor, name, event, words, condition):
            schema_editor.execute(statement, params=None)


def fall(apps, schema_editor):
    """Take the guards down, for a migration backwards."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, *_rest in GUARDS:
        on = " ON intake_answersheet" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on}")
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION intake_{name}()")


def _guard(vendor, name, event, words, condition):
    if vendor == "sqlite":
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON intake_answersheet WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
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
        f"CREATE TRIGGER {name} BEFORE {event} ON intake_answersheet "
        f"FOR EACH ROW EXECUTE FUNCTION intake_{name}()"
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0025_no_row_for_an_answer")]

    operations = [migrations.RunPython(stand, fall)]

"""Rules that the database keeps about erasing: records go only where a stone was put first."""

from django.db import migrations

STONE = "A stone is never changed or taken away"
NO_STONE = "Records of a visit are deleted only with the whole visit, after a stone was put"
# Tables whose rows stay as long as their visit, and how each finds its visit.
RECORDS = {
    "frozendiscussion": "(SELECT visit_id FROM intake_submission WHERE id = OLD.submission_id)",
}
# The same for tables that no row could be deleted from until now, whatever stone there is.
OPENED = {
    "outcomerecord": "OLD.visit_id",
    "verifiedrecord": "OLD.visit_id",
    "choicerecord": "OLD.visit_id",
    "confirmedrecord": "OLD.visit_id",
    "reassignment": "OLD.visit_id",
    "accessgrant": "OLD.visit_id",
    "reopening": "OLD.visit_id",
    "signoff": "OLD.visit_id",
    "addendum": "(SELECT visit_id FROM intake_signoff WHERE id = OLD.sign_off_id)",
}
STANDING = "EXISTS (SELECT 1 FROM intake_stone WHERE visit_number = {visit})"


def stand(apps, schema_editor):
    """Put the guards up."""
    vendor = schema_editor.connection.vendor
    for table in OPENED:
        schema_editor.execute(_drop(vendor, f"{table}_never_deleted", table))
    for table, visit in {**RECORDS, **OPENED}.items():
        name = f"{table}_never_deleted"
        for statement in _guard(vendor, name, table, visit):
            schema_editor.execute(statement, params=None)
    for event in ("UPDATE", "DELETE"):
        for statement in _refusal(vendor, f"stone_no_{event.lower()}", event):
            schema_editor.execute(statement, params=None)


def fall(apps, schema_editor):
    """Take the guards down, for a migration backwards."""
    vendor = schema_editor.connection.vendor
    for table in {**RECORDS, **OPENED}:
        schema_editor.execute(_drop(vendor, f"{table}_never_deleted", table))
        if vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION intake_{table}_kept_without_stone()")
    for table in OPENED:
        schema_editor.execute(_refused_always(vendor, table), params=None)
    for event in ("update", "delete"):
        schema_editor.execute(_drop(vendor, f"stone_no_{event}", "stone"))


def _drop(vendor, name, table):
    return f"DROP TRIGGER {name}{f' ON intake_{table}' if vendor == 'postgresql' else ''}"


def _guard(vendor, name, table, visit):
    standing = STANDING.format(visit=visit)
    if vendor == "sqlite":
        yield (
            f"CREATE TRIGGER {name} BEFORE DELETE ON intake_{table} WHEN NOT {standing} "
            f"BEGIN SELECT RAISE(ABORT, '{NO_STONE}'); END"
        )
        return
    function = f"intake_{table}_kept_without_stone()"
    yield f"""
    CREATE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT {standing} THEN
            RAISE EXCEPTION '{NO_STONE}' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END $$
    """
    yield (
        f"CREATE TRIGGER {name} BEFORE DELETE ON intake_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}"
    )


def _refused_always(vendor, table):
    """As it was before; on PostgreSQL the function of that time is still there."""
    name = f"{table}_never_deleted"
    refuse = (
        f"BEGIN SELECT RAISE(ABORT, '{NO_STONE}'); END"
        if vendor == "sqlite"
        else f"EXECUTE FUNCTION intake_{name}()"
    )
    return f"CREATE TRIGGER {name} BEFORE DELETE ON intake_{table} FOR EACH ROW {refuse}"


def _refusal(vendor, name, event):
    refuse = (
        f"BEGIN SELECT RAISE(ABORT, '{STONE}'); END"
        if vendor == "sqlite"
        else f"EXECUTE FUNCTION intake_refuse('{STONE}')"
    )
    yield f"CREATE TRIGGER {name} BEFORE {event} ON intake_stone FOR EACH ROW {refuse}"


class Migration(migrations.Migration):
    dependencies = [("intake", "0008_retention")]

    operations = [migrations.RunPython(stand, fall)]

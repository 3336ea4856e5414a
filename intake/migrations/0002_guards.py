"""Rules that the database keeps against every hand: what was published, sent or logged stays."""

from django.db import migrations

VERSION_CHANGED = "A published version is never changed"
VERSION_USED = "A version that a submission uses is never deleted"
SENT_CHANGED = "A discussion that was sent is never changed"
LOG_CHANGED = "The access log is only added to"
# Key rotation seals a discussion again, so its sealed columns are left out here.
SENT_COLUMNS = "id, submission_id, revision, sha256, holds, frozen_at"
USED = "EXISTS (SELECT 1 FROM intake_submission WHERE version_id = OLD.id)"

# (name, table, event, words, condition on SQLite)
GUARDS = (
    ("version_never_changed", "intake_version", "UPDATE", VERSION_CHANGED, ""),
    ("version_used_never_deleted", "intake_version", "DELETE", VERSION_USED, f"WHEN {USED}"),
    (
        "discussion_never_changed",
        "intake_frozendiscussion",
        f"UPDATE OF {SENT_COLUMNS}",
        SENT_CHANGED,
        "",
    ),
    ("access_never_changed", "intake_accessevent", "UPDATE", LOG_CHANGED, ""),
    ("access_never_deleted", "intake_accessevent", "DELETE", LOG_CHANGED, ""),
)

REFUSE = """
CREATE FUNCTION intake_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$
"""
REFUSE_IF_USED = f"""
CREATE FUNCTION intake_refuse_if_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {USED} THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$
"""


def stand(apps, schema_editor):
    """Put the guards up."""
    for statement in _statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def lift(apps, schema_editor):
    """Take the guards down, for a migration backwards."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table, *_rest in GUARDS:
        schema_editor.execute(f"DROP TRIGGER {name}{f' ON {table}' if is_postgresql else ''}")
    if is_postgresql:
        schema_editor.execute("DROP TRIGGER access_never_emptied ON intake_accessevent")
        schema_editor.execute("DROP FUNCTION intake_refuse()")
        schema_editor.execute("DROP FUNCTION intake_refuse_if_used()")


def _statements(vendor):
    if vendor == "sqlite":
        for name, table, event, words, condition in GUARDS:
            yield (
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
        return
    yield REFUSE
    yield REFUSE_IF_USED
    for name, table, event, words, condition in GUARDS:
        refuse = "intake_refuse_if_used" if condition else "intake_refuse"
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {refuse}('{words}')"
        )
    yield (
        "CREATE TRIGGER access_never_emptied BEFORE TRUNCATE ON intake_accessevent "
        f"FOR EACH STATEMENT EXECUTE FUNCTION intake_refuse('{LOG_CHANGED}')"
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [migrations.RunPython(stand, lift)]

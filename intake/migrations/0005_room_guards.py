"""Rules that the database keeps about talks: rows are only added, and nothing after the signature."""

from django.db import migrations

ONLY_ADDED = "What was recorded about a talk is only added to"
SIGNED = "The record of this visit is signed"
NOT_CURRENT = "Only the current revision is signed, and not while the patient corrects it"
SIGNATURE = "A signature is never changed"

# Columns that stay as they are. Sealed ones are left out: key rotation seals them again.
KEPT = {
    "outcomerecord": "id, visit_id, sequence, at, by_id, discussion_id, number, outcome, takes_back_id",
    "verifiedrecord": "id, visit_id, sequence, at, by_id, fact, verified_on, takes_back_id",
    "choicerecord": "id, visit_id, sequence, at, by_id, product_id, lot_id, person_id",
    "confirmedrecord": "id, visit_id, sequence, at, by_id, discussion_id",
    "reassignment": "id, visit_id, from_provider_id, to_provider_id, at, by_id",
    "accessgrant": "id, visit_id, user_id, granted_at, until, owner_id",
    "reopening": "id, visit_id, revision, at, by_id",
    "signoff": (
        "id, visit_id, discussion_id, decision, until, entries, signer_id, printed_name, role, "
        "meaning, signed_at, sha256"
    ),
    "addendum": (
        "id, sign_off_id, sequence, signer_id, printed_name, role, meaning, signed_at, sha256"
    ),
}
CLOSED_BY_SIGNATURE = (
    "outcomerecord",
    "verifiedrecord",
    "choicerecord",
    "confirmedrecord",
    "reopening",
)
IS_SIGNED = "EXISTS (SELECT 1 FROM intake_signoff WHERE visit_id = {row}.visit_id)"
IS_SIGNED_SUBMISSION = (
    "EXISTS (SELECT 1 FROM intake_signoff AS s JOIN intake_submission AS b"
    " ON b.visit_id = s.visit_id WHERE b.id = NEW.submission_id)"
)
IS_NOT_CURRENT = (
    "NOT EXISTS (SELECT 1 FROM intake_submission AS b JOIN intake_frozendiscussion AS d"
    " ON d.submission_id = b.id AND d.revision = b.revision"
    " WHERE b.visit_id = NEW.visit_id AND b.state = 'sent' AND d.id = NEW.discussion_id)"
)


def _guards():
    """(name, table, event, words, condition); an empty condition refuses always."""
    for table, columns in KEPT.items():
        words = SIGNATURE if table in ("signoff", "addendum") else ONLY_ADDED
        yield f"{table}_never_changed", table, f"UPDATE OF {columns}", words, ""
        yield f"{table}_never_deleted", table, "DELETE", words, ""
    for table in CLOSED_BY_SIGNATURE:
        yield f"{table}_not_after_signing", table, "INSERT", SIGNED, IS_SIGNED.format(row="NEW")
    columns = "visit_id, version_id, state, revision"
    yield (
        "submission_not_after_signing",
        "submission",
        f"UPDATE OF {columns}",
        SIGNED,
        IS_SIGNED.format(row="OLD"),
    )
    yield (
        "discussion_not_after_signing",
        "frozendiscussion",
        "INSERT",
        SIGNED,
        IS_SIGNED_SUBMISSION,
    )
    yield "signoff_of_the_current", "signoff", "INSERT", NOT_CURRENT, IS_NOT_CURRENT


def stand(apps, schema_editor):
    """Put the guards up."""
    make = _on_sqlite if schema_editor.connection.vendor == "sqlite" else _on_postgresql
    for guard in _guards():
        for statement in make(*guard):
            schema_editor.execute(statement, params=None)


def lift(apps, schema_editor):
    """Take the guards down, for a migration backwards."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table, *_rest in _guards():
        on = f" ON intake_{table}" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on}")
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION intake_{name}()")


def _on_sqlite(name, table, event, words, condition):
    when = f"WHEN {condition} " if condition else ""
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON intake_{table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _on_postgresql(name, table, event, words, condition):
    yield f"""
    CREATE FUNCTION intake_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {condition or "TRUE"} THEN
            RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON intake_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION intake_{name}()"
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_room")]

    operations = [migrations.RunPython(stand, lift)]

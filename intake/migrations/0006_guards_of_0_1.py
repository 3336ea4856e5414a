"""Rules that the database of 0.1 keeps: what was published, sent, recorded or logged stays."""

from django.db import migrations

from intake.migrations._guards import Guard, put_up, put_up_plain

VERSION_CHANGED = "A published version is never changed"
VERSION_USED = "A version that a submission uses is never deleted"
SENT_CHANGED = "A discussion that was sent is never changed"
LOG_CHANGED = "The access log is only added to"
HEAD_CHANGED = "The head of the access log only moves on, line by line"
ONLY_ADDED = "What was recorded about a talk is only added to"
SIGNATURE = "A signature is never changed"
SIGNED = "The record of this visit is signed"
NOT_CURRENT = "Only the current revision is signed, and not while the patient corrects it"
STONE = "A stone is never changed or taken away"
NO_STONE = "Records of a visit are deleted only with the whole visit, after a stone was put"

IS_USED = "EXISTS (SELECT 1 FROM intake_submission WHERE version_id = OLD.id)"
# Columns that stay as they are. Sealed ones are left out: key rotation seals them again.
SENT = "id, submission_id, revision, sha256, holds, frozen_at"
KEPT = {
    "outcomerecord": (
        "id, visit_id, sequence, at, by_id, discussion_id, number, outcome, takes_back_id"
    ),
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
# How a record finds the visit that it stays as long as, where it does not name it.
VISIT_OF = {
    "frozendiscussion": "(SELECT visit_id FROM intake_submission WHERE id = OLD.submission_id)",
    "addendum": "(SELECT visit_id FROM intake_signoff WHERE id = OLD.sign_off_id)",
}
HAS_NO_STONE = "NOT EXISTS (SELECT 1 FROM intake_stone WHERE visit_number = {visit})"
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

PLAIN = (
    Guard("version_never_changed", "version", "UPDATE", VERSION_CHANGED),
    Guard("discussion_never_changed", "frozendiscussion", f"UPDATE OF {SENT}", SENT_CHANGED),
    Guard("access_never_changed", "accessevent", "UPDATE", LOG_CHANGED),
    Guard("access_never_deleted", "accessevent", "DELETE", LOG_CHANGED),
    Guard("accesshead_never_deleted", "accesshead", "DELETE", HEAD_CHANGED),
    Guard(
        "accesshead_only_moves_on",
        "accesshead",
        "UPDATE",
        HEAD_CHANGED,
        "NEW.sequence <> OLD.sequence + 1",
    ),
    Guard(
        "discussion_log_head_never_changed",
        "frozendiscussion",
        "UPDATE OF log_head",
        SENT_CHANGED,
    ),
    Guard("signoff_log_head_never_changed", "signoff", "UPDATE OF log_head", SIGNATURE),
    Guard("stone_no_update", "stone", "UPDATE", STONE),
    Guard("stone_no_delete", "stone", "DELETE", STONE),
)
SUBMISSION = "visit_id, version_id, state, revision"
OWN = (
    *(
        Guard(
            f"{table}_never_changed",
            table,
            f"UPDATE OF {columns}",
            SIGNATURE if table in ("signoff", "addendum") else ONLY_ADDED,
        )
        for table, columns in KEPT.items()
    ),
    *(
        Guard(f"{table}_not_after_signing", table, "INSERT", SIGNED, IS_SIGNED.format(row="NEW"))
        for table in CLOSED_BY_SIGNATURE
    ),
    Guard(
        "submission_not_after_signing",
        "submission",
        f"UPDATE OF {SUBMISSION}",
        SIGNED,
        IS_SIGNED.format(row="OLD"),
    ),
    Guard(
        "discussion_not_after_signing", "frozendiscussion", "INSERT", SIGNED, IS_SIGNED_SUBMISSION
    ),
    Guard("signoff_of_the_current", "signoff", "INSERT", NOT_CURRENT, IS_NOT_CURRENT),
)
STAYS_WITH_ITS_VISIT = {
    table: Guard(
        f"{table}_never_deleted", table, "DELETE", NO_STONE, HAS_NO_STONE.format(visit=visit)
    )
    for table, visit in {**dict.fromkeys(KEPT, "OLD.visit_id"), **VISIT_OF}.items()
}
REFUSE = """
CREATE FUNCTION intake_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$
"""
REFUSE_IF_USED = f"""
CREATE FUNCTION intake_refuse_if_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {IS_USED} THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$
"""
KEEP_USED = (
    "CREATE TRIGGER version_used_never_deleted BEFORE DELETE ON intake_version "
    f"FOR EACH ROW EXECUTE FUNCTION intake_refuse_if_used('{VERSION_USED}')"
)
VERSION_STAYS = Guard("version_used_never_deleted", "version", "DELETE", VERSION_USED, IS_USED)
EMPTIED = Guard("access_never_emptied", "accessevent", "TRUNCATE", LOG_CHANGED)


def stand(apps, schema_editor):
    """Put the guards up, and begin the log: its head stands before the first line."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in (REFUSE, REFUSE_IF_USED, KEEP_USED):
            schema_editor.execute(statement, params=None)
        put_up_plain(schema_editor, EMPTIED)
    else:
        put_up(schema_editor, VERSION_STAYS)
    for guard in PLAIN:
        put_up_plain(schema_editor, guard)
    for guard in OWN:
        put_up(schema_editor, guard)
    for table, guard in STAYS_WITH_ITS_VISIT.items():
        put_up(schema_editor, guard, function=f"intake_{table}_kept_without_stone")
    apps.get_model("intake", "AccessHead").objects.create(id=1)


class Migration(migrations.Migration):
    replaces = [
        ("intake", "0002_guards"),
        ("intake", "0005_room_guards"),
        ("intake", "0009_retention_guards"),
    ]

    dependencies = [("intake", "0005_register_and_log_of_0_1")]

    operations = [migrations.RunPython(stand, migrations.RunPython.noop)]

"""Takes away what told something without a key, and puts up the guards of 0.2.

PostgreSQL keeps a column that a guard names, SQLite makes changed tables anew: guards that are in
the way are taken down before.
"""

import django.db.models.deletion
import intake.models.sealed
from django.db import migrations, models

from intake.migrations._guards import (
    Guard,
    put_up,
    put_up_again,
    put_up_plain,
    take_down_on_sqlite,
)

SENT_CHANGED = "A discussion that was sent is never changed"
ONLY_ADDED = "What was recorded about a talk is only added to"
SIGNATURE = "A signature is never changed"
NOT_CURRENT = "Only the current revision is signed, and not while the patient corrects it"
SENT = "The answers were sent; nothing more is taken before staff reopen them"
PRINTED = "A copy that was printed is never changed"
PHOTO = "A photo is never changed"
LOG_CHANGED = "The access log is only added to"
NO_STONE = "Records of a visit are deleted only with the whole visit, after a stone was put"

# Columns that stay as they are. Sealed ones are left out: key rotation seals them again.
DISCUSSION = "id, submission_id, revision, edition, sha256, frozen_at"
OUTCOME = "id, visit_id, sequence, at, by_id, discussion_id, takes_back_id"
VERIFIED = "id, visit_id, sequence, at, by_id, takes_back_id"
SIGN_OFF = (
    "id, visit_id, discussion_id, supersedes_id, entries, signer_id, printed_name,"
    " role, meaning, signed_at, sha256"
)
STORED_PDF = "id, discussion_id, copy, paper, state, sha256, made_at"
SIGNED_PDF = "id, sign_off_id, addenda, copy, paper, state, sha256, made_at"

# Only the newest edition of the current revision is signed, and a decision supersedes one on its
# own visit only.
IS_NOT_CURRENT = (
    "NOT EXISTS (SELECT 1 FROM intake_submission AS b JOIN intake_frozendiscussion AS d"
    " ON d.submission_id = b.id AND d.revision = b.revision"
    " WHERE b.visit_id = NEW.visit_id AND b.state = 'sent' AND d.id = NEW.discussion_id"
    " AND NOT EXISTS (SELECT 1 FROM intake_frozendiscussion AS l"
    " WHERE l.submission_id = d.submission_id AND l.revision = d.revision"
    " AND l.edition > d.edition))"
    " OR (NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM intake_signoff AS s"
    " WHERE s.id = NEW.supersedes_id AND s.visit_id = NEW.visit_id))"
)
IS_SENT = "EXISTS (SELECT 1 FROM intake_submission WHERE id = NEW.submission_id AND state = 'sent')"
HAS_NO_STONE = (
    "NOT EXISTS (SELECT 1 FROM intake_submission AS b JOIN intake_stone AS s"
    " ON s.visit_number = b.visit_id WHERE b.id = OLD.submission_id)"
)
WAS_SENT = (
    "EXISTS (SELECT 1 FROM intake_frozendiscussion AS d"
    " WHERE d.submission_id = OLD.submission_id AND d.revision >= OLD.revision)"
)
# What could not be printed is tried again.
IS_COMPLETE = "OLD.state = 'ok'"
HAS_NO_STONE_OF = "NOT EXISTS (SELECT 1 FROM intake_stone WHERE visit_number = ({visit}))"
VISIT_OF_STORED = (
    "SELECT b.visit_id FROM intake_frozendiscussion AS d JOIN intake_submission AS b"
    " ON b.id = d.submission_id WHERE d.id = OLD.discussion_id"
)
VISIT_OF_SIGNED = "SELECT visit_id FROM intake_signoff WHERE id = OLD.sign_off_id"
STORED_STAYS = f"{IS_COMPLETE} AND {HAS_NO_STONE_OF.format(visit=VISIT_OF_STORED)}"
SIGNED_STAYS = f"{IS_COMPLETE} AND {HAS_NO_STONE_OF.format(visit=VISIT_OF_SIGNED)}"
SAME_LINE = (
    "EXISTS (SELECT 1 FROM intake_accessevent WHERE id = NEW.id OR sequence = NEW.sequence)"
)
SAME_SEAL = "EXISTS (SELECT 1 FROM intake_accessseal WHERE number = NEW.number)"

CHANGED_PLAIN = (
    Guard("discussion_never_changed", "frozendiscussion", f"UPDATE OF {DISCUSSION}", SENT_CHANGED),
)
CHANGED = (
    Guard("outcomerecord_never_changed", "outcomerecord", f"UPDATE OF {OUTCOME}", ONLY_ADDED),
    Guard("verifiedrecord_never_changed", "verifiedrecord", f"UPDATE OF {VERIFIED}", ONLY_ADDED),
    Guard("signoff_never_changed", "signoff", f"UPDATE OF {SIGN_OFF}", SIGNATURE),
    Guard("signoff_of_the_current", "signoff", "INSERT", NOT_CURRENT, IS_NOT_CURRENT),
)
NEW = (
    # Only the stamp of a sheet is guarded: no other sheet fits under it.
    Guard(
        "sheet_not_changed_once_sent",
        "answersheet",
        "UPDATE OF submission_id, stamp",
        SENT,
        IS_SENT,
    ),
    Guard("sheet_not_added_once_sent", "answersheet", "INSERT", SENT, IS_SENT),
    Guard("sheet_never_deleted", "answersheet", "DELETE", NO_STONE, HAS_NO_STONE),
    Guard(
        "storedpdf_never_changed", "storedpdf", f"UPDATE OF {STORED_PDF}", PRINTED, IS_COMPLETE
    ),
    Guard("storedpdf_never_deleted", "storedpdf", "DELETE", NO_STONE, STORED_STAYS),
    Guard(
        "signedpdf_never_changed", "signedpdf", f"UPDATE OF {SIGNED_PDF}", PRINTED, IS_COMPLETE
    ),
    Guard("signedpdf_never_deleted", "signedpdf", "DELETE", NO_STONE, SIGNED_STAYS),
    Guard("photo_not_added_once_sent", "photo", "INSERT", SENT, IS_SENT),
    Guard(
        "photo_never_changed",
        "photo",
        "UPDATE OF id, submission_id, revision, sha256, added_at",
        PHOTO,
    ),
    Guard(
        "photo_not_removed_once_sent",
        "photo",
        "DELETE",
        NO_STONE,
        f"{WAS_SENT} AND {HAS_NO_STONE}",
    ),
)
NEW_PLAIN = tuple(
    Guard(f"{table}_no_{event.lower()}", table, event, LOG_CHANGED)
    for table in ("accessseal", "accessnote")
    for event in ("UPDATE", "DELETE")
)
ON_SQLITE = (  # INSERT OR REPLACE deletes without asking the guards of deletion.
    Guard("accessevent_never_replaced", "accessevent", "INSERT", LOG_CHANGED, SAME_LINE),
    Guard("accessseal_never_replaced", "accessseal", "INSERT", LOG_CHANGED, SAME_SEAL),
)
ON_POSTGRESQL = (
    Guard("accessseal_no_truncate", "accessseal", "TRUNCATE", LOG_CHANGED),
    Guard("accessnote_no_truncate", "accessnote", "TRUNCATE", LOG_CHANGED),
)
GONE_WITH_THEIR_TABLE = ("accesshead_never_deleted", "accesshead_only_moves_on")
# Those of deletion until 0.1 had stones; no guard has called them since.
UNUSED = (
    "outcomerecord",
    "verifiedrecord",
    "choicerecord",
    "confirmedrecord",
    "reassignment",
    "accessgrant",
    "reopening",
    "signoff",
    "addendum",
)


def take_down(apps, schema_editor):
    take_down_on_sqlite(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        for guard in (*CHANGED_PLAIN, *CHANGED):
            schema_editor.execute(f"DROP TRIGGER {guard.name} ON intake_{guard.table}")


def put_up_changed(apps, schema_editor):
    """Those that were taken down, as 0.2 needs them."""
    changed = [guard.name for guard in (*CHANGED_PLAIN, *CHANGED)]
    put_up_again(apps, schema_editor, but=(*changed, *GONE_WITH_THEIR_TABLE))
    for guard in CHANGED_PLAIN:
        put_up_plain(schema_editor, guard)
    for guard in CHANGED:
        put_up(schema_editor, guard)


def put_up_new(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for guard in (*NEW_PLAIN, *(ON_SQLITE if is_sqlite else ON_POSTGRESQL)):
        put_up_plain(schema_editor, guard)
    for guard in NEW:
        put_up(schema_editor, guard)


def number_lines(apps, schema_editor):
    """PostgreSQL gives the log's lines their numbers; unused functions go."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE SEQUENCE intake_accessevent_line")
    schema_editor.execute(
        "SELECT setval('intake_accessevent_line', COALESCE(MAX(sequence), 0) + 1, false)"
        " FROM intake_accessevent"
    )
    for table in UNUSED:
        schema_editor.execute(f"DROP FUNCTION IF EXISTS intake_{table}_never_deleted()")


GONE = {
    "pagedraft": ("page", "row"),
    "visit": ("holds",),
    "frozendiscussion": ("holds",),
    "outcomerecord": ("number", "outcome", "point", "note"),
    "verifiedrecord": ("fact", "value", "how", "verified_on"),
    "signoff": ("decision", "until", "reason", "what"),
}
CONSTRAINTS = {
    "visit_holds_once_sent": "visit",
    "outcomerecord_outcome_known": "outcomerecord",
    "outcomerecord_number_from_one": "outcomerecord",
    "outcomerecord_lifted_with_a_reason": "outcomerecord",
    "verifiedrecord_names_a_fact": "verifiedrecord",
    "signoff_decision_known": "signoff",
    "signoff_only_waiting_has_a_date": "signoff",
    "signoff_waits_or_refers_to_something": "signoff",
}


class Migration(migrations.Migration):
    replaces = [
        ("intake", "0025_no_row_for_an_answer"),
        ("intake", "0026_sheet_guards"),
        ("intake", "0048_nothing_plain_of_a_talk"),
        ("intake", "0052_every_visit_at_a_site"),
        ("intake", "0057_copies_stay"),
        ("intake", "0062_photo_guards"),
    ]

    dependencies = [("intake", "0073_names_and_bindings_of_0_1")]

    operations = [
        migrations.RunPython(take_down, migrations.RunPython.noop),
        migrations.AlterModelOptions("visit", {"ordering": ["date", "id"]}),
        *(migrations.RemoveConstraint(model, name) for name, model in CONSTRAINTS.items()),
        *(migrations.RemoveField(model, name) for model, names in GONE.items() for name in names),
        migrations.DeleteModel("AnswerRecord"),
        migrations.DeleteModel("AnswerRow"),
        migrations.DeleteModel("AccessHead"),
        *(
            migrations.AlterField(name, "content", intake.models.sealed.SealedField())
            for name in ("outcomerecord", "verifiedrecord", "signoff")
        ),
        migrations.AlterField(
            "visit",
            "site",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="intake.site",
            ),
        ),
        migrations.AddConstraint(
            "visit",
            models.CheckConstraint(
                condition=models.Q(state__in=["expected", "invited", "opened", "sent", "reopened"]),
                name="visit_state_known",
            ),
        ),
        *(
            migrations.RunPython(step, migrations.RunPython.noop)
            for step in (put_up_changed, put_up_new, number_lines)
        ),
    ]

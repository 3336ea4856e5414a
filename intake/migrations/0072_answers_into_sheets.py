"""Moves every answer and unsent page of release 0.1 into what tells nothing; can be stopped.

Each submission is moved in a transaction of its own: what was moved has no records left, so a
migration that was stopped goes on where it was.
"""

import json
import secrets
import uuid

from django.db import migrations, transaction

from intake.models import sealed

# As the models say today. Historical models know neither.
SHEET_ROOM, DRAFT_ROOM = 8 * 1024, 1024


def move(apps, schema_editor):
    apps.get_model("intake", "AnswerRecord").SEALED_WITH = ("submission_id", "row_id", "question")
    draft = apps.get_model("intake", "PageDraft")
    draft._meta.get_field("posted").room, draft._meta.get_field("posted").packed = DRAFT_ROOM, True
    sheet = apps.get_model("intake", "AnswerSheet")
    sheet.SEALED_WITH = ("stamp",)
    sheet._meta.get_field("content").room = SHEET_ROOM
    sheet._meta.get_field("content").packed = True
    submissions = apps.get_model("intake", "Submission").objects
    for pk in submissions.order_by("pk").values_list("pk", flat=True):
        submission = submissions.get(pk=pk)
        with transaction.atomic(schema_editor.connection.alias):
            _move_drafts(draft, submission)
            if submission.answers.exists():
                _move_answers(sheet, submission)


def _move_answers(sheets, submission):
    kept = {"counter": submission.stamp, "top": {}, "rows": []}
    rows = {row.pk: _entry(row) for row in submission.rows.order_by("position", "pk")}
    kept["rows"] = list(rows.values())
    for record in submission.answers.order_by("pk"):
        place = rows[record.row_id] if record.row_id else None
        if place and record.question == place["group"]:
            place["revision"] = record.revision
            continue
        value = [] if record.value is None else [json.loads(sealed.open(record, "value"))]
        said = place["said"] if place else kept["top"]
        said[record.question] = [record.revision, *value]
    submission.stamp = 1 + secrets.randbelow(2**31 - 1)
    sheet = sheets(submission=submission, stamp=submission.stamp)
    sealed.seal(sheet, "content", json.dumps(kept, ensure_ascii=False, separators=(",", ":")))
    sheet.save(force_insert=True)
    submission.save(update_fields=["stamp"])
    submission.answers.all().delete()
    submission.rows.all().delete()


def _entry(row):
    removed = row.removed_at.isoformat() if row.removed_at else None
    said = {"id": str(row.pk), "group": row.group, "revision": 1}
    return {**said, "removed": removed, "said": {}}


def _move_drafts(drafts, submission):
    for draft in drafts.objects.filter(submission=submission).exclude(page=""):
        drafts.SEALED_WITH = ("submission_id", "row_id", "page")
        place = {"page": draft.page, "row": str(draft.row_id) if draft.row_id else None}
        posted = json.loads(sealed.open(draft, "posted"))
        name = f"{submission.pk}/{draft.row_id or ''}/{draft.page}"
        old, draft.pk = draft.pk, uuid.UUID(sealed.blind("page draft", name)[:32])
        drafts.SEALED_WITH = ("submission_id",)
        draft.page, draft.row_id = "", None
        sealed.seal(draft, "posted", json.dumps({**place, "posted": posted}))
        draft.save(force_insert=True)
        drafts.objects.filter(pk=old).delete()


class Migration(migrations.Migration):
    atomic = False

    replaces = [("intake", "0024_answers_into_sheets")]

    dependencies = [("intake", "0071_talk_into_contents")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]

"""Writes a whole questionnaire into the draft that staff edit, all of it or nothing."""

from dataclasses import fields
from datetime import datetime

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.core.documents.values import DocumentError, encode
from intake.core.questionnaire import questionnaire as core

from . import columns
from .columns import review_columns, same
from .compile import DraftIncomplete, compile_draft, unreviewed_sha256
from .import_rules import write_rules
from .import_sections import write_sections
from .keeping import check_row
from .seen import ROWS_OF_A_DRAFT, expect_seen

__all__ = ["compile_draft", "import_draft"]


def import_draft(
    document: core.Questionnaire,
    *,
    by: models.User | None,
    at: datetime,
    seen: str | None = None,
) -> models.Questionnaire:
    """Make or replace the draft with the document's key; raises ``DocumentError``.

    ``seen`` is the digest of the draft that was looked at; raises ``DraftChanged`` for another.
    Published versions stay as they are: patients see nothing of this before the next publishing.
    """
    plain = {
        **same(document, columns.QUESTIONNAIRE),
        "roles": encode(document.roles),
        **review_columns(document.review),
        "reviewed_sha256": unreviewed_sha256(document) if document.review else "",
    }
    with transaction.atomic():
        check_row(models.Questionnaire(slug=document.key, **plain))
        drafts = models.Questionnaire.objects.select_for_update(no_key=True)
        expect_seen(drafts.filter(slug=document.key).first(), seen)
        draft, _is_new = drafts.update_or_create(slug=document.key, defaults=plain)
        for model, owner in ROWS_OF_A_DRAFT:
            model.objects.filter(**{owner: draft}).delete()
        write_rules(write_sections(draft, document.sections), document)
        # What was written must read as the same document, to the letter.
        try:
            compiled = compile_draft(draft)
        except DraftIncomplete as error:
            raise DocumentError("", str(error)) from None
        for part in fields(document):
            if getattr(compiled, part.name) != getattr(document, part.name):
                told = "the editor can't keep this exactly as it is written"
                raise DocumentError(part.name, told)
        record("draft_imported", at=at, by=by, detail=document.key)
    return draft

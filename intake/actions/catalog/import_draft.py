"""Writes a whole questionnaire into the draft that staff edit, all of it or nothing."""

import json
from dataclasses import fields
from datetime import datetime

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.core.documents.codec import sha256_of
from intake.core.documents.values import DocumentError, encode
from intake.core.questionnaire import questionnaire as core

from . import columns
from .columns import review_columns, same
from .compile import DraftIncomplete, compile_draft, unreviewed_sha256
from .import_rules import write_rules
from .import_sections import write_sections
from .keeping import check_row

__all__ = ["compile_draft", "import_draft", "standing_sha256"]

# What is cited or named by a rule stands after the rows that cite or name it.
REPLACED = (
    (models.Citation, "evidence__questionnaire"),
    (models.ShowIf, "question__section__questionnaire"),
    (models.TriggerCondition, "trigger__point__questionnaire"),
    (models.Trigger, "point__questionnaire"),
    (models.Claim, "questionnaire"),
    (models.Point, "questionnaire"),
    (models.Option, "question__section__questionnaire"),
    (models.Question, "section__questionnaire"),
    (models.Section, "questionnaire"),
    (models.Evidence, "questionnaire"),
    (models.Topic, "questionnaire"),
    (models.WordsToAvoid, "questionnaire"),
    (models.Waiver, "questionnaire"),
    (models.ListedName, "questionnaire"),
)


def standing_sha256(draft: models.Questionnaire | None) -> str:
    """Digest of all that would be replaced, by which a page knows that it was changed meanwhile.

    Of the rows and not of the document: a draft in the middle of work often can't be compiled.
    """
    if draft is None:
        return ""
    tables = ((models.Questionnaire, "pk"), *REPLACED)
    rows = [
        list(model.objects.filter(**{owner: draft.pk}).order_by("pk").values_list())
        for model, owner in tables
    ]
    return sha256_of(json.dumps(rows, default=str))


def import_draft(
    document: core.Questionnaire, *, by: models.User | None, at: datetime
) -> models.Questionnaire:
    """Make or replace the draft with the document's key; raises ``DocumentError``.

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
        draft, _is_new = drafts.update_or_create(slug=document.key, defaults=plain)
        for model, owner in REPLACED:
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

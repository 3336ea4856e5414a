"""Pages that were left without sending: kept as they stood, shown again, never counted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from intake import models
from intake.actions.prepared_sql import Prepared
from intake.core.questionnaire.questionnaire import Page
from intake.models import sealed
from intake.models.answers import draft_id

from .load import Given, load_answers
from .save import AlreadySent, RowGone, page_key

Posted = Mapping[str, Sequence[str]]

KEPT = Prepared(
    models.PageDraft.objects.order_by("kept_at", "id").values_list(
        "id", "posted", "held", "kept_at"
    ),
    by="submission",
)


@dataclass(frozen=True)
class Draft:
    """An unsent page. ``held``: it was posted after the session had ended."""

    page: str
    row: UUID | None
    posted: Posted
    held: bool
    kept_at: datetime


def keep_draft(
    submission: models.Submission,
    page: Page,
    posted: Posted,
    *,
    row: UUID | None = None,
    held: bool = False,
    at: datetime,
) -> None:
    """Keep the fields of a page as they were posted, unchecked, in place of an earlier draft."""
    draft = models.PageDraft(
        id=draft_id(submission.id, row, page_key(page)),
        submission=submission,
        held=held,
        kept_at=at,
    )
    fields = {name: list(each) for name, each in posted.items()}
    kept = {"page": page_key(page), "row": str(row) if row else None, "posted": fields}
    sealed.seal(draft, "posted", json.dumps(kept))
    with transaction.atomic():
        locked = _locked(submission)
        if locked.state == models.SubmissionState.SENT:
            raise AlreadySent
        if row and not _is_known(row, load_answers(locked)):
            raise RowGone(row)
        models.PageDraft.objects.bulk_create(
            [draft],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["posted", "held", "kept_at"],
        )


def drafts_of(submission: models.Submission, given: Given) -> tuple[Draft, ...]:
    """Every unsent page, oldest first; rows that were removed leave theirs aside."""
    opened = sealed.opener(models.PageDraft, "posted")
    found = (
        _draft(json.loads(opened(posted, pk, submission.pk)), bool(held), at)
        for pk, posted, held, at in KEPT.rows(submission.pk)
    )
    return tuple(draft for draft in found if draft.row not in given.removed)


def discard_draft(submission: models.Submission, page: Page, *, row: UUID | None = None) -> None:
    models.PageDraft.objects.filter(id=draft_id(submission.id, row, page_key(page))).delete()


def _locked(submission: models.Submission) -> models.Submission:
    rows = models.Submission.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("version").defer("version__document").get(pk=submission.pk)


def _is_known(row: UUID, given: Given) -> bool:
    return row in given.removed or any(given.has_row(group, row) for group in given.answers.rows)


def _draft(kept: dict[str, Any], held: bool, at: datetime) -> Draft:
    row = UUID(kept["row"]) if kept["row"] else None
    return Draft(kept["page"], row, kept["posted"], held, at)

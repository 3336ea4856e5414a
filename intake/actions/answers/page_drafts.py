"""Pages that were left without sending: kept as they stood, shown again, never counted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from intake import models
from intake.actions.prepared_sql import Prepared
from intake.core.questionnaire.questionnaire import Page
from intake.models import sealed
from intake.models.answers import place_id

from .save import AlreadySent, RowGone, page_key

Posted = Mapping[str, Sequence[str]]

KEPT = Prepared(
    models.PageDraft.objects.exclude(row__removed_at__isnull=False)
    .order_by("kept_at", "id")
    .values_list("id", "row_id", "page", "posted", "held", "kept_at"),
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
        id=place_id(submission.id, row, page_key(page)),
        submission=submission,
        row_id=row,
        page=page_key(page),
        held=held,
        kept_at=at,
    )
    sealed.seal(draft, "posted", json.dumps({name: list(each) for name, each in posted.items()}))
    with transaction.atomic():
        locked = (
            models.Submission.objects.select_for_update(no_key=True)
            .only("state")
            .get(pk=submission.pk)
        )
        if locked.state == models.SubmissionState.SENT:
            raise AlreadySent
        if row and not locked.rows.filter(id=row).exists():
            raise RowGone(row)
        models.PageDraft.objects.bulk_create(
            [draft],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["posted", "held", "kept_at"],
        )


def drafts_of(submission: models.Submission) -> tuple[Draft, ...]:
    """Every unsent page, oldest first; rows that were removed leave theirs aside."""
    opened = sealed.opener(models.PageDraft, "posted")
    return tuple(
        Draft(page, row, json.loads(opened(posted, pk, submission.pk, row, page)), bool(held), at)
        for pk, row, page, posted, held, at in KEPT.rows(submission.pk)
    )


def discard_draft(submission: models.Submission, page: Page, *, row: UUID | None = None) -> None:
    models.PageDraft.objects.filter(id=place_id(submission.id, row, page_key(page))).delete()

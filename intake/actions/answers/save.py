"""Keeps what a patient says, page by page and row by row; two tabs never overwrite silently."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from intake import models
from intake.actions.prepared_sql import Change
from intake.core.documents.codec import answer_to_json
from intake.core.questionnaire import questionnaire as core
from intake.core.questionnaire.answers import Answer
from intake.models import sealed
from intake.models.answers import place_id

from .load import Given, load_answers

__all__ = [
    "AlreadySent",
    "Conflict",
    "PageSaid",
    "RowGone",
    "TooManyRows",
    "add_row",
    "load_answers",
    "page_key",
    "remove_row",
    "save_page",
    "undo_remove",
]

CLAIMED = Change(
    models.Submission,
    "UPDATE TABLE SET counter = counter + 1 WHERE id = %s AND counter = %s AND state <> 'sent'",
    *("id", "counter"),
)
SETTLED = Change(models.PageDraft, "DELETE FROM TABLE WHERE id = %s", "id")


class AlreadySent(Exception):
    """The answers were sent; nothing more is taken before staff reopen them."""


class RowGone(Exception):
    """The row was removed meanwhile, or was never there."""


class TooManyRows(Exception):
    """The group takes no further row."""


class Conflict(Exception):
    """The page was changed elsewhere after this form was built; nothing was kept.

    ``current`` are the answers that stand, ``revision`` is theirs.
    """

    def __init__(self, current: Mapping[str, Answer], revision: int) -> None:
        self.current = current
        self.revision = revision
        super().__init__("This page was changed elsewhere")


@dataclass(frozen=True)
class PageSaid:
    """One posted page. A value of None was left blank; ``revision`` is the form's."""

    page: core.Page
    values: Mapping[str, Answer | None]
    revision: int
    row: UUID | None = None


def page_key(page: core.Page) -> str:
    return f"{page.section}/{page.number}"


def save_page(submission: models.Submission, said: PageSaid, *, given: Given) -> None:
    """Keep every answer of a page, or none. ``given`` must be loaded from this submission.

    A post that repeats what stands (a double click) changes nothing and is no conflict.
    """
    if not said.values.keys() <= set(said.page.keys):
        raise ValueError(f"Not on the page {page_key(said.page)}")
    with transaction.atomic():
        current = _claim(submission, given)
        if said.row and not current.has_row(said.page.group, said.row):
            raise RowGone(said.row)
        if current.revision_of(said.page, said.row) != said.revision:
            _expect_the_same(current, said)
        _keep_answers(submission, said)
        SETTLED.run(place_id(submission.id, said.row, page_key(said.page)))


def add_row(submission: models.Submission, group: core.Group, *, given: Given) -> UUID:
    """A new empty row at the end of a group; its id stays when others come and go."""
    with transaction.atomic():
        current = _claim(submission, given)
        _expect_room(current, group)
        row = models.AnswerRow.objects.create(
            id=uuid4(),
            submission=submission,
            group=group.key,
            position=current.last_position.get(group.key, 0) + 1,
        )
        models.AnswerRecord.objects.create(
            id=place_id(submission.id, row.id, group.key),
            submission=submission,
            row=row,
            question=group.key,
            revision=submission.counter,
        )
    return row.id


def remove_row(submission: models.Submission, row: UUID, *, given: Given, at: datetime) -> None:
    """Take a row out; its answers are kept so that it can be brought back as it was."""
    with transaction.atomic():
        _claim(submission, given)
        live = submission.rows.filter(id=row, removed_at=None)
        if not live.update(removed_at=at):
            raise RowGone(row)


def undo_remove(submission: models.Submission, row: UUID, *, given: Given) -> None:
    """Bring a removed row back where it stood."""
    with transaction.atomic():
        current = _claim(submission, given)
        if row not in current.removed:
            raise RowGone(row)
        _expect_room(current, submission.version.read().groups[current.removed[row]])
        submission.rows.filter(id=row).update(removed_at=None)


def _claim(submission: models.Submission, given: Given) -> Given:
    """Take the submission for this transaction and return its answers as they are now.

    Every change raises the counter, so if it still stands where it stood when ``given`` was
    loaded, nothing came between; one query then locks, checks the state and counts.
    """
    if CLAIMED.run(submission.pk, given.counter):
        submission.counter = given.counter + 1
        return given
    unsent = models.Submission.objects.filter(pk=submission.pk).exclude(state="sent")
    locked = unsent.select_for_update(no_key=True).values_list("counter", flat=True).first()
    if locked is None:
        raise AlreadySent
    submission.counter = locked
    current = load_answers(submission)
    unsent.update(counter=F("counter") + 1)
    submission.counter = locked + 1
    return current


def _expect_the_same(current: Given, said: PageSaid) -> None:
    stands = current.at(said.page, said.row)
    if any(stands.get(key) != value for key, value in said.values.items()):
        raise Conflict(stands, current.revision_of(said.page, said.row))


def _expect_room(current: Given, group: core.Group) -> None:
    if len(current.answers.rows_of(group.key)) >= group.max_rows:
        raise TooManyRows(group.key)


def _keep_answers(submission: models.Submission, said: PageSaid) -> None:
    kept = [_record(submission, said.row, key, answer) for key, answer in said.values.items()]
    models.AnswerRecord.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["id"], update_fields=["value", "revision"]
    )


def _record(
    submission: models.Submission, row: UUID | None, key: str, answer: Answer | None
) -> models.AnswerRecord:
    record = models.AnswerRecord(
        id=place_id(submission.id, row, key),
        submission=submission,
        row_id=row,
        question=key,
        revision=submission.counter,
    )
    if answer is not None:
        text = json.dumps(answer_to_json(answer), ensure_ascii=False, separators=(",", ":"))
        sealed.seal(record, "value", text)
    return record

"""Keeps what a patient says, page by page and row by row; two tabs never overwrite silently."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from intake import models
from intake.actions.prepared_sql import Change
from intake.core.questionnaire import questionnaire as core
from intake.core.questionnaire.answers import Answer
from intake.core.questionnaire.recognised import Beside
from intake.models import sealed
from intake.models.answers import draft_id

from . import sheet
from .load import Given, load_answers

__all__ = [
    "AlreadySent",
    "Conflict",
    "PageSaid",
    "RowGone",
    "TooManyRows",
    "add_row",
    "empty_sheet",
    "load_answers",
    "remove_row",
    "save_beside",
    "save_page",
    "undo_remove",
]

CLAIMED = Change(
    models.Submission,
    "UPDATE TABLE SET stamp = %s WHERE id = %s AND stamp = %s AND state <> 'sent'",
    *("stamp", "id", "stamp"),
)
KEEP = Change(
    models.AnswerSheet,
    "INSERT INTO TABLE (submission_id, content, stamp) VALUES (%s, %s, %s)"
    " ON CONFLICT (submission_id) DO UPDATE"
    " SET content = excluded.content, stamp = excluded.stamp",
    *("submission", "content", "stamp"),
)
SETTLED = Change(models.PageDraft, "DELETE FROM TABLE WHERE id IN (%s, %s)", "id", "id")


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
    tab: str = ""
    """The window it was posted from: what it had left unsent is settled with it."""


def save_page(submission: models.Submission, said: PageSaid, *, given: Given) -> int:
    """Keep every answer of a page, or none, and return the revision that the page has now.

    ``given`` must be loaded from this submission.

    A post that repeats what stands (a double click) changes nothing and is no conflict.
    """
    with transaction.atomic():
        return page_saved(submission, said, given=given)


def page_saved(submission: models.Submission, said: PageSaid, *, given: Given) -> int:
    """The same as a part of a transaction that is open."""
    if not said.values.keys() <= set(said.page.keys):
        raise ValueError(f"Not on the page {said.page.name}")
    current, stamp = _claim(submission, given)
    if said.row and not current.has_row(said.page.group, said.row):
        raise RowGone(said.row)
    if current.revision_of(said.page, said.row) != said.revision:
        _expect_the_same(current, said)
    kept = sheet.with_page(current.kept, said.values, said.row)
    _keep(submission, kept, stamp)
    key, own = said.page.name, {"tab": said.tab}
    ids = (draft_id(submission.id, said.row, key, **own, held=each) for each in (False, True))
    SETTLED.run(*ids)
    return kept["counter"] if said.values else said.revision


def add_row(submission: models.Submission, group: core.Group, *, given: Given) -> UUID:
    """A new empty row at the end of a group; its id stays when others come and go."""
    with transaction.atomic():
        current, stamp = _claim(submission, given)
        _expect_room(current, group)
        row = uuid4()
        _keep(submission, sheet.with_row(current.kept, group.key, row), stamp)
    return row


def remove_row(submission: models.Submission, row: UUID, *, given: Given, at: datetime) -> None:
    """Take a row out; its answers are kept so that it can be brought back as it was."""
    with transaction.atomic():
        current, stamp = _claim(submission, given)
        if not any(current.has_row(group, row) for group in current.answers.rows):
            raise RowGone(row)
        _keep(submission, sheet.with_row_taken_out(current.kept, row, at=at), stamp)


def undo_remove(submission: models.Submission, row: UUID, *, given: Given) -> None:
    """Bring a removed row back where it stood."""
    with transaction.atomic():
        current, stamp = _claim(submission, given)
        if row not in current.removed:
            raise RowGone(row)
        _expect_room(current, submission.version.read().groups[current.removed[row]])
        _keep(submission, sheet.with_row_back(current.kept, row), stamp)


def save_beside(
    submission: models.Submission, change: Callable[[Given], Beside | None], *, given: Given
) -> bool:
    """Keep what names tick; ``change`` is asked again of the answers as they are now."""
    if change(given) is None:
        return False
    with transaction.atomic():
        current, stamp = _claim(submission, given)
        changed = change(current)
        if changed is None:
            changed = Beside({}, current.marks)
        kept = sheet.with_page(current.kept, changed.values, None)
        _keep(submission, sheet.with_marks(kept, changed.marks), stamp)
    return True


def empty_sheet(submission: models.Submission) -> None:
    """Nothing was said: what was typed from the wrong paper leaves no trace."""
    with transaction.atomic():
        _current, stamp = _claim(submission, load_answers(submission))
        _keep(submission, sheet.nothing_kept(), stamp)


def _claim(submission: models.Submission, given: Given) -> tuple[Given, int]:
    """Take the submission for this transaction: its answers as they are now, and its new stamp.

    Every change puts another stamp on it, so if it still bears the one with which ``given`` was
    loaded, nothing came between; one query then locks, checks the state and stamps.
    """
    stamp = 1 + secrets.randbelow(2**31 - 1)
    if CLAIMED.run(stamp, submission.pk, given.stamp):
        return given, stamp
    unsent = models.Submission.objects.filter(pk=submission.pk).exclude(state="sent")
    if not unsent.select_for_update(no_key=True).values_list("pk").first():
        raise AlreadySent
    current = load_answers(submission)
    unsent.update(stamp=stamp)
    return current, stamp


def _keep(submission: models.Submission, kept: sheet.Kept, stamp: int) -> None:
    filled = models.AnswerSheet(submission=submission, stamp=stamp)
    sealed.seal(filled, "content", sheet.written(kept))
    KEEP.run(submission.pk, filled.content, stamp)
    submission.stamp = stamp


def _expect_the_same(current: Given, said: PageSaid) -> None:
    stands = current.at(said.page, said.row)
    if any(stands.get(key) != value for key, value in said.values.items()):
        raise Conflict(stands, current.revision_of(said.page, said.row))


def _expect_room(current: Given, group: core.Group) -> None:
    if len(current.answers.rows_of(group.key)) >= group.max_rows:
        raise TooManyRows(group.key)

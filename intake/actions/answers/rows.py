"""Entries of a repeating group: added, removed and brought back; and a sheet emptied."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from intake import models
from intake.core.questionnaire.questionnaire import Group

from .sheet import (
    Given,
    Kept,
    RowGone,
    claim,
    keep,
    load_answers,
    nothing_kept,
    row_in,
    with_page,
)


class TooManyRows(Exception):
    """The group takes no further row."""


def add_row(submission: models.Submission, group: Group, *, given: Given) -> UUID:
    """A new empty row at the end of a group; its id stays when others come and go."""
    with transaction.atomic():
        current, stamp = claim(submission, given)
        _expect_room(current, group)
        row = uuid4()
        keep(submission, with_row(current.kept, group.key, row), stamp)
    return row


def remove_row(submission: models.Submission, row: UUID, *, given: Given, at: datetime) -> None:
    """Take a row out; its answers are kept so that it can be brought back as it was."""
    with transaction.atomic():
        current, stamp = claim(submission, given)
        if not any(current.has_row(group, row) for group in current.answers.rows):
            raise RowGone(row)
        changed = _next(current.kept)
        row_in(changed, row)["removed"] = at.isoformat()
        keep(submission, changed, stamp)


def undo_remove(submission: models.Submission, row: UUID, *, given: Given) -> None:
    """Bring a removed row back where it stood."""
    with transaction.atomic():
        current, stamp = claim(submission, given)
        if row not in current.removed:
            raise RowGone(row)
        _expect_room(current, submission.version.read().groups[current.removed[row]])
        changed = _next(current.kept)
        row_in(changed, row)["removed"] = None
        keep(submission, changed, stamp)


def empty_sheet(submission: models.Submission) -> None:
    """Nothing was said: what was typed from the wrong paper leaves no trace."""
    with transaction.atomic():
        _current, stamp = claim(submission, load_answers(submission))
        keep(submission, nothing_kept(), stamp)


def with_row(kept: Kept, group: str, row: UUID) -> Kept:
    """With a new row at the end of its group."""
    changed = _next(kept)
    entry = {"id": str(row), "group": group, "revision": changed["counter"]}
    changed["rows"].append({**entry, "removed": None, "said": {}})
    return changed


def _next(kept: Kept) -> Kept:
    """A copy to be changed: what was loaded may still be shown."""
    return with_page(kept, {}, None)


def _expect_room(current: Given, group: Group) -> None:
    if len(current.answers.rows_of(group.key)) >= group.max_rows:
        raise TooManyRows(group.key)

"""Everything a patient has said so far, as one value with the revision of each answer."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from intake import models
from intake.actions.prepared_sql import Prepared
from intake.core.documents.codec import answer_from_json
from intake.core.questionnaire import questionnaire as core
from intake.core.questionnaire.answers import Answer, Answers, Row
from intake.core.questionnaire.facts import VisitFacts, known_answers
from intake.core.questionnaire.walk import Walk, walk
from intake.models import sealed

Place = tuple[UUID | None, str]


@dataclass(frozen=True)
class Given:
    """Answers as they were when the submission's counter stood at ``counter``."""

    answers: Answers
    counter: int
    revisions: Mapping[Place, int] = field(default_factory=dict)
    last_position: Mapping[str, int] = field(default_factory=dict)
    """Of each group, counting rows that were removed."""
    removed: Mapping[UUID, str] = field(default_factory=dict)
    """Removed rows, which can be brought back, with their group."""
    taken_out: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    """The same rows with what was said in them, to name them by."""

    def revision_of(self, page: core.Page, row: UUID | None = None) -> int:
        """The revision a form is built from, and must still find when it is posted."""
        return max((self.revisions.get((row, key), 0) for key in page.keys), default=0)

    def at(self, page: core.Page, row: UUID | None = None) -> dict[str, Answer]:
        """What was said on a page, asked or not."""
        found = self._row(page.group, row) if row else Row("", self.answers.top)
        return {key: found.answers[key] for key in page.keys if found and key in found.answers}

    def has_row(self, group: str | None, row: UUID) -> bool:
        return self._row(group, row) is not None

    def _row(self, group: str | None, row: UUID) -> Row | None:
        rows = self.answers.rows_of(group or "")
        return next((each for each in rows if each.id == str(row)), None)


class _InRow(NamedTuple):
    """The entry of a group that an answer belongs to."""

    id: UUID
    group: str
    position: int
    removed_at: datetime | None


KEPT = Prepared(
    models.AnswerRecord.objects.values_list(
        *("id", "question", "value", "revision"),
        *("row_id", "row__group", "row__position", "row__removed_at"),
    ),
    by="submission",
)


def load_answers(submission: models.Submission) -> Given:
    """Open every answer of a submission; one query, however many questions and rows.

    Each row of a group has a record under the group's own key, so that a row in which nothing
    was said yet is found as well.
    """
    document = submission.version.read()
    opened = sealed.opener(models.AnswerRecord, "value")
    top: dict[str, Answer] = {}
    within: defaultdict[_InRow, dict[str, Answer]] = defaultdict(dict)
    revisions: dict[Place, int] = {}
    for pk, key, value, revision, row, *of_row in KEPT.rows(submission.pk):
        said = within[_InRow(row, *of_row)] if row else top
        revisions[row, key] = revision
        if value is not None:
            text = opened(value, pk, submission.pk, row, key)
            said[key] = answer_from_json(document.by_key[key], json.loads(text), key)
    return Given(
        answers=Answers(top, _rows(within, are_removed=False)),
        counter=submission.counter,
        revisions=revisions,
        last_position=_last_positions(within),
        removed={row.id: row.group for row in within if row.removed_at},
        taken_out=_rows(within, are_removed=True),
    )


def walked(submission: models.Submission, given: Given, facts: VisitFacts, *, at: datetime) -> Walk:
    """What is asked of this patient now; without a query."""
    document = submission.version.read()
    return walk(document, given.answers, known_answers(document, facts, timezone.localtime(at)))


def _rows(
    within: Mapping[_InRow, Mapping[str, Answer]], *, are_removed: bool
) -> dict[str, tuple[Row, ...]]:
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in sorted(within, key=lambda row: row.position):
        if bool(row.removed_at) is are_removed:
            rows[row.group].append(Row(str(row.id), within[row]))
    return {group: tuple(found) for group, found in rows.items()}


def _last_positions(within: Mapping[_InRow, object]) -> dict[str, int]:
    last: dict[str, int] = {}
    for row in within:
        last[row.group] = max(row.position, last.get(row.group, 0))
    return last

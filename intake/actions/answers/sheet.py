"""The sheet of answers: opened, read, and kept with a page more; two tabs never overwrite silently.

One sealed JSON document holds all that a patient said. Every change writes it anew.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from intake import models
from intake.actions.prepared_sql import Change, Prepared
from intake.core.documents.values import answer_from_json, answer_to_json
from intake.core.questionnaire.answers import EMPTY, Answer, Answers, Marks, Row
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.questionnaire import Page, Questionnaire
from intake.core.questionnaire.recognised import Beside
from intake.core.questionnaire.walk import Walk, known_answers, walk
from intake.models import CannotOpen, sealed

Place = tuple[UUID | None, str]
Kept = dict[str, Any]
"""``counter``, ``top``, ``rows`` and, where there are any, ``marks`` and ``latest``: which window
sent a page last, the number it had there, and the revision that came of it.

Each answer is ``[revision, value]``; ``[revision]`` alone means that the question was shown and
left blank: a stale tab still learns that it was changed.
"""

KEPT = Prepared(
    models.AnswerSheet.objects.values_list("content", "stamp", "submission__stamp"),
    by="submission",
)
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

    page: Page
    values: Mapping[str, Answer | None]
    revision: int
    row: UUID | None = None
    tab: str = ""
    """The window it was posted from: what it had left unsent is settled with it."""
    seq: int = 0


def nothing_kept() -> Kept:
    return {"counter": 0, "top": {}, "rows": []}


@dataclass(frozen=True)
class Given:
    """Answers as they were when the submission bore ``stamp``."""

    answers: Answers
    stamp: int = 0
    kept: Kept = field(default_factory=nothing_kept)
    revisions: Mapping[Place, int] = field(default_factory=dict)
    removed: Mapping[UUID, str] = field(default_factory=dict)
    """Removed rows, which can be brought back, with their group."""
    marks: Marks = field(default_factory=Marks)
    taken_out: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    """The same rows with what was said in them, to name them by."""

    def revision_of(self, page: Page, row: UUID | None = None) -> int:
        """The revision a form is built from, and must still find when it is posted."""
        return max((self.revisions.get((row, key), 0) for key in page.keys), default=0)

    def is_stale(self, page: Page, row: UUID | None, *, revision: int, tab: str, seq: int) -> bool:
        """Whether somebody changed the page after a form of that revision was built.

        What its own window sent last is no such change: Continue is pressed again if no page came.
        """
        made_by, number, made = self.kept.get("latest", (None, 0, 0))
        is_its_own = made_by == tab and number < seq and made == self.revision_of(page, row)
        return not is_its_own and self.revision_of(page, row) != revision

    def at(self, page: Page, row: UUID | None = None) -> dict[str, Answer]:
        """What was said on a page, asked or not."""
        found = self.answers.row_of(page.group, str(row)) if row else Row("", self.answers.top)
        return {key: found.answers[key] for key in page.keys if found and key in found.answers}

    def has_row(self, group: str | None, row: UUID) -> bool:
        return self.answers.row_of(group, str(row)) is not None


def load_answers(submission: models.Submission) -> Given:
    """Open the sheet of a submission; one query, and one seal, however much was said."""
    found = KEPT.rows(submission.pk)
    if not found:
        if submission.stamp:
            raise CannotOpen(f"The sheet of {submission} is gone")
        return Given(EMPTY)
    content, stamp, expected = found[0]
    if stamp != expected:
        raise CannotOpen(f"The sheet of {submission} is one of another time, put back")
    text = sealed.opener(models.AnswerSheet, "content")(content, submission.pk, stamp)
    return read(submission.version.read(), text, stamp)


def read(document: Questionnaire, text: str, stamp: int) -> Given:
    """What a sheet says, in the kinds of answers that the questionnaire asks for."""
    kept = json.loads(text)
    revisions: dict[Place, int] = {}
    here: defaultdict[str, list[Row]] = defaultdict(list)
    taken_out: defaultdict[str, list[Row]] = defaultdict(list)
    removed: dict[UUID, str] = {}
    top = _answers(document, kept["top"], None, revisions)
    for row in kept["rows"]:
        pk, group = UUID(row["id"]), row["group"]
        revisions[pk, group] = row["revision"]
        said = Row(row["id"], _answers(document, row["said"], pk, revisions))
        (taken_out if row["removed"] else here)[group].append(said)
        if row["removed"]:
            removed[pk] = group
    rows = {group: tuple(found) for group, found in here.items()}
    gone = {group: tuple(found) for group, found in taken_out.items()}
    beside = kept.get("marks", {})
    listed = {name: (typed, bool(was)) for name, (typed, was) in beside.get("listed", {}).items()}
    kinds = ("refused", "settled", "private")
    marks = Marks(listed, *(frozenset(beside.get(kind, ())) for kind in kinds))
    answers = Answers(top, rows, marks.private, marks.names, marks.settled)
    return Given(answers, stamp, kept, revisions, removed, marks, gone)


def _answers(
    document: Questionnaire,
    said: Mapping[str, list[Any]],
    row: UUID | None,
    revisions: dict[Place, int],
) -> dict[str, Answer]:
    found = {}
    for key, (revision, *value) in said.items():
        revisions[row, key] = revision
        if value:
            found[key] = answer_from_json(document.by_key[key], value[0], key)
    return found


def walked(submission: models.Submission, given: Given, facts: VisitFacts, *, at: datetime) -> Walk:
    """What is asked of this patient now; without a query."""
    document = submission.version.read()
    known = known_answers(document, facts, submission.visit.site.here(at))
    return as_asked(submission, given, walk(document, given.answers, known))


def as_asked(submission: models.Submission, given: Given, walked: Walk) -> Walk:
    """What was gone past on paper and left blank there is not missing: nobody can be asked."""
    if submission.typist_id is None:
        return walked
    return walked.with_blanks({(str(row) if row else None, key) for row, key in given.revisions})


def save_page(submission: models.Submission, said: PageSaid, *, given: Given) -> int:
    """Keep every answer of a page, or none, and return the revision that the page has now.

    ``given`` must be loaded from this submission.

    A post that repeats what stands (a double click) changes nothing and is no conflict.
    """
    with transaction.atomic():
        return page_saved(submission, said, given=given)


def page_saved(submission: models.Submission, said: PageSaid, *, given: Given) -> int:
    """The same as a part of a transaction that is open."""
    page, row = said.page, said.row
    if not said.values.keys() <= set(page.keys):
        raise ValueError(f"Not on the page {page.name}")
    current, stamp = claim(submission, given)
    if row and not current.has_row(page.group, row):
        raise RowGone(row)
    if current.is_stale(page, row, revision=said.revision, tab=said.tab, seq=said.seq):
        stands = current.at(page, row)
        if any(stands.get(key) != value for key, value in said.values.items()):
            raise Conflict(stands, current.revision_of(page, row))
    kept = with_page(current.kept, said.values, row)
    if said.tab:
        kept["latest"] = [said.tab, said.seq, kept["counter"]]
    keep(submission, kept, stamp)
    window = submission.id, row, page.name
    SETTLED.run(*(draft_id(*window, tab=said.tab, held=each) for each in (False, True)))
    return kept["counter"] if said.values else said.revision


def save_beside(
    submission: models.Submission, change: Callable[[Given], Beside], *, given: Given
) -> bool:
    """Keep what names tick, if it is new; ``change`` is asked again of answers as they are now."""
    wanted = change(given)
    if not wanted.values and wanted.marks == given.marks:
        return False
    with transaction.atomic():
        current, stamp = claim(submission, given)
        changed = wanted if current is given else change(current)
        kept, marks = with_page(current.kept, changed.values, None), changed.marks
        kept["marks"] = {
            "listed": {option: list(said) for option, said in marks.listed.items()},
            "refused": sorted(marks.refused),
            "settled": sorted(marks.settled),
            "private": sorted(marks.private),
        }
        keep(submission, kept, stamp)
    return True


def claim(submission: models.Submission, given: Given) -> tuple[Given, int]:
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


def with_page(kept: Kept, values: Mapping[str, Answer | None], row: UUID | None) -> Kept:
    """A copy of the sheet on which these answers stand: what was loaded may still be shown."""
    changed = deepcopy(kept)
    changed["counter"] += 1
    said = row_in(changed, row)["said"] if row else changed["top"]
    for key, answer in values.items():
        value = () if answer is None else (answer_to_json(answer),)
        said[key] = [changed["counter"], *value]
    return changed


def row_in(kept: Kept, row: UUID) -> dict[str, Any]:
    return next(each for each in kept["rows"] if each["id"] == str(row))


def keep(submission: models.Submission, kept: Kept, stamp: int) -> None:
    filled = models.AnswerSheet(submission=submission, stamp=stamp)
    sealed.seal(filled, "content", json.dumps(kept, ensure_ascii=False, separators=(",", ":")))
    KEEP.run(submission.pk, filled.content, stamp)
    submission.stamp = stamp


def draft_id(
    submission: UUID, row: UUID | None, page: str, *, tab: str = "", held: bool = False
) -> UUID:
    """The id of what one window left of a page, known before it is stored, and to nobody else.

    Every time a page is shown it is a window of its own, so that two never write over each other;
    what is held has an id of its own.
    """
    named = f"{submission}/{row or ''}/{page}/{tab}" + ("/held" if held else "")
    return UUID(sealed.blind("page draft", named)[:32])

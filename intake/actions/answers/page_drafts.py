"""Pages that were left without sending: kept as they stood, shown again, never counted."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from intake import models
from intake.actions.answers.sheet import draft_id
from intake.actions.prepared_sql import Prepared
from intake.core.limits import DRAFTS_IN_A_MINUTE, DRAFTS_OF_A_PAGE
from intake.core.questionnaire.questionnaire import Page
from intake.core.questionnaire.walk import Walk
from intake.models import sealed
from intake.models.catalog.versions import UNREADABLE
from intake.models.visits.visits import facts_of

from .sheet import AlreadySent, Given, RowGone, load_answers

Posted = Mapping[str, Sequence[str]]

SHOWN = "-shown"
"""Which drafts a page was made from, as ``id.seq``: what is typed over them stands for them."""

KEPT = Prepared(
    models.PageDraft.objects.order_by("kept_at", "id").values_list(
        "id", "posted", "held", "kept_at"
    ),
    by="submission",
)


class TooManyDrafts(Exception):
    """More than a person types in a minute; the page tries again later."""


@dataclass(frozen=True)
class Stamp:
    """Where a draft comes from: the window, its number there, and the drafts it stands for."""

    tab: str = ""
    seq: int = 0
    shown: Mapping[UUID, int] = field(default_factory=dict)


UNSTAMPED = Stamp()


@dataclass(frozen=True)
class Draft:
    """An unsent page. ``held``: it was posted after the session had ended."""

    id: UUID
    page: str
    row: UUID | None
    posted: Posted
    held: bool
    kept_at: datetime
    tab: str = ""
    seq: int = 0

    @property
    def place(self) -> tuple[str, UUID | None]:
        return self.page, self.row

    @property
    def row_id(self) -> str | None:
        """The row as answers know it."""
        return str(self.row) if self.row else None

    @property
    def shown(self) -> dict[UUID, int]:
        return shown_in(self.posted.get(SHOWN, ()))


def shown_in(stamps: Sequence[str]) -> dict[UUID, int]:
    """Drafts that a page named; what is no such name is left out."""
    found: dict[UUID, int] = {}
    for stamp in stamps:
        pk, _, seq = stamp.partition(".")
        try:
            found[UUID(pk)] = int(seq) if seq.isascii() and len(seq) < 10 else 0
        except ValueError:
            continue
    return found


def keep_draft(
    submission: models.Submission,
    page: Page,
    posted: Posted,
    *,
    row: UUID | None = None,
    held: bool = False,
    stamp: Stamp = UNSTAMPED,
    at: datetime,
) -> None:
    """Keep the fields of a page as they were posted, unchecked.

    Only an older draft of the same window gives way to it, and those that the page was made from.
    What is held gives way to nothing but Continue and Discard.
    """
    key = page.name
    mine = draft_id(submission.id, row, key, tab=stamp.tab, held=held)
    fields = {name: list(each) for name, each in posted.items()}
    draft = Draft(mine, key, row, fields, held, at, stamp.tab, stamp.seq)
    with transaction.atomic():
        locked = _take_one(submission, at)
        if row:
            given = load_answers(locked)
            here = any(given.has_row(group, row) for group in given.answers.rows)
            if not here and row not in given.removed:
                raise RowGone(row)
        others = [each for each in _every(submission) if each.place == draft.place]
        if any(each.id == mine and each.seq > draft.seq for each in others):
            return
        _store(submission, draft)
        # What it was made from goes, and of the page's windows those beyond the last three.
        loose = [each for each in others if not each.held and each.id != mine]
        replaced = [each for each in loose if each.seq <= stamp.shown.get(each.id, -1)]
        left = [each for each in loose if each not in replaced]
        most = DRAFTS_OF_A_PAGE - (not held)
        _delete(each.id for each in (*replaced, *left[: max(0, len(left) - most)]))


def drafts_of(submission: models.Submission, given: Given) -> tuple[Draft, ...]:
    """Every unsent page, oldest first; rows that were removed leave theirs aside.

    A draft that another was made from is not told again.
    """
    every = [draft for draft in _every(submission) if draft.row not in given.removed]
    stood_for = {pk: seq for draft in every for pk, seq in draft.shown.items() if pk != draft.id}
    return tuple(draft for draft in every if stood_for.get(draft.id, -1) < draft.seq)


def pages_open(submission: models.Submission) -> bool:
    """Whether everything that the patient's own pages are made from can be read."""
    try:
        submission.version.read()
        facts_of(submission.visit)
        drafts_of(submission, load_answers(submission))
    except UNREADABLE:
        return False
    return True


def still_asked(drafts: Iterable[Draft], walk: Walk) -> Iterator[tuple[Page, Draft]]:
    """Those that wait to be finished, with their pages: what is signed is answered by signing."""
    pages = {page.name: page for page in walk.to_fill_in}
    for draft in drafts:
        page = pages.get(draft.page)
        if page and walk.asked_on(page, draft.row_id):
            yield page, draft


def discard_draft(submission: models.Submission, shown: Mapping[UUID, int]) -> None:
    """The patient wants these no more, as she saw them; what came later is kept."""
    seen = (each for each in _every(submission) if each.seq <= shown.get(each.id, -1))
    _delete(each.id for each in seen)


def _every(submission: models.Submission) -> list[Draft]:
    opened, found = sealed.opener(models.PageDraft, "posted"), []
    for pk, posted, held, at in KEPT.rows(submission.pk):
        kept = json.loads(opened(posted, pk, submission.pk))
        row = UUID(kept["row"]) if kept["row"] else None
        window = kept.get("tab", ""), kept.get("seq", 0)
        found.append(Draft(pk, kept["page"], row, kept["posted"], bool(held), at, *window))
    return found


def _take_one(submission: models.Submission, at: datetime) -> models.Submission:
    """Lock the submission, and count: a program that stores without end is stopped."""
    rows = models.Submission.objects.select_for_update(no_key=True, of=("self",))
    locked = rows.select_related("version").defer("version__document").get(pk=submission.pk)
    if locked.state == models.SubmissionState.SENT:
        raise AlreadySent
    minute = int(at.timestamp()) // 60
    taken = (locked.drafts_taken or 0) + 1 if locked.drafts_minute == minute else 1
    if taken > DRAFTS_IN_A_MINUTE:
        raise TooManyDrafts
    locked.drafts_minute, locked.drafts_taken = minute, taken
    locked.save(update_fields=["drafts_minute", "drafts_taken"])
    return locked


def _store(submission: models.Submission, draft: Draft) -> None:
    kept = {
        "page": draft.page,
        "row": str(draft.row) if draft.row else None,
        "tab": draft.tab,
        "seq": draft.seq,
        "posted": draft.posted,
    }
    record = models.PageDraft(
        id=draft.id, submission=submission, held=draft.held, kept_at=draft.kept_at
    )
    sealed.seal(record, "posted", json.dumps(kept))
    models.PageDraft.objects.bulk_create(
        [record],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["posted", "kept_at"],
    )


def _delete(ids: Iterable[UUID]) -> None:
    gone = list(ids)
    if gone:
        models.PageDraft.objects.filter(id__in=gone).delete()

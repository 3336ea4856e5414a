"""The sheet of answers as one JSON document: read, and written anew with one thing changed."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from intake.core.documents.values import answer_from_json, answer_to_json
from intake.core.questionnaire import questionnaire as core
from intake.core.questionnaire.answers import Answer, Answers, Marks, Row

Place = tuple[UUID | None, str]
Kept = dict[str, Any]
"""``counter``, ``top``, ``rows`` and, where there are any, ``marks``.

Each answer is ``[revision, value]``; ``[revision]`` alone means that the question was shown and
left blank: a stale tab still learns that it was changed.
"""


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

    def revision_of(self, page: core.Page, row: UUID | None = None) -> int:
        """The revision a form is built from, and must still find when it is posted."""
        return max((self.revisions.get((row, key), 0) for key in page.keys), default=0)

    def at(self, page: core.Page, row: UUID | None = None) -> dict[str, Answer]:
        """What was said on a page, asked or not."""
        found = self.answers.row_of(page.group, str(row)) if row else Row("", self.answers.top)
        return {key: found.answers[key] for key in page.keys if found and key in found.answers}

    def has_row(self, group: str | None, row: UUID) -> bool:
        return self.answers.row_of(group, str(row)) is not None


def read(document: core.Questionnaire, text: str, stamp: int) -> Given:
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
    marks = _marks(kept)
    answers = Answers(top, rows, marks.private, marks.names, marks.settled)
    return Given(answers, stamp, kept, revisions, removed, marks, gone)


def _marks(kept: Kept) -> Marks:
    found = kept.get("marks", {})
    listed = {
        option: (typed, bool(was)) for option, (typed, was) in found.get("listed", {}).items()
    }
    kinds = ("refused", "settled", "private")
    return Marks(listed, *(frozenset(found.get(each, ())) for each in kinds))


def with_marks(kept: Kept, marks: Marks) -> Kept:
    """What the product ticked, and what the patient said of ticks, of answers and of her copy."""
    written = {
        "listed": {option: list(said) for option, said in marks.listed.items()},
        "refused": sorted(marks.refused),
        "settled": sorted(marks.settled),
        "private": sorted(marks.private),
    }
    return {**kept, "marks": written}


def _answers(
    document: core.Questionnaire,
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


def keys_kept(text: str) -> set[str]:
    """The questions that were shown on a saved page, also those left blank."""
    kept = json.loads(text)
    return {*kept["top"], *(key for row in kept["rows"] for key in (row["group"], *row["said"]))}


def written(kept: Kept) -> str:
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def with_page(kept: Kept, values: Mapping[str, Answer | None], row: UUID | None) -> Kept:
    """The same sheet once these answers stand on it."""
    changed = _next(kept)
    said = _row_of(changed, row)["said"] if row else changed["top"]
    for key, answer in values.items():
        value = () if answer is None else (answer_to_json(answer),)
        said[key] = [changed["counter"], *value]
    return changed


def with_row(kept: Kept, group: str, row: UUID) -> Kept:
    """With a new row at the end of its group."""
    changed = _next(kept)
    entry = {"id": str(row), "group": group, "revision": changed["counter"]}
    changed["rows"].append({**entry, "removed": None, "said": {}})
    return changed


def with_row_taken_out(kept: Kept, row: UUID, *, at: datetime) -> Kept:
    changed = _next(kept)
    _row_of(changed, row)["removed"] = at.isoformat()
    return changed


def with_row_back(kept: Kept, row: UUID) -> Kept:
    changed = _next(kept)
    _row_of(changed, row)["removed"] = None
    return changed


def _next(kept: Kept) -> Kept:
    """A copy to be changed: what was loaded may still be shown."""
    changed = deepcopy(kept)
    changed["counter"] += 1
    return changed


def _row_of(kept: Kept, row: UUID) -> dict[str, Any]:
    found: Iterator[dict[str, Any]] = (each for each in kept["rows"] if each["id"] == str(row))
    return next(found)

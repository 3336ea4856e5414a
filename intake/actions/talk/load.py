"""Opens what was recorded about a talk, as values of the core in the order it was recorded."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any, TypeVar

from intake import models
from intake.core.documents.values import encode
from intake.core.talk.outcomes import Entry, Outcome
from intake.core.talk.sign_off import Confirmed, Talk
from intake.core.talk.verified_facts import Choice, Verified, shown_from_json
from intake.models import sealed

Row = TypeVar("Row")
Opened = TypeVar("Opened")


def talk_of(visit: models.Visit, unreadable: list[models.CannotOpen] | None = None) -> Talk:
    """Everything recorded about a visit; four queries, however much it is.

    A row that was altered raises ``CannotOpen``, unless a list is given to put that in.
    """
    return Talk(
        outcomes=outcomes_of(visit, unreadable),
        verified=verified_of(visit, unreadable),
        choices=choices_of(visit, unreadable),
        confirmed=confirmed_of(visit),
    )


def _opened(
    rows: Iterable[Row],
    read: Callable[[Row], Opened],
    unreadable: list[models.CannotOpen] | None,
) -> Iterator[Opened]:
    for row in rows:
        try:
            yield read(row)
        except models.CannotOpen as error:
            if unreadable is None:
                raise
            unreadable.append(error)


def outcomes_of(
    visit: models.Visit, unreadable: list[models.CannotOpen] | None = None
) -> tuple[Entry, ...]:
    rows = visit.outcomerecords.select_related("by", "discussion", "takes_back").defer(
        "discussion__document"
    )
    return tuple(_opened(rows, entry_of, unreadable))


def entry_of(row: models.OutcomeRecord) -> Entry:
    said = json.loads(sealed.open(row, "content"))
    return Entry(
        sequence=row.sequence,
        number=said["number"],
        key=said["key"],
        digest=said["digest"],
        outcome=Outcome(said["outcome"]),
        revision=row.discussion.revision,
        at=row.at,
        by=row.by_id,
        note=said["note"],
        takes_back=row.takes_back.sequence if row.takes_back else None,
        by_name=row.by.printed_name,
    )


def seal_entry(row: models.OutcomeRecord, entry: Entry) -> None:
    said = {name: getattr(entry, name) for name in ("number", "key", "digest", "outcome", "note")}
    sealed.seal(row, "content", json.dumps(said, ensure_ascii=False))


def _standing(visits: Iterable[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Visit and content of what was not taken back, in its order; a row that was altered is not."""
    rows = models.OutcomeRecord.objects.filter(visit__in=visits)
    for row in rows.filter(takes_back=None, taken_back_by=None).order_by("sequence"):
        with suppress(models.CannotOpen):
            yield row.visit_id, json.loads(sealed.open(row, "content"))


def waits_of(visits: Iterable[int]) -> Counter[int]:
    """For how many points the patient wants time, by visit; one query for all."""
    latest: dict[tuple[int, int], Outcome] = {}
    for visit, said in _standing(visits):
        outcome = Outcome(said["outcome"])
        if not outcome.is_about_hold:
            latest[visit, said["number"]] = outcome
    return Counter(visit for (visit, _), ended in latest.items() if ended is Outcome.WANTS_TIME)


def holds_decided(visits: Iterable[int]) -> dict[tuple[int, str], Outcome]:
    """What became of holds, by visit and digest of the point; one query for all."""
    said = ((visit, each["digest"], Outcome(each["outcome"])) for visit, each in _standing(visits))
    return {(visit, digest): ended for visit, digest, ended in said if ended.is_about_hold}


def verified_of(
    visit: models.Visit, unreadable: list[models.CannotOpen] | None = None
) -> tuple[Verified, ...]:
    rows = visit.verifiedrecords.select_related("by", "takes_back")
    return tuple(_opened(rows, verified_entry_of, unreadable))


def verified_entry_of(row: models.VerifiedRecord) -> Verified:
    said = json.loads(sealed.open(row, "content"))
    return Verified(
        sequence=row.sequence,
        fact=said["fact"],
        value=said["value"],
        how=said["how"],
        on=date.fromisoformat(said["on"]),
        at=row.at,
        by=row.by_id,
        takes_back=row.takes_back.sequence if row.takes_back else None,
        by_name=row.by.printed_name,
        codes=tuple(said["codes"]),
        is_shown=said["is_shown"],
    )


def seal_verified(row: models.VerifiedRecord, entry: Verified) -> None:
    names = ("fact", "value", "how", "on", "codes", "is_shown")
    said = {name: encode(getattr(entry, name)) for name in names}
    sealed.seal(row, "content", json.dumps(said, ensure_ascii=False))


def choices_of(
    visit: models.Visit, unreadable: list[models.CannotOpen] | None = None
) -> tuple[Choice, ...]:
    return tuple(_opened(visit.choicerecords.select_related("by"), choice_of, unreadable))


def choice_of(row: models.ChoiceRecord) -> Choice:
    return Choice(
        sequence=row.sequence,
        at=row.at,
        by=row.by_id,
        shown=shown_from_json(sealed.open(row, "shown")),
        by_name=row.by.printed_name,
    )


def confirmed_of(visit: models.Visit) -> tuple[Confirmed, ...]:
    rows = visit.confirmedrecords.select_related("by", "discussion").defer("discussion__document")
    return tuple(
        Confirmed(
            sequence=row.sequence,
            revision=row.discussion.revision,
            at=row.at,
            asked_by=row.by_id,
            by_name=row.by.printed_name if row.by else "",
        )
        for row in rows
    )

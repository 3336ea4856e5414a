"""Keeps what a provider types in a talk until it is recorded, so that nothing typed is lost."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from intake import models
from intake.actions.afterwards import after_the_commit
from intake.core.limits import KEPT_LETTERS
from intake.models import sealed

from .rules import NotRecorded


def keep_notes(
    visit: models.Visit, fields: Mapping[str, str], *, by: models.User, at: datetime
) -> None:
    """Keep each field as it was typed last. An emptied field is forgotten.

    It is no part of the record and stands in no log: only what is recorded is.
    """
    if not fields:
        return
    for text in fields.values():
        if len(text) > KEPT_LETTERS:
            raise NotRecorded(f"This is longer than the {KEPT_LETTERS:,} letters of a note.")
    with transaction.atomic():
        row = _locked(visit, by)
        if row is None and any(text.strip() for text in fields.values()):
            # Two windows may come here first at once: one makes the row, both take it.
            visit.kept_notes.get_or_create(by=by, defaults={"content": b"", "at": at})
            row = _locked(visit, by)
        if row is not None:
            row.at = at
            _keep(row, fields)


def notes_of(visit: models.Visit, by: models.User) -> dict[str, str]:
    """What was typed and not recorded yet, by field; nothing where it can't be read."""
    return _in(visit.kept_notes.filter(by=by).first())


def forget_notes(visit: models.Visit, fields: Collection[str], *, by: models.User) -> None:
    """What was recorded needs no keeping; it is committed, and a note that stays harms nobody."""
    with after_the_commit(), transaction.atomic():
        row = _locked(visit, by)
        if row is not None:
            _keep(row, dict.fromkeys(fields, ""))


def _locked(visit: models.Visit, by: models.User) -> models.KeptNote | None:
    return visit.kept_notes.select_for_update(no_key=True).filter(by=by).first()


def _keep(row: models.KeptNote, fields: Mapping[str, str]) -> None:
    before = _in(row)
    written = {name: text for name, text in {**before, **fields}.items() if text.strip()}
    if not written:
        row.delete()
    elif written != before:
        sealed.seal(row, "content", json.dumps(written, ensure_ascii=False))
        row.save()


def _in(row: models.KeptNote | None) -> dict[str, str]:
    try:
        return json.loads(sealed.open(row, "content")) if row is not None else {}
    except models.CannotOpen:
        return {}

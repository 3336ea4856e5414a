"""Keeps what a provider types in a talk until it is recorded, so that nothing typed is lost."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from intake import models
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
        rows = visit.kept_notes.select_for_update(no_key=True)
        before = {row.field: row for row in rows.filter(by=by, field__in=fields)}
        for name, text in fields.items():
            row = before.get(name)
            if text.strip():
                _keep(row or models.KeptNote(visit=visit, by=by, field=name), text, at)
            elif row is not None:
                row.delete()


def notes_of(visit: models.Visit, by: models.User) -> dict[str, str]:
    """What was typed and not recorded yet, by field; what can't be read is left out."""
    found = {}
    for row in visit.kept_notes.filter(by=by):
        try:
            found[row.field] = sealed.open(row, "text")
        except models.CannotOpen:
            continue
    return found


def forget_notes(visit: models.Visit, fields: Collection[str], *, by: models.User) -> None:
    """What was recorded needs no keeping."""
    visit.kept_notes.filter(by=by, field__in=fields).delete()


def _keep(row: models.KeptNote, text: str, at: datetime) -> None:
    if not row._state.adding and _reads(row) == text:
        return
    row.at = at
    sealed.seal(row, "text", text)
    row.save()


def _reads(row: models.KeptNote) -> str | None:
    try:
        return sealed.open(row, "text")
    except models.CannotOpen:
        return None

"""Seals every sealed column again with the newest key, so that older keys can be thrown away."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.apps import apps
from django.db import models as columns
from django.db import transaction
from django.db.models.functions import Substr

from intake.actions.access_log import record
from intake.models import sealed

AT_ONCE = 200
BYTES_AT_ONCE = 32 * 1024 * 1024
"""Of columns of their usual size: a batch of photos is smaller than one of names."""


@dataclass
class Rotation:
    """How far it went. ``unreadable`` names places that no key here opens; they stay so."""

    done: Counter[str] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)


def rotate(
    rotation: Rotation | None = None, *, at: datetime, at_once: int = AT_ONCE
) -> Iterator[Rotation]:
    """Work through all models, one transaction for each batch; yields after every batch.

    What is on the newest key already is not read again: a rotation that was killed goes on where
    it stopped. Nothing is listed here: a sealed column is found by its field.
    """
    rotation = rotation or Rotation()
    for model, names in sealed_columns().items():
        for name in names:
            for _batch in _column(model, name, rotation, at_once):
                yield rotation
    total = sum(rotation.done.values())
    record("keys_rotated", at=at, detail=f"{total} columns on {sealed.current_key_id()}")
    yield rotation


def sealed_columns() -> dict[type[columns.Model], list[str]]:
    """Every sealed column of every model."""
    found = {
        model: [
            column.name
            for column in model._meta.concrete_fields
            if isinstance(column, sealed.SealedField)
        ]
        for model in apps.get_app_config("intake").get_models()
    }
    return {model: names for model, names in found.items() if names}


def still_on_other_keys() -> Counter[str]:
    """How many columns wait, by model and column: on an older key, or not filled up as in 0.1."""
    left = {
        f"{model._meta.label}.{name}": _waiting(model, name).count()
        for model, names in sealed_columns().items()
        for name in names
    }
    return Counter({place: count for place, count in left.items() if count})


def _column(
    model: type[columns.Model], name: str, rotation: Rotation, at_once: int
) -> Iterator[None]:
    """One column of one model in the order of its key, so that the unreadable is passed once."""
    last = None
    column = cast(sealed.SealedField, model._meta.get_field(name))
    most = max(1, min(at_once, BYTES_AT_ONCE // column.room))
    while True:
        with transaction.atomic():
            waiting = _waiting(model, name).order_by("pk").select_for_update(of=("self",))
            batch = list((waiting.filter(pk__gt=last) if last else waiting)[:most])
            for row in batch:
                try:
                    sealed.seal_bytes(row, name, sealed.open_bytes(row, name))
                except sealed.CannotOpen as problem:
                    rotation.unreadable.append(str(problem))
                    continue
                # Only this column is written: the guards let nothing else of a record change.
                model._default_manager.filter(pk=row.pk).update(**{name: getattr(row, name)})
                rotation.done[model._meta.label] += 1
        if not batch:
            return
        last = batch[-1].pk
        yield


def _waiting(model: type[columns.Model], name: str) -> columns.QuerySet:
    """Rows of which this column holds something that the newest key did not seal."""
    head = sealed.current_head()
    start = Substr(name, 1, len(head), output_field=columns.BinaryField())
    filled = model._default_manager.exclude(**{name: None})
    return filled.annotate(sealed_by=start).exclude(sealed_by=head)

"""Stores many rows of a draft at once, each checked as the editor would check it."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db import models as columns

from intake.core.documents.codec import UNSTORABLE
from intake.core.documents.values import DocumentError
from intake.models import Question
from intake.models.catalog.questions import expect_free_key


def keep(rows: Iterable[Any]) -> None:
    """Insert new rows of one model; raises ``DocumentError`` naming the row and the column."""
    kept = list(rows)
    for row in kept:
        check_row(row)
    if not kept:
        return
    try:
        type(kept[0]).objects.bulk_create(kept)
    except IntegrityError as error:
        raise DocumentError(type(kept[0])._meta.verbose_name_plural, str(error)) from None


def check_row(row: Any) -> None:
    """As the editor checks one row; raises ``DocumentError``."""
    fields = row._meta.concrete_fields
    # Rows refer to each other only inside this import; looking each one up again tells nothing.
    relations = {field.name for field in fields if isinstance(field, columns.ForeignKey)}
    place = f"{row._meta.verbose_name} {getattr(row, 'key', getattr(row, 'code', ''))}".strip()
    try:
        row.clean_fields(exclude=relations)
        if isinstance(row, Question):
            expect_free_key(row.key)
    except ValidationError as error:
        column, messages = next(iter(error.message_dict.items()))
        raise DocumentError(place, f"{column}: {messages[0]}") from None
    for field in fields:
        value = getattr(row, field.attname)
        if isinstance(value, str) and UNSTORABLE.search(value):
            raise DocumentError(place, f"{field.name}: holds a character that can't be stored")

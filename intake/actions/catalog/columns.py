"""Fields that a draft's rows and the core's document have in common, listed once for both ways."""

from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from intake.core.questionnaire.questionnaire import Review

QUESTIONNAIRE = ("title", "language", "content_version")
SECTION = ("key", "title", "intro")
QUESTION = (
    "key",
    "text",
    "short",
    "help",
    "why",
    "ask_doctor",
    "required",
    "repeats",
    "in_person",
    "prefill",
    "max_answers",
    "minimum",
    "maximum",
    "max_length",
    "fhir",
)
GROUP = ("key", "text", "short", "min_rows", "max_rows")
OPTION = ("code", "text", "entry_name", "entry_kind")
POINT = ("key", "group", "title", "patient", "ask", "check_title")
TRIGGER = ("short", "title", "talk", "patient", "ask", "row", "about_person")
TOPIC = ("key", "claim", "verdict", "why")
NAME = ("asked", "text", "kind")
EVIDENCE = (
    "key",
    "statement",
    "source",
    "publisher",
    "published",
    "url",
    "locator",
    "read_on",
    "review_by",
    "reviewer",
    "regulatory",
)


def same(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """The named fields of a row or of a part of the document, as the other one takes them."""
    return {name: getattr(thing, name) for name in names}


@cache
def choices_of(model: type[Model]) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Columns of a table that are chosen: name, words, and what may stand there."""
    return tuple(
        (
            field.name,
            capfirst(str(field.verbose_name)),
            frozenset(dict(field.flatchoices)) | ({""} if field.blank else set()),
        )
        for field in model._meta.fields
        if field.choices
    )


def review_columns(review: Review | None) -> dict[str, Any]:
    """Who read the wording and the rules, as a draft and a version keep it."""
    return {
        "reviewer_name": review.name if review else "",
        "reviewer_role": review.role if review else "",
        "reviewed_on": review.on if review else None,
    }

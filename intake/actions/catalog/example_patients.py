"""Keeps example patients with a draft, and tries them on it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from intake import models
from intake.core.documents.codec import answers_from_json, expect_storable, parse
from intake.core.documents.values import DocumentError
from intake.core.editing.check import Problem
from intake.core.editing.example_patients import Trial, example_patient_from, run
from intake.core.questionnaire import questionnaire as core
from intake.core.questionnaire.answers import NOTHING, Answers, Row
from intake.core.questionnaire.free_text import tidy

NAME_LIMIT = 200
BESIDE = ("why", "clinic", "visit", "before")
"""What an example patient may have besides her answers."""


@dataclass(frozen=True)
class Tried:
    """A kept example patient and what the draft makes of it; no ``trial`` if answers don't fit."""

    kept: models.ExamplePatient
    trial: Trial | None
    problems: tuple[str, ...]
    unused: tuple[str, ...]
    """Questions that were answered and are not in the draft any more."""

    @property
    def ok(self) -> bool:
        return not self.problems


def try_all(
    draft: models.Questionnaire, document: core.Questionnaire, *, at: datetime
) -> list[Tried]:
    """Every example patient of a draft, tried on the draft as it was compiled; one query."""
    return [try_one(kept, document, at=at) for kept in draft.example_patients.all()]


def try_one(kept: models.ExamplePatient, document: core.Questionnaire, *, at: datetime) -> Tried:
    fitting, unused = without_gone(document, kept.document)
    try:
        # One database keeps half a character as it came, and some came before it was refused.
        expect_storable(kept.document)
    except DocumentError as error:
        return Tried(kept, None, (str(error),), ())
    try:
        trial = run(document, example_patient_from(document, fitting), as_of=at)
    except DocumentError as error:
        return Tried(kept, None, (str(error),), unused)
    return Tried(kept, trial, trial.problems, unused)


def failures(tried: list[Tried]) -> tuple[Problem, ...]:
    """What stands against publishing: example patients for whom not everything is as expected."""
    return tuple(
        Problem(f"patient:{each.kept.name}", "; ".join(each.problems))
        for each in tried
        if not each.ok
    )


def keep_example_patient(
    draft: models.Questionnaire, document: Any, *, replacing: models.ExamplePatient | None = None
) -> models.ExamplePatient:
    """Keep an example patient last, or in the place of the one with its name or of ``replacing``.

    Raises ``DocumentError`` for what is no example patient of this draft.
    """
    name = document.get("name") if isinstance(document, dict) else None
    if not isinstance(name, str) or not 0 < len(tidy(name)) <= NAME_LIMIT:
        raise DocumentError("name", f"must be text of at most {NAME_LIMIT} letters")
    # Only what can be read again on any later state of the draft is kept.
    plain = {part: document.get(part, {}) for part in ("answers", "rows", "expect")}
    for part, told in plain.items():
        if not isinstance(told, dict):
            raise DocumentError(part, "must be an object")
    for group, entries in plain["rows"].items():
        if not isinstance(entries, list) or not all(isinstance(row, dict) for row in entries):
            raise DocumentError(f"rows.{group}", "must be a list of entries")
    name = tidy(name)
    place = (draft.example_patients.aggregate(last=Max("position"))["last"] or 0) + 1
    plain["beside"] = {part: document[part] for part in BESIDE if part in document}
    if replacing is not None:
        if draft.example_patients.filter(name=name).exclude(pk=replacing.pk).exists():
            raise DocumentError("name", "another example patient has this name")
        with transaction.atomic():
            draft.example_patients.filter(pk=replacing.pk).update(name=name, **plain)
            return models.ExamplePatient.objects.get(pk=replacing.pk)
    kept, _is_new = models.ExamplePatient.objects.update_or_create(
        questionnaire=draft, name=name, defaults=plain, create_defaults={**plain, "position": place}
    )
    return kept


def read_example_patient(document: core.Questionnaire, text: str) -> dict[str, Any]:
    """An example patient's file, checked against a draft; raises ``DocumentError``."""
    given: dict[str, Any] = parse(text)
    example_patient_from(document, given)
    return given


def answers_that_fit(document: core.Questionnaire, told: dict[str, Any]) -> Answers:
    """The answers that a draft still takes, to be answered further."""
    rows: dict[str, tuple[Row, ...]] = {}
    top = _each_that_fits(document, told["answers"]).top
    for group, entries in told["rows"].items():
        if group not in document.groups:
            continue
        kept = []
        for place, row in enumerate(entries):
            values = row["answers"] if isinstance(row.get("answers"), dict) and "id" in row else row
            fits = _each_that_fits(document, values, group).rows_of(group)
            name = tidy(str(row.get("id", place))) or str(place)
            kept.append(Row(name, fits[0].answers if fits else NOTHING))
        rows[group] = tuple(kept)
    return Answers(top, rows)


def parts_that_fit(
    document: core.Questionnaire, told: dict[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a draft still takes of what stands beside the answers; what is wrong with the rest."""
    fitting, wrong = {}, []
    for part in ("expect", *BESIDE):
        if part not in told:
            continue
        try:
            expect_storable(told[part], part)
            example_patient_from(document, {"name": told["name"], part: told[part]})
        except DocumentError as error:
            wrong.append(str(error))
        else:
            fitting[part] = told[part]
    return fitting, tuple(wrong)


def _each_that_fits(
    document: core.Questionnaire, values: dict[str, Any], group: str | None = None
) -> Answers:
    with suppress(DocumentError):
        expect_storable(values)
        return answers_from_json(document, _answered(values, group))
    fitting = {}
    for key, value in values.items():
        with suppress(DocumentError):
            expect_storable(value)
            answers_from_json(document, _answered({key: value}, group))
            fitting[key] = value
    return answers_from_json(document, _answered(fitting, group))


def _answered(values: dict[str, Any], group: str | None) -> dict[str, Any]:
    """Answers as a document holds them: those of an entry stand under its group."""
    return {"answers": values} if group is None else {"rows": {group: [values]}}


def without_gone(
    document: core.Questionnaire, told: dict[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The same patient without answers to questions that the draft does not have (any more).

    Staff who delete a question need not mend every example patient who answered it; an answer
    that names an option which is gone stays, and is reported.
    """
    gone: list[str] = []
    groups = {
        key: [_kept(row, {q.key for q in document.groups[key].items}, gone) for row in entries]
        for key, entries in told["rows"].items()
        if key in document.groups
    }
    gone += [key for key in told["rows"] if key not in document.groups]
    alone = {key for key in document.by_key if key not in document.group_of}
    fitting = {**told, "answers": _kept(told["answers"], alone, gone), "rows": groups}
    return fitting, tuple(dict.fromkeys(gone))


def _kept(values: dict[str, Any], known: set[str], gone: list[str]) -> dict[str, Any]:
    if isinstance(values.get("answers"), dict) and "id" in values:
        return {**values, "answers": _kept(values["answers"], known, gone)}
    gone += [key for key in values if key not in known]
    return {key: value for key, value in values.items() if key in known}

"""Publishes a draft: compiled, checked, and frozen as the next version."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.core.documents.codec import questionnaire_to_json, sha256_of
from intake.core.editing.check import Problem, Weight
from intake.core.questionnaire import questionnaire as core
from intake.core.questionnaire.free_text import tidy

from .columns import review_columns
from .compile import DraftIncomplete, compile_draft, unreviewed_sha256
from .draft_rows import DraftRows
from .example_patients import failures, try_all
from .seen import expect_seen_to_publish
from .translate import hand_on
from .translate_draft import altered_texts, offer_translations
from .waive import give_reason, warnings_and_mistakes, without_lapsed


class PublishingRefused(Exception):
    """Nothing was published; ``problems`` say what staff must mend first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.place} {p.says}".strip() for p in problems))


def publish(
    draft: models.Questionnaire,
    *,
    by: models.User | None,
    at: datetime,
    why: str,
    reviewer: core.Review | None = None,
    reasons: Iterable[tuple[Problem, str]] = (),
    seen: str | None = None,
) -> models.Version:
    """Freeze the draft. Patients who open their link from now on are asked this version.

    ``reviewer`` is the clinician who read exactly this draft, ``reasons`` say why warnings may
    stand. ``seen`` says what the page showed; raises ``DraftChanged`` where it is another now.
    """
    said = tidy(why)
    if not said:
        raise PublishingRefused((Problem("", "Say why it is published."),))
    with transaction.atomic():
        locked = models.Questionnaire.objects.select_for_update(no_key=True).get(pk=draft.pk)
        expect_seen_to_publish(locked, seen)
        for problem, reason in reasons:
            give_reason(locked, problem, reason=reason, by=by, at=at)
        document = _compiled(locked, reviewer)
        last = locked.versions.order_by("-number").first()
        _refuse(warnings_and_mistakes(document, last, at, altered_texts(locked)))
        # Example patients say what the rules are for; a draft that fails one is not published.
        _refuse(failures(try_all(locked, document, at=at)))
        document = without_lapsed(locked, document, last, at=at)
        version = _frozen(document, last, questionnaire=locked, at=at, by=by, why=said)
        hand_on(last, version, at=at)
        offer_translations(locked, version, at=at)
        record("published", at=at, by=by, detail=f"{locked.slug} version {version.number}")
    return version


def problems_of(
    draft: models.Questionnaire, *, at: datetime, rows: DraftRows | None = None
) -> tuple[Problem, ...]:
    """Everything that stands against publishing the draft as it is, for its editors."""
    try:
        document = compile_draft(draft, rows)
    except DraftIncomplete as error:
        return error.problems
    last = draft.versions.order_by("-number").first()
    found = warnings_and_mistakes(document, last, at, altered_texts(draft))
    return found + failures(try_all(draft, document, at=at))


def reason_for_all(problems: Iterable[Problem], reason: str) -> list[tuple[Problem, str]]:
    """One reason for every warning that may stand with one, as ``publish`` takes them."""
    return [(each, reason) for each in problems if each.weight is Weight.WITH_REASON]


def _compiled(draft: models.Questionnaire, reviewer: core.Review | None) -> core.Questionnaire:
    """As it was read by the reviewer, if there is one; the draft keeps the name."""
    try:
        document = compile_draft(draft)
    except DraftIncomplete as error:
        raise PublishingRefused(error.problems) from None
    if reviewer is None:
        return document
    of_review = {**review_columns(reviewer), "reviewed_sha256": unreviewed_sha256(document)}
    for column, value in of_review.items():
        setattr(draft, column, value)
    draft.save(update_fields=list(of_review))
    return replace(document, review=reviewer)


def _refuse(found: tuple[Problem, ...]) -> None:
    if found:
        raise PublishingRefused(found)


def _frozen(
    document: core.Questionnaire, last: models.Version | None, **columns: Any
) -> models.Version:
    text = questionnaire_to_json(document)
    return models.Version.objects.create(
        questionnaire=columns["questionnaire"],
        number=last.number + 1 if last else 1,
        document=text,
        sha256=sha256_of(text),
        published_at=columns["at"],
        published_by=columns["by"],
        why=columns["why"],
        **review_columns(document.review),
    )

"""Keeps a draft's texts in another language, and offers them with what is published, if whole."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from intake import models
from intake.core.documents.codec import sha256_of
from intake.core.documents.translations import (
    State,
    Text,
    Translated,
    as_text,
    beside,
    compared,
    texts_in,
)
from intake.core.questionnaire import questionnaire as core
from intake.core.questionnaire.free_text import shows_something
from intake.models.catalog.versions import DraftTranslation

from .compile import compile_draft
from .seen import LOOK_AGAIN, DraftChanged
from .translate import keep_translation

LANGUAGES = {"es": "Spanish"}
"""Into which a questionnaire can be translated."""


class TextsAltered(Exception):
    """A draft's translation is not what was kept here; the message says so in words."""

    def __init__(self, language: str) -> None:
        name = LANGUAGES[language]
        super().__init__(
            f"The {name} texts of this draft were altered in the database and can't be read. They"
            f" have to be restored from a backup; until then nothing is offered in {name}."
        )


def translation_of(
    draft: models.Questionnaire, document: core.Questionnaire, language: str
) -> list[Text]:
    """Every text of the draft beside its translation; raises ``TextsAltered``."""
    return compared(document, _texts(_kept(draft, language)))


def translation_beside(
    draft: models.Questionnaire, language: str, sources: Mapping[str, str]
) -> list[Text]:
    """These texts as a page showed them: of a draft that can't be compiled meanwhile."""
    return beside(sources, _texts(_kept(draft, language)))


def altered_texts(draft: models.Questionnaire) -> list[str]:
    """What there is to say of translations that can't be read."""
    found = []
    for language in LANGUAGES:
        try:
            _texts(_kept(draft, language))
        except TextsAltered as altered:
            found.append(str(altered))
    return found


def keep_translations(
    draft: models.Questionnaire, language: str, said: Mapping[str, tuple[str, str]]
) -> int:
    """Keep ``{path: (source, text)}``; an emptied text is taken away. How many were changed."""
    with transaction.atomic():
        models.Questionnaire.objects.select_for_update(no_key=True).get(pk=draft.pk)
        kept = _kept(draft, language)
        texts = _texts(kept)
        before = dict(texts)
        for path, (source, text) in said.items():
            texts[path] = Translated(source, text)
        texts = {path: each for path, each in texts.items() if shows_something(each.text)}
        kept.texts = as_text(texts)
        kept.save()
    return sum(before.get(path) != texts.get(path) for path in said)


def seen_of(texts: Iterable[Text]) -> str:
    """Digest of what a page showed: sources, and what stands beside them."""
    return sha256_of(json.dumps([(each.path, each.source, each.text) for each in texts]))


def record_review(
    draft: models.Questionnaire, language: str, *, reviewer: str, on: date, seen: str
) -> None:
    """Who read the translation that was seen; raises ``DraftChanged`` where it is another now."""
    with transaction.atomic():
        models.Questionnaire.objects.select_for_update(no_key=True).get(pk=draft.pk)
        kept = _kept(draft, language)
        if seen != seen_of(compared(compile_draft(draft), _texts(kept))):
            raise DraftChanged(LOOK_AGAIN.format(what="translation"))
        kept.reviewer_name, kept.reviewed_on = reviewer, on
        kept.reviewed_sha256 = sha256_of(kept.texts)
        kept.save()


def review_of(draft: models.Questionnaire, language: str) -> DraftTranslation | None:
    """Who reviewed it, if not a letter was changed since."""
    kept = _kept(draft, language)
    return kept if kept.reviewed_sha256 == sha256_of(kept.texts) else None


def offer_translations(
    draft: models.Questionnaire, version: models.Version, *, at: datetime
) -> None:
    """A language is offered with a version only if no text of it is missing or stale."""
    for language in LANGUAGES:
        try:
            texts = translation_of(draft, version.read(), language)
        except TextsAltered:  # of which a reason is on record
            continue
        if any(text.state is not State.DONE for text in texts):
            continue
        said = {text.path: Translated(text.source, text.text) for text in texts}
        offered, review = (
            keep_translation(version, language, said, at=at),
            review_of(draft, language),
        )
        if review is not None:
            offered.reviewer_name, offered.reviewed_on = review.reviewer_name, review.reviewed_on
            offered.save(update_fields=["reviewer_name", "reviewed_on"])


def _texts(kept: DraftTranslation) -> dict[str, Translated]:
    try:
        return texts_in(kept.texts)
    except (ValueError, AttributeError, TypeError, KeyError):
        raise TextsAltered(kept.language) from None


def _kept(draft: models.Questionnaire, language: str) -> DraftTranslation:
    rows = DraftTranslation.objects.filter(questionnaire=draft, language=language)
    return rows.first() or DraftTranslation(questionnaire=draft, language=language)

"""Keeps what a version says in another language, and hands it on to the version after it."""

from datetime import datetime

from django.conf import settings

from intake import models
from intake.actions.prepared_sql import Prepared
from intake.core.documents.codec import sha256_of
from intake.core.documents.translations import Standing, Texts, as_text, standing_of, texts_in
from intake.models.catalog.versions import Translation

_LANGUAGES = Prepared(Translation.objects.values_list("language"), by="version")


def languages_of(version: models.Version) -> tuple[str, ...]:
    """Its own language, then those in which every text of it stands."""
    return (version.read().language, *(language for (language,) in _LANGUAGES.rows(version.pk)))


def named_languages_of(version: models.Version) -> list[tuple[str, str]]:
    """The same, each with its own name."""
    names = dict(settings.LANGUAGES)
    return [(code, names.get(code, code)) for code in languages_of(version)]


class NotComplete(Exception):
    """Texts are missing, or are translations of words that have changed."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        counts = f"{len(standing.missing)} missing, {len(standing.stale)} stale"
        first = ", ".join((*standing.missing, *standing.stale)[:5])
        super().__init__(f"The translation can't be offered yet: {counts}. The first: {first}")


def keep_translation(
    version: models.Version, language: str, texts: Texts, *, at: datetime
) -> Translation:
    """Offer a version in a language. A language is offered only when every text has its words.

    A review stays with the words that were read: other words are nobody's yet.
    """
    standing = standing_of(version.read(), texts)
    if not standing.is_complete:
        raise NotComplete(standing)
    text = as_text(texts)
    said = {"texts": text, "sha256": sha256_of(text), "kept_at": at}
    if not version.translations.filter(language=language, sha256=said["sha256"]).exists():
        said |= {"reviewer_name": "", "reviewed_on": None}
    kept, _is_new = version.translations.update_or_create(language=language, defaults=said)
    return kept


def hand_on(last: models.Version | None, version: models.Version, *, at: datetime) -> None:
    """What still says the same is offered in the new version too; what is stale is not.

    What was altered in the database is nobody's translation, and nobody reviewed it.
    """
    for earlier in last.translations.select_related("version__questionnaire") if last else ():
        if earlier.altered:
            continue
        texts = texts_in(earlier.texts)
        if standing_of(version.read(), texts).is_complete:
            kept = keep_translation(version, earlier.language, texts, at=at)
            kept.reviewer_name, kept.reviewed_on = earlier.reviewer_name, earlier.reviewed_on
            kept.save(update_fields=["reviewer_name", "reviewed_on"])

"""What a version says in other languages, beside its document and as little changed as that."""

from functools import lru_cache

from django.db import models
from django.db.models import Q

from intake.core.documents.codec import sha256_of
from intake.core.documents.retelling import Retelling
from intake.core.documents.translations import texts_in, translated
from intake.core.questionnaire.questionnaire import Questionnaire as Document

from .questions import Questionnaire
from .versions import Version, VersionAltered


class Translation(models.Model):
    """Every text of one version in one language; only what is complete is kept here."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=10)
    texts = models.TextField(help_text="Name of each text to its English words and its own.")
    sha256 = models.CharField("digest", max_length=64)
    kept_at = models.DateTimeField()
    reviewer_name = models.CharField("translation reviewed by", max_length=120, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["version", "language"]
        constraints = [
            models.UniqueConstraint(name="translation_once", fields=["version", "language"]),
            models.CheckConstraint(
                name="translation_reviewer_and_date_together",
                condition=Q(reviewer_name="", reviewed_on=None)
                | (~Q(reviewer_name="") & Q(reviewed_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.language}"


class DraftTranslation(models.Model):
    """A draft's texts in a language as far as they are, and who read them as they were."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="translations"
    )
    language = models.CharField(max_length=10)
    texts = models.TextField(default="{}")
    reviewer_name = models.CharField("translation reviewed by", max_length=120, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_sha256 = models.CharField("digest of what was read", max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="drafttranslation_once", fields=["questionnaire", "language"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}, {self.language}"


def read_in(version: Version, language: str) -> Document:
    """The version as patients read it in a language; as it is where there is no other."""
    digest = _digest_of(version, language)
    return _read_in(version.sha256, language, digest) if digest else version.read()


def retelling_in(version: Version, language: str) -> Retelling | None:
    """What a version says in a language, by its own words; None where it has no other words."""
    digest = _digest_of(version, language)
    if not digest:
        return None
    return Retelling(language, texts_in(_kept(version.sha256, language, digest).texts))


def _digest_of(version: Version, language: str) -> str | None:
    """Of its texts in another language than its own; None where there are none."""
    if language in ("", version.read().language):
        return None
    return version.translations.filter(language=language).values_list("sha256", flat=True).first()


@lru_cache(maxsize=32)
def _read_in(version: str, language: str, digest: str) -> Document:
    # Keyed by digests, as a version itself: equal digests are equal words.
    kept = _kept(version, language, digest)
    return translated(kept.version.read(), texts_in(kept.texts), language)


def _kept(version: str, language: str, digest: str) -> Translation:
    found = Translation.objects.filter(version__sha256=version, language=language, sha256=digest)
    kept = found.select_related("version").first()
    if kept is None or sha256_of(kept.texts) != digest:
        raise VersionAltered(f"The {language} texts of {version} were altered")
    return kept

"""Published versions: the questionnaire as patients answer it, frozen in each of its languages."""

from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language_info, override, pgettext

from intake.core.discussion.unknowns import NAMELESS
from intake.core.documents.codec import questionnaire_from_json, sha256_of
from intake.core.documents.retelling import Retelling
from intake.core.documents.translations import hearing, texts_in, translated
from intake.core.questionnaire.questionnaire import Questionnaire as Document
from intake.models.sealed import CannotOpen

from .questions import Questionnaire


class VersionAltered(Exception):
    """What is stored is not what was published; the message says of which version, in words."""


UNREADABLE = (CannotOpen, VersionAltered)
"""What is kept was damaged, or its key is not here: to try again would not help."""


class Version(models.Model):
    """One publication. There is no way to change a row; the database refuses it as well."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    document = models.TextField(help_text="The whole questionnaire in our document format.")
    sha256 = models.CharField("digest", max_length=64, db_index=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Empty if it was published from the command line.",
    )
    why = models.CharField("reason", max_length=500)
    reviewer_name = models.CharField("clinically reviewed by", max_length=120, blank=True)
    reviewer_role = models.CharField("reviewer's role", max_length=120, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["questionnaire", "number"]),
            models.CheckConstraint(name="version_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="version_has_a_reason", condition=~Q(why="")),
            models.CheckConstraint(
                name="version_reviewer_and_date_together",
                condition=Q(reviewer_name="", reviewer_role="", reviewed_on=None)
                | (~Q(reviewer_name="") & Q(reviewed_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def read(self) -> Document:
        """The published questionnaire; costs a query only the first time in a process.

        Raises ``VersionAltered``.
        """
        return _read(self.sha256)

    @property
    def in_words(self) -> str:
        return f"version {self.number} of “{self.questionnaire.title}”"

    def expect_as_published(self) -> None:
        """Raises ``VersionAltered``; the row itself is looked at, whatever was read before."""
        if sha256_of(self.document) != self.sha256:
            words = f"{self.in_words} was altered in the database and can't be read."
            raise VersionAltered(words[0].upper() + words[1:])


@lru_cache(maxsize=32)
def _read(sha256: str) -> Document:
    # Keyed by digest: equal digests are equal documents, whichever row holds them.
    kept = Version.objects.filter(sha256=sha256).select_related("questionnaire")[0]
    kept.expect_as_published()
    return questionnaire_from_json(kept.document, max_bytes=None)


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

    @property
    def altered(self) -> str:
        """What there is to say where the texts are not those that were kept; else nothing."""
        if sha256_of(self.texts) == self.sha256:
            return ""
        name = get_language_info(self.language)["name"]
        which = self.version.in_words
        return f"The {name} text of {which} was altered in the database and can't be read."


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


def read_in_each(version: Version) -> tuple[Document, ...]:
    """The version as it is, and as it reads in each of its other languages."""
    others = version.translations.values_list("language", "sha256")
    return (version.read(), *(_read_in(version.sha256, *other) for other in others))


def heard_in(version: Version, language: str) -> Document:
    """The version in a language, with the names of every other: what is typed may be of any."""
    others = tuple(version.translations.values_list("language", "sha256"))
    return _heard_in(version.sha256, language, others) if others else version.read()


def answered_in(version: Version, language: str) -> Document:
    """The version as it is, with the names of the language that it was answered in."""
    digest = _digest_of(version, language)
    if not digest:
        return version.read()
    return _heard_in(version.sha256, version.read().language, ((language, digest),))


def retelling_in(version: Version, language: str) -> Retelling | None:
    """What a version says in a language, by its own words; None where it has no other words."""
    digest = _digest_of(version, language)
    if not digest:
        return None
    with override(language):
        stand_ins = {NAMELESS: pgettext("an entry without a name", "it")}
    return Retelling(language, texts_in(_kept(version.sha256, language, digest).texts), stand_ins)


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


@lru_cache(maxsize=32)
def _heard_in(version: str, language: str, others: tuple[tuple[str, str], ...]) -> Document:
    read = {each: _read_in(version, each, digest) for each, digest in others}
    return hearing(read.get(language, _read(version)), (_read(version), *read.values()))


def _kept(version: str, language: str, digest: str) -> Translation:
    found = Translation.objects.filter(version__sha256=version, language=language, sha256=digest)
    kept = found.select_related("version__questionnaire").first()
    if kept is None:
        raise VersionAltered(f"The {language} text with the digest {digest} is gone.")
    if kept.altered:
        raise VersionAltered(kept.altered)
    return kept

"""Published versions: the questionnaire as patients answer it, frozen for good."""

from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.core.documents.codec import questionnaire_from_json, sha256_of
from intake.core.questionnaire.questionnaire import Questionnaire as Document

from .questions import Questionnaire


class VersionAltered(Exception):
    """The stored document is not the one that was published."""


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
        """The published questionnaire; costs a query only the first time in a process."""
        return _read(self.sha256)


@lru_cache(maxsize=32)
def _read(sha256: str) -> Document:
    # Keyed by digest: equal digests are equal documents, whichever row holds them.
    text = Version.objects.filter(sha256=sha256).values_list("document", flat=True)[0]
    if sha256_of(text) != sha256:
        raise VersionAltered(f"The document with the digest {sha256} was altered")
    return questionnaire_from_json(text, max_bytes=None)

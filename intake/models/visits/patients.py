"""Who a patient is: name, birth date and address sealed, found by blind indexes."""

import uuid
from datetime import date
from typing import Any

from anyascii import anyascii
from django.conf import settings
from django.db import models

from intake.core.desk.names import sought
from intake.models.sealed import SealedField, birth_date_indexes, blinds, term_indexes
from intake.models.sites import Site


class Way(models.TextChoices):
    """How a patient is written to."""

    MAIL = "mail", "Mail"
    TEXT = "text", "Text message"


class PatientQuerySet(models.QuerySet["Patient"]):
    """Finds people without opening a single name; the indexes match whole words only."""

    def named(self, words: str) -> "PatientQuerySet":
        """People who are filed under a word of what was typed, in whatever order it stands."""
        terms = sought(words, latin=anyascii)
        digests = [digest for term in terms for digest in term_indexes(term)]
        return self.filter(terms__digest__in=digests).distinct()

    def reached_by(self, number: str) -> "PatientQuerySet":
        """Everybody who gave this number: a couple or a parent may share one."""
        return self.filter(phone_index__in=blinds("phone", number))

    def within(self, user: Any) -> "PatientQuerySet":
        """People who were at sites of this member of staff and at no other."""
        if user.is_everywhere:
            return self
        elsewhere = Site.objects.exclude(pk__in=[site.pk for site in user.reach])
        strangers = Patient.objects.filter(visits__site__in=elsewhere)
        return self.filter(visits__isnull=False).exclude(pk__in=strangers.values("pk")).distinct()

    def born_on(self, birth_date: date) -> "PatientQuerySet":
        return self.filter(birth_date_index__in=birth_date_indexes(birth_date))


class Patient(models.Model):
    """A person. Name and birth date are sealed; people are found by blind indexes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = SealedField()
    surname = SealedField(null=True, help_text="As it was entered; None for people of release 0.1.")
    birth_date = SealedField()
    mail = SealedField(null=True)
    mail_bad = models.CharField(max_length=20, blank=True, default="", db_default="")
    mail_stopped_at = models.DateTimeField(null=True, blank=True)
    phone = SealedField(null=True, help_text="E.164, as +15550100.")
    phone_index = models.CharField(
        max_length=64, db_index=True, blank=True, default="", db_default="", editable=False
    )
    phone_bad = models.CharField(max_length=20, blank=True, default="", db_default="")
    texts_agreed_at = models.DateTimeField(null=True, blank=True)
    texts_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    texts_stopped_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(
        max_length=10, blank=True, default="", db_default="", help_text="Messages are in it."
    )
    also_named = SealedField(
        null=True, help_text="Names on records that were merged into this one, as JSON."
    )
    prefers = models.CharField(max_length=4, choices=Way, default=Way.MAIL, db_default=Way.MAIL)
    surname_index = models.CharField(max_length=64, db_index=True, editable=False)
    birth_date_index = models.CharField(max_length=64, db_index=True, editable=False)

    objects = PatientQuerySet.as_manager()

    class Meta:
        permissions = [("export_patient", "Can export patient")]
        constraints = [
            models.CheckConstraint(
                name="texts_agreed_at_and_by_together",
                condition=models.Q(texts_agreed_at=None, texts_agreed_by=None)
                | models.Q(texts_agreed_at__isnull=False, texts_agreed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Patient {self.id}"

"""Who a patient is: name, birth date and address sealed, found by blind indexes."""

import uuid
from datetime import date

from anyascii import anyascii
from django.db import models

from intake.core.desk.names import sought
from intake.models.sealed import SealedField, birth_date_indexes, term_indexes


class PatientQuerySet(models.QuerySet["Patient"]):
    """Finds people without opening a single name; the indexes match whole words only."""

    def named(self, words: str) -> "PatientQuerySet":
        """People who are filed under a word of what was typed, in whatever order it stands."""
        terms = sought(words, latin=anyascii)
        digests = [digest for term in terms for digest in term_indexes(term)]
        return self.filter(terms__digest__in=digests).distinct()

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
    surname_index = models.CharField(max_length=64, db_index=True, editable=False)
    birth_date_index = models.CharField(max_length=64, db_index=True, editable=False)

    objects = PatientQuerySet.as_manager()

    class Meta:
        permissions = [("export_patient", "Can export patient")]

    def __str__(self) -> str:
        return f"Patient {self.id}"

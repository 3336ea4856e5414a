"""How a patient is written to: the address that was given, and whether it still works."""

import re
from datetime import datetime

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.core.limits import SHORT_TEXT
from intake.models import sealed

ADDRESS = re.compile(r"[^@\s,;:<>()\"\\]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")


class AddressRefused(ValueError):
    """The message says what is wrong with it, for whoever typed it."""


def tidy_address(text: str) -> str:
    """A mail address as it is kept; empty for none. Raises ``AddressRefused``."""
    address = text.strip()
    if address and (len(address) > SHORT_TEXT or not ADDRESS.fullmatch(address)):
        raise AddressRefused("This is no mail address. Write it like maria@example.org.")
    return address


def keep_address(patient: models.Patient, address: str) -> None:
    """Put an address on a patient who is not saved yet; what was said of an older one is over."""
    patient.mail, patient.mail_bad, patient.mail_stopped_at = None, "", None
    if address:
        sealed.seal(patient, "mail", address)


def correct_address(visit: models.Visit, text: str, *, by: models.User, at: datetime) -> None:
    """The next message goes to this address; one that waits is sent there too."""
    address = tidy_address(text)
    with transaction.atomic():
        patient = models.Patient.objects.select_for_update(no_key=True).get(pk=visit.patient_id)
        keep_address(patient, address)
        patient.save(update_fields=["mail", "mail_bad", "mail_stopped_at"])
        record("contact_corrected", at=at, by=by, visit=visit)


def can_be_written_to(patient: models.Patient) -> bool:
    """Whether an address is kept that still works; it is not opened to say so."""
    return patient.mail is not None and not patient.mail_bad and not patient.mail_stopped_at


def address_of(patient: models.Patient) -> str:
    """The address, or nothing where none is kept or it can't be written to any more."""
    return sealed.open(patient, "mail") if can_be_written_to(patient) else ""

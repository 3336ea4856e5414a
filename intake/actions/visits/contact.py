"""How a patient is written to: address and number as they were given, and whether they work."""

import re
from dataclasses import dataclass
from datetime import datetime

import phonenumbers
from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.core.limits import SHORT_TEXT
from intake.models import sealed

ADDRESS = re.compile(r"[^@\s,;:<>()\"\\]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
COUNTRY = "US"
"""Where a number without a country code is, at a site that has not said where it is."""


class AddressRefused(ValueError):
    """The message says what is wrong with it, for whoever typed it."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What the desk was told. ``agreed``: the patient said that texts may go to the number."""

    mail: str = ""
    phone: str = ""
    agreed: bool = False
    prefers: models.Way = models.Way.MAIL
    language: str = ""
    """Of messages, until the patient chooses one; empty for the one that the site speaks."""


def tidy_address(text: str) -> str:
    """A mail address as it is kept; empty for none. Raises ``AddressRefused``."""
    address = text.strip()
    if address and (len(address) > SHORT_TEXT or not ADDRESS.fullmatch(address)):
        raise AddressRefused("This is no mail address. Write it like maria@example.org.")
    return address


def tidy_phone(text: str, country: str = "") -> str:
    """A number with its country, as +12125550142; empty for none. Raises ``AddressRefused``."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text[:SHORT_TEXT], country or COUNTRY)
    except phonenumbers.NumberParseException:
        number = None
    possible = phonenumbers.ValidationResult.IS_POSSIBLE  # not: only within its own town
    if number is None or phonenumbers.is_possible_number_with_reason(number) != possible:
        raise AddressRefused(
            "This is no telephone number. Write it like (212) 555-0142, or with + and the country."
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_doubtful(phone: str) -> bool:
    """No telephone company gives out such a number; it is kept all the same, with a word."""
    return bool(phone) and not phonenumbers.is_valid_number(phonenumbers.parse(phone))


def contact_from(text: str, *, agreed: bool, country: str = "") -> Contact:
    """Out of a box for either: with an @ it is a mail address. Raises ``AddressRefused``."""
    if "@" in text or not text.strip():
        return Contact(mail=tidy_address(text))
    return Contact(phone=tidy_phone(text, country), agreed=agreed, prefers=models.Way.TEXT)


def correct_contact(
    visit: models.Visit, contact: Contact, *, by: models.User, at: datetime
) -> None:
    """The next message goes there; one that waits is sent there too. Raises ``AddressRefused``."""
    mail, phone = tidy_address(contact.mail), tidy_phone(contact.phone, visit.site.country)
    with transaction.atomic():
        patient = models.Patient.objects.select_for_update(no_key=True).get(pk=visit.patient_id)
        _keep_mail(patient, mail, at)
        _keep_phone(patient, phone, at)
        _keep_agreement(patient, bool(phone) and contact.agreed, by, at)
        patient.prefers, patient.language = contact.prefers, contact.language
        patient.save()
        record("contact_corrected", at=at, by=by, visit=visit)


def take_over_contact(kept: models.Patient, gone: models.Patient, *, at: datetime) -> None:
    """What only the record that goes has, and no STOP is forgotten. The patient is not saved."""
    has, had = contact_of(kept), contact_of(gone)
    if had.mail and not has.mail and not kept.mail_stopped_at:
        _keep_mail(kept, had.mail, at)
        kept.mail_bad, kept.mail_stopped_at = gone.mail_bad, gone.mail_stopped_at
    elif had.mail == has.mail:
        kept.mail_stopped_at = kept.mail_stopped_at or gone.mail_stopped_at
    if had.phone and not has.phone and not kept.texts_stopped_at:
        _keep_phone(kept, had.phone, at)
        for column in ("phone_bad", "texts_agreed_at", "texts_agreed_by", "texts_stopped_at"):
            setattr(kept, column, getattr(gone, column))
    elif had.phone == has.phone:
        kept.texts_stopped_at = kept.texts_stopped_at or gone.texts_stopped_at
    if not (has.mail or has.phone):
        kept.prefers = gone.prefers
    kept.language = kept.language or gone.language


def contact_of(patient: models.Patient) -> Contact:
    """Everything that is kept, also what does not work any more. Raises ``CannotOpen``."""
    return Contact(
        mail=sealed.open(patient, "mail") if patient.mail is not None else "",
        phone=sealed.open(patient, "phone") if patient.phone is not None else "",
        agreed=patient.texts_agreed_at is not None,
        prefers=models.Way(patient.prefers),
        language=patient.language,
    )


def add_contact(visit: models.Visit, said: Contact, *, by: models.User, at: datetime) -> None:
    """What was said on entering a visit; what was not said then stays as it was before."""
    with transaction.atomic():
        patient = models.Patient.objects.select_for_update(no_key=True).get(pk=visit.patient_id)
        if said.mail:
            _keep_mail(patient, tidy_address(said.mail), at)
        if said.phone:
            _keep_phone(patient, tidy_phone(said.phone, visit.site.country), at)
            _keep_agreement(patient, said.agreed, by, at)
        patient.prefers, patient.language = said.prefers, said.language or patient.language
        patient.save()
        record("contact_corrected", at=at, by=by, visit=visit)


def missing(patient: models.Patient | None, offered: Contact) -> Contact:
    """What of it the patient has none of, and nobody took away."""
    if patient is None:
        return offered
    has_mail = patient.mail is not None or patient.mail_stopped_at
    has_phone = patient.phone is not None or patient.texts_stopped_at
    return Contact(
        mail="" if has_mail else offered.mail,
        phone="" if has_phone else offered.phone,
        language="" if patient.language else offered.language,
    )


def complete_contact(
    visit: models.Visit, offered: Contact, *, by: models.User, at: datetime
) -> None:
    """A schedule adds what is missing and changes nothing that was said; it agrees to no texts."""
    with transaction.atomic():
        patient = models.Patient.objects.select_for_update(no_key=True).get(pk=visit.patient_id)
        new = missing(patient, offered)
        added = [name for name in ("mail", "phone", "language") if getattr(new, name)]
        if not added:
            return
        if new.mail:
            _keep_mail(patient, new.mail, at)
        if new.phone:
            _keep_phone(patient, new.phone, at)
        patient.language = new.language or patient.language
        patient.save()
        record("contact_completed", at=at, by=by, visit=visit, detail=" ".join(added))


def open_ways(patient: models.Patient) -> frozenset[models.Way]:
    """The ways that still work; nothing is opened to say so."""
    ways = set()
    if patient.mail is not None and not patient.mail_bad and not patient.mail_stopped_at:
        ways.add(models.Way.MAIL)
    if (
        patient.phone is not None
        and patient.texts_agreed_at
        and not patient.phone_bad
        and not patient.texts_stopped_at
    ):
        ways.add(models.Way.TEXT)
    return frozenset(ways)


def mark_bad(patient: models.Patient, way: models.Way, code: str) -> None:
    """The server says that there is nobody: the desk corrects it, nobody tries again."""
    column = "mail_bad" if way is models.Way.MAIL else "phone_bad"
    models.Patient.objects.filter(pk=patient.pk).update(**{column: code})


def stop_texts(patient: models.Patient, *, at: datetime) -> None:
    """Whoever answered STOP stopped the number, for everybody who gave it."""
    number = sealed.open(patient, "phone")
    models.Patient.objects.reached_by(number).update(texts_stopped_at=at)


def _keep_mail(patient: models.Patient, address: str, at: datetime) -> None:
    """One that is taken away was said to be none: no schedule brings another."""
    if address:
        patient.mail_bad, patient.mail_stopped_at = "", None
        sealed.seal(patient, "mail", address)
    elif patient.mail is not None:
        patient.mail, patient.mail_bad, patient.mail_stopped_at = None, "", at


def _keep_phone(patient: models.Patient, number: str, at: datetime) -> None:
    """Typing the same number again takes no STOP back: only the patient can, on the phone.

    Its digest tells whether it is the same: one that can't be read any more is typed anew.
    """
    is_same = patient.phone_index in (sealed.blinds("phone", number) if number else [""])
    patient.phone, patient.phone_bad = None, ""
    if number:
        sealed.seal(patient, "phone", number)
    if is_same:
        return
    patient.phone_index = sealed.blind("phone", number) if number else ""
    patient.texts_agreed_at = patient.texts_agreed_by = None
    patient.texts_stopped_at = None if number else at


def _keep_agreement(patient: models.Patient, agreed: bool, by: models.User, at: datetime) -> None:
    if not agreed:
        patient.texts_agreed_at = patient.texts_agreed_by = None
    elif patient.texts_agreed_at is None:
        patient.texts_agreed_at, patient.texts_agreed_by = at, by

"""How a visit is looked for: by its reference, by a date of birth, by a name that is opened."""

import re
from datetime import date

from anyascii import anyascii
from django.db.models import Q

from intake.core.desk.names import fits
from intake.models import CannotOpen, Patient, Visit

from .people import name_of, other_names

REFERENCE = re.compile(r"EV[- ]?(\w{4})[- ]?(\w{4})", re.IGNORECASE)


def referred_to(words: str) -> str:
    """The reference in its one form, or nothing if this is none."""
    found = REFERENCE.fullmatch(words.strip())
    return f"EV-{found[1]}-{found[2]}".upper() if found else ""


def is_named(visit: Visit, words: str) -> bool:
    try:
        names = (name_of(visit.patient), *other_names(visit.patient))
        return any(fits(words, each.name, latin=anyascii) for each in names)
    except CannotOpen:
        return False


def born_on(days: tuple[date, ...]) -> Q:
    """A date that can be read two ways is looked for in both."""
    people = Patient.objects.none()
    for day in days:
        people = people | Patient.objects.born_on(day)
    return Q(patient__in=people)

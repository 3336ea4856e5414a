"""How a visit is looked for: by its reference, by a date of birth, by a name that is opened."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from anyascii import anyascii
from django.db.models import Q, QuerySet

from intake.core.desk.dates import read_birth_date
from intake.core.desk.names import fits
from intake.models import CannotOpen, Patient, Site, User, Visit, sealed

from .people import other_names

NEAR_BEFORE, NEAR_AFTER = timedelta(days=30), timedelta(days=90)
"""Names of visits near today are opened and compared in parts; older ones only by whole words."""
REFERENCE = re.compile(r"EV[- ]?(\w{4})[- ]?(\w{4})", re.IGNORECASE)


def visits_called(words: str, *, by: User, sites: Sequence[Site], at: datetime) -> QuerySet[Visit]:
    """At all sites of this person's; parts of names only at those that are looked at."""
    today = sites[0].day(at)
    visits = Visit.objects.at_sites_of(by)
    if reference := referred_to(words):
        return visits.filter(reference=reference)
    if any(letter.isdigit() for letter in words):
        read = read_birth_date(words, today=today, day_first=sites[0].is_day_first)
        return visits.filter(born_on(read.days))
    near = visits.filter(site__in=sites, date__range=(today - NEAR_BEFORE, today + NEAR_AFTER))
    by_part = [visit.pk for visit in near.select_related("patient") if is_named(visit, words)]
    by_word = visits.filter(patient__in=Patient.objects.named(words))
    whole = [visit.pk for visit in by_word.select_related("patient") if is_named(visit, words)]
    return visits.filter(pk__in={*by_part, *whole})


def referred_to(words: str) -> str:
    """The reference in its one form, or nothing if this is none."""
    found = REFERENCE.fullmatch(words.strip())
    return f"EV-{found[1]}-{found[2]}".upper() if found else ""


def is_named(visit: Visit, words: str) -> bool:
    try:
        others = (other.name for other in other_names(visit.patient))
        names = (sealed.open(visit.patient, "name"), *others)
        return any(fits(words, name, latin=anyascii) for name in names)
    except CannotOpen:
        return False


def born_on(days: tuple[date, ...]) -> Q:
    """A date that can be read two ways is looked for in both."""
    people = Patient.objects.none()
    for day in days:
        people = people | Patient.objects.born_on(day)
    return Q(patient__in=people)

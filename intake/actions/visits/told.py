"""What a schedule tells in the clinic's own terms: who sees patients, and how they are reached."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import Q, QuerySet

from intake import models
from intake.core.desk.dates import FURTHEST, OLDEST
from intake.core.desk.names import words_of
from intake.core.desk.seen import Seen, Unclear
from intake.models import Standing

from .contact import AddressRefused, Contact, tidy_address, tidy_phone
from .people import NameRefused, tidy_name
from .schedule import Planned

LONGEST_NUMBER = 120
"""Letters of a visit's number in another program, as its column has."""


def providers(site: models.Site) -> QuerySet[models.User]:
    """Who visits can be made with at a site: who works there, and who works everywhere."""
    active = models.User.objects.filter(is_active=True, groups__name="provider")
    return active.filter(Q(sites=None) | Q(sites=site)).order_by("last_name", "pk")


def questionnaires() -> QuerySet[models.Questionnaire]:
    found = models.Questionnaire.objects.filter(versions__number=1, retired_at=None)
    return found.order_by("title", "pk")


def planned_at(
    site: models.Site,
    told: Iterable[Seen],
    *,
    otherwise: models.User | None = None,
    at: datetime,
) -> list[Planned]:
    """``otherwise`` sees whoever the schedule names no provider for."""
    known = {frozenset(words_of(each.printed_name)): each for each in providers(site)}
    today, found = site.day(at), []
    for seen in told:
        # What could never be kept is unclear: a name nobody can read, a day that cannot be.
        unclear = dict.fromkeys(seen.unclear)
        if seen.surname:  # without one it lacks a name, which is another matter
            try:
                tidy_name(seen.surname)
                tidy_name(seen.given, is_needed=False)
                tidy_name(f"{seen.given} {seen.surname}")
            except NameRefused:
                unclear[Unclear.ODD_NAME] = None
        born, day = seen.birth_date, seen.day
        if born and not 0 <= (today - born).days <= (OLDEST + 1) * 366:
            born, unclear[Unclear.BIRTH_DATE] = None, None
        if day and abs((day - today).days) > FURTHEST:
            day, unclear[Unclear.DAY] = None, None
        number = seen.source_id
        if len(number) > LONGEST_NUMBER:  # than its column: known by its digest
            number = f"sha256:{sha256(number.encode()).hexdigest()}"
        kept = replace(seen, source_id=number, birth_date=born, day=day, unclear=tuple(unclear))
        found.append(_one(kept, site, known, otherwise, at))
    return found


def _one(
    seen: Seen,
    site: models.Site,
    known: dict[frozenset[str], models.User],
    otherwise: models.User | None,
    at: datetime,
) -> Planned:
    named = frozenset(words_of(seen.provider))
    fitting = [user for words, user in known.items() if named and named <= words]
    lost: list[str] = []  # codes of what is no address and stays behind
    contact = Contact(
        mail=_tidied(tidy_address, seen.mail, "mail", lost),
        phone=_tidied(lambda text: tidy_phone(text, site.country), seen.phone, "phone", lost),
        language=seen.language if seen.language in dict(settings.LANGUAGES) else "",
    )
    return Planned(
        place=seen.place,
        surname=seen.surname,
        given=seen.given,
        birth_date=seen.birth_date,
        day=seen.day,
        at=seen.at,
        provider=fitting[0] if len(fitting) == 1 else None if named else otherwise,
        standing=Standing(seen.standing.value),
        source_id=seen.source_id,
        told_at=seen.told_at,
        site=site,
        lacks=tuple(code.value for code in seen.unclear),
        contact=contact,
        lost=tuple(lost),
        is_past=seen.day is not None and seen.day < site.day(at),
    )


def _tidied(tidy: Callable[[str], str], text: str, code: str, lost: list[str]) -> str:
    try:
        return tidy(text)
    except AddressRefused:
        lost.append(code)
        return ""

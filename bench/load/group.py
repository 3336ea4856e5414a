"""Makes forty sites with two hundred staff in a measured clinic; prints the desk's cookies."""

import json
import sys
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up above
from django.contrib.auth.models import Group  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.visits import FIRST_BARE, bind_visits  # noqa: E402
from intake import models  # noqa: E402
from intake.models import sealed  # noqa: E402
from tests.make import builders, small  # noqa: E402
from tests.make.factor import let_in  # noqa: E402
from tests.make.staff import a_site, works_at  # noqa: E402

SITES, EACH_DAY, PATIENTS = 40, 60, 50
ROLES = ("front desk", "front desk", "front desk", "provider", "provider")
"""Of each site: five of two hundred."""


def main(visits: int) -> list[str]:
    """So many visits in all, the fullest day at every site today."""
    if not models.Version.objects.exists():
        builders.a_version(small.SMALL)
        _people()
    missing = visits - models.Visit.objects.count()
    for batch in _in_batches(_visits(max(missing, 0))):
        bind_visits(batch)
        models.Visit.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    desk = models.User.objects.filter(groups__name="front desk").distinct()
    return [_cookie(user) for user in desk]


def _people() -> None:
    groups = {group.name: group for group in Group.objects.all()}
    for number in range(SITES):
        site = a_site(f"s{number}", name=f"Site {number}", time_zone="America/Chicago")
        for place, role in enumerate(ROLES):
            user = builders.a_user(username=f"s{number}-{place}", last_name=f"Lee {number}")
            user.groups.add(groups[role])
            works_at(user, site)
    models.Patient.objects.bulk_create(_patient(number) for number in range(PATIENTS))


def _patient(number: int) -> models.Patient:
    born = date(1970, 1, 1) + timedelta(days=97 * number)
    made = models.Patient(
        surname_index=sealed.surname_index("Delgado"),
        birth_date_index=sealed.birth_date_index(born),
    )
    sealed.seal(made, "name", f"Maria{number} Delgado")
    sealed.seal(made, "surname", "Delgado")
    sealed.seal(made, "birth_date", born.isoformat())
    return made


def _visits(count: int) -> Iterator[models.Visit]:
    """A full day today at every site, and the rest on the days before, as full."""
    sites = list(models.Site.objects.filter(key__startswith="s"))
    patients, version = list(models.Patient.objects.all()), models.Version.objects.get()
    doctors = {site.pk: site.staff.filter(groups__name="provider").first() for site in sites}
    first, at = models.Visit.objects.count(), timezone.now()
    for number in range(first, first + count):
        site = sites[number % SITES]
        nth = number // SITES
        yield models.Visit(
            pk=FIRST_BARE + number,
            patient=patients[number % PATIENTS],
            provider=doctors[site.pk],
            questionnaire=version.questionnaire,
            site=site,
            reference=f"G{number:011}",
            date=site.day(at) - timedelta(days=nth // EACH_DAY),
            time=time(8 + nth % EACH_DAY // 6, 10 * (nth % 6)),
            created_at=at,
            created_by=doctors[site.pk],
        )


def _in_batches(visits: Iterator[models.Visit]) -> Iterator[list[models.Visit]]:
    while batch := list(islice(visits, 2_000)):
        yield batch


def _cookie(user: models.User) -> str:
    """A session as after signing in, which two hundred hashed passwords would take a while for."""
    return let_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    print(json.dumps({"name": settings.SESSION_COOKIE_NAME, "keys": main(int(sys.argv[1]))}))

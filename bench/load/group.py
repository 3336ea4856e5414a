"""Makes forty sites with two hundred staff in a measured clinic; prints the desk's cookies."""

import json
import sys
from collections.abc import Iterator
from datetime import date, time, timedelta
from math import ceil

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up above
from django.contrib.auth.models import Group  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.backends.utils import CursorWrapper  # noqa: E402
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
    """At least so many visits in all, every day as full as today."""
    if not models.Version.objects.exists():
        builders.a_version(small.SMALL)
        _people()
        today = list(_today())
        bind_visits(today)
        models.Visit.objects.bulk_create(today)
    with connection.cursor() as cursor:
        _copy_to_earlier_days(cursor, visits)
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


def _today() -> Iterator[models.Visit]:
    """A full day at every site."""
    sites = list(models.Site.objects.filter(key__startswith="s"))
    patients, version = list(models.Patient.objects.all()), models.Version.objects.get()
    at = timezone.now()
    for of_all, site in enumerate(sites):
        doctor = site.staff.filter(groups__name="provider").first()
        for nth in range(EACH_DAY):
            number = of_all * EACH_DAY + nth
            yield models.Visit(
                pk=FIRST_BARE + number,
                patient=patients[number % PATIENTS],
                provider=doctor,
                questionnaire=version.questionnaire,
                site=site,
                reference=f"G{number:011}",
                date=site.day(at),
                time=time(8 + nth // 6, 10 * (nth % 6)),
                created_at=at,
                created_by=doctor,
            )


def _copy_to_earlier_days(cursor: CursorWrapper, visits: int) -> None:
    """In the database itself: two hundred thousand are there in seconds.

    Copies open to nobody, because the binding is today's; no page of the measurement reads them.
    """
    of_visit = models.Visit._meta
    last = models.Visit.objects.latest("date").date
    there = models.Visit.objects.values("date").distinct().count()
    own = ("id", "date", "reference")
    kept = ", ".join(f'"{f.column}"' for f in of_visit.concrete_fields if f.name not in own)
    copied = (
        f"INSERT INTO {of_visit.db_table} (date, reference, {kept})"  # noqa: S608  names of our own
        f" SELECT %s, %s || substr(reference, 7), {kept} FROM {of_visit.db_table} WHERE date = %s"
    )
    for back in range(there, ceil(visits / (SITES * EACH_DAY))):
        cursor.execute(copied, [last - timedelta(days=back), f"G{back:05}", last])


def _cookie(user: models.User) -> str:
    """A session as after signing in, which two hundred hashed passwords would take a while for."""
    return let_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    print(json.dumps({"name": settings.SESSION_COOKIE_NAME, "keys": main(int(sys.argv[1]))}))

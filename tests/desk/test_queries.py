"""The day asks the database as often for one row as for sixty, at one site as at forty."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.visits.contact import Contact, correct_contact
from tests.make.builders import a_link, a_sent_submission, a_user, a_version, a_visit
from tests.make.providers import a_provider
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import FRONT_DESK, a_site, signed_in

pytestmark = pytest.mark.django_db
MOST = 6
"""Beside what every page of staff asks: session, account, roles, sites, and keeping the session."""


def about_the_day(client, day) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        shown = client.get(reverse("desk:day", args=[day.isoformat()]))
    assert shown.status_code == 200
    asked = [query["sql"] for query in queries]
    of_every_page = (
        *("intake_staffsession", "auth_group", "intake_user_sites", "SAVEPOINT", "accessevent"),
        'FROM "intake_user" WHERE "intake_user"."id"',
    )
    return [sql for sql in asked if not any(part in sql for part in of_every_page)]


def test_sixty_rows_of_every_kind_at_forty_sites_ask_six_times(settings):
    settings.MESSAGES_FROM = "visits@clinic.example"
    a_version(SMALL)
    client, provider = signed_in(FRONT_DESK), a_provider()
    day = timezone.localdate() + timedelta(days=3)
    a_visit(day=day, provider=provider)
    few = about_the_day(client, day)
    for number in range(39):
        a_site(f"site-{number}")
    here = models.Site.objects.earliest("pk")
    for number in range(59):
        visit = a_visit(day=day, provider=provider, site=here)
        if number % 3 == 0:
            a_link(visit)
        if number % 5 == 0:
            contact = Contact(mail="ann@example.org")
            correct_contact(visit, contact, by=a_user(), at=timezone.now())
        if number % 20 == 0:
            a_sent_submission(visit=visit, answers=SMALL_ANSWERS)
    client.post(reverse("desk:site"), {"site": here.key})
    many = about_the_day(client, day)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST, "\n".join(many)

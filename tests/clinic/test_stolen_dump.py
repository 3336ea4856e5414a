"""Whoever holds a copy of the database holds no key to any door, and reads nothing of a patient."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils import timezone

from intake import models
from intake.actions.accounts.accounts import bind_account
from intake.actions.accounts.second_factor import Tried, try_code
from intake.actions.visits.merge import merge_patients
from intake.actions.visits.waiting import Feed, take_feed
from intake.core.desk.seen import Seen, Unclear
from intake.models import StaffSession as Session
from tests.journeys.person import Person
from tests.make.builders import a_provider, a_visit
from tests.make.factor import code_of, enrolled, let_in

pytestmark = pytest.mark.django_db
CANARY = "Zyxwolinum"


def every_value() -> set[str]:
    """Each text in each row of each table, as a dump has them."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.update(str(value) for row in cursor.fetchall() for value in row)
    return found


def everybody_in() -> tuple[Person, Client]:
    """A patient and a provider, each in a session that is open."""
    provider = a_provider(username="ruiz")
    provider.groups.add(Group.objects.get(name="provider"))
    bind_account(provider)
    person = Person(a_visit(provider=provider, name=f"Maria {CANARY}")).enter()
    staff = Client()
    let_in(staff, provider)
    assert person.get("/p/tasks/").response.status_code == 200
    assert staff.get("/provider/").status_code == 200
    return person, staff


def test_no_value_of_a_dump_opens_a_link_or_a_session():
    person, _staff = everybody_in()
    values = {value for value in every_value() if 20 <= len(value) <= 200 and value.isprintable()}
    assert len(values) > 50
    for value in values:
        stranger = Client()
        if "/" not in value and "\\" not in value:
            assert stranger.get(f"/p/{value}/").status_code == 404, value
        stranger.cookies["patient"] = value
        assert stranger.get("/p/tasks/").status_code == 403, value
        stranger.cookies[settings.SESSION_COOKIE_NAME] = value
        assert stranger.get("/provider/").status_code == 302, value
    assert person.get("/p/tasks/").response.status_code == 200


def test_no_value_of_a_dump_is_taken_as_a_code():
    """Neither as it stands, nor as six digits cut from it."""
    everybody_in()
    user = enrolled(models.User.objects.get(username="ruiz"))
    values = {value for value in every_value() if value.isprintable() and len(value) <= 200}
    cut = {value[:6] for value in values if value[:6].isdigit()}
    assert any(len(value) == 64 for value in values)
    for value in values | cut:
        user.authenticators.update(wrong=0, locked_until=None)
        assert try_code(user, value, at=timezone.now()) is Tried.WRONG, value
    assert try_code(user, code_of(user), at=timezone.now()) is Tried.PASSED


def test_no_key_of_any_door_is_in_a_dump():
    person, staff = everybody_in()
    keys = {
        person.token,
        person.client.cookies["patient"].value,
        staff.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    text = "\n".join(every_value())
    assert [key for key in keys if key in text] == []
    assert CANARY not in text


def test_neither_the_name_of_a_merged_record_nor_a_line_that_waits_is_in_a_dump():
    person, _staff = everybody_in()
    gone, kept = models.Visit.objects.get(), a_visit(name="Maria Other")
    at, by, renamed = timezone.now(), gone.provider, models.WhyMerged.RENAMED
    merge_patients(kept.patient, gone.patient, why=renamed, by=by, at=at)
    line = Seen("line 1", CANARY, mail=f"{CANARY}@example.org", unclear=(Unclear.NO_BIRTH_DATE,))
    take_feed([line], Feed("clinic", kept.site, kept.questionnaire), by=by, at=at)
    assert models.WaitingLine.objects.count() == 1
    text = "\n".join(every_value()).casefold()
    assert CANARY.casefold() not in text and str(gone.patient_id.hex) not in text
    assert person.get("/p/tasks/").response.status_code == 200


def test_a_session_is_found_by_its_key_and_gone_after_signing_out():
    _person, staff = everybody_in()
    key = staff.cookies[settings.SESSION_COOKIE_NAME].value
    assert Session.objects.count() == 1
    staff.post("/account/sign-out/")
    assert not Session.objects.filter(session_key=key).exists()
    late = Client()
    late.cookies[settings.SESSION_COOKIE_NAME] = key
    assert late.get("/provider/").status_code == 302

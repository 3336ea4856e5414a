"""The database is locked, full or away: a page in words, nothing lost, and then on it goes."""

import random
import sqlite3
import threading

import pytest
from django.db import OperationalError, connection
from django.db.utils import InterfaceError
from django.test import Client

from intake.models import AnswerSheet
from tests.journeys.person import Person
from tests.make.builders import a_visit

pytestmark = pytest.mark.django_db
ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own trouble")
ADDRESS = "/p/q/allergies/1/"


def patient() -> Person:
    person = Person(a_visit(), client=Client(raise_request_exception=False))
    return person.enter().get(ADDRESS)


def said() -> int:
    return AnswerSheet.objects.count()


def expect_come_back(response) -> None:
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store, private"
    page = response.content.decode()
    assert "was not saved" in page
    assert "Traceback" not in page and "Error" not in page


@pytest.mark.parametrize("problem", [OperationalError, InterfaceError])
def test_c102_pages_say_come_back_while_the_database_is_away(problem, monkeypatch):
    person = patient()

    def away(*_anything, **_anymore):
        raise problem("the server closed the connection at 10.0.0.7")

    with monkeypatch.context() as gone:
        gone.setattr("intake.patient.session.open_session", away)
        expect_come_back(person.client.get(ADDRESS))
        expect_come_back(person.client.post(ADDRESS, {"has_allergy": "no"}))
    person.get(ADDRESS).say(has_allergy="no")
    assert said() == 1


def test_another_mistake_is_an_error_and_says_nothing_of_itself(monkeypatch):
    person = patient()

    def broken(*_anything, **_anymore):
        raise ValueError("Maria Delgado")

    monkeypatch.setattr("intake.patient.session.open_session", broken)
    response = person.client.get(ADDRESS)
    assert response.status_code == 500
    assert "Delgado" not in response.content.decode()


@ON_SQLITE
def test_c103_a_post_waits_for_a_locked_database(quick_database):
    person = patient()
    other = sqlite3.connect(quick_database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, other.rollback).start()
    person.say(has_allergy="no")
    assert (person.response.status_code, said()) == (200, 1)


@ON_SQLITE
def test_c103_a_database_that_stays_locked_is_answered_with_503(quick_database):
    person = patient()
    other = sqlite3.connect(quick_database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    form = person.screen.main
    expect_come_back(person.client.post(ADDRESS, {**form.fields, "has_allergy": "no"}))
    other.rollback()
    assert said() == 0
    person.send(form, has_allergy="no")
    assert (person.response.status_code, said()) == (200, 1)


@ON_SQLITE
def test_c104_a_full_disk_is_answered_with_503_and_works_again_when_freed(quick_database):
    person = patient()
    form = person.screen.main
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        statuses = [send(person, form, letters).status_code for letters in (1, 3_000, 3_900)]
        assert 503 in statuses
        assert 500 not in statuses
        cursor.execute("PRAGMA max_page_count = 1000000")
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone() == ("ok",)
    person.get(ADDRESS).say(has_allergy="no")
    assert (person.response.status_code, said()) == (200, 1)


def send(person: Person, form, letters: int):
    """A page left unsent with a long text that packing can't shorten: it takes room as a draft."""
    text = random.Random(7).randbytes(10 * letters).hex()
    fields = {**form.fields, "has_allergy": "no", "has_allergy-other": text}
    return person.client.post(ADDRESS.replace("/q/", "/draft/"), fields)

"""What was damaged in the database, on the patient's own pages: said in words, and to whom."""

import pytest
from django.test import Client

from intake import models
from intake.actions.answers.sheet import load_answers
from tests.journeys.person import Person, date_fields
from tests.make.builders import BIRTH_DATE, a_visit, in_two_languages

pytestmark = pytest.mark.django_db
PAGE = "/p/q/goals/5/"
TYPED = "Will it hurt?"
COLUMNS = {
    "name": (models.Patient, "name"),
    "birth date": (models.Patient, "birth_date"),
    "answers": (models.AnswerSheet, "content"),
    "draft": (models.PageDraft, "posted"),
}


@pytest.fixture
def person():
    person = Person(a_visit(), client=Client(raise_request_exception=False))
    person.enter().get(PAGE).say(my_questions=TYPED)
    form = person.get(PAGE).screen.main
    person.client.post(form.draft, {**form.fields, "my_questions": f"{TYPED} And when?"})
    return person.get(PAGE)


def damage(what: str) -> bytes:
    """Puts something else in the column, and hands out what stood there."""
    model, column = COLUMNS[what]
    before = model.objects.values_list(column, flat=True).get()
    model.objects.update(**{column: b"altered"})
    return before


def expect_words(person: Person) -> None:
    assert person.response.status_code == 500
    assert person.screen.heading == "Your form can't be read right now"
    for words in ("not because of anything you did", "Waiting will not help", "Call the clinic"):
        assert words in person.screen.text
    assert "try again" not in person.screen.text


@pytest.mark.parametrize("what", COLUMNS)
def test_she_reads_that_waiting_does_not_help_and_whom_to_call(person, what):
    models.Site.objects.update(phone="(212) 555-0100")
    damage(what)
    expect_words(person.get("/p/tasks/"))
    assert person.screen.links["(212) 555-0100"] == "tel:(212) 555-0100"


def test_the_way_in_says_so_where_her_birth_date_cannot_be_compared():
    damaged = Person(a_visit(), client=Client(raise_request_exception=False))
    models.Patient.objects.update(birth_date=b"altered")
    damaged.get(f"/p/{damaged.token}/").post(damaged.at, date_fields("birth_date", BIRTH_DATE))
    expect_words(damaged)
    assert damaged.screen.onward.fields["birth_date-year"] == [str(BIRTH_DATE.year)]
    assert read_by() == [("patient", None, models.Visit.objects.get().pk)]


def test_she_reads_it_in_the_language_that_she_chose_on_another_device():
    in_two_languages()
    visit = a_visit()
    person = Person(visit, client=Client(raise_request_exception=False)).enter()
    models.Submission.objects.update(language="es")
    models.Site.objects.update(phone="(212) 555-0100")
    damage("name")
    person.get("/p/tasks/")
    assert person.response.status_code == 500
    assert person.screen.heading == "Ahora no se puede leer su formulario"
    assert '<html lang="es"' in person.response.content.decode()
    assert "Esperar no ayuda" in person.screen.text
    assert "Llame a la clínica y dígalo." in person.screen.text
    assert person.screen.text.count("(212) 555-0100") == 2  # beside it, and at the foot


@pytest.mark.parametrize("what", COLUMNS)
def test_what_she_typed_meanwhile_stands_in_the_page_and_is_sent_once_it_is_mended(person, what):
    form, before = person.screen.main, damage(what)
    person.send(form, my_questions="And afterwards?")
    expect_words(person)
    assert "What you typed is still here, on this page." in person.screen.text
    again = person.screen.onward
    model, column = COLUMNS[what]
    model.objects.update(**{column: before})
    person.send(again)
    said = load_answers(models.Submission.objects.get()).answers.top
    assert said["my_questions"] == "And afterwards?"


def test_a_page_that_script_posts_is_told_to_show_it(person):
    form = person.screen.main
    damage("answers")
    turned = person.client.post(PAGE, form.fields, headers={"X-Turn": "script"})
    assert (turned.status_code, turned["X-Show"]) == (500, "yes")


def test_nothing_is_offered_to_be_sent_again_where_nothing_was_typed(person):
    damage("answers")
    assert person.get("/p/tasks/").screen.forms == []


def test_the_access_log_says_that_she_met_it(person):
    damage("answers")
    person.get("/p/check/")
    assert read_by() == [("patient", None, models.Visit.objects.get().pk)]


def read_by():
    lines = models.AccessEvent.objects.filter(action="cannot_be_read")
    return [(line.actor, line.user, line.visit_id) for line in lines]

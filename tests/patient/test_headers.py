"""What every page of the door carries: nothing is kept by caches, and one cookie of its own."""

import pytest
from django.conf import settings
from django.test import Client

from intake.patient import session
from tests.journeys.person import Person, sign
from tests.make.builders import a_link, a_submission, a_visit, patient_answers

pytestmark = pytest.mark.django_db
PAGES = (
    "start/",
    "tasks/",
    "q/about_you/1/",
    "q/clinic/5/",
    "list/allergies_list/",
    "check/",
    "sign/",
    "later/",
    "again/",
)


def test_c57_c58_every_answer_of_the_door_is_private():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    person = Person(visit).enter()
    answers = [person.client.get(f"/p/{page}") for page in PAGES]
    answers += [Client().get(f"/p/{a_link(visit)}/"), Client().get("/p/tasks/")]
    sign(person)
    answers += [person.client.get(f"/p/{page}") for page in ("sent/", "copy.pdf", "nowhere/")]

    for answer in answers:
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_pages_hold_no_inline_script_style_or_handler():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers("twenty_allergies"))
    person = Person(visit).enter()

    for page in PAGES:
        html = person.client.get(f"/p/{page}").content.decode()
        assert "style=" not in html
        assert "<style" not in html
        assert " on" + "click" not in html
        assert html.count("<script") in (0, html.count('<script type="module" src='))
        assert "http://" not in html
        assert "https://" not in html


def test_c43_the_cookie_is_the_patients_own_and_closed_to_scripts():
    person = Person().enter()
    cookie = person.client.cookies["patient"]

    assert set(person.client.cookies) <= {"patient", settings.CSRF_COOKIE_NAME}
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == ""


def test_c43_the_cookie_is_bound_to_host_and_https_outside_a_demonstration(settings):
    from django.http import HttpResponse

    settings.DEMONSTRATION = False

    cookie = session.let_in(HttpResponse(), "key").cookies[session.COOKIE]

    assert cookie["secure"] is True
    assert f"{settings.COOKIE_PREFIX}patient" == session.COOKIE


def test_addresses_after_the_link_carry_no_token():
    person = Person().enter()

    assert person.token not in person.response.content.decode()
    assert person.at == "/p/start/"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(method):
    person = Person().enter()

    for page in ("tasks/", "q/about_you/1/", "check/", "sign/", "finish/", "draft/goals/5/"):
        assert getattr(person.client, method)(f"/p/{page}").status_code == 405


def test_a_head_request_answers_like_a_get_and_changes_nothing():
    person = Person().enter()

    for page in ("start/", "tasks/", "q/about_you/1/", "check/"):
        answer = person.client.head(f"/p/{page}")
        assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("page", ["add/", f"{'0' * 8}-0000-4000-8000-{'0' * 12}/remove/"])
def test_nothing_is_changed_by_a_get(page):
    person = Person().enter()

    assert person.client.get(f"/p/list/allergies_list/{page}").status_code == 405
    assert person.client.get("/p/finish/").status_code == 405
    assert person.client.get("/p/stay/").status_code == 405


def test_a_page_without_its_csrf_token_is_refused_in_words():
    person = Person(client=Client(enforce_csrf_checks=True))

    answer = person.client.post(f"/p/{person.token}/", {"birth_date-month": 7})

    assert answer.status_code == 403
    assert "Nothing was saved" in answer.content.decode()

"""Sixty drafts a minute from one link: the next is refused in words, with what was typed."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from intake import models
from intake.actions.answers.page_drafts import drafts_of
from intake.actions.answers.sheet import load_answers
from intake.core.limits import DRAFTS_IN_A_MINUTE, PATIENT_IDLE
from tests.journeys.person import Person
from tests.make.builders import a_visit

pytestmark = pytest.mark.django_db
PAGE = "/p/q/goals/5/"
TYPED = "Will it hurt?"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person():
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        return Person(a_visit()).enter().get(PAGE)


def stored(after: timedelta = timedelta()) -> None:
    """A program has stored as much as a link may, in the minute that begins this much later."""
    minute = int((timezone.now() + after).timestamp()) // 60
    models.Submission.objects.update(drafts_minute=minute, drafts_taken=DRAFTS_IN_A_MINUTE)


def kept() -> list[str]:
    submission = models.Submission.objects.get()
    found = drafts_of(submission, load_answers(submission))
    return [draft.posted["my_questions"][0] for draft in found]


def put_aside(person: Person) -> dict:
    """What "Save and come back later" posts, with a date that can't be kept as an answer."""
    return {**person.screen.main.fields, "my_questions": "x" * 5_000, "-later": "1"}


@pytest.mark.parametrize("away", [timedelta(), PATIENT_IDLE + MINUTE])
def test_what_was_typed_stands_in_the_page_that_refuses_it_and_is_taken_a_minute_later(
    person, away
):
    at = timezone.now() + away
    fields = put_aside(person) if not away else {**person.screen.main.fields, "my_questions": TYPED}
    with time_machine.travel(at, tick=False):
        stored()
        person.post(PAGE, fields)
        assert (person.response.status_code, person.response["Retry-After"]) == (429, "60")
        assert "What you typed is still here, on this page." in person.screen.text
        assert kept() == []
        again = person.screen.main
        assert again.fields["my_questions"] == [fields["my_questions"]]
    with time_machine.travel(at + MINUTE, tick=False):
        person.send(again)
        assert kept() == [fields["my_questions"]]


def test_a_draft_that_script_sends_too_often_is_told_when_to_come_again(person):
    form = person.screen.main
    fields = {**form.fields, "my_questions": TYPED}
    stored()
    stored_later = person.client.post(form.draft, fields)
    assert (stored_later.status_code, stored_later["Retry-After"]) == (429, "60")
    assert "X-Kept" not in stored_later
    with time_machine.travel(timezone.now() + MINUTE, tick=False):
        assert person.client.post(form.draft, fields).status_code == 204
        assert kept() == [TYPED]


def test_answers_are_taken_however_many_drafts_a_program_stored(person):
    stored()
    person.say(my_questions=TYPED)
    said = load_answers(models.Submission.objects.get()).answers.top
    assert said["my_questions"] == TYPED


@pytest.mark.parametrize("how", [{}, {"-later": "1"}, {"-language": "es"}])
def test_what_is_too_long_to_be_put_aside_stays_on_the_page(person, how):
    endless = "x" * 100_001
    stamps = {name: person.screen.main.fields[name] for name in ("-tab", "-seq", "-revision")}
    person.post(PAGE, {**person.screen.main.fields, "my_questions": endless, **how})
    assert person.response.status_code == 400
    assert stamps.items() <= person.screen.main.fields.items()  # no window beside this one
    assert person.screen.main.fields["my_questions"] == [endless]


def test_script_is_told_that_what_is_too_long_is_not_kept(person):
    form = person.screen.main
    answer = person.client.post(form.draft, {**form.fields, "my_questions": "x" * 100_001})
    assert (answer.status_code, "X-Kept" in answer, kept()) == (413, False, [])

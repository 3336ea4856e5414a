"""Two windows or two devices: nothing is overwritten silently, nothing lands with somebody else."""

from urllib.parse import urlencode
from uuid import UUID

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from intake.actions.answers.sheet import load_answers
from intake.core.limits import PATIENT_IDLE
from intake.core.questionnaire.answers import Chosen
from intake.models import PageDraft
from intake.patient.filling import stamp_in
from tests.journeys.person import Person
from tests.make.builders import (
    a_link,
    a_submission,
    a_version,
    a_visit,
    patient_answers,
    shipped_now,
)

pytestmark = pytest.mark.django_db
ONE, OTHER = UUID(int=1), UUID(int=2)


def kept(visit) -> dict:
    return dict(load_answers(visit.submission).answers.top)


def two_windows(visit, address: str) -> tuple[Person, Person]:
    """The same page open on a phone and on a laptop."""
    token = a_link(visit)
    phone = Person(visit, token=token).enter().get(address)
    laptop = Person(visit, token=token).enter().get(address)
    return phone, laptop


def in_conflict(visit) -> Person:
    """The laptop saved a name; then the phone sends another one."""
    phone, laptop = two_windows(visit, "/p/q/about_you/1/")
    laptop.say(preferred_name="Maria Luisa")
    return phone.say(preferred_name="Mary")


def test_c51_both_values_are_shown_and_nothing_is_overwritten_when_a_stale_page_is_sent():
    visit = a_visit()

    phone = in_conflict(visit)

    assert phone.screen.heading == "This changed elsewhere"
    assert "What is your name? What you entered just now: “Mary”" in phone.screen.text
    assert "What is saved: “Maria Luisa”" in phone.screen.text
    assert kept(visit)["preferred_name"] == "Maria Luisa"


def test_a_window_that_did_not_hear_that_its_answer_was_kept_is_not_asked_about_it():
    phone = Person(visit := a_visit()).enter().get("/p/q/about_you/1/")
    form = phone.screen.main
    phone.send(form, preferred_name="Mary", **{"-seq": "1"})

    typed = {**form.fields, "preferred_name": "Maria", "-seq": "2"}
    assert phone.client.post(form.draft, typed).status_code == 204
    phone.get("/p/q/about_you/1/")
    assert phone.screen.heading != "This changed elsewhere"
    assert phone.screen.main.fields["preferred_name"] == ["Maria"]
    phone.send(form, preferred_name="Maria L.", **{"-seq": "3"})

    assert phone.at == "/p/q/about_you/2/"
    assert kept(visit)["preferred_name"] == "Maria L."


@pytest.mark.parametrize(("choice", "name"), [("mine", "Mary"), ("kept", "Maria Luisa")])
def test_the_patient_chooses_which_answer_stays(choice, name):
    visit = a_visit()
    phone = in_conflict(visit)

    phone.say(**{"-keep-preferred_name": choice})

    assert phone.at == "/p/q/about_you/2/"
    assert kept(visit)["preferred_name"] == name


def test_a_choice_is_asked_for_again_when_none_was_made():
    visit = a_visit()
    phone = in_conflict(visit)

    phone.send(phone.screen.main)

    assert phone.screen.title.startswith("Error: ")
    assert "Choose which answer to keep: “What is your name?”" in phone.screen.text
    assert phone.screen.main.fields["preferred_name"] == ["Mary"]


def test_it_is_asked_again_when_the_page_changes_while_choosing():
    visit = a_visit()
    phone, laptop = two_windows(visit, "/p/q/about_you/1/")
    laptop.say(preferred_name="Maria Luisa")
    laptop.get("/p/q/about_you/1/")
    phone.say(preferred_name="Mary")
    laptop.say(preferred_name="Maria L.")

    phone.say(**{"-keep-preferred_name": "mine"})

    assert "What is saved: “Maria L.”" in phone.screen.text
    assert kept(visit)["preferred_name"] == "Maria L."


def test_the_same_answer_twice_is_no_conflict():
    visit = a_visit()
    phone, laptop = two_windows(visit, "/p/q/allergies/1/")
    laptop.say(has_allergy="no")

    phone.say(has_allergy="no")

    assert phone.response.status_code == 200
    assert kept(visit) == {"has_allergy": Chosen(("no",))}


def test_a_stale_page_that_is_put_aside_is_kept_as_a_draft():
    visit = a_visit()
    phone, laptop = two_windows(visit, "/p/q/about_you/1/")
    laptop.say(preferred_name="Maria Luisa")

    phone.send(phone.screen.main, preferred_name="Mary", **{"-later": "yes"})
    phone.get("/p/q/about_you/1/")
    assert phone.screen.main.fields["preferred_name"] == ["Mary"]

    phone.send(phone.screen.main)

    assert phone.screen.heading == "This changed elsewhere"


def test_a_page_too_long_to_be_kept_leads_to_what_another_window_left():
    phone, laptop = two_windows(a_visit(), "/p/q/about_you/1/")
    form = laptop.screen.main
    laptop.client.post(form.draft, {**form.fields, "preferred_name": "Maria Luisa"})

    phone.say(preferred_name="x" * 100_001)

    assert phone.response.status_code == 400
    assert f"?draft={PageDraft.objects.get().pk}" in phone.response.content.decode()


def test_what_was_typed_about_a_removed_entry_waits_until_it_is_put_back():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers("penicillin_unknown_ingredients"))
    row = load_answers(visit.submission).answers.rows_of("allergies_list")[0]
    page = f"/p/q/allergies/2/{row.id}/"
    phone, laptop = two_windows(visit, page)
    laptop.get("/p/list/allergies_list/").send(laptop.screen.form_to("/remove/"))

    phone.say(allergy_substance="Amoxil, the pink one")

    assert phone.at == "/p/list/allergies_list/"
    assert "You removed:" in phone.screen.text
    phone.send(phone.screen.form_to("/bring-back/")).get(page)
    assert phone.screen.main.fields["allergy_substance"] == ["Amoxil, the pink one"]


def test_c11_a_page_of_one_patient_is_never_saved_to_another():
    first, second = a_visit(), a_visit(name="Joe Park")
    browser = Client()
    one = Person(first, client=browser).enter().get("/p/q/about_you/1/")
    form = one.screen.main
    Person(second, client=browser).enter()

    one.send(form, preferred_name="Maria Luisa")

    assert (one.response.status_code, one.screen.heading) == (409, "Nothing was saved")
    assert "Maria" not in one.screen.text
    assert kept(first) == kept(second) == {}


def test_c12_one_of_two_visits_of_a_patient_is_answered_and_the_other_untouched():
    first, second = a_visit(), a_visit()
    Person(second).enter()
    Person(first).enter().get("/p/q/allergies/1/").say(has_allergy="no")

    assert kept(first) == {"has_allergy": Chosen(("no",))}
    assert kept(second) == {}


def test_a_draft_of_one_patient_is_never_kept_for_another():
    first, second = a_visit(), a_visit(name="Joe Park")
    browser = Client()
    form = Person(first, client=browser).enter().get("/p/q/goals/5/").screen.main
    Person(second, client=browser).enter()

    browser.post(form.draft, {**form.fields, "my_questions": "Mine alone"})

    assert not second.submission.drafts.exists()


def test_a_page_that_is_closed_to_one_patient_keeps_nothing_that_another_typed_on_hers():
    a_version(shipped_now())
    first, second, browser = a_visit(), a_visit(name="Joe Park"), Client()
    one = Person(first, client=browser).enter().get("/p/q/product/1/")
    form = one.say(papers_seen="yes", source_type=["dont_know"]).screen.main
    Person(second, client=browser).enter()

    one.post("/p/q/product/2/", {**form.fields, "product_identity": "seen_in_writing"})

    assert (one.at, PageDraft.objects.count()) == ("/p/tasks/", 0)


@pytest.mark.parametrize(
    ("fields", "stamp"),
    [
        ({"-tab": "aB3" * 7, "-seq": "7"}, ("aB3" * 7, 7, {})),
        ({"-tab": "a" * 23, "-seq": "1" * 10}, ("", 0, {})),
        ({"-tab": "é", "-seq": "²"}, ("", 0, {})),
        ({"-tab": "a b", "-seq": "-1"}, ("", 0, {})),
        ({"-shown": [f"{ONE}.7", f"{OTHER}.²", "7", "x.7"]}, ("", 0, {ONE: 7, OTHER: 0})),
        ({}, ("", 0, {})),
    ],
)
def test_a_window_and_a_number_that_are_not_ours_are_none(fields, stamp):
    read = stamp_in(QueryDict(urlencode(fields, doseq=True)))
    assert (read.tab, read.seq, read.shown) == stamp


def test_a_page_of_one_patient_that_comes_after_the_pause_of_another_is_not_held_for_that_one():
    first, second, browser, start = a_visit(), a_visit(name="Joe Park"), Client(), timezone.now()
    with time_machine.travel(start, tick=False):
        form = (one := Person(first, client=browser).enter().get("/p/q/goals/5/")).screen.main
        Person(second, client=browser).enter()

    with time_machine.travel(start + PATIENT_IDLE, tick=False):
        one.post("/p/q/goals/5/", {**form.fields, "my_questions": "Mine alone"})

    assert not PageDraft.objects.exists()


def test_a_change_that_closes_a_page_open_elsewhere_drops_what_is_posted_there():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    phone, laptop = two_windows(visit, "/p/q/clinic/5/")
    laptop.get("/p/q/clinic/4/").say(emergency_ready="no")
    before = kept(visit)

    phone.say(observation_minutes="45")

    assert kept(visit)["observation_minutes"] == before["observation_minutes"]


def test_what_is_typed_on_a_page_that_a_gate_closed_meanwhile_waits_until_it_opens_again():
    a_version(shipped_now())
    person = Person(a_visit()).enter().get("/p/q/product/1/")
    person.say(papers_seen="yes", source_type=["dont_know"])
    assert person.at == "/p/q/product/2/"
    late = person.screen.main
    person.get("/p/q/product/1/").say(papers_seen="dont_know", source_type=["dont_know"])

    answers = {"product_identity": "seen_in_writing", "label_use": "injection"}
    person.post("/p/q/product/2/", {**late.fields, **answers})

    assert person.at == "/p/tasks/"
    assert "That page is not asked now" in person.screen.text
    person.get("/p/q/product/1/").say(papers_seen="yes", source_type=["dont_know"])
    assert person.at == "/p/q/product/2/"
    assert "What you typed here is kept" in person.screen.text
    assert person.screen.main.fields["label_use"] == ["injection"]

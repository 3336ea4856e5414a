"""Allergies one by one: added, changed, removed, put back, up to the most that are taken."""

import re
from html import unescape

import pytest

from intake.actions.answers.sheet import load_answers
from intake.core.questionnaire.questionnaire import Kind
from tests.journeys.person import Person
from tests.make.builders import a_submission, a_version, a_visit, patient_answers
from tests.make.values import choice, group, question, questionnaire, section

pytestmark = pytest.mark.django_db
LIST = "/p/list/allergies_list/"


def started() -> Person:
    """A patient who said she has allergies, and named none yet."""
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/allergies/1/").say(has_allergy="yes")
    person.visit = visit
    return person


def names(person: Person) -> list[str]:
    rows = load_answers(person.visit.submission).answers.rows_of("allergies_list")
    return [row.answers.get("allergy_substance", "") for row in rows]


def add(person: Person, name: str) -> Person:
    """The first entry opens by itself; further ones are added on the list."""
    if person.at == LIST:
        person.send(person.screen.form_to("/add/"))
    person.say(allergy_substance=name, allergy_category="food", allergy_reaction=["hives"])
    return person.say(allergy_severity="mild")


def test_the_first_entry_comes_after_the_answer_that_opens_the_list():
    person = started()

    assert person.at.startswith("/p/q/allergies/2/")
    assert "This entry: Entry 1" in person.screen.text
    assert names(person) == [""]


@pytest.mark.parametrize("least", [0, 1])
def test_only_a_list_that_may_not_stay_empty_begins_with_an_entry(least):
    entry = group("each", question("cause", Kind.STRING), min_rows=least, max_rows=3)
    asked = choice("ready", "yes", "no", in_person=False, settles=None)
    version = a_version(questionnaire(section("only", asked, entry)))
    person = Person(visit := a_visit(version=version)).enter()
    person.get("/p/q/only/1/").say(ready="yes")

    assert len(load_answers(visit.submission).answers.rows_of("each")) == least
    assert person.at == "/p/list/each/"


def test_an_entry_is_asked_over_its_pages_and_comes_back_to_the_list():
    person = add(started(), "Peanuts")

    assert person.at == LIST
    assert person.screen.heading == "You have added 1 entry"
    assert "Peanuts A food" in person.screen.text
    assert person.send(person.screen.onward).at == "/p/q/allergies/4/"


def test_every_page_of_an_entry_names_it():
    person = started()
    assert "This entry: Entry 1" in person.screen.text

    person.say(allergy_substance="Peanuts", allergy_category="food", allergy_reaction=["hives"])

    assert "This entry: Peanuts" in person.screen.text


def test_who_came_from_the_check_goes_back_to_it_from_the_list():
    person = add(started(), "Peanuts").get(f"{LIST}?from=check")

    assert person.send(person.screen.onward).at == "/p/check/"


def test_a_double_click_adds_one_entry():
    person = add(started(), "Peanuts")
    form = person.screen.form_to("/add/")

    first = person.send(form).at
    second = person.send(form).at

    assert first == second
    assert names(person) == ["Peanuts", ""]


def test_a_removed_entry_is_put_back_as_it_was():
    person = add(add(started(), "Peanuts"), "Kiwi")

    person.send(person.screen.form_to("/remove/"))
    assert names(person) == ["Kiwi"]
    assert "You removed: Peanuts" in person.screen.text
    person.send(person.screen.form_to("/bring-back/"))

    assert names(person) == ["Peanuts", "Kiwi"]
    assert person.screen.heading == "You have added 2 entries"


def test_the_list_is_not_left_while_an_entry_is_unfinished():
    person = started()
    person.say(allergy_substance="Peanuts", allergy_category="food", allergy_reaction=["hives"])
    person.get(LIST)

    person.send(person.screen.onward)

    assert person.screen.title.startswith("Error: ")
    assert "Finish or remove “Peanuts”." in person.screen.text
    assert "Not finished" in person.screen.text


def test_the_list_is_not_left_empty():
    person = add(started(), "Peanuts")
    person.send(person.screen.form_to("/remove/"))

    person.post(LIST, {})

    assert "Add at least 1 entry." in person.screen.text


def test_twenty_allergies_are_taken_and_a_twenty_first_is_told_in_words():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers("twenty_allergies"))
    person = Person(visit).enter().get(LIST)

    assert person.screen.heading == "You have added 20 entries"
    assert "You can add up to 20 entries here." in person.screen.text
    assert not [form for form in person.screen.forms if "/add/" in form.action]
    person.post(f"{LIST}add/", {})
    assert person.screen.heading == "You have added 20 entries"


def test_an_entry_is_changed_from_the_check_and_leads_back_there():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers("twenty_allergies"))
    person = Person(visit).enter().get("/p/check/")
    person.get(person.screen.link("Change What caused it? (Peanuts)"))

    person.say(allergy_substance="Groundnuts")

    assert person.at == "/p/check/"
    assert "Groundnuts" in person.screen.text


def test_a_closed_part_of_the_check_names_its_entries_and_leads_to_their_list_once():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers("twenty_allergies"))
    page = Person(visit).enter().get("/p/check/").response.content.decode()
    told = re.findall(r'class="gist">([^<]*)<', unescape(page))

    assert page.count(f'href="{LIST}?from=check"') == 1
    (gist,) = told
    assert gist.startswith("Penicillin as a baby, Sulfa pills, ")
    assert gist.endswith("; 5 times “I don't know”")


def test_an_entry_added_from_the_check_is_asked_whole_before_going_back():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers("penicillin_unknown_ingredients"))
    person = Person(visit).enter().get("/p/check/")
    assert person.screen.link("Add or remove an entry") == f"{LIST}?from=check"
    person.get(f"{LIST}?from=check")
    person.send(person.screen.form_to("/add/"))

    person.say(allergy_substance="Kiwi", allergy_category="food", allergy_reaction=["hives"])
    assert "How bad was the worst time?" in person.screen.text
    person.say(allergy_severity="mild")

    assert person.at == "/p/check/"


def test_an_entry_of_another_patient_is_not_found():
    visit, other = a_visit(), a_visit(name="Joe Park")
    a_submission(visit=other, answers=patient_answers("penicillin_unknown_ingredients"))
    row = load_answers(other.submission).answers.rows_of("allergies_list")[0]
    person = Person(visit).enter().get("/p/q/allergies/1/").say(has_allergy="yes")

    assert person.get(f"/p/q/allergies/2/{row.id}/").response.status_code == 404
    assert person.post(f"{LIST}{row.id}/remove/", {}).at == LIST
    assert load_answers(other.submission).removed == {}

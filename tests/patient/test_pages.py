"""A page of questions: what it shows, what it takes, and where it leads."""

import pytest

from intake.actions.answers.sheet import load_answers
from intake.core.questionnaire.answers import Chosen
from tests.journeys.person import Person
from tests.journeys.screen import astray
from tests.make.builders import a_submission, a_visit, patient_answers

pytestmark = pytest.mark.django_db


def kept(visit) -> dict:
    return dict(load_answers(visit.submission).answers.top)


def answered(name: str = "nothing_to_report") -> Person:
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers(name))
    person = Person(visit).enter()
    person.visit = visit
    return person


def test_what_the_clinic_knows_is_shown_to_confirm_and_the_rest_is_not_asked():
    person = Person().enter().get("/p/q/about_you/1/")

    fields = person.screen.main.fields
    assert fields["preferred_name"] == ["Maria Delgado"]
    assert [fields[f"date_of_birth-{part}"] for part in ("month", "day", "year")] == [
        ["7"],
        ["14"],
        ["1979"],
    ]
    assert "is_adult" not in {*fields, *person.screen.main.offered}


def test_what_the_patient_changed_is_not_filled_in_again():
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/about_you/1/")
    blank = {f"appointment_date-{part}": "" for part in ("month", "day", "year")}
    person.say(preferred_name="Mary", **blank)

    person.get("/p/q/about_you/1/")

    assert person.screen.main.fields["preferred_name"] == ["Mary"]
    assert person.screen.main.fields["appointment_date-day"] == [""]


def test_nothing_is_chosen_before_the_patient_chooses():
    person = Person().enter().get("/p/q/allergies/1/")

    assert "has_allergy" not in person.screen.main.fields
    assert person.screen.main.offered["has_allergy"] == ["yes", "no", "dont_know"]


def test_what_i_dont_know_means_is_said_on_the_first_page_that_offers_it_and_on_no_other():
    person, means = Person().enter(), "That is fine. Your provider will see this"
    pages = [f"/p/q/{page}/" for page in ("about_you/1", "about_you/2", "allergies/1")]
    shown = [person.client.get(page).content.decode() for page in pages]
    assert ["dont_know" in page for page in shown] == [False, True, True]
    assert [means in page for page in shown] == [False, True, False]


def test_a_page_with_errors_says_so_in_its_title_first_and_keeps_what_was_typed():
    person = Person().enter().get("/p/q/about_you/1/")

    person.say(preferred_name="", **{"appointment_date-day": "40"})

    screen = person.screen
    assert person.response.redirect_chain, "an error that answers the post is sent again by Back"
    assert screen.title.startswith("Error: ")
    assert "There is a problem" in screen.text
    assert screen.links["Type an answer: “What is your name?”"] == "#id_preferred_name"
    assert screen.link("Check the day: ") == "#id_appointment_date_0"
    assert screen.main.fields["appointment_date-day"] == ["40"]


@pytest.mark.parametrize(
    "address",
    [
        "about_you/1/",
        "allergies/1/",
        "allergies/5/",
        "health/5/",
        "product/1/",
        "goals/1/",
        "goals/2/",
    ],
)
@pytest.mark.parametrize("is_wrong", [False, True])
def test_every_label_and_link_leads_to_something_once(address, is_wrong):
    person = Person().enter().get(f"/p/q/{address}")
    if is_wrong:
        person.send(person.screen.main, **{"date_of_birth-day": "40"})

    assert astray(person.response.content.decode()) == []


def test_an_answer_is_in_the_database_before_the_next_page_shows():
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/allergies/1/")
    form = person.screen.main

    answer = person.client.post("/p/q/allergies/1/", {**form.fields, "has_allergy": "no"})

    assert (answer.status_code, answer["Location"]) == (302, "/p/q/allergies/4/")
    assert kept(visit) == {"has_allergy": Chosen(("no",))}


def test_c44_an_answer_to_a_question_that_is_not_asked_is_dropped():
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/product/3/").say(product_identity="dont_know")
    assert "What is the product called" not in person.screen.text

    person.say(label_use="injection", product_name="Planted")

    assert "product_name" not in kept(visit)
    assert kept(visit)["label_use"] == Chosen(("injection",))


def test_c45_extra_fields_take_no_effect():
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/allergies/1/")
    planted = {
        "id": "1",
        "state": "sent",
        "submission": "x",
        "signed_by": "1",
        "created_at": "2020",
    }

    person.say(has_allergy="no", clot_bleed="yes", **planted)

    assert kept(visit) == {"has_allergy": Chosen(("no",))}
    visit.submission.refresh_from_db()
    assert visit.submission.state == "open"


@pytest.mark.parametrize("planted", ["maybe", ["yes", "no"], "declined"])
def test_c47_a_value_that_is_not_offered_is_refused(planted):
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/allergies/1/")

    person.say(has_allergy=planted)

    assert person.screen.title.startswith("Error: ")
    assert kept(visit) == {}


@pytest.mark.parametrize(
    "address",
    ["q/nowhere/1/", "q/allergies/99/", "q/allergies/2/", "list/nothing/", "q/goals/1/" + "0" * 8],
)
def test_pages_that_do_not_exist_are_not_found(address):
    person = Person().enter()

    assert person.client.get(f"/p/{address}").status_code == 404


@pytest.mark.parametrize("address", ["list/allergies_list/", "q/claims/2/"])
def test_pages_that_are_not_asked_lead_to_the_sections(address):
    person = Person().enter()

    assert person.get(f"/p/{address}").at == "/p/tasks/"


def test_a_change_leads_back_to_the_check():
    person = answered().get("/p/check/")
    person.get(person.screen.link("Change Do you feel rushed"))

    person.say(feel_pressured="yes")

    assert person.at == "/p/check/"
    question = "Do you feel rushed or pushed to decide?"
    line = f"{question} Yes Keep it off my copy : {question} Changed just now Change {question}"
    assert line in person.screen.text


def test_a_change_that_opens_questions_asks_them_before_the_check():
    person = answered().get("/p/q/claims/1/?from=check")

    person.say(claims_heard=["cure"])
    assert person.at == "/p/q/claims/2/"
    person.say(claims_source=["social_media"])

    assert person.at == "/p/check/"
    assert "On social media" in person.screen.text


def test_questions_opened_on_several_pages_are_all_asked_before_the_check():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    person = Person(visit).enter().get("/p/q/allergies/1/?from=check")

    person.say(has_allergy="yes")
    assert person.at.startswith("/p/q/allergies/2/")
    person.say(allergy_substance="Kiwi", allergy_category="food", allergy_reaction=["hives"])
    assert "How bad was the worst time?" in person.screen.text
    person.say(allergy_severity="mild")

    assert person.at == "/p/check/"
    assert "Kiwi" in person.screen.text


def test_a_change_that_closes_questions_says_so():
    person = answered("penicillin_unknown_ingredients").get("/p/q/allergies/1/?from=check")

    person.say(has_allergy="no")

    assert person.at == "/p/check/"
    assert "answers that you gave before are no longer asked for" in person.screen.text


def test_what_was_left_blank_shows_not_provided():
    person = answered("optional_left_blank").get("/p/check/")

    assert "What day is your visit? Not provided Change" in person.screen.text


def test_none_of_these_shows_at_the_check_what_these_were():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    text = Person(visit).enter().get("/p/check/").screen.text
    assert "None of these You were asked about: Numbing shots, such as lidocaine; Latex" in text
    assert "You were asked about: Yes" not in text


def test_c66_markup_in_an_answer_is_shown_letter_for_letter():
    visit = a_visit()
    nasty = '<script>alert(1)</script> {{7*7}} {% now %} ${x} &lt; "><img onerror=x> </textarea>'
    nasty += (
        " **bold** _low_ `code` # title [link](javascript:alert(1)) ![x](http://evil.example/x)"
    )
    person = Person(visit).enter().get("/p/q/goals/5/").say(my_questions=nasty)
    assert kept(visit)["my_questions"] == nasty

    shown = person.get("/p/check/").response.content.decode()
    again = person.get("/p/q/goals/5/").screen.main.fields["my_questions"]

    assert again == [nasty]
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert nasty in person.get("/p/check/").screen.text


@pytest.mark.parametrize("bite", ["\x00", "\ufeff", "\ufffe", "\x85", "\x1b", "\u202e"])
def test_c64_odd_characters_never_break_a_page(bite):
    visit = a_visit()
    person = Person(visit).enter().get("/p/q/goals/5/")

    person.say(my_questions=f"before{bite}after")

    assert person.response.status_code == 200
    assert kept(visit)["my_questions"].startswith("before")


def test_a_section_that_was_gone_through_is_done():
    person = Person().enter().get("/p/tasks/")
    assert person.screen.text.count("Not started") == 7

    person.get("/p/q/about_you/1/")
    person.send(person.screen.main)
    assert "About you and your visit Started" in person.get("/p/tasks/").screen.text
    person.get("/p/q/about_you/2/").say(completed_by="self", clinic_location="in_us")

    assert "About you and your visit Done" in person.get("/p/tasks/").screen.text
    assert "You have finished 1 of 7 sections" in person.screen.text


def test_the_list_of_sections_leads_on_with_one_button():
    person = Person().enter().get("/p/tasks/")
    assert person.screen.links["Start: About you and your visit"] == "/p/q/about_you/1/"
    person.get("/p/q/about_you/1/").send(person.screen.main).get("/p/tasks/")
    assert person.screen.links["Go on: About you and your visit"] == "/p/q/about_you/2/"


def test_the_button_of_the_list_leads_to_the_check_when_all_is_answered():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    person = Person(visit).enter().get("/p/tasks/")
    assert person.screen.text.count("Check your answers and send") == 2
    assert "Go on:" not in person.screen.text


def test_the_list_leads_to_a_page_that_was_left_unsent_first():
    person = Person().enter().get("/p/q/health/2/")
    form = person.screen.main
    person.client.post(form.draft, {**form.fields, "immune_status": ["none"]})
    person.get("/p/tasks/")
    assert person.screen.links["Your health"] == "/p/q/health/2/"


def test_back_leads_to_the_page_before_and_from_the_first_to_the_sections():
    person = answered()

    assert person.get("/p/q/allergies/1/").screen.links["Back"] == "/p/tasks/"
    assert person.get("/p/q/allergies/5/").screen.links["Back"] == "/p/q/allergies/4/"
    assert person.get("/p/q/allergies/5/?from=check").screen.links["Back"] == "/p/check/"

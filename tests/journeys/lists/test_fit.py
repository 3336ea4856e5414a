"""Between the check and signing: answers that do not seem to fit together, once, without errors."""

from dataclasses import replace

import pytest

from intake.actions.answers.sheet import load_answers
from intake.core.questionnaire.answers import Chosen
from tests.journeys.person import Person, sign
from tests.journeys.screen import Form
from tests.make.builders import a_submission, a_version, a_visit, shipped_now
from tests.make.shipped import test_patient

pytestmark = pytest.mark.django_db


def at_the_check(name: str, **answers: object) -> Person:
    a_version(shipped_now())
    known = test_patient(name).answers
    visit = a_visit()
    a_submission(visit=visit, answers=replace(known, top={**known.top, **answers}))
    person = Person(visit).enter().get("/p/check/")
    person.visit = visit
    return person


def first_form(person: Person) -> Form:
    return next(form for form in person.screen.forms if "settle" in form.fields)


def on(person: Person) -> Person:
    return person.get(person.screen.link("Continue to sign and send"))


def test_nothing_that_clashes_leads_straight_to_signing():
    assert on(at_the_check("nothing_to_report")).at == "/p/sign/"


def test_clashing_answers_are_quoted_can_be_changed_and_may_stay():
    person = on(at_the_check("mild_but_emergency_room"))

    assert person.at == "/p/fit/"
    assert "things to look at" in person.screen.heading
    assert "How bad was one reaction?" in person.screen.text
    assert "error" not in person.screen.text.casefold()
    assert person.screen.link("Change: ").endswith("?from=check")
    assert person.screen.link("Go on to sign and send") == "/p/sign/"


def test_both_are_right_is_asked_once_and_sent_along():
    person = on(at_the_check("mild_but_emergency_room"))
    while person.at == "/p/fit/":
        person.send(first_form(person))
    assert person.at == "/p/sign/"
    assert on(person.get("/p/check/")).at == "/p/sign/"

    sign(person)
    made = person.visit.submission.discussions.get().read()
    told = [point.talk for point in made.points if point.key == "clarify_mild_but_emergency"]
    assert told[0].endswith("The patient says that both are right.")


def test_an_allergy_that_no_answer_opens_any_more_is_left_out_only_when_she_says_so():
    person = on(at_the_check("took_back_her_allergy"))
    assert person.at == "/p/fit/"
    assert "You entered “Bee stings”, and it is left out now" in person.screen.text
    entered = len(test_patient("took_back_her_allergy").answers.rows["allergies_list"])
    for _each in range(entered):
        assert "Leave it out" in person.screen.text
        person.send(first_form(person))
    assert person.at == "/p/sign/"


def test_a_medicine_beside_none_of_these_is_ticked_with_one_press_or_stays():
    risk, lines = Chosen(("none",)), ("Eliquis 5 twice a day",)
    person = on(at_the_check("nothing_to_report", medicines_risk=risk, medicines_list=lines))
    assert "“Eliquis 5 twice a day”, and “none of these”" in person.screen.text

    person.send(first_form(person), tick="yes")

    kept = load_answers(person.visit.submission).answers.top
    assert kept["medicines_risk"] == Chosen(("blood_thinner",))
    assert person.at == "/p/sign/"


def test_the_page_is_for_answers_that_are_complete():
    a_version(shipped_now())
    assert Person(a_visit()).enter().get("/p/fit/").at == "/p/check/"


def test_when_one_medicine_takes_the_place_of_none_of_these_the_others_are_ticked_too():
    risk, lines = Chosen(("none",)), ("Eliquis 5 twice a day", "Metoprolol 50")
    person = on(at_the_check("nothing_to_report", medicines_risk=risk, medicines_list=lines))
    person.send(first_form(person), tick="yes")

    kept = load_answers(person.visit.submission).answers.top
    assert kept["medicines_risk"] == Chosen(("blood_thinner", "beta_blocker"))
    assert "From your list: “Metoprolol 50”" in person.get("/p/check/").screen.text

"""The questionnaire that ships today, walked: its length, its card, gate, voice and ticks."""

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from bench import weight
from bench.walk_length import MOST, answers_of, lengths
from intake.actions.answers.sheet import load_answers
from intake.core.questionnaire.answers import Answers, Chosen
from intake.core.questionnaire.parts import Roles
from intake.core.questionnaire.questionnaire import Kind
from tests.journeys.person import Person, date_fields, fill_in
from tests.make.builders import (
    BIRTH_DATE,
    a_submission,
    a_version,
    a_visit,
    patient_answers,
    say,
    shipped_now,
)
from tests.make.values import question, questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_clinic(settings):
    settings.CLINIC = SimpleNamespace(**{**vars(settings.CLINIC), "location": "in_us"})
    a_version(shipped_now())


def entered(**visit) -> Person:
    made = a_visit(**visit)
    person = Person(made).enter()
    person.visit = made
    return person


def told(person: Person) -> dict:
    return dict(load_answers(person.visit.submission).answers.top)


def entries(person: Person) -> list[str]:
    rows = load_answers(person.visit.submission).answers.rows_of("allergies_list")
    return [row.answers.get("allergy_substance", "") for row in rows]


def test_the_walk_is_as_short_as_it_was_promised():
    for name, length in lengths(shipped_now()).items():
        assert (length.pages, length.minutes) <= (MOST[name].pages, MOST[name].minutes), name
        assert length.minutes <= MOST[name].minutes, name


@pytest.mark.parametrize("name", MOST)
def test_as_many_pages_are_met_as_are_counted(name):
    person = entered()

    passed = fill_in(person, shipped_now(), answers_of(shipped_now(), name))

    # The birth date, the start and the check are counted too.
    assert len(passed) + 3 == lengths(shipped_now())[name].pages
    assert "Continue to sign and send" in person.screen.text


def test_a_whole_walk_is_light_on_the_line():
    browser = weight.Browser()

    weight.walked(browser, shipped_now(), answers_of(shipped_now(), weight.NAME))

    assert browser.requests <= weight.MOST_REQUESTS
    assert browser.received + browser.sent <= weight.MOST_BYTES


def test_what_the_clinic_knows_is_confirmed_with_one_press():
    person = entered(name="Maria Delgado").get("/p/q/about_you/1/")
    assert "Is this right?" in person.screen.text
    assert "Maria Delgado" in person.screen.text

    person.say(completed_by="self")

    assert person.at == "/p/q/about_you/4/"
    assert told(person)["preferred_name"] == "Maria Delgado"
    assert told(person)["talk_language"] == Chosen(("english",))


def test_another_birth_date_is_asked_once_more():
    person = entered().get("/p/q/about_you/2/")

    person.say(**{"date_of_birth-year": "2015"})
    assert (
        "You opened this form with July 14, 1979. Now it says July 14, 2015." in person.screen.text
    )
    assert "date_of_birth" not in told(person)
    person.send(person.screen.main)

    assert told(person)["date_of_birth"].year == 2015


def test_a_birth_date_that_was_emptied_after_it_was_asked_about_is_asked_about_no_more():
    born, note = question("born", Kind.DATE), question("note", Kind.STRING)
    document = questionnaire(born, note, roles=Roles(birth_date="born"))
    only = replace(document.sections[0], pages=(("born", "note"),))
    version = a_version(replace(document, sections=(only,)))
    person = entered(version=version).get("/p/q/only/1/")
    person.say(note="Mine", **date_fields("born", date(2015, 7, 14)))
    assert "Now it says July 14, 2015." in person.screen.text

    form, emptied = person.screen.main, dict.fromkeys(date_fields("born", BIRTH_DATE), "")
    assert person.client.post(form.draft, {**form.fields, **emptied}).status_code == 204
    person.get("/p/q/only/1/?sure=1")

    assert person.response.status_code == 200
    assert (person.screen.main.fields["note"], "Now it says" in person.screen.text) == (
        ["Mine"],
        False,
    )


def test_who_mends_a_mistake_on_the_way_from_the_check_comes_back_to_it():
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    person = Person(visit).enter().get("/p/q/allergies/1/?from=check")

    person.say(allergy_conditions=[])
    assert "There is a problem" in person.screen.text
    person.say(allergy_conditions=["none"])

    assert person.at == "/p/check/"


@pytest.mark.parametrize(
    ("name", "who", "question"),
    [
        ("Leo Park", "parent_guardian", "Has Leo ever had a sudden"),
        ("Leo", "parent_guardian", "Has your child ever had a sudden"),
        ("Leo", "legal_rep", "Has the person you help ever had a sudden"),
        ("Leo Park", "self", "Have you ever had a sudden"),
    ],
)
def test_questions_are_put_in_the_voice_of_who_answers(name, who, question):
    person = entered(name=name).get("/p/q/about_you/1/").say(completed_by=who)

    person.get("/p/q/allergies/1/")

    assert question in person.screen.text
    assert ("You are answering for" in person.screen.text) is (who != "self")


def test_a_parent_says_who_she_is_and_is_spoken_to_about_her_child():
    person = entered(name="Leo Park").get("/p/q/about_you/1/").say(completed_by="parent_guardian")

    assert person.at == "/p/q/about_you/3/"
    assert person.screen.heading.startswith("About Leo and the visit")
    assert "What are you to Leo?" in person.screen.text
    page = person.response.content.decode()
    assert re.findall(r'name="proxy_(\w+)"[^>]* autocomplete="(\w+)"', page) == [
        ("name", "name"), ("phone", "tel"),
    ]  # fmt: skip
    person.say(proxy_name="Sam Park", proxy_relation="father", proxy_phone="612-555-0143")
    assert told(person)["proxy_name"] == "Sam Park"
    person.get("/p/q/about_you/2/")
    page = person.response.content.decode()
    assert re.search(r'name="preferred_name"[^>]* autocomplete="off"', page)

    assert "Leo’s health" in person.get("/p/tasks/").screen.text
    assert "Hopes and questions for Leo" in person.get("/p/check/").screen.text


def test_whoever_answers_for_another_signs_statements_about_that_person():
    person = entered(name="Leo Park").get("/p/q/about_you/1/").say(completed_by="parent_guardian")
    values = answers_of(shipped_now(), "knows_nothing").top
    about = {"completed_by": Chosen(("parent_guardian",)), "proxy_name": "Sam Park",
             "proxy_relation": Chosen(("father",)), "preferred_name": "Leo Park",
             "date_of_birth": BIRTH_DATE}  # fmt: skip
    say(person.visit.submission, Answers({**values, **about}))

    assert "My answers about Leo are true as far as I know." in person.get("/p/sign/").screen.text


def test_what_helps_with_a_statement_stands_beside_it_where_it_is_signed():
    *before, signed = shipped_now().sections
    helped = tuple(replace(each, help=f"Ask about {each.key}.") for each in signed.items)
    a_version(replace(shipped_now(), sections=(*before, replace(signed, items=helped))))
    person = entered()
    say(person.visit.submission, answers_of(shipped_now(), "knows_nothing"))

    text = person.get("/p/sign/").screen.text
    assert [each.key for each in helped if each.help not in text] == []


@pytest.mark.parametrize(
    ("years", "is_asked"), [(0, False), (9, False), (10, True), (55, True), (56, False)]
)
def test_pregnancy_is_asked_from_ten_to_fifty_five_years(years, is_asked):
    today = timezone.localdate()
    born = today.replace(year=today.year - years, day=1)
    person = Person(a_visit(birth_date=born), birth_date=born).enter().get("/p/q/health/1/")

    assert ("pregnant" in person.screen.text) is is_asked
    assert "How old are you?" not in person.get("/p/q/about_you/2/").screen.text


def test_more_pages_are_told_where_an_answer_opens_them():
    person = entered().get("/p/q/allergies/2/")
    person.say(reaction_product=["none"], reaction_injection_items=["latex"])

    assert "3 more pages, because of what you just answered." in person.screen.text


def test_nothing_yet_says_i_dont_know_for_five_facts_and_leads_on():
    person = entered().get("/p/q/product/1/")

    person.say(papers_seen="dont_know", source_type=["dont_know"])

    assert person.at == "/p/q/clinic/1/"
    assert "We noted “I don't know” for: " in person.screen.text
    assert person.screen.links["I do know some of this"] == "/p/q/product/1/"


def test_a_tick_makes_an_entry_that_opens_and_unticking_takes_it_back():
    person = entered().get("/p/q/allergies/3/")
    person.say(reaction_culture_items=["penicillin", "fish"], has_allergy="no")

    assert "This entry: Fish or seafood" in person.screen.text
    assert "allergy_category" not in person.screen.main.offered
    assert sorted(entries(person)) == ["Fish or seafood", "Penicillin"]

    person.get("/p/q/allergies/3/").say(reaction_culture_items=["fish"], has_allergy="no")
    assert entries(person) == ["Fish or seafood"]


def test_an_entry_in_which_something_was_said_outlives_its_tick():
    person = entered().get("/p/q/allergies/3/")
    person.say(reaction_culture_items=["fish"], has_allergy="yes")
    person.say(allergy_reaction=["hives"], allergy_severity="mild")

    person.get("/p/q/allergies/3/").say(reaction_culture_items=["none"], has_allergy="yes")

    assert entries(person) == ["Fish or seafood"]


def test_a_follow_up_says_which_answer_it_comes_from():
    person = entered().get("/p/q/allergies/1/")

    person.say(anaphylaxis_ever="no", allergy_conditions=["asthma"])

    assert "1 more question, because of your answer “That I have asthma”." in person.screen.text


def test_what_the_gate_answered_for_stands_on_the_check_as_asked_and_not_known():
    person = entered().get("/p/q/product/1/")
    person.say(papers_seen="dont_know", source_type=["dont_know"]).get("/p/check/")

    assert person.screen.text.count("I don't know (nothing seen yet)") == 5

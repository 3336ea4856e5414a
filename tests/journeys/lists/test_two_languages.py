"""Ticks and entries that are made in one language, and what becomes of them in the other."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from intake.actions.answers.sheet import load_answers
from intake.core.discussion.discuss import Edition, discuss
from intake.core.questionnaire.answers import Answers, Chosen, Row, Unsaid
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.walk import walk
from intake.walking.entries import entry_of
from intake.walking.filling import Filling
from tests.journeys.person import Person
from tests.journeys.test_languages import choose
from tests.make.builders import a_submission, a_visit, in_two_languages, shipped_now
from tests.make.shipped import AS_OF, test_patient

pytestmark = pytest.mark.django_db
LIST = "/p/list/allergies_list/"
CULTURE = "/p/q/allergies/3/"
IODINE = "Limpiador para la piel con yodo"
RASH = {"allergy_reaction": ["hives"], "allergy_severity": "mild"}


@pytest.fixture(autouse=True)
def with_todays_questionnaire_in_spanish():
    in_two_languages()


def entered(language: str) -> Person:
    visit = a_visit()
    person = choose(Person(visit).enter(), language)
    person.visit = visit
    return person


def reacts_to(person: Person, *codes: str) -> Person:
    return person.get(CULTURE).say(reaction_culture_items=[*codes], has_allergy="no")


def given(person: Person) -> Answers:
    return load_answers(person.visit.submission).answers


def names(person: Person) -> list[object]:
    rows = given(person).rows_of("allergies_list")
    return [row.answers.get("allergy_substance") for row in rows]


def holds(person: Person) -> set[str]:
    answers = given(person)
    top = {**answers.top, "route": Chosen(("iv",)), "papers_seen": Unsaid.DONT_KNOW}
    made = discuss(shipped_now(), replace(answers, top=top), VisitFacts(), Edition(1, 1, AS_OF))
    return {point.key for point in made.holds}


def test_a_hold_stays_when_the_language_is_changed():
    person = entered("es")
    person.get("/p/q/allergies/2/").say(
        reaction_product=["none"], reaction_injection_items=["none"]
    )
    person.get(CULTURE).say(reaction_culture_items=["dont_know"], has_allergy="yes")
    person.get(LIST).send(person.screen.form_to("/add/"))
    person.say(allergy_substance="Carne o suero de res", allergy_category="other", **RASH)
    assert "ingredient_sensitivity" in holds(person)

    choose(person.get(LIST), "en")
    person.get("/p/q/health/4/").say(medicines_risk=["antiplatelet"], medicines_list__1="Aspirin")
    assert given(person).top["medicines_risk"] == Chosen(("antiplatelet",))
    assert given(person).top["reaction_culture_items"] == Chosen(("bovine",))
    assert "ingredient_sensitivity" in holds(person)


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [
        ("penicillin", "Penicillin", "Penicilina"),
        ("bovine", "Beef or cow serum", "Carne o suero de res"),
    ],
)
def test_a_tick_taken_away_in_another_language_takes_its_entry_back(code, english, spanish):
    person = reacts_to(entered("en"), code)
    assert names(person) == [english]
    reacts_to(choose(person.get(CULTURE), "es"), "none")
    assert names(person) == []

    reacts_to(person, code)
    assert names(person) == [spanish]
    reacts_to(choose(person.get(CULTURE), "en"), "none")
    assert names(person) == []


def test_a_tick_makes_no_second_entry_of_what_was_told_in_another_language():
    person = entered("en").get(CULTURE)
    person.say(reaction_culture_items=["none"], has_allergy="yes")
    person.say(allergy_substance="Penicillin", **RASH)
    assert names(person) == ["Penicillin"]

    reacts_to(choose(person.get(CULTURE), "es"), "penicillin")
    assert given(person).top["reaction_culture_items"] == Chosen(("penicillin",))
    assert names(person) == ["Penicillin"]


@pytest.mark.parametrize(
    ("made_in", "read_in", "name"),
    [("en", "es", "A biologic drug"), ("es", "en", "Un medicamento biológico")],
)
def test_an_entry_removed_in_another_language_takes_its_tick_along(made_in, read_in, name):
    person = entered(made_in)
    person.get("/p/q/allergies/2/").say(
        reaction_product=["biologic_drug", "vaccine"], reaction_injection_items=["none"]
    )
    reacts_to(person, "none")
    assert names(person)[0] == name

    choose(person.get(LIST), read_in).get(LIST)
    person.send(person.screen.form_to("/remove/"))
    assert given(person).top["reaction_product"] == Chosen(("vaccine",))
    person.get(LIST).send(person.screen.form_to("/bring-back/"))
    assert given(person).top["reaction_product"] == Chosen(("biologic_drug", "vaccine"))


@pytest.mark.parametrize(("made_in", "read_in"), [("en", "es"), ("es", "en")])
def test_an_entry_that_a_tick_made_in_another_language_is_not_asked_for_its_name(made_in, read_in):
    person = reacts_to(entered(made_in), "bovine")
    (entry,) = given(person).rows_of("allergies_list")
    choose(person.get(LIST), read_in)
    person.get(f"/p/q/allergies/4/{entry.id}/")
    shown = {*person.screen.main.fields, *person.screen.main.offered}
    assert "allergy_reaction" in shown
    assert not {"allergy_substance", "allergy_category"} & shown


def test_an_entry_whose_tick_was_taken_away_in_another_language_is_offered_for_taking_off():
    person = reacts_to(entered("en"), "bovine").say(**RASH)
    choose(person.get(CULTURE), "es")
    person.get(CULTURE).say(reaction_culture_items=["none"], has_allergy="yes")
    assert names(person) == ["Beef or cow serum"]
    assert "Usted quitó la marca de “Beef or cow serum”" in person.get(LIST).screen.text


def test_a_name_beside_none_of_these_is_asked_about_in_another_language_before_sending():
    told = test_patient("penicillin_unknown_ingredients").answers.rows["allergies_list"][1]
    iodine = replace(told, answers=told.answers | {"allergy_substance": IODINE})
    known = test_patient("nothing_to_report").answers
    top = {**known.top, "has_allergy": Chosen(("yes",))}
    visit = a_visit()
    a_submission(visit=visit, answers=replace(known, top=top, rows={"allergies_list": (iodine,)}))
    person = Person(visit).enter().get("/p/check/")

    person.get(person.screen.link("Continue to sign and send"))
    assert person.at == "/p/fit/"
    assert f"“{IODINE}”, and “none of these”" in person.screen.text


@pytest.mark.parametrize(
    ("said", "words"),
    [(Unsaid.DECLINED, "Lo diré en persona"), (date(2026, 3, 1), "1 de marzo de 2026")],
)
def test_what_an_entry_says_in_our_own_words_is_in_spanish_on_its_list(said, words):
    row, filling = Row("1", {"allergy_when": said}), Filling()
    filling.questionnaire = shipped_now()
    filling.walk = walk(shipped_now(), Answers(rows={"allergies_list": (row,)}))
    with override("es"):
        assert entry_of(filling, row, 1).about == (words,)

"""Ticks and entries that are made in one language, and what becomes of them in the other."""

from dataclasses import replace

import pytest
from django.utils import timezone

from intake.actions.answers.sheet import load_answers
from intake.actions.catalog.translate import keep_translation
from intake.core.discussion.discuss import Edition, discuss
from intake.core.questionnaire.answers import Answers, Chosen, Unsaid
from intake.core.questionnaire.facts import VisitFacts
from tests.journeys.person import Person
from tests.journeys.test_languages import choose
from tests.make.builders import a_version, a_visit, shipped_now
from tests.make.shipped import AS_OF, spanish_texts

pytestmark = pytest.mark.django_db
LIST = "/p/list/allergies_list/"
RASH = {"allergy_reaction": ["hives"], "allergy_severity": "mild"}


@pytest.fixture(autouse=True)
def with_todays_questionnaire_in_spanish():
    keep_translation(a_version(shipped_now()), "es", spanish_texts(), at=timezone.now())


def entered(language: str) -> Person:
    visit = a_visit()
    person = choose(Person(visit).enter(), language)
    person.visit = visit
    return person


def given(person: Person) -> Answers:
    return load_answers(person.visit.submission).answers


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
    person.get("/p/q/allergies/3/").say(reaction_culture_items=["dont_know"], has_allergy="yes")
    person.get(LIST).send(person.screen.form_to("/add/"))
    person.say(allergy_substance="Carne o suero de res", allergy_category="other", **RASH)
    assert "ingredient_sensitivity" in holds(person)

    choose(person.get(LIST), "en")
    person.get("/p/q/health/4/").say(medicines_risk=["antiplatelet"], medicines_list__1="Aspirin")
    assert given(person).top["medicines_risk"] == Chosen(("antiplatelet",))
    assert given(person).top["reaction_culture_items"] == Chosen(("bovine",))
    assert "ingredient_sensitivity" in holds(person)

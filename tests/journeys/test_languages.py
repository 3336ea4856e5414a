"""A language is offered when every text of a version has its words, and is kept for the visit."""

import re

import pytest
from django.utils import timezone

from intake.actions.catalog.translate import NotComplete, hand_on, keep_translation
from intake.core.documents.translations import Translated, standing_of, texts_of
from intake.core.questionnaire.questionnaire import Questionnaire
from tests.journeys.person import Person
from tests.make.builders import a_version, a_visit, reworded, shipped

pytestmark = pytest.mark.django_db


def pseudo(document: Questionnaire) -> dict[str, Translated]:
    """Longer words in letters that English has not, so that a text left out is seen."""
    return {n: Translated(s, f"«{s} ñandú»") for n, s in texts_of(document).items()}


@pytest.fixture
def version():
    made = a_version()
    keep_translation(made, "es", pseudo(shipped()), at=timezone.now())
    return made


def choose(person: Person, code: str) -> Person:
    form = next(form for form in person.screen.forms if "-language" in form.buttons)
    return person.post(form.action, {**form.fields, "-language": code})


def test_a_language_with_a_text_missing_or_stale_is_not_kept():
    version = a_version()
    texts = pseudo(shipped())
    del texts["question/has_allergy/text"]
    texts["title"] = Translated("An older title", "«x»")

    assert standing_of(shipped(), texts).stale == ("title",)
    with pytest.raises(NotComplete, match="1 missing, 1 stale"):
        keep_translation(version, "es", texts, at=timezone.now())
    assert not version.translations.exists()


def test_nothing_is_offered_while_there_is_one_language():
    a_version()
    person = Person(a_visit()).enter()
    assert "Español" not in person.screen.text


def test_every_question_is_read_in_the_language_that_was_chosen(version):
    visit = a_visit(version=version)
    person = choose(Person(visit).enter(), "es").get("/p/q/allergies/1/")

    assert "ñandú»" in person.screen.heading
    visit.submission.refresh_from_db()
    assert visit.submission.language == "es"
    elsewhere = Person(visit).enter().get("/p/q/allergies/1/")
    assert "ñandú»" in elsewhere.screen.heading


def test_what_was_typed_is_there_in_the_other_language(version):
    person = Person(a_visit(version=version)).enter().get("/p/q/goals/5/")

    person.send(person.screen.main, my_questions="¿Duele?", **{"-language": "es"})

    assert person.at == "/p/q/goals/5/"
    assert person.screen.main.fields["my_questions"] == ["¿Duele?"]
    assert "ñandú»" in person.screen.text


def test_a_version_that_says_the_same_is_offered_too_and_one_that_does_not_is_not(version):
    same = a_version()
    other = a_version(reworded(shipped(), "has_allergy", "Any allergy at all?"))
    for newer in (same, other):
        hand_on(version, newer, at=timezone.now())

    assert [each.language for each in same.translations.all()] == ["es"]
    assert not other.translations.exists()


def in_spanish(version) -> Person:
    keep = a_visit(version=version)
    person = choose(Person(keep).enter(), "es")
    person.visit = keep
    return person


def test_the_door_speaks_spanish_with_its_dates_and_errors(version):
    person = in_spanish(version)
    assert "Empezar ahora" in person.screen.text
    assert "de 2" in person.get("/p/tasks/").screen.text
    person.get("/p/q/allergies/1/").send(person.screen.main)

    assert person.screen.title.startswith("Error: ")
    assert "Hay un problema" in person.screen.text
    assert "Elija una respuesta" in person.screen.text
    assert person.response.content.decode().count('lang="es"') >= 1


ENGLISH = re.compile(r"\b(the|your|you|answer|page|please|with)\b", re.I)


@pytest.mark.parametrize(
    "address", ["start/", "tasks/", "q/allergies/1/", "q/about_you/1/", "check/", "later/"]
)
def test_no_english_word_of_the_product_is_left_on_a_spanish_page(version, address):
    person = in_spanish(version).get(f"/p/{address}")
    # The questionnaire's own words stand in «…» here, and the clinic's name is its own.
    ours = re.sub(r"«.*?»", "", person.screen.text)
    ours = ours.replace("The clinic", "")
    assert ENGLISH.findall(ours) == []

"""A language is offered when every text of a version has its words, and is kept for the visit."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from intake.actions.catalog.translate import NotComplete, hand_on, keep_translation
from intake.core.documents.codec import sha256_of
from intake.core.documents.translations import Translated, as_text, standing_of, texts_of
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.models import Copy, FrozenDiscussion, Paper
from intake.pdf.printer.text_of import text_of
from intake.printing.conduct import copy_of, original_sent
from tests.journeys.person import Person, sign
from tests.make.builders import (
    a_submission,
    a_version,
    a_visit,
    fall_asleep,
    patient_answers,
    reworded,
    say,
    shipped,
)

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
    assert "/p/language/" not in person.response.content.decode()


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


def test_the_check_says_in_spanish_that_one_answer_is_left(version):
    person = in_spanish(version)
    given = patient_answers()
    left = {key: said for key, said in given.top.items() if key != "feel_pressured"}
    say(person.visit.submission, replace(given, top=left))

    folds = person.get("/p/check/").screen.text

    assert "Falta 1 por contestar" in folds
    assert "Faltan 1 por contestar" not in folds


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


LONG, BROKEN, MARKED = "x" * 4_100, "a\n" * 600, "a" + "\u0301" * 40
YES_READY = {"emergency_ready": "yes"}
MISTAKES = {
    "nothing said": ("about_you/1", {"preferred_name": "", "date_of_birth-year": ""}),
    "no such day": ("about_you/1", {"date_of_birth-month": "2", "date_of_birth-day": "30"}),
    "half a year": ("about_you/1", {"date_of_birth-year": "79"}),
    "long ago": ("about_you/1", {"date_of_birth-year": "1799"}),
    "no day and no month": ("about_you/1", {"date_of_birth-month": "", "date_of_birth-day": ""}),
    "a long name": ("about_you/1", {"preferred_name": LONG}),
    "a made-up answer": ("allergies/1", {"has_allergy": "x"}),
    "twice": ("allergies/1", {"has_allergy": ["yes", "no"]}),
    "made-up answers": ("allergies/5", {"reaction_product": ["x"]}),
    "the same again": ("allergies/5", {"reaction_product": ["vaccine", "vaccine"]}),
    "one and none": ("allergies/5", {"reaction_product": ["vaccine", "none"]}),
    "own words and none": (
        "health/6",
        {"other_conditions": ["none"], "other_conditions-other": "Lupus"},
    ),
    "too long": ("health/5", {"medicines_list": LONG}),
    "too many lines": ("health/5", {"medicines_list": BROKEN}),
    "too many marks": ("health/5", {"medicines_list": MARKED}),
    "no number": ("clinic/5", {"observation_minutes": "a while"}),
    "too many minutes": ("clinic/5", {"observation_minutes": "9999"}),
    "nothing": ("clinic/5", {}),
    "a long worry": ("goals/1", {"worries-1": LONG}),
}


def english_in(person: Person) -> list[str]:
    """English words of the product; what the questionnaire says and what was typed left out."""
    summary = person.screen.text.partition("Hay un problema")[2]
    assert summary, person.screen.text
    return ENGLISH.findall(re.sub(r"«.*?»", "", summary).replace("The clinic", ""))


@pytest.mark.parametrize("name", MISTAKES)
def test_every_error_of_a_page_is_said_in_spanish(version, name):
    page, typed = MISTAKES[name]
    person = in_spanish(version)
    if page == "clinic/5":
        person.get("/p/q/clinic/4/").say(emergency_ready="yes")

    person.get(f"/p/q/{page}/").send(person.screen.main, **typed)

    assert english_in(person) == []


def test_errors_of_the_way_in_the_list_and_the_signature_are_said_in_spanish(version):
    person = in_spanish(version)
    stranger = Person(a_visit(version=version))
    stranger.client.cookies["language"] = "es"
    for fields in (
        {"birth_date-year": ""},
        {"birth_date-month": "1", "birth_date-day": "2", "birth_date-year": "1950"},
    ):
        assert english_in(stranger.post(f"/p/{stranger.token}/", fields)) == []

    person.get("/p/q/allergies/1/").say(has_allergy="yes").get("/p/list/allergies_list/")
    assert english_in(person.send(person.screen.onward)) == []
    say(person.visit.submission, patient_answers())
    person.get("/p/sign/")
    for signature in ("", "x", LONG, MARKED * 3):
        assert english_in(person.send(person.screen.main, **{"-signature": signature})) == []


def test_after_a_pause_the_birth_date_is_asked_for_in_the_language_of_the_visit(version):
    person = in_spanish(version)
    del person.client.cookies["language"]
    fall_asleep()

    person.get("/p/q/allergies/1/")

    assert person.at == "/p/again/"
    assert "¿Cuál es su fecha de nacimiento?" in person.screen.text
    assert 'lang="es"' in person.response.content.decode()


def test_a_page_that_is_not_there_is_told_in_the_language_that_the_browser_asks_for():
    stranger = Person(a_visit(), client=Client(headers={"Accept-Language": "es-MX"}))
    assert stranger.get("/p/nowhere/").screen.heading == "Página no encontrada"
    assert "Page not found" in stranger.get("/nowhere/").screen.heading


def test_a_walk_goes_on_in_spanish_when_a_newer_version_is_not_offered_in_it(version):
    person = in_spanish(version)
    a_version(reworded(shipped(), "has_allergy", "Any allergy at all?"))

    assert "ñandú»" in person.get("/p/q/allergies/1/").screen.heading
    late = Person(a_visit(version=version), client=person.client).enter()
    assert "Este formulario ya no está en su idioma" in late.get("/p/tasks/").screen.text
    assert "Your questions before the visit" in late.screen.heading


def test_a_language_that_is_gone_in_the_middle_of_a_walk_is_told_and_nothing_is_lost(version):
    person = in_spanish(version)
    person.get("/p/q/goals/5/").send(person.screen.main, my_questions="¿Duele?")
    version.translations.all().delete()

    person.get("/p/q/goals/5/")

    assert "Este formulario ya no está en su idioma" in person.screen.text
    assert person.screen.main.fields["my_questions"] == ["¿Duele?"]
    assert person.screen.heading.startswith(shipped().by_key["my_questions"].text)


def test_the_copy_is_printed_in_the_language_that_was_read_when_it_was_signed(version):
    visit = a_visit(version=version)
    a_submission(visit=visit, answers=patient_answers("penicillin_unknown_ingredients"))
    person = choose(Person(visit).enter(), "es").get("/p/sign/")
    sign(person)
    copy = person.client.get("/p/copy.pdf")
    text = " ".join(text_of(copy.content))
    assert "Su conversación antes del tratamiento" in text
    assert "ñandú»" in text
    assert "Your questions" not in text
    frozen = FrozenDiscussion.objects.get()
    original = original_sent(frozen)
    theirs = copy_of(original, Copy.PROVIDER, Paper.LETTER, at=timezone.now())
    told = " ".join(" ".join(text_of(theirs)).split())
    assert "Answers in Spanish" in told
    assert "ñandú»" not in told


def sent_in_spanish(version) -> Person:
    """Somebody pregnant who has sent in Spanish, and stands on the page after it."""
    visit = a_visit(version=version)
    a_submission(visit=visit, answers=patient_answers("pregnant"))
    return sign(choose(Person(visit).enter(), "es").get("/p/sign/"))


def test_who_has_sent_in_spanish_reads_what_to_settle_to_ask_and_when_to_get_help_in_it(version):
    page = sent_in_spanish(version).screen.text

    sent = FrozenDiscussion.objects.get().read()
    told = [sent.holds[0].title, sent.holds[0].patient, sent.help_text, *sent.ask_own_doctor]
    told += [ask.text for ask in sent.questions_to_ask]
    assert "Por resolver antes de cualquier tratamiento" in page
    assert [words for words in told if f"«{words} ñandú»" not in page] == []


def test_the_page_after_sending_is_in_english_as_the_copy_is_when_a_text_has_no_spanish(version):
    person = sent_in_spanish(version)
    helping = FrozenDiscussion.objects.get().read().help_text
    rest = {name: each for name, each in pseudo(shipped()).items() if each.source != helping}
    texts = as_text(rest)
    version.translations.update(texts=texts, sha256=sha256_of(texts))

    page = person.get("/p/sent/").screen.text

    assert "ñandú»" not in page
    assert "To settle before any treatment" in page
    assert helping in page

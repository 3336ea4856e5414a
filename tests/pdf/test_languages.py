"""The patient's copy in her language, whole or not at all; the provider's stays in English."""

from dataclasses import replace

import pytest
from django.utils import translation

from intake.core.documents.retelling import Retelling, Untold
from intake.core.documents.translations import Translated, texts_of
from intake.pdf.copies import patient_copy, patient_html, provider_pages
from intake.pdf.patient.view import patient_view
from tests.make.discussions import maria, maria_who
from tests.make.shipped import EVERYBODY, shipped, tried
from tests.make.talks_on_paper import WAIT, a_talk, signed

from .pages import text_in, without_tags
from .prints import spanish


def marked() -> Retelling:
    """Every text in marks, so that one that was left out is seen."""
    return Retelling("es", {n: Translated(s, f"«{s}»") for n, s in texts_of(shipped()).items()})


def test_every_shipped_patient_is_told_in_spanish():
    retelling = spanish()
    for path in EVERYBODY:
        with translation.override("es"):
            copy = patient_view(tried(path.stem).discussion, say=retelling)
        assert copy.parts or copy.everyone


@pytest.mark.parametrize("talk", [None, a_talk(maria(), signed=signed(WAIT))])
def test_no_text_of_the_version_stays_in_its_own_language(talk):
    html = patient_html(maria(), talk=talk, retelling=marked())
    text = without_tags(html)
    ours = [p.patient for p in maria().points if p.patient in text]
    ours += [ask.text for ask in maria().questions_to_ask]
    assert len(ours) > 10
    for words in ours:
        assert text.count(words) == text.count(f"«{words}") > 0, words
    assert "Planned" not in text
    assert '<html lang="es">' in html


def test_the_papers_own_words_dates_and_number_are_spanish():
    printed = patient_copy(maria(), paper="letter", retelling=spanish())
    text = text_in(printed.content)
    assert printed.pages == 2
    for words in (
        "Su conversación antes del tratamiento",
        "nacimiento: 14 de julio de 1979",
        "viernes, 4 de diciembre de 2026",
        "Todavía no se ha decidido nada.",
        "Alergias: Grave: penicillin",
        "Sus preguntas",
        "1-800-FDA-1088",
        "“lisinopril 10 mg, vitamin D, turmeric”",
    ):
        assert words in text, words
    for words in ("Nothing is decided", "Your questions", "True for everyone", "About this paper"):
        assert words not in text


def test_a_copy_with_one_text_missing_is_english_as_a_whole():
    point = maria().holds[0]
    texts = {n: t for n, t in spanish().texts.items() if t.source != point.patient}
    html = patient_html(maria(), retelling=Retelling("es", texts))
    assert html == patient_html(maria())
    with pytest.raises(Untold):
        Retelling("es", texts)(point.patient)


def test_what_was_filled_in_when_it_was_frozen_is_filled_in_again():
    texts = {"point/ready/patient": Translated("Stay {minutes} minutes.", "Quédese {minutes} min.")}
    assert Retelling("es", texts)("Stay 45 minutes.") == "Quédese 45 min."


def test_a_fact_for_the_own_doctor_keeps_what_it_is_about():
    """Where staff gave a question no words for the own doctor, its name is asked about."""
    assert spanish()("Worst time (bees (wasps))") == "La peor vez (bees (wasps))"
    with pytest.raises(Untold):
        spanish()("Worst times (bees)")


def test_the_name_a_text_stands_under_decides_between_equal_words():
    texts = {
        "question/a/option/no": Translated("None", "Ninguna"),
        "question/b/option/no": Translated("None", "Ninguno"),
    }
    assert Retelling("es", texts)("None", "question/b/") == "Ninguno"


def test_own_doctor_questions_are_told_with_what_they_are_about():
    asking = maria_who(asthma_control="dont_know", cancer_history="dont_know")
    text = without_tags(patient_html(asking, retelling=spanish()))
    assert "Pregunte a su propio médico" in text
    assert not [question for question in asking.ask_own_doctor if question in text]


def test_who_answered_is_told_with_the_relation_in_spanish():
    child = tried("guardian_for_child").discussion
    assert child.header.answerer == "Hannah Lindqvist, Mother, 612-555-0143"
    text = without_tags(patient_html(child, retelling=spanish()))
    assert "Respondió: “Hannah Lindqvist, Madre, 612-555-0143”" in text
    assert f"“{child.header.answerer}”" in without_tags(patient_html(child))


def test_a_birth_date_that_nobody_gave_is_said_to_be_missing_in_spanish():
    nobody = replace(maria(), header=replace(maria().header, birth_date=None))
    assert "nacimiento: sin fecha" in without_tags(patient_html(nobody, retelling=spanish()))
    assert "born not given" in without_tags(patient_html(nobody))


def test_the_provider_reads_english_and_sees_in_which_language_the_patient_wrote():
    html = next(provider_pages(maria(), spoken="es"))
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "Answers in Spanish" in without_tags(html)
    assert '<bdi lang="es">“I want to walk my dog' in html
    plain = next(provider_pages(maria()))
    assert "Answers in" not in without_tags(plain)
    assert "<bdi>“I want to walk my dog" in plain


def test_the_record_names_the_language_too():
    html = next(provider_pages(maria(), talk=a_talk(maria(), signed=signed(WAIT)), spoken="es"))
    assert "Answers in Spanish" in without_tags(html)


def test_reason_of_a_decision_is_told_unless_it_is_shorthand_or_something_is_private():
    reason = "The papers come next week"
    talk = a_talk(maria(), signed=signed(replace(WAIT, reason=reason)))
    assert f"{reason}." in without_tags(patient_html(maria(), talk=talk))
    private = maria_who(feel_pressured={"unsaid": "declined"})
    talk = a_talk(private, signed=signed(replace(WAIT, reason=reason)))
    assert reason not in without_tags(patient_html(private, talk=talk))

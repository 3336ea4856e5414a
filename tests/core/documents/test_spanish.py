"""The shipped Spanish texts: complete, of today's English, every blank kept, nothing promised."""

import re

import pytest

from intake.core.documents.translations import Texts, standing_of, texts_of, translated
from intake.walking.filling import spoken
from tests.make.shipped import shipped, spanish_texts

BLANK = re.compile(r"\{\w+\}")
# The questionnaire's own rule in Spanish (docs/clinical-review.md): nothing is promised. "Cure"
# stands only where a claim is quoted or denied; "seguro" only for somebody who is (not) sure.
PROMISES = re.compile(
    r"\b(sin riesgos?|bajo riesgo|inofensiv\w+|regenera\w*|prometedor\w*|autorizad\w+|apt[oa]s?)\b",
    re.IGNORECASE,
)
SURE = re.compile(
    r"\b(no|está|estaba|estoy|soy)\b[^.]{0,12}\bsegur[oa](?: o segura)?\b", re.IGNORECASE
)
A_MAN = re.compile(
    r"\b(no est(?:á|aba) seguro|(?:está|estuvo|estaba) enfermo)\b"
    r"|\bEnfermo en\b|\blo (?:tratar\w+|vigil\w+|cuidar\w+|están revisando)\b",
    re.IGNORECASE,
)
HEARD = ("question/claims_heard/", "claim/")


@pytest.fixture(scope="module")
def spanish() -> Texts:
    return spanish_texts()


def test_every_text_has_its_words_and_none_is_of_other_english(spanish):
    standing = standing_of(shipped(), spanish)
    assert (standing.missing, standing.stale) == ((), ())
    assert sorted(set(spanish) - set(texts_of(shipped()))) == []


def test_every_blank_of_the_english_is_in_the_spanish(spanish):
    lost = {
        name: each.text
        for name, each in spanish.items()
        if sorted(BLANK.findall(each.source)) != sorted(BLANK.findall(each.text))
    }
    assert lost == {}


def test_nothing_is_promised_in_spanish(spanish):
    promised = {
        name: each.text
        for name, each in spanish.items()
        if not name.startswith(HEARD)
        and (PROMISES.search(each.text) or re.search(r"\bsegur[oa]\b", SURE.sub("", each.text)))
    }
    assert promised == {}


def test_nobody_is_told_to_be_a_man(spanish):
    """Spanish has a word for what a patient was told in any gender: "Tenía dudas", "le darán"."""
    assert {n: each.text for n, each in spanish.items() if A_MAN.search(each.text)} == {}


def test_a_question_that_begins_with_the_patient_begins_with_a_capital(spanish):
    asked = translated(shipped(), spanish, "es").by_key
    pregnant = spoken(asked["pregnancy_status"], "su hija").text
    assert pregnant == ("¿Su hija está embarazada, o busca un embarazo? ¿Su hija está dando pecho?")
    infected = spoken(asked["infection_now"], "su hija").text
    assert infected.startswith("¿Tuvo su hija fiebre")
    assert infected.endswith("¿O su hija tomó antibióticos?")


def test_rules_never_see_the_language(spanish):
    document = shipped()
    other = translated(document, spanish, "es")
    assert other.language == "es"
    assert list(other.by_key) == list(document.by_key)
    assert [point.triggers[0].severity for point in other.points if point.triggers] == [
        point.triggers[0].severity for point in document.points if point.triggers
    ]

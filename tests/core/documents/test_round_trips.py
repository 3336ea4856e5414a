"""What is written comes back equal, and is written again as the same bytes."""

import json

import pytest
from hypothesis import given

from intake.core.documents.codec import (
    answers_from_json,
    answers_to_json,
    discussion_from_json,
    discussion_to_json,
    questionnaire_from_json,
    questionnaire_to_json,
    sha256_of,
)
from intake.core.documents.values import answer_from_json, answer_to_json
from intake.core.questionnaire.questionnaire import Questionnaire
from tests.make.shipped import DOCUMENT, PATIENTS, shipped, test_patient, tried
from tests.make.strategies import STABLE, cases, questionnaires
from tests.make.talks import a_point
from tests.make.values import discussed

NAMES = [path.stem for path in PATIENTS]


def test_the_shipped_questionnaire_is_the_same_byte_for_byte():
    text = DOCUMENT.read_bytes().decode()
    assert questionnaire_to_json(questionnaire_from_json(text)) == text


@pytest.mark.parametrize("name", NAMES)
def test_a_test_patients_answers_and_discussion_come_back(name):
    answers, discussion = test_patient(name).answers, tried(name).discussion
    kept = json.loads(json.dumps(answers_to_json(answers)))
    assert answers_from_json(shipped(), kept) == answers
    text = discussion_to_json(discussion)
    assert discussion_from_json(text) == discussion
    assert discussion_to_json(discussion_from_json(text)) == text


@given(questionnaires())
@STABLE
def test_any_questionnaire_comes_back(made: Questionnaire):
    text = questionnaire_to_json(made)
    assert questionnaire_from_json(text) == made
    assert questionnaire_to_json(questionnaire_from_json(text)) == text
    assert sha256_of(text) == sha256_of(questionnaire_to_json(made))


@given(cases())
@STABLE
def test_any_answers_come_back(case):
    made, answers = case
    kept = json.loads(json.dumps(answers_to_json(answers)))
    assert answers_from_json(made, kept) == answers
    for key, answer in answers.top.items():
        assert answer_from_json(made.by_key[key], answer_to_json(answer)) == answer


@given(cases())
@STABLE
def test_any_discussion_comes_back_with_its_revisions(case):
    made, answers = case
    first = discussed(made, answers)
    second = discussed(made, answers, revision=2, previous=first)
    for discussion in (first, second):
        text = discussion_to_json(discussion)
        assert discussion_from_json(text) == discussion
        assert discussion_to_json(discussion_from_json(text)) == text


def test_a_point_frozen_before_triggers_had_words_says_its_own():
    told = {"title": "Penicillin allergy", "provider": ("Ask when.", "Ask how bad.")}
    before, now = a_point(1, **told), a_point(1, **told, short="Penicillin", talk="See the card.")
    assert (before.short, before.talk) == ("Penicillin allergy", "Ask when. Ask how bad.")
    assert (now.short, now.talk) == ("Penicillin", "See the card.")

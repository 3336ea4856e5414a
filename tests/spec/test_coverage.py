"""Nothing of the two source documents is left out, and no rule stands that no patient can reach."""

import json
from collections import Counter
from itertools import chain

import pytest

from intake.core.discussion.raise_points import points_raised
from intake.core.documents.codec import answers_from_json
from intake.core.questionnaire.answers import Chosen
from intake.core.questionnaire.facts import LABEL_UNCLEAR, LICENSE_LAPSED, LOT_LAPSED
from intake.core.questionnaire.points import Severity
from intake.core.questionnaire.questionnaire import CHOICES, Kind
from intake.core.questionnaire.walk import walk
from tests.make.shipped import EVERYBODY, HARMLESS, shipped, test_patient, tried
from tests.spec.random_patients import random_patient

NAMES = [path.stem for path in EVERYBODY]
UNFINISHED = {"stopped_at_lunch"}
TOPICS = [f"S0-{number}" for number in range(1, 21)] + [f"S1-{n}" for n in range(1, 26)]


def test_every_claim_of_the_two_source_documents_is_there_once():
    assert [topic.key for topic in shipped().topics] == TOPICS


@pytest.mark.parametrize("topic", TOPICS)
def test_each_claim_is_served_by_a_question_and_a_point(topic):
    assert [q.key for q in shipped().questions if topic in q.serves] != []
    assert [p.key for p in shipped().points if topic in p.serves] != []


def test_nothing_serves_a_claim_that_is_not_there():
    served = {t for each in (*shipped().questions, *shipped().points) for t in each.serves}
    assert served == set(TOPICS)


def test_each_claim_and_point_names_evidence_that_is_there():
    known = {each.key for each in shipped().evidence}
    named = [
        *(topic.evidence for topic in shipped().topics),
        *(point.evidence for point in shipped().points),
        *(claim.evidence for claim in shipped().claims),
        *(question.evidence for question in shipped().questions),
    ]
    assert {key for keys in named for key in keys} <= known


@pytest.mark.parametrize("name", NAMES)
def test_a_test_patients_expectation_holds(name):
    assert tried(name).problems == ()


@pytest.mark.parametrize("name", NAMES)
def test_an_expectation_names_only_what_exists(name):
    """A misspelt key that must be absent would always be absent."""
    expected = test_patient(name).expected
    points = {point.key for point in shipped().points}
    points |= {f"claim:{claim.option}" for claim in shipped().claims}
    assert {*expected.points, *expected.absent} <= points
    assert {*expected.asked, *expected.not_asked} <= set(shipped().by_key)
    assert expected.points or name in {path.stem for path in HARMLESS}


@pytest.mark.parametrize("name", NAMES)
def test_a_test_patient_could_have_answered_so_on_the_screens(name):
    answers = test_patient(name).answers
    given = [*answers.top.items()]
    given += [
        pair for rows in answers.rows.values() for row in rows for pair in row.answers.items()
    ]
    for key, answer in given:
        question = shipped().by_key[key]
        if isinstance(answer, Chosen):
            assert len(answer.codes) == 1 or not set(answer.codes) & set(question.exclusive), key
            assert bool(answer.text) <= ("other" in answer.codes), key
            assert ("other" in answer.codes) <= bool(answer.text) or question.kind is Kind.CHOICE
        if isinstance(answer, tuple):
            assert len(answer) <= (question.max_answers or len(answer)), key
        if question.kind is Kind.INTEGER:
            assert question.minimum <= answer <= question.maximum, key


@pytest.mark.parametrize("name", NAMES)
def test_a_test_patient_is_complete_unless_the_story_is_that_she_stopped(name):
    walked = tried(name).walked
    is_complete = not walked.missing and not walked.short_groups
    assert is_complete == (name not in UNFINISHED)


def test_test_patients_are_people_of_their_own():
    names = [tried(name).discussion.header.name for name in NAMES]
    births = [tried(name).discussion.header.birth_date for name in NAMES]
    assert Counter(names).most_common(1)[0][1] == 1
    assert Counter(births).most_common(1)[0][1] == 1
    assert all(test_patient(name).name for name in NAMES)


def test_every_point_is_raised_by_some_test_patient():
    raised = {point.key for name in NAMES for point in tried(name).discussion.points}
    assert {point.key for point in shipped().points} - raised == set()


def test_every_trigger_fires_for_some_patient():
    silent = {(p.key, number) for p in shipped().points for number in range(len(p.triggers))}
    silent |= {(f"claim:{claim.option}", 0) for claim in shipped().claims}
    answers = chain(
        (test_patient(name).answers for name in NAMES),
        (answers_from_json(shipped(), random_patient(seed)) for seed in range(1_000)),
    )
    while silent and (each := next(answers, None)) is not None:
        raised = points_raised(walk(shipped(), each))
        silent -= {(one.point.key, fired.trigger) for one in raised for fired in one.fired}
    assert silent == set()


def test_every_hold_is_raised_as_a_hold_by_some_test_patient():
    held = {point.key for name in NAMES for point in tried(name).discussion.holds}
    can_hold = {
        point.key
        for point in shipped().points
        if any(trigger.severity is Severity.HOLD for trigger in point.triggers)
    } | {LOT_LAPSED, LICENSE_LAPSED, LABEL_UNCLEAR}
    assert held == can_hold


def test_every_question_is_put_to_some_test_patient():
    asked = {key for name in NAMES for key in tried(name).walked.keys}
    assert asked == set(shipped().by_key)


def test_every_option_that_raises_a_point_is_an_option_of_its_question():
    for point in shipped().points:
        for condition in (c for trigger in point.triggers for c in trigger.conditions):
            question = shipped().by_key[condition.question]
            if question.kind in CHOICES:
                assert set(condition.values) <= set(question.texts), (point.key, condition)


def test_every_unknown_that_someone_can_settle_raises_a_point_or_is_listed():
    """Silence is not reassurance: each "I don't know" on the product and the clinic is heard."""
    trial = tried("knows_nothing")
    by_answer = {(b.question, b.value) for p in trial.discussion.points for b in p.because}
    listed = {unknown.question for unknown in trial.discussion.unknowns}
    unsaid = {
        asked.question.key
        for asked in trial.walked.asked
        if asked.question.offers_dont_know
        and asked.answer is not None
        and asked.question.key != "pregnancy_status"
    }
    assert unsaid - listed == set()
    assert {key for key in unsaid if (key, "dont_know") not in by_answer} == SILENT


SILENT = {"expected_result"}
"""An "I'm not sure" of hopes is printed among the unknowns and raises no point of its own."""


def test_a_patient_who_answers_nothing_gets_the_points_for_everyone_and_no_others():
    raised = points_raised(walk(shipped()))
    assert [each.point.key for each in raised] == [
        point.key for point in shipped().points if point.always is not None
    ]
    assert all(each.is_at_base and not each.because for each in raised)


def test_the_test_patients_are_json_as_people_write_it():
    for path in EVERYBODY:
        text = path.read_text(encoding="utf-8")
        assert "\\u" not in text, path.stem
        assert list(json.loads(text))[0] == "name"

"""Whatever is posted, a page is either an answer the core can keep or an error in words."""

import json
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.core.documents.values import answer_from_json, answer_to_json
from intake.core.questionnaire.free_text import text_problem, tidy
from intake.core.questionnaire.questionnaire import Kind, Question
from intake.forms.page import PageForm
from tests.forms.questions import a_question
from tests.make.builders import shipped
from tests.make.strategies import EXAMPLES, STABLE

QUESTIONS = {
    "one": a_question(codes=["yes", "no", "dont_know"], in_person=True),
    "several": a_question(repeats=True, codes=["a", "none", "dont_know"], exclusive=("none",)),
    "own words": a_question(Kind.OPEN_CHOICE, codes=["a", "other", "dont_know"]),
    "several or own": a_question(Kind.OPEN_CHOICE, repeats=True, codes=["a", "other", "dont_know"]),
    "line": a_question(Kind.STRING),
    "lines": a_question(Kind.TEXT),
    "worries": a_question(Kind.STRING, repeats=True, max_answers=3),
    "date": a_question(Kind.DATE),
    "whole": a_question(Kind.INTEGER, minimum=0, maximum=600),
    "number": a_question(Kind.DECIMAL),
    "yes or no": a_question(Kind.BOOLEAN),
}
SUFFIXES = ("", "-other", "-1", "-2", "-month", "-day", "-year", "-odd", "_0")
TYPED = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        ["yes", "no", "a", "other", "none", "dont_know", "declined", "1", "-0", "1e999", "٣", "NaN"]
        + ["2024", "02", "30", "0x1F", "1_000", "\x00", "\ud800", "e\u0301" * 40, "a" * 5_000]
    ),
)
POSTS = st.lists(st.tuples(st.sampled_from(SUFFIXES), TYPED), max_size=6)


@pytest.mark.parametrize("kind", QUESTIONS)
@settings(STABLE, max_examples=2 * EXAMPLES, suppress_health_check=list(HealthCheck))
@given(posted=POSTS)
def test_c64_any_post_is_an_answer_or_an_error(kind, posted):
    question = QUESTIONS[kind]
    pairs = [(question.key + suffix, typed) for suffix, typed in posted]

    form = PageForm([question], QueryDict(urlencode(pairs, errors="surrogatepass")))

    assert form.is_valid() == (not form.errors)
    for answer in form.said.values():
        assert answer is None or kept_and_read(question, answer) == answer
    assert PageForm.of_draft([question], form.data).as_p()


def kept_and_read(question: Question, answer):
    text = json.dumps(answer_to_json(answer), ensure_ascii=False)
    text.encode()  # neither database takes half a surrogate pair
    assert "\x00" not in text
    return answer_from_json(question, json.loads(text))


def test_every_question_that_ships_has_a_field_that_can_be_shown():
    form = PageForm(shipped().questions)

    html = form.as_p()

    assert " checked>" not in html
    assert all(f'name="{q.key}' in html for q in shipped().questions)


def test_text_is_refused_by_the_cores_own_limits():
    long = "a" * 201

    assert text_problem(tidy(long), 200) in str(
        PageForm([QUESTIONS["line"]], QueryDict(f"asked={long}")).errors["asked"]
    )

"""Forms judge every post: what they take reads back as the same answer, the rest has errors."""

import json

import pytest
from django.http import QueryDict
from hypothesis import given

from intake.core.documents.values import answer_from_json, answer_to_json
from intake.forms.page import PageForm
from tests.fuzz.posts import KINDS, bodies, encoded, number, posts
from tests.make.strategies import EXAMPLES

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("key", KINDS)
def test_what_a_form_takes_reads_back_as_the_same_answer(key):
    question = KINDS[key]

    @posts(number(25 * EXAMPLES))
    @given(bodies((key,)))
    def run(fields):
        form = PageForm([question], QueryDict(encoded(fields)))
        is_valid = form.is_valid()
        said = form.said.get(key)
        assert is_valid or form.errors
        if said is not None:
            text = json.dumps(answer_to_json(said), ensure_ascii=False)
            assert answer_from_json(question, json.loads(text), key) == said
            text.encode()

    run()

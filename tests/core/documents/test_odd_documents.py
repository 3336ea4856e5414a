"""Whatever a file holds: it is read, or refused as a document. Nothing else may happen.

The mistakes are made up: any place of a valid document is swapped for something else.
"""

import copy
import json
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.core.documents.codec import (
    answers_from_json,
    discussion_from_json,
    discussion_to_json,
    parse,
    questionnaire_from_json,
    questionnaire_to_json,
    sha256_of,
)
from intake.core.documents.values import DocumentError
from intake.core.editing.example_patients import example_patient_from_json, run
from intake.core.questionnaire.answers import EMPTY
from tests.make.shipped import AS_OF, DOCUMENT, FIXTURES, shipped, tried
from tests.make.strategies import EXAMPLES, STABLE
from tests.make.values import discussed

# What turns up in files that were written by hand, by a spreadsheet or by an enemy.
ODD = (
    None, True, False, 0, 1, -1, 2**70, 10**4000, 1.5, 1e308, "", " ", "x", "dont_know", "none",
    "2026-02-30", "2026-02-03", "\x00", "\ud800", "ü" * 300, [], [[]], [None], ["dont_know"],
    ["yes", "yes"], {}, {"key": "x"}, {"unsaid": "declined"}, {"codes": []}, {"decimal": "NaN"},
    {"decimal": "1e999999"}, {"decimal": []}, {"id": 3, "answers": {}}, {"": ""},
)  # fmt: skip


def spoiled(document, chance: random.Random):
    """A copy with one or two places swapped, dropped, doubled or given a strange name."""
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 2)):
        places = list(_places(document))
        holder, step = chance.choice(places)
        way = chance.randint(0, 3)
        if way == 0:
            del holder[step]
        elif way == 1 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[step]))
        elif way == 1:
            holder[f"{step}s"] = holder[step]
        elif way == 2:
            holder[step] = copy.deepcopy(chance.choice(places)[0])
        else:
            holder[step] = copy.deepcopy(chance.choice(ODD))
    return document


def _places(node):
    steps = range(len(node)) if isinstance(node, list) else node
    for step in steps:
        yield node, step
        if isinstance(node[step], list | dict) and node[step]:
            yield from _places(node[step])
    if not isinstance(node, list | dict):
        raise TypeError("only lists and objects have places")


def small_document() -> dict:
    """The shipped questionnaire with two sections and a few of all else: quick to spoil often."""
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    document["sections"], document["names"] = document["sections"][1:3], document["names"][:9]
    document["points"] = document["points"][10:18]
    for point in document["points"]:
        point["triggers"] = point["triggers"][:3]
    document["evidence"], document["topics"] = document["evidence"][:3], []
    return document


@pytest.mark.parametrize("batch", range(4))
def test_a_spoiled_questionnaire_is_read_or_refused(batch):
    document, chance, read = small_document(), random.Random(batch), 0
    for _ in range(3 * EXAMPLES):
        text = json.dumps(spoiled(document, chance))
        try:
            made = questionnaire_from_json(text)
        except DocumentError as error:
            assert str(error).isprintable()
            continue
        read += 1
        # What was read can be kept, written, and asked.
        assert questionnaire_from_json(questionnaire_to_json(made)) == made
        assert sha256_of(questionnaire_to_json(made))
        assert discussion_to_json(discussed(made, EMPTY))
    assert 0 < read < 3 * EXAMPLES, "all, or none, could be read"


@pytest.mark.parametrize("name", ["twenty_allergies", "knows_nothing", "guardian_for_child"])
def test_a_spoiled_test_patient_is_tried_or_refused(name):
    text = (FIXTURES / "patients" / f"{name}.json").read_text(encoding="utf-8")
    document, chance = json.loads(text), random.Random(name)
    for _ in range(4 * EXAMPLES):
        try:
            patient = example_patient_from_json(shipped(), json.dumps(spoiled(document, chance)))
        except DocumentError as error:
            assert str(error).isprintable()
            continue
        assert discussion_to_json(run(shipped(), patient, as_of=AS_OF).discussion)


def test_a_spoiled_discussion_is_read_or_refused():
    kept = json.loads(discussion_to_json(tried("nothing_to_report").discussion))
    chance = random.Random("discussion")
    for _ in range(3 * EXAMPLES):
        try:
            made = discussion_from_json(json.dumps(spoiled(kept, chance)))
        except DocumentError:
            continue
        assert discussion_from_json(discussion_to_json(made)) == made


ANY_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
KEYS = st.sampled_from([*shipped().by_key, "allergies_list", "answers", "rows", "id"])


@given(st.dictionaries(KEYS, ANY_VALUE, max_size=3), st.dictionaries(KEYS, ANY_VALUE, max_size=3))
@STABLE
def test_any_answers_are_read_or_refused(top, row):
    for document in ({"answers": top}, {"rows": {"allergies_list": [row]}}, top):
        try:
            answers_from_json(shipped(), document)
        except DocumentError as error:
            assert error.problem


@given(st.text(alphabet='{}[]":,\\n0d tu\ud800', max_size=40))
@example('"\\')
@example('{"a":"\\')
@example("\\")
@STABLE
def test_any_text_is_parsed_or_refused(text):
    try:
        parse(text)
    except DocumentError as error:
        assert error.path == "" or error.problem.startswith(("holds", "the name"))

"""One forward pass: what is asked, what counts, where the patient is, and what never changes."""

import copy
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.core.documents.codec import discussion_to_json, sha256_of
from intake.core.editing.example_patients import run
from intake.core.questionnaire.answers import EMPTY, Answers, Chosen, Row
from intake.core.questionnaire.questionnaire import Kind, Section
from intake.core.questionnaire.walk import declaration_of, sections_to_fill_in, walk
from tests.make.shipped import AS_OF, PATIENTS, shipped, tried
from tests.make.strategies import STABLE, cases
from tests.make.values import (
    BLANK,
    choice,
    chose,
    discussed,
    group,
    question,
    questionnaire,
    said,
    section,
    shown_if,
    when,
)

ROOT = Path(__file__).parents[3]


@given(cases())
@STABLE
def test_given_answers_are_never_changed(case):
    made, answers = case
    before = copy.deepcopy(answers)
    discussed(made, answers)
    assert answers == before


@given(cases())
@STABLE
def test_only_answers_to_asked_questions_count(case):
    made, answers = case
    walked = walk(made, answers)
    asked = {(each.row, each.question.key): each.answer for each in walked.asked}
    said_to_asked = {place: answer for place, answer in asked.items() if answer is not None}
    assert {**_places(walked.counted)} == said_to_asked
    assert said_to_asked.items() <= _places(answers).items()


def _places(answers: Answers) -> dict:
    found = {(None, key): answer for key, answer in answers.top.items()}
    for rows in answers.rows.values():
        found |= {(row.id, key): answer for row in rows for key, answer in row.answers.items()}
    return found


@given(cases())
@STABLE
def test_an_answer_to_a_question_that_is_not_asked_takes_part_in_nothing(case):
    """The whole discussion is the same bytes with or without what is kept for undo."""
    made, answers = case
    counted = walk(made, answers).counted
    assert walk(made, counted).counted == counted
    whole, bare = discussed(made, answers), discussed(made, counted)
    assert discussion_to_json(whole) == discussion_to_json(bare)


@given(cases(), st.randoms(use_true_random=False))
@STABLE
def test_the_order_in_which_answers_were_given_does_not_matter(case, chance):
    made, answers = case
    keys = list(answers.top)
    chance.shuffle(keys)
    groups = list(answers.rows)
    chance.shuffle(groups)
    mixed = Answers({k: answers.top[k] for k in keys}, {g: answers.rows[g] for g in groups})
    assert discussion_to_json(discussed(made, mixed)) == discussion_to_json(
        discussed(made, answers)
    )


@given(cases())
@STABLE
def test_every_asked_question_stands_on_one_page_in_order(case):
    made, answers = case
    walked = walk(made, answers)
    assert [key for page in walked.pages for key in page.keys if key in walked.keys] == list(
        walked.keys
    )
    assert {asked.question.key for asked in walked.asked} <= set(walked.keys)


BYTES = """
from tests.make.shipped import PATIENTS, tried
from intake.core.documents.codec import discussion_to_json, questionnaire_to_json, sha256_of
from tests.make.shipped import shipped
texts = [discussion_to_json(tried(path.stem).discussion) for path in PATIENTS]
print(sha256_of("".join([*texts, questionnaire_to_json(shipped())])))
"""


def test_bytes_are_the_same_whatever_seed_python_hashes_with():
    def with_seed(seed: str) -> str:
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(
            [sys.executable, "-c", BYTES],
            env=surroundings,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout

    assert len({with_seed(seed) for seed in ("0", "1", "4294967295")}) == 1


@pytest.mark.parametrize("name", [path.stem for path in PATIENTS])
def test_evaluating_twice_gives_the_same_bytes(name):
    trial = tried(name)
    again = run(shipped(), trial.patient, as_of=AS_OF).discussion
    assert sha256_of(discussion_to_json(again)) == sha256_of(discussion_to_json(trial.discussion))


# A chain of follow-ups: no answer to the first closes all the others.
FIRST, SECOND, THIRD = (
    choice("first", "yes", "no", required=True),
    choice("second", "yes", "no", required=True, show_if=shown_if(when("first", "=", "yes"))),
    choice("third", "yes", "no", show_if=shown_if(when("second", "=", "yes"))),
)
PETS = group(
    "pets",
    choice("animal", "cat", "dog", required=True),
    choice("barks", required=True, show_if=shown_if(when("animal", "=", "dog"))),
    show_if=shown_if(when("first", "=", "yes")),
)
HOUSE: tuple[Section, ...] = (section("chain", FIRST, SECOND, THIRD), section("home", PETS))
ASKED = questionnaire(*HOUSE)
ALL_YES = {key: chose("yes") for key in ("first", "second", "third")}


@pytest.mark.parametrize(
    ("story", "answers", "keys", "missing"),
    [
        ("nothing yet", {}, ("first",), ["first"]),
        ("no", {"first": chose("no")}, ("first",), []),
        ("yes", {"first": chose("yes")}, ("first", "second", "animal", "barks"), ["second"]),
        ("all yes", ALL_YES, ("first", "second", "third", "animal", "barks"), []),
        (
            "a middle answer taken back closes what hung on it",
            {**ALL_YES, "second": BLANK},
            ("first", "second", "animal", "barks"),
            ["second"],
        ),
        (
            "a first answer turned round closes all, though the others are still stored",
            {**ALL_YES, "first": chose("no")},
            ("first",),
            [],
        ),
    ],
)
def test_a_follow_up_is_asked_while_what_opens_it_counts(story, answers, keys, missing):
    walked = walk(ASKED, said(**answers))
    assert walked.keys == keys, story
    assert [asked.question.key for asked in walked.missing] == missing


def test_an_answer_comes_back_when_its_question_is_asked_again():
    kept = {**ALL_YES, "first": chose("no")}
    assert walk(ASKED, said(**kept)).counted.top == {"first": chose("no")}
    assert walk(ASKED, said(**{**kept, "first": chose("yes")})).counted.top == ALL_YES


def test_a_group_asks_each_entry_and_a_new_one():
    rows = {"pets": [{"animal": chose("dog")}, {"animal": chose("cat"), "barks": chose("yes")}]}
    walked = walk(ASKED, said(rows, **ALL_YES))
    animal, barks = ASKED.page_of["animal"], ASKED.page_of["barks"]
    assert [q.key for q in walked.asked_on(barks, "0")] == ["barks"]
    assert [q.key for q in walked.asked_on(barks, "1")] == []
    assert [q.key for q in walked.asked_on(animal)] == ["animal"]
    assert [q.key for q in walked.asked_on(barks)] == []
    assert [(asked.row, asked.question.key) for asked in walked.missing] == [("0", "barks")]
    assert walked.counted.rows_of("pets")[1] == Row("1", {"animal": Chosen(("cat",))})


def test_a_list_that_is_not_asked_puts_no_question_of_a_new_entry():
    walked = walk(ASKED, said(first=chose("no")))
    assert walked.asked_on(ASKED.page_of["animal"]) == ()


@pytest.mark.parametrize(
    ("first", "pets", "short"),
    [("no", 0, []), ("yes", 0, ["pets"]), ("yes", 1, []), ("yes", 2, [])],
)
def test_a_list_that_is_asked_needs_its_entries(first, pets, short):
    rows = {"pets": [{"animal": chose("cat")}] * pets}
    walked = walk(ASKED, said(rows, first=chose(first)))
    assert [each.key for each in walked.short_groups] == short


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        (
            ("pets", "1"),
            said({"pets": [{"animal": "dog"}, {"barks": "no"}]}, first="yes", animal="ox"),
        ),
        (
            (None, None),
            said({"pets": [{"animal": "dog"}, {"animal": "cat"}]}, first="yes", barks="no"),
        ),
    ],
)
def test_what_a_page_says_is_kept_in_its_own_entry_and_a_blank_is_kept_nowhere(page, kept):
    given = said({"pets": [{"animal": "dog"}, {"animal": "cat"}]}, first="yes", animal="ox")
    assert given.with_said({"animal": BLANK, "barks": "no"}, *page) == kept


def test_statements_are_signed_in_the_last_section_and_asked_where_there_is_no_other():
    asked, stated = section("chain", FIRST), section("end", question("true", Kind.BOOLEAN))
    mixed = section("end", question("true", Kind.BOOLEAN), SECOND)
    for sections, signed in (
        ((asked, stated), stated),
        ((asked, mixed), None),
        ((stated, asked), None),
        ((asked, section("end")), None),
        ((stated,), None),
    ):
        made = questionnaire(*sections)
        assert declaration_of(made) == signed
        assert sections_to_fill_in(made) == tuple(each for each in sections if each != signed)


def test_nothing_given_asks_what_stands_open_from_the_start():
    walked = walk(shipped(), EMPTY)
    assert walked.counted == EMPTY
    assert walked.pages[0].keys == shipped().sections[0].pages[0]

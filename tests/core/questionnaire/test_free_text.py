"""What patients type is kept as typed, but for what no database, page or paper can hold."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.core.documents.codec import sha256_of
from intake.core.limits import LINE_BREAKS, LONG_TEXT, SHORT_TEXT
from intake.core.questionnaire.free_text import text_problem, tidy
from intake.core.questionnaire.questionnaire import Kind
from tests.make.strategies import EXAMPLES, STABLE
from tests.make.values import question

RTL_MARK, LTR_MARK, RTL_OVERRIDE = "\u200f", "\u200e", "\u202e"
NON_JOINER, JOINER = "\u200c", "\u200d"


@pytest.mark.parametrize(
    ("story", "typed", "kept"),
    [
        ("plain words", "Bee stings, mostly.", "Bee stings, mostly."),
        ("accents typed as one", "José", "José"),
        ("accents typed apart are composed", "Jose\u0301", "José"),
        (
            "Arabic with its direction marks",
            f"{RTL_MARK}سلام{LTR_MARK}",
            f"{RTL_MARK}سلام{LTR_MARK}",
        ),
        ("a direction override", f"a{RTL_OVERRIDE}b", f"a{RTL_OVERRIDE}b"),
        ("Persian needs its non-joiner", f"می{NON_JOINER}خواهم", f"می{NON_JOINER}خواهم"),
        ("a family of emoji holds together", f"👩{JOINER}👧", f"👩{JOINER}👧"),
        ("Windows line ends", "one\r\ntwo", "one\ntwo"),
        ("old Mac line ends", "one\rtwo", "one\ntwo"),
        ("a blank line stays", "one\n\ntwo", "one\n\ntwo"),
        ("tabs become spaces", "a\tb", "a b"),
        ("spaces around are dropped", " \n a b \u00a0\n", "a b"),
        ("spaces inside stay", "a   b", "a   b"),
        ("NUL", "a\x00b", "ab"),
        ("bell, escape, delete and C1", "\x07a\x1b[31mb\x7f\x85\x9f", "a[31mb"),
        ("byte order marks", "\ufeffa\ufeffb", "ab"),
        ("half of a character", "a\ud800b\udfff", "ab"),
        ("characters that are none", "a\ufffe\uffff\ufdd0\U0001ffffb", "ab"),
        ("the sign for an unreadable character", "a\ufffdb", "a\ufffdb"),
        ("an accent set apart by NUL joins its letter", "Jose\x00\u0301", "José"),
        ("mark-up is only words", "<b>&amp;</b>", "<b>&amp;</b>"),
        ("nothing but blanks", " \t\r\n\x00\u2003", ""),
    ],
)
def test_free_text_is_kept_as_typed_but_for_what_nothing_can_hold(story, typed, kept):
    assert tidy(typed) == kept, story


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
@settings(STABLE, max_examples=10 * EXAMPLES)
def test_tidied_text_can_be_stored_and_is_tidied_only_once(typed):
    kept = tidy(typed)
    assert tidy(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not {unicodedata.category(letter) for letter in kept if letter != "\n"} & {"Cc", "Cs"}
    assert len(sha256_of(kept)) == 64


ACUTE = "\u0301"


@pytest.mark.parametrize(
    ("story", "text", "limit", "problem"),
    [
        ("as long as allowed", "a" * 200, 200, ""),
        ("one too long", "a" * 201, 200, "This has 201 characters. Please shorten it to 200."),
        (
            "far too long",
            "a" * 12_345,
            LONG_TEXT,
            "This has 12,345 characters. Please shorten it to 4,000.",
        ),
        ("characters count, not bytes", "é" * 200, 200, ""),
        ("as many lines as allowed", "\n" * LINE_BREAKS, 200, ""),
        ("one line more", "\n" * 41, 200, "Please use at most 40 line breaks."),
        ("Vietnamese", "Nguye\u0302\u0303n Thi\u0323 Ma\u0302\u0301n", 200, ""),
        ("eight marks on a letter", "a" + ACUTE * 8, 200, ""),
        (
            "nine marks on a letter",
            "a" + ACUTE * 9,
            200,
            "Some letters carry too many accent marks. Please type them again.",
        ),
        (
            "nine marks on nothing",
            ACUTE * 9,
            200,
            "Some letters carry too many accent marks. Please type them again.",
        ),
        (
            "marks of several kinds",
            "a" + "\u0301\u0489\u20dd" * 3,
            200,
            "Some letters carry too many accent marks. Please type them again.",
        ),
        ("blank", "", 200, ""),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_in_words(story, text, limit, problem):
    assert text_problem(text, limit) == problem, story


@pytest.mark.parametrize(
    ("asked", "limit"),
    [
        (question("line", Kind.STRING), SHORT_TEXT),
        (question("story", Kind.TEXT), LONG_TEXT),
        (question("line", Kind.STRING, max_length=80), 80),
        (question("story", Kind.TEXT, max_length=8_000), 8_000),
    ],
)
def test_the_question_says_how_long_a_text_may_be(asked, limit):
    assert asked.length_limit == limit

"""What shows nothing is no text, wherever a text is required or given."""

import pytest

from intake.core.questionnaire.free_text import shows_something, tidy

NOTHING = {
    "no letter at all": "",
    "spaces": "  \t\n",
    "no-break and wide spaces": "\u00a0\u2003\u3000",
    "Ogham space mark": "\u1680",
    "zero-width space": "\u200b",
    "joiners": "\u200c\u200d\u2060",
    "direction marks": "\u200e\u200f\u202a\u202e\u2066\u2069\u061c",
    "soft hyphens": "\u00ad\u00ad",
    "byte order mark": "\ufeff",
    "Hangul fillers": "\u115f\u1160\u3164\uffa0",
    "Braille blank": "\u2800\u2800",
    "tags": "\U000e0001\U000e0041\U000e007f",
    "variation selectors": "\ufe00\ufe0f\U000e0100",
    "Mongolian selectors": "\u180b\u180e",
    "grapheme joiner": "\u034f",
    "invisible operators": "\u2061\u2062\u2063\u2064",
    "Khmer vowels without a shape": "\u17b4\u17b5",
    "musical blank": "\U0001d159\U0001d173",
    "hieroglyph blanks": "\U00013441\U00013442",
    "annotation marks": "\ufff9\ufffa\ufffb\ufffc",
    "Khitan filler": "\U00016fe4",
    "shorthand controls": "\U0001bca0\U0001bca3",
    "private letters without a font": "\ue000\U000f0000",
    "never assigned": "\u0378\U000e0fff",
    "an accent without a letter": "\u0301\u0308",
    "control characters": "\x00\x07\x1b",
}
SOMETHING = {
    "a letter": "x",
    "a letter among fillers": "\u3164\u200bé\u200b",
    "a digit": "0",
    "a full stop": ".",
    "Han": "髙",
    "Hangul": "ㄱ",
    "Arabic with a mark": "مُ",
    "Thai with a vowel sign": "ก็",
    "an emoji with its selector": "\u2764\ufe0f",
    "Braille with a dot": "\u2801",
}


@pytest.mark.parametrize("story", NOTHING)
def test_a_text_of_such_letters_shows_nothing_and_is_kept_as_none(story):
    assert not shows_something(NOTHING[story])
    assert tidy(NOTHING[story]) == ""


@pytest.mark.parametrize("story", SOMETHING)
def test_one_visible_letter_is_a_text(story):
    assert shows_something(SOMETHING[story])
    assert shows_something(tidy(SOMETHING[story]))

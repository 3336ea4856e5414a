"""How words of patients, dates and times are written on the provider's pages."""

import unicodedata
from datetime import UTC, date, datetime, time

import pytest

from intake.display.printable import hidden_named, printable
from intake.provider.discussion.names import shortened
from intake.provider.filters import clock, day, digest, moment, said, weekday


def test_words_of_a_patient_are_escaped_and_kept_apart_in_direction():
    assert said('<b>"penicillin" & بنسلين') == (
        "<bdi>&lt;b&gt;&quot;penicillin&quot; &amp; بنسلين</bdi>"
    )


def test_letters_that_look_like_others_are_pointed_out():
    assert said("p\u0435nicillin") == (
        '<bdi>p\u0435nicillin</bdi> <span class="odd">unusual letters</span>'
    )


def test_character_that_turns_the_direction_is_named():
    assert said("not\u202esure") == "<bdi>not[right-to-left override]sure</bdi>"


@pytest.mark.parametrize(
    "letter", ["\u3164", "\uffa0", "\u2800", "\U000e0041", "\u2062", "\u061c", "\u180e", "\u202e"]
)
def test_what_shows_nothing_is_named_the_same_on_page_and_paper(letter):
    name = unicodedata.name(letter).lower()
    assert said(f"no{letter}nuts") == f"<bdi>no[{name}]nuts</bdi>"
    assert hidden_named(letter) == printable(letter) == f"[{name}]"


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍⚕️", "\u200f90%", "hyphen\u00adated", "naïve 髙"])
def test_letters_that_a_spelling_needs_are_left_as_they_are(text):
    assert hidden_named(text) == text


def test_dates_have_their_month_in_letters():
    assert day(date(1979, 7, 4)) == "04-Jul-1979"
    assert day(None) == "not given"
    assert weekday(date(2026, 12, 4)) == "Fri 04-Dec-2026"


def test_times_are_written_with_24_hours():
    assert (clock(time(9, 5)), clock(time(15, 30)), clock(None)) == ("09:05", "15:30", "")
    assert moment(datetime(2026, 11, 30, 19, 12, tzinfo=UTC)) == "30-Nov-2026, 19:12"


def test_digest_is_grouped_to_be_read_aloud():
    assert digest("c91a3a9ae2b63bbd" + 48 * "0") == "c91a 3a9a e2b6 3bbd"


def test_long_text_is_shortened_and_says_so():
    assert shortened("penicillin", 10) == "penicillin"
    assert shortened("penicillin and", 12) == "penicillin…"

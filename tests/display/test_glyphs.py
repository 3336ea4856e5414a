"""Text made printable: nothing lost, nothing hidden, nothing that the page would obey."""

import unicodedata

import pytest

from intake.display.letters import covered
from intake.display.printable import has_unusual_letters, hidden_named, printable, set_apart, words


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("I am scared \U0001f61f", "I am scared [worried face]"),
        ("\U0001f469\u200d\U0001f467 and I", "[woman]\u200d[girl] and I"),
        ("heart \u2764\ufe0f", "heart [heavy black heart]"),
        ("\U00012000", "[cuneiform sign a]"),
        ("\U0001fbf9\U0010ffff", "[segmented digit nine][character U+10FFFF]"),
        ("a\u202eb", "a[right-to-left override]b"),
        ("a\x00\x07b", "ab"),
        ("e\u0301", "\u00e9"),
        ("Kh\u00f4ng mu\u1ed1n b\u1ecb", "Kh\u00f4ng mu\u1ed1n b\u1ecb"),
        (
            "\u62a4\u58eb \u0645\u0645\u0631\u0636\u0629",
            "\u62a4\u58eb \u0645\u0645\u0631\u0636\u0629",
        ),
        ("one\u2028two\u3000three", "one\ntwo three"),
        ("", ""),
    ],
)
def test_characters_without_a_glyph_are_given_by_name(typed, shown):
    assert printable(typed) == shown


@pytest.mark.parametrize(
    "written",
    [
        "\u05d0\u05e0\u05d9",  # Hebrew
        "\u0e09\u0e31\u0e19",  # Thai
        "\u0b8e\u0ba9\u0b95\u0bcd\u0b95\u0bc1",  # Tamil
        "\u0535\u057d",  # Armenian
        "\u10db\u10d4",  # Georgian
        "\u12a5\u1294",  # Ethiopic
        "\u1000\u103b\u103d\u1014\u103a\u1019",  # Burmese
        "\u092e\u0941\u091d\u0947",  # Devanagari
        "\u09ad\u09df",  # Bengali
        "\u0a2e\u0a48",  # Gurmukhi
        "\u1781\u17d2\u1789\u17bb\u17c6",  # Khmer
        "\u0f44",  # Tibetan
        "\u9ad9\ufa11\U00020bb7",  # names that Japanese standards list apart
        "\u3402\u4dae",  # names written with rare letters, Japanese and Chinese
        "\ubec1",  # a Korean syllable that no list of common ones holds
        "\U0001e900",  # Adlam
    ],
)
def test_every_living_script_prints_as_letters(written):
    assert printable(written) == unicodedata.normalize("NFC", written)
    assert "[" not in printable(written)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", None),  # Persian, with its joiner
        ("\u200f\u0633\u0644\u0627\u0645\u200e", None),  # Arabic, with its direction
        ("so\u00adft\u200b\u2060", None),
        ("a\u202eb", "a[right-to-left override]b"),
        ("a\u3164b", "a[hangul filler]b"),
    ],
)
def test_a_screen_names_what_shows_nothing_unless_a_script_is_spelled_with_it(typed, shown):
    assert hidden_named(typed) == (shown or typed)


def test_printable_text_stays_as_it_is_when_made_printable_again():
    everything = "".join(map(chr, range(0x20, 0x3000)))
    assert printable(printable(everything)) == printable(everything)


def test_every_letter_left_in_a_text_has_a_glyph():
    everything = printable("".join(map(chr, range(0x20, 0x11000))))
    invisible = {ord(letter) for letter in "\n\u00ad\u200b\u200c\u200d\u200e\u200f\u2060"}
    assert {ord(letter) for letter in everything} - invisible <= covered()


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", '"><img onerror=x>', "{{7*7}}", "{% now %}", "&lt;", "${}"],
)
def test_markup_is_shown_letter_for_letter(typed):
    from html import unescape

    shown = words(typed)
    assert unescape(shown) == typed
    assert "<" not in shown
    assert ">" not in shown


def test_patients_words_stand_apart_in_direction():
    assert set_apart("\u0645") == "<bdi>\u0645</bdi>"


def test_words_over_40_letters_may_break_and_others_stay_whole():
    assert words("a" * 40) == "a" * 40
    assert words("a" * 41) == "\u200b".join(["a" * 20, "a" * 20, "a"])


def test_a_break_never_parts_a_letter_from_its_marks():
    pieces = words("x\u0302" * 60).split("\u200b")
    assert all(piece.startswith("x") for piece in pieces)
    assert "".join(pieces) == "x\u0302" * 60


def test_blank_lines_shrink_to_one():
    assert words("one" + "\n" * 500 + "two") == "one<br><br>two"


@pytest.mark.parametrize(
    "odd",
    [
        "p\u0435n\u0456cillin",  # Cyrillic ie and i
        "\uff50\uff45\uff4e",  # full width
        "peni\u00adcillin",  # a hidden hyphen
        "peni\u200bcillin",
        "\U0001d429\U0001d41e\U0001d427",  # mathematical bold
        "\u039dovocain",  # Greek capital Nu
    ],
)
def test_look_alike_letters_are_flagged(odd):
    assert has_unusual_letters(f"I react to {odd} badly")
    assert "[unusual letters]" in set_apart(odd)


@pytest.mark.parametrize(
    "usual",
    [
        "penicillin and TGF\u03b2, 5 \u00b5g",
        "\u041f\u0440\u0438\u0432\u0435\u0442 means hello",
        "\u0645\u0645\u0631\u0636\u0629",
        "Kh\u00f4ng mu\u1ed1n b\u1ecb",
        "10 \u00b0C, 3\u00d7 a day",
        "\uff11\uff10 mg \u2460",  # digits as Japanese keyboards type them
        "",
    ],
)
def test_usual_letters_are_not_flagged(usual):
    assert not has_unusual_letters(usual)

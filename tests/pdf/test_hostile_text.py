"""Any text in any answer: printed whole and inside the page, or refused; never half of it."""

from dataclasses import replace

import pytest

from intake.core.discussion.discussion import Discussion
from intake.core.questionnaire.free_text import tidy
from intake.pdf.copies import (
    RenderFailed,
    patient_copy,
    plain_text,
    provider_copy,
    provider_pages,
)
from intake.pdf.printer.text_of import pieces_of
from tests.make.discussions import a_discussion, maria, maria_who
from tests.pdf import prints
from tests.pdf.pages import Elements, is_in, lost, text_in, without_tags

ARABIC = (
    "\u0623\u062e\u0627\u0641 \u0645\u0646 \u0627\u0644\u062d\u0642\u0646 (123) \u062b\u0628\u062a "
)
CHINESE = (
    "\u6211\u5bf9\u9752\u9709\u7d20\u8fc7\u654f\u3002\u611f\u67d3\u304c\u5fc3\u914d\u3067\u3059 "
)
VIETNAMESE = "Kh\u00f4ng mu\u1ed1n b\u1ecb nhi\u1ec5m tr\u00f9ng, s\u1ee3 \u0111au. "
ZALGO = "".join(letter + "\u0334\u0308\u0316\u0347\u0301" for letter in "zalgo comes ")
TEXTS = {
    "a word of 300 letters": "W" * 300,
    "4,000 letters": "The quick brown fox takes 5 mg of it. " * 105,
    "4,000 letters without a space": "abcdefghij" * 400,
    "500 empty lines": "above" + "\n" * 500 + "below",
    "40 lines": "\n".join(f"line {n}" for n in range(40)),
    "emoji": "\U0001f61f\U0001f469\u200d\U0001f467\u2764\ufe0f\U0001f1fa\U0001f1f8 " * 40,
    "zalgo": ZALGO * 20,
    "Arabic": ARABIC * 60,
    "Arabic within English": f"My aunt said {ARABIC} and (then) left - twice.",
    "Chinese": CHINESE * 60,
    "Vietnamese": VIETNAMESE * 60,
    "markup": "<script>alert(1)</script><img src=x onerror=y>{{7*7}}{% now %}&lt;${7}</b></p>",
    "hyphens at line ends": "well-known co-operation post-operative " * 60,
    "invisible characters": "a\u200bb\u00adc\u2060d\u202ee\u2066f",
    "quotes": '“He said ‘it is "safe"’” – she\'s not sure…',
    "spaces that differ": "one\u00a0two\u2003three\u3000four\tfive",
}


def typed_in(*texts: str) -> Discussion:
    """One patient who typed them all: four in the long fields, the last also in the short ones."""
    first, second, third, last = (tidy(text) for text in texts)
    return maria_who(
        hope=first,
        my_questions=second,
        medicines_list=third,
        worries=[last[:200]],
        product_name=last[:200],
        treatment_goal={"codes": ["other"], "text": last[:200]},
    )


def printed_whole(odd: Discussion, *texts: str) -> None:
    """The copy refuses by itself what is not whole; here it is read back once more."""
    printed = provider_copy(odd, paper="letter")
    found = text_in(printed.content)
    for text in texts:
        assert is_in(tidy(text), found)
    inside_the_page(printed.content)
    inside_the_page(patient_copy(odd, paper="letter").content)


def in_fours(texts: list[str]) -> list[list[str]]:
    return [texts[n : n + 4] for n in range(0, len(texts), 4)]


@pytest.mark.parametrize("four", in_fours(list(TEXTS)), ids=", ".join)
def test_every_character_of_every_answer_is_on_the_pages(four):
    texts = [TEXTS[name] for name in four]
    printed_whole(typed_in(*texts), *texts[:3], texts[3][:200])


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_character_is_on_the_pages_when_every_field_holds_it(text):
    printed_whole(typed_in(text, text, text, text), text)


@pytest.mark.parametrize("text", ["Arabic", "Arabic within English"])
def test_little_said_from_right_to_left_is_found_whole(text):
    """Page by page the direction of most lines decides how PDFium reads brackets."""
    kept = tidy(TEXTS[text])[:200]
    said = {"completed_by": "self", "hope": kept, "my_questions": kept, "worries": [kept]}
    printed = provider_copy(a_discussion(said), paper="letter")
    assert is_in(kept, text_in(printed.content))


def inside_the_page(pdf: bytes) -> None:
    for width, height, pieces in pieces_of(pdf):
        for piece in pieces:
            assert piece.left >= 0
            assert piece.right <= width
            assert piece.bottom >= 0
            assert piece.top <= height


def test_markup_in_an_answer_adds_no_element():
    plain = next(provider_pages(maria_who(hope="plain")))
    html = next(provider_pages(maria_who(hope=TEXTS["markup"])))
    assert Elements(after_page_1(html)).found == Elements(after_page_1(plain)).found
    assert html.count("<script") == html.count("<img") == 0
    assert "{{7*7}}" in html


def after_page_1(html: str) -> str:
    """Page 1 has more or less on it, as long as the texts are."""
    return html.partition('class="later"')[2]


def test_look_alike_letters_are_flagged_on_paper():
    text = without_tags(next(provider_pages(maria_who(hope="p\u0435nicillin"))))
    assert "“p\u0435nicillin” [unusual letters]" in text


@pytest.mark.parametrize("name", ["sixty points", "all wrong"])
def test_as_many_points_as_there_can_be_stay_inside_the_page(name):
    assert prints.provider(name).pages > 4
    inside_the_page(prints.provider(name).content)
    inside_the_page(prints.patient(name).content)


def test_long_names_and_staff_texts_are_printed():
    header = replace(
        maria().header,
        name="Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine " + "de la Santísima " * 8,
        provider="Dr. " + "Bartholomew-" * 12,
        clinic_name="The <b>Clinic</b> & Sons {{7*7}}",
    )
    odd = replace(maria(), header=header)
    text = text_in(provider_copy(odd, paper="letter").content)
    assert is_in(header.name, text)
    assert lost(next(provider_pages(odd)), f"{header.name[:43]}… Born") == []
    assert is_in(header.provider, text)
    copy = patient_copy(odd, paper="letter").content
    assert "The <b>Clinic</b> & Sons {{7*7}}" in text_in(copy)
    inside_the_page(copy)


@pytest.mark.slow
@pytest.mark.parametrize("letters", [100_000, 2_000_000])
def test_bomb_is_printed_whole_or_refused_and_plain_text_holds_it(letters):
    bomb = maria_who(hope="a" * letters)
    try:
        printed = provider_copy(bomb, paper="letter")
    except RenderFailed as failure:
        assert failure.reason
    else:
        assert is_in("a" * letters, text_in(printed.content))
    assert "a" * letters in plain_text(bomb)
    assert provider_copy(maria(), paper="letter").pages == prints.provider().pages

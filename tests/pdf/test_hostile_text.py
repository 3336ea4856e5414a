"""Any text in any answer: printed whole and inside the page, or refused; never half of it."""

import time

import pytest

from intake.core.questionnaire.answers import tidy
from intake.pdf.copies import RenderFailed, patient_copy, plain_text, provider_copy
from intake.pdf.html import page_html
from intake.pdf.printer.text_of import pieces_of
from intake.pdf.provider.view import provider_view
from tests.make.discussions import a_discussion, all_wrong, maria, maria_who, with_points
from tests.pdf.pages import Elements, is_in, text_in

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


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_character_of_every_answer_is_on_the_pages(text):
    kept = tidy(text)
    odd = maria_who(
        hope=kept,
        my_questions=kept,
        medicines_list=kept,
        worries=[kept[:200]],
        product_name=kept[:200],
        treatment_goal={"codes": ["other"], "text": kept[:200]},
    )
    started = time.process_time()
    printed = provider_copy(odd, paper="letter")  # refuses by itself what is not whole
    assert time.process_time() - started < 5
    assert is_in(kept, text_in(printed.content))
    inside_the_page(printed.content)
    inside_the_page(patient_copy(odd, paper="letter").content)


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
    plain = page_html("provider.html", copy=provider_view(maria_who(hope="plain"), "letter"))
    markup = maria_who(hope=TEXTS["markup"])
    html = page_html("provider.html", copy=provider_view(markup, "letter"))
    assert Elements(html).found == Elements(plain).found
    assert "{{7*7}}" in html


def test_look_alike_letters_are_flagged_on_paper():
    text = text_in(provider_copy(maria_who(hope="p\u0435nicillin"), paper="letter").content)
    assert "“p\u0435nicillin” [unusual letters]" in text


def test_sixty_points_are_printed():
    many = with_points(maria(), 60)
    printed = provider_copy(many, paper="letter")
    assert printed.pages > 4
    inside_the_page(printed.content)


def test_as_many_points_as_the_content_can_raise_are_printed():
    assert len(all_wrong().holds) == 9
    for paper in ("letter", "a4"):
        inside_the_page(provider_copy(all_wrong(), paper=paper).content)
        inside_the_page(patient_copy(all_wrong(), paper=paper).content)


def test_long_names_and_staff_texts_are_printed():
    from dataclasses import replace

    header = replace(
        maria().header,
        name="Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine " + "de la Santísima " * 8,
        provider="Dr. " + "Bartholomew-" * 12,
        clinic_name="The <b>Clinic</b> & Sons {{7*7}}",
    )
    odd = replace(maria(), header=header)
    text = text_in(provider_copy(odd, paper="letter").content)
    assert is_in(header.name, text)
    assert is_in(header.provider, text)
    copy = patient_copy(odd, paper="letter").content
    assert "The <b>Clinic</b> & Sons {{7*7}}" in text_in(copy)
    inside_the_page(copy)


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
    assert provider_copy(maria(), paper="letter").pages == 4

"""The questionnaire on paper: every question once, and arrows that lead where conditions do."""

import pytest
from django.utils import translation

from intake.display.qr import drawn
from intake.pdf.blank import Heading, blank_copy, parts_of
from intake.pdf.slip import Slip, slip_copy
from tests.make.builders import shipped
from tests.pdf.pages import foot_of_each_page, opened, text_in

HEADING = Heading(
    reference="EV-7K2M-9QPX",
    version="Version 7",
    clinic="Harbor Clinic",
    phone="+1 212 555 0142",
    visit="Tuesday, December 1, 2026",
    title="Before your exosome treatment",
)
LINK = "https://intake.example/p/abcdefghijklmnopqrstuv/"
SLIP = Slip(
    clinic="Harbor Clinic",
    phone="+1 212 555 0142",
    day="Tuesday, December 1, 2026",
    time="9:30 am",
    address=LINK,
    last="Wednesday, December 2, 2026",
    zone="EST",
    drawing=drawn(LINK),
)


def asked():
    with translation.override("en"):
        parts = parts_of(shipped())
    return [each for part in parts for block in part.blocks for each in block.items]


def test_every_question_stands_once_under_a_number_of_its_own():
    document = shipped()
    assert [each.text for each in asked()] == [q.text for q in document.questions]
    assert [each.number for each in asked()] == list(range(1, len(document.questions) + 1))


def test_an_arrow_stands_at_every_answer_that_opens_a_question_and_at_no_other():
    document = shipped()
    number = {key: place for place, key in enumerate(document.by_key, 1)}
    opens = {
        (condition.question, value): number[target]
        for target, show_if in [
            *((q.key, q.show_if) for q in document.questions),
            *((g.items[0].key, g.show_if) for g in document.groups.values()),
        ]
        for condition in (show_if.conditions if show_if else ())
        for value in condition.values
    }
    by_number = {each.number: each for each in asked()}
    for question in document.questions:
        boxes = by_number[number[question.key]].boxes
        for option, box in zip(question.options, boxes, strict=False):
            assert bool(box.leads_to) == ((question.key, option.code) in opens)
    led_to = {number for each in asked() for box in each.boxes for number in box.leads_to}
    told = {each.number for each in asked() if each.only_if}
    groups = {number[g.items[0].key] for g in document.groups.values() if g.show_if}
    assert led_to == told | groups


def test_the_paper_holds_every_question_and_answer_and_its_reference_on_each_page():
    document = shipped()
    pdf = blank_copy(document, HEADING, paper="letter")
    with opened(pdf) as file:
        pages = len(file.pages)
    text = text_in(pdf)
    assert 6 <= pages <= 14
    assert all("EV-7K2M-9QPX" in foot for foot in foot_of_each_page(pdf))
    squeezed = "".join(text.split())
    for item in document.questions:
        for words in (item.text, *item.texts.values()):
            assert "".join(words.split()) in squeezed, words
    (group,) = document.groups.values()
    assert squeezed.count("".join(group.items[0].text.split())) == 3


def test_a_slip_has_the_link_and_its_last_day_and_names_nobody():
    text = text_in(slip_copy(SLIP, paper="a4", language="en"))
    assert LINK in "".join(text.split()) and "through Wednesday, December 2" in text
    assert "9:30 am" in text and "+1 212 555 0142" in text


@pytest.mark.parametrize("language", ["es"])
def test_a_slip_speaks_the_patients_language(language):
    assert "fecha de nacimiento" in text_in(slip_copy(SLIP, paper="letter", language=language))

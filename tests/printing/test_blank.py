"""The questionnaire on paper: every question once, and arrows that lead where conditions do."""

import pytest
from django.utils import translation

from intake.core.questionnaire.answers import Operator
from intake.core.questionnaire.questionnaire import Kind
from intake.display.qr import drawn
from intake.pdf.blank import LINES, Heading, blank_copy, parts_of
from intake.pdf.completeness import bare
from intake.pdf.html import page_html
from intake.pdf.slip import Slip, slip_copy
from tests.make.shipped import shipped
from tests.make.values import choice, question, questionnaire, shown_if, when
from tests.pdf.pages import foot_of_each_page, lost, opened, text_in, without_tags

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
MARKED, FITS = (
    "Only if you ticked an answer marked → 5.",
    "Only if it fits what you answered at {}.",
)


def asked(document=None):
    with translation.override("en"):
        parts = parts_of(document or shipped())
    return [each for part in parts for block in part.blocks for each in block.items]


def test_every_question_stands_once_under_a_number_of_its_own():
    document = shipped()
    assert [each.text for each in asked()] == [q.text for q in document.questions]
    assert [each.number for each in asked()] == list(range(1, len(document.questions) + 1))


def test_an_arrow_stands_at_every_answer_that_opens_a_question_and_at_no_other():
    document = shipped()
    number = {key: place for place, key in enumerate(document.by_key, 1)}
    opens = {
        (condition.question, code)
        for show_if in [each.show_if for each in (*document.questions, *document.groups.values())]
        for condition in (show_if.conditions if show_if else ())
        for code in document.by_key[condition.question].texts
        if (code in condition.values) is (condition.operator is Operator.IS)
    }
    by_number = {each.number: each for each in asked()}
    for each in document.questions:
        boxes = by_number[number[each.key]].boxes
        for option, box in zip(each.options, boxes, strict=False):
            assert bool(box.leads_to) == ((each.key, option.code) in opens)
    led_to = {number for each in asked() for box in each.boxes for number in box.leads_to}
    told = {each.number for each in asked() if each.only_if}
    groups = {number[g.items[0].key] for g in document.groups.values() if g.show_if}
    assert led_to == told | groups


def boxes_and_reasons(document):
    """By key: where each box leads to, and when the question is to be answered."""
    keys = dict(enumerate(document.by_key, 1))
    return {
        keys[each.number]: ([[*map(keys.get, box.leads_to)] for box in each.boxes], each.only_if)
        for each in asked(document)
    }


def test_who_may_be_pregnant_is_led_to_the_question_by_an_arrow_at_her_age():
    told = boxes_and_reasons(shipped())
    assert told["age_group"][0] == [["pregnancy_status"], []]
    assert told["donor_testing"][1] == "Only if you ticked answers marked → 46 at 40 and 41."


@pytest.mark.parametrize(
    ("condition", "boxes", "only_if"),
    [
        (when("asthma", "=", "yes"), [["next"], [], [], []], MARKED),
        (when("asthma", "=", "dont_know"), [[], [], ["next"], ["next"]], MARKED),
        (when("asthma", "!=", "no"), [["next"], [], ["next"], ["next"]], MARKED),
        (when("asthma", "exists", True), [["next"]] * 4, MARKED),
        (when("asthma", "exists", False), [[]] * 4, FITS.format(1)),
        (when("minutes", ">", 30), [[]] * 4, FITS.format(2)),
        (when("ready", "=", True), [[]] * 4, MARKED),
        (when("ready", "!=", True), [[]] * 4, FITS.format(3)),
        (when("hope", "exists", True), [[]] * 4, FITS.format(4)),
    ],
)
def test_a_follow_up_is_found_by_its_arrows_or_by_what_was_answered(condition, boxes, only_if):
    document = questionnaire(
        choice("asthma"),
        question("minutes", Kind.INTEGER),
        question("ready", Kind.BOOLEAN),
        question("hope", Kind.TEXT, in_person=True),
        choice("next", show_if=shown_if(condition)),
    )
    told = boxes_and_reasons(document)
    assert (told["asthma"][0], told["next"][1]) == (boxes, only_if)
    assert told["ready"][0] == [["next"] if condition == when("ready", "=", True) else []]


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


def test_a_slip_says_when_how_until_when_and_whom_to_call():
    html = page_html("slip.html", slip=SLIP)
    assert f'd="{SLIP.drawing.path}"' in html
    title, call = "Your form before the visit", "Harbor Clinic, +1 212 555 0142"
    assert bare(without_tags(html)) == bare(
        f"{title} {call} QR code of the link {title} Tuesday, December 1, 2026, 9:30 am Point your"
        f" phone's camera at the code, or type this address: {LINK} It works through Wednesday,"
        " December 2, 2026 (EST). You need your date of birth. We never ask for a password or a"
        f" payment. {call}"
    )


def test_the_form_to_write_on_says_how_to_fill_it_in_and_what_each_question_adds():
    document = shipped()
    with translation.override("en"):
        parts = parts_of(document)
    html = page_html("blank.html", parts=parts, heading=HEADING)
    (group,) = document.groups.values()
    (block,) = [block for part in parts for block in part.blocks if block.text]
    said = [
        "EV-7K2M-9QPX · Version 7 · Harbor Clinic, +1 212 555 0142",
        "EV-7K2M-9QPX Version 7 Visit: Tuesday, December 1, 2026 Name: Date of birth:"
        " “I don't know” is an answer. Leave nothing out because you are unsure. An arrow behind an"
        " answer, such as → 12, means: if you tick it, answer 12 too. Ask for another sheet if"
        " there is too little room.",
        "Signature: Date: If you answer for somebody else, your name and who you are to the"
        " patient:",
        *(f"{number}. {s.title} {s.intro}" for number, s in enumerate(document.sections, 1)),
        *(" ".join((f"{a.number}. {a.text} {a.form}", a.only_if, a.help)) for a in asked()),
        *(f"{b.text} → {b.leads_to[0]}" for a in asked() for b in a.boxes if b.leads_to),
        f"{block.text} {block.only_if} 1 {block.items[0].number}.",
        *(f"{entry} {block.items[0].number}. {block.items[0].text}" for entry in block.entries),
    ]
    assert lost(html, *said) == []
    lines = [LINES.get(q.kind, 0) * (3 if q in group.items else 1) for q in document.questions]
    assert html.count('<p class="line">') == sum(lines)

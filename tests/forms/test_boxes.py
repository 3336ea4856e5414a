"""What the boxes of a page tell a browser and a screen reader, and how many there are."""

import re
from dataclasses import replace

import pytest

from intake.core.limits import ANSWERS_IN_A_LIST, ROWS_SHOWN
from intake.core.questionnaire.questionnaire import Kind
from intake.forms.page import PageForm, headings
from tests.forms.questions import a_form, a_question
from tests.make.values import question, questionnaire, section


def box(question, **options):
    return str(PageForm([question], **options)["asked"])


@pytest.mark.parametrize(
    ("purpose", "told"), [({"asked": "name"}, "name"), ({"other": "name"}, "off"), ({}, "off")]
)
def test_a_browser_may_fill_in_only_what_the_document_says_is_the_patients(purpose, told):
    html = box(a_question(Kind.STRING), autocomplete=purpose)
    assert re.findall(r'autocomplete="(\w*)"', html) == [told]


def test_a_browser_may_fill_in_a_birthday_in_its_three_parts():
    html = box(a_question(Kind.DATE), autocomplete={"asked": "bday"})
    assert re.findall(r'autocomplete="([\w-]*)"', html) == ["bday-month", "bday-day", "bday-year"]


@pytest.mark.parametrize(
    ("kind", "repeats"), [(Kind.CHOICE, False), (Kind.CHOICE, True), (Kind.DATE, False)]
)
def test_names_are_offered_only_where_words_are_typed(kind, repeats):
    question = a_question(kind, repeats=repeats, codes=["hives", "rash"])
    assert box(question, offers={"asked"}) == box(question)


@pytest.mark.parametrize(("kind", "mode"), [(Kind.INTEGER, "numeric"), (Kind.DECIMAL, "decimal")])
def test_a_number_is_typed_on_the_keys_for_numbers(kind, mode):
    assert f'inputmode="{mode}"' in box(a_question(kind))


@pytest.mark.parametrize(("most", "boxes"), [(3, 3), (None, ANSWERS_IN_A_LIST)])
def test_a_list_has_as_many_boxes_as_its_question_says(most, boxes):
    several = a_question(Kind.STRING, repeats=True, max_answers=most)
    assert box(several).count("<textarea") == boxes
    typed = {f"asked__{number}": f"said {number}" for number in range(1, 40)}
    assert len(a_form(several, **typed).said["asked"]) == boxes


@pytest.mark.parametrize(
    ("typed", "seen"),
    [((), ROWS_SHOWN), (("one",), ROWS_SHOWN), (("x",) * 4, 5), (("x",) * 6, 7)],
)
def test_one_empty_line_is_seen_below_the_names_that_were_typed(typed, seen):
    form = PageForm(
        [a_question(Kind.STRING, repeats=True, max_answers=8)],
        initial={"asked": typed},
        offers={"asked"},
    )
    shown = form["asked"].subwidgets[0].data
    assert (len(shown["subwidgets"]), len(shown["folded"])) == (seen, 8 - seen)
    lines = [each["part_label"] for each in (*shown["subwidgets"], *shown["folded"])]
    assert lines == [f"Line {number}" for number in range(1, 9)]


def test_the_box_beside_other_says_for_which_answer_it_is():
    question = a_question(Kind.OPEN_CHOICE, codes=["skin", "other"])
    label = PageForm([question])["asked-other"].label
    assert label == "If you chose “other”, say it in your own words"


@pytest.mark.parametrize(
    ("page", "title", "is_several", "number", "is_first"),
    [(0, "a?", False, 1, True), (1, "Last: b?", True, 2, True), (2, "d?", False, 2, False)],
)
def test_one_question_heads_its_page_and_several_stand_under_their_section(
    page, title, is_several, number, is_first
):
    first, second, third, fourth = (question(key, Kind.STRING) for key in "abcd")
    last = replace(section("last", second, third, fourth), title="Last", pages=(("b", "c"), ("d",)))
    document = questionnaire(section("first", first), last)
    pages, sections = list(document.pages), document.sections
    form = PageForm([document.by_key[key] for key in pages[page].keys])
    assert headings(form, pages[page], pages=pages, sections=sections) == {
        "title": title,
        "is_several": is_several,
        "section": sections[number - 1],
        "is_first": is_first,
        "number": number,
        "total": 2,
    }

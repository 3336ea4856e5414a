"""Numbers and days as people type them, and what is asked for again."""

from datetime import date

import pytest

from intake.core.questionnaire.questionnaire import Kind
from tests.forms.questions import a_form, a_question

MINUTES = a_question(Kind.INTEGER, minimum=0, maximum=600)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("30", 30),
        ("600", 600),
        ("30 min", 30),
        ("30 minutos", 30),
        ("half an hour", 30),
        ("media hora", 30),
        ("٣٠", 30),
        ("\u200e30\u200f", 30),
        ("\u206630\u2069", 30),
        ("३०", 30),
        ("３０", 30),
        ("30\u202fmin.", 30),
        ("30 mins", 30),
        ("thirty minutes", 30),
        ("thirty", 30),
        ("forty five", 45),
        ("cuarenta y cinco", 45),
        ("about 30", 30),
        ("a half hour", 30),
        ("½ hour", 30),
        ("1/2 hour", 30),
        ("quarter of an hour", 15),
        ("un cuarto de hora", 15),
        ("one hour", 60),
        ("1 h", 60),
        ("1 hour 30 min", 90),
        ("an hour and a half", 90),
        ("una hora y media", 90),
        ("dos horas", 120),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, minutes):
    assert a_form(MINUTES, asked=typed).said == {"asked": minutes}


@pytest.mark.parametrize(
    "typed", ["1_0", "3e1", "0x1F", "30-60", "30 hours", "30 sec", "a", "3O", "half"]
)
def test_what_is_no_plain_number_is_asked_for_again(typed):
    assert a_form(MINUTES, asked=typed).said == {}


def test_marks_that_nobody_sees_are_no_part_of_a_year():
    day = {"asked__month": "7", "asked__day": "١٤", "asked__year": "\u200e1979"}
    assert a_form(a_question(Kind.DATE), **day).said == {"asked": date(1979, 7, 14)}


def test_an_hour_is_an_hour_where_hours_are_asked_for():
    question = a_question(Kind.INTEGER, text="How many hours do you sleep?")
    assert a_form(question, asked="8 hours").said == {"asked": 8}
    assert a_form(question, asked="30 min").said == {}


@pytest.mark.parametrize("typed", ["{}", "{} h", "1 h {}", "1 h {} min", "{} minutes"])
def test_thousands_of_digits_are_asked_for_again(typed):
    assert a_form(MINUTES, asked=typed.format("9" * 5_000)).said == {}


@pytest.mark.parametrize("part", ["month", "day", "year"])
def test_thousands_of_digits_are_no_part_of_a_day(part):
    day = {"asked__month": "7", "asked__day": "14", "asked__year": "1979"}
    assert a_form(a_question(Kind.DATE), **day).said == {"asked": date(1979, 7, 14)}
    assert a_form(a_question(Kind.DATE), **day | {f"asked__{part}": "9" * 5_000}).said == {}


@pytest.mark.parametrize("day", ["1_4", "+4", "4-", "IV"])
def test_a_day_that_only_python_would_read_is_asked_for_again(day):
    posted = {"asked__month": "7", "asked__day": day, "asked__year": "1979"}
    assert a_form(a_question(Kind.DATE), **posted).said == {}


@pytest.mark.parametrize("day", ["14th", "14.", "١٤", "014", " 14 "])
def test_a_day_is_read_as_people_write_it(day):
    posted = {"asked__month": "7", "asked__day": day, "asked__year": "1979"}
    assert a_form(a_question(Kind.DATE), **posted).said == {"asked": date(1979, 7, 14)}

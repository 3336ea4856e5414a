"""What a posted page says: answers as the core knows them, and errors in words."""

import re
from datetime import date
from decimal import Decimal

import pytest

from intake.core.questionnaire.answers import Chosen, Unsaid
from intake.core.questionnaire.questionnaire import Kind, Option
from intake.forms.page import PageForm, initial_of
from tests.forms.questions import a_form, a_post, a_question, messages

PICK = a_question(codes=["yes", "no", "dont_know"])
SEVERAL = a_question(
    repeats=True, codes=["hives", "rash", "none", "dont_know"], exclusive=("none", "dont_know")
)
OPEN = a_question(
    Kind.OPEN_CHOICE,
    repeats=True,
    codes=["joint", "skin", "other", "none", "dont_know"],
    exclusive=("none",),
)
OPEN_SINGLE = a_question(Kind.OPEN_CHOICE, codes=["vein", "skin", "other", "dont_know"])
MINUTES = a_question(Kind.INTEGER, minimum=0, maximum=600)
WORRIES = a_question(Kind.STRING, repeats=True, max_answers=3, required=False)


@pytest.mark.parametrize(
    ("question", "posted", "answer"),
    [
        (PICK, {"asked": "yes"}, Chosen(("yes",))),
        (PICK, {"asked": "dont_know"}, Unsaid.DONT_KNOW),
        (a_question(codes=["yes"], in_person=True), {"asked": "declined"}, Unsaid.DECLINED),
        (SEVERAL, {"asked": ["rash", "hives"]}, Chosen(("hives", "rash"))),
        (SEVERAL, {"asked": "none"}, Chosen(("none",))),
        (SEVERAL, {"asked": "dont_know"}, Unsaid.DONT_KNOW),
        (
            OPEN,
            {"asked": ["skin", "other"], "asked__other": "hair"},
            Chosen(("skin", "other"), "hair"),
        ),
        (OPEN, {"asked": "other"}, Chosen(("other",))),
        (a_question(Kind.STRING), {"asked": " Penicillin\x00 "}, "Penicillin"),
        (a_question(Kind.TEXT), {"asked": "one\r\ntwo"}, "one\ntwo"),
        (WORRIES, {"asked__1": "pain", "asked__3": "cost"}, ("pain", "cost")),
        (
            a_question(Kind.DATE),
            {"asked__month": "7", "asked__day": "14", "asked__year": "1979"},
            date(1979, 7, 14),
        ),
        (MINUTES, {"asked": " 0 "}, 0),
        (a_question(Kind.DECIMAL), {"asked": "1.50"}, Decimal("1.50")),
        (a_question(Kind.BOOLEAN), {"asked": "no"}, False),
    ],
)
def test_a_post_is_an_answer(question, posted, answer):
    form = a_form(question, **posted)

    assert messages(form) == {}
    assert form.said == {"asked": answer}


@pytest.mark.parametrize("kind", Kind)
def test_a_blank_is_no_answer_when_it_may_be_left_blank(kind):
    form = a_form(a_question(kind, required=False, codes=["yes", "no"]))

    assert messages(form) == {}
    assert form.said == {"asked": None}


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        (PICK, "Choose an answer: “What is it?”"),
        (SEVERAL, "Choose an answer: “What is it?”"),
        (a_question(Kind.STRING), "Type an answer: “What is it?”"),
        (a_question(Kind.STRING, repeats=True), "Type an answer: “What is it?”"),
        (a_question(Kind.DATE), "Enter a date: “What is it?”"),
        (MINUTES, "Enter a number: “What is it?”"),
        (a_question(Kind.BOOLEAN), "Choose yes or no: “What is it?”"),
    ],
)
def test_a_blank_is_named_when_an_answer_is_needed(question, problem):
    assert messages(a_form(question)) == {"asked": [problem]}


@pytest.mark.parametrize(
    ("question", "posted", "problem"),
    [
        (MINUTES, {"asked": "a while"}, "“What is it?” takes a whole number, like 30."),
        (MINUTES, {"asked": "1.5"}, "“What is it?” takes a whole number, like 30."),
        (MINUTES, {"asked": "9" * 500}, "“What is it?” takes a whole number, like 30."),
        (MINUTES, {"asked": "601"}, "The answer to “What is it?” must be between 0 and 600."),
        (
            a_question(Kind.INTEGER, maximum=10),
            {"asked": "11"},
            "The answer to “What is it?” must be 10 or less.",
        ),
        (
            a_question(Kind.DECIMAL, minimum=1),
            {"asked": "0.5"},
            "The answer to “What is it?” must be 1 or more.",
        ),
        (a_question(Kind.DECIMAL), {"asked": "NaN"}, "“What is it?” takes a number, like 1.5."),
        (
            a_question(Kind.DATE),
            {"asked__month": "2", "asked__year": "1979"},
            "“What is it?” needs a day.",
        ),
        (
            a_question(Kind.DATE),
            {"asked__month": "2", "asked__day": "30", "asked__year": "1979"},
            "Check the day: February 1979 has 28 days.",
        ),
        (
            a_question(Kind.DATE),
            {"asked__month": "13", "asked__day": "3", "asked__year": "1979"},
            "“What is it?” is not a day in the calendar. Check the month and the day.",
        ),
        (
            a_question(Kind.DATE),
            {"asked__month": "2", "asked__day": "3", "asked__year": "0000"},
            "“What is it?” needs a date between 1900 and 2100.",
        ),
        (
            a_question(Kind.DATE),
            {"asked__month": "2", "asked__day": "3", "asked__year": "79"},
            "“What is it?” needs a year of four digits, like 1979.",
        ),
        (
            a_question(Kind.STRING),
            {"asked": "a" * 201},
            "This has 201 characters. Please shorten it to 200.",
        ),
        (
            WORRIES,
            {"asked__2": "a" * 201},
            "This has 201 characters. Please shorten it to 200.",
        ),
        (
            SEVERAL,
            {"asked": ["none", "hives"]},
            "You chose “none” together with something else. Keep one or the other.",
        ),
        (
            SEVERAL,
            {"asked": ["hives", "dont_know"]},
            "You chose “dont know” together with something else. Keep one or the other.",
        ),
        (
            OPEN,
            {"asked": "none", "asked__other": "hair"},
            "You chose an answer and typed one of your own. Keep one or the other.",
        ),
        (
            OPEN_SINGLE,
            {"asked": "vein", "asked__other": "by mouth"},
            "You chose an answer and typed one of your own. Keep one or the other.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words(question, posted, problem):
    form = a_form(question, **posted)

    assert messages(form) == {"asked": [problem]}
    assert form.said == {}
    assert form.has_unkept


@pytest.mark.parametrize(
    ("question", "posted"),
    [
        (PICK, {"asked": "maybe"}),
        (PICK, {"asked": "declined"}),
        (PICK, {"asked": ["yes", "no"]}),
        (PICK, {"asked": ["yes", "yes"]}),
        (SEVERAL, {"asked": ["hives", "hives"]}),
        (SEVERAL, {"asked": ["hives", "worms"]}),
        (a_question(codes=["yes", "no"]), {"asked": "dont_know"}),
        (a_question(Kind.STRING), {"asked": ["one", "two"]}),
        (
            a_question(Kind.DATE),
            {"asked__month": ["1", "2"], "asked__day": "1", "asked__year": "1979"},
        ),
        (OPEN, {"asked": "other", "asked__other": ["one", "two"]}),
        (a_question(Kind.BOOLEAN), {"asked": "true"}),
    ],
)
def test_c47_what_is_not_offered_or_sent_twice_is_refused(question, posted):
    form = a_form(question, **posted)

    assert list(messages(form)) == ["asked"]
    assert form.said == {}


def test_own_words_choose_other_when_nothing_else_is_chosen():
    assert a_form(OPEN_SINGLE, asked__other="by mouth").said == {
        "asked": Chosen(("other",), "by mouth")
    }
    assert a_form(OPEN, asked=["skin"], asked__other="hair").said == {
        "asked": Chosen(("skin", "other"), "hair")
    }


def test_the_other_answers_of_a_page_are_kept_when_one_has_an_error():
    name = a_question(Kind.STRING, key="name")

    form = a_form(name, MINUTES, name="Maria", asked="soon")

    assert form.said == {"name": "Maria"}
    assert form.has_unkept


def test_nothing_is_unkept_when_a_page_is_only_blank():
    assert not a_form(PICK, MINUTES).has_unkept


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (PICK, Chosen(("no",))),
        (PICK, Unsaid.DONT_KNOW),
        (OPEN, Chosen(("skin", "other"), "hair")),
        (a_question(Kind.STRING), "Penicillin"),
        (WORRIES, ("pain", "cost")),
        (a_question(Kind.DATE), date(1979, 7, 14)),
        (MINUTES, 0),
        (a_question(Kind.BOOLEAN), False),
    ],
)
def test_an_answer_comes_back_the_same_when_its_page_is_shown_and_posted(question, answer):
    shown = PageForm([question], initial=initial_of([question], {"asked": answer}))

    posted = {}
    for name, field in shown.fields.items():
        value = field.prepare_value(shown.get_initial_for_field(field, name))
        if hasattr(field.widget, "widgets_names"):
            values = value if isinstance(value, tuple) else field.widget.decompress(value)
            parts = zip(field.widget.widgets_names, values, strict=False)
            posted |= {name + part: typed for part, typed in parts}
        else:
            posted[name] = "" if value is None else value

    assert a_form(question, **posted).said == {"asked": answer}


def test_nothing_is_chosen_before_the_patient_chooses():
    html = PageForm([PICK, a_question(Kind.BOOLEAN, key="agreed")]).as_p()

    assert "checked" not in html


def test_i_dont_know_stands_last_after_an_or_with_what_happens_then():
    question = a_question(codes=["dont_know", "yes", "no"], in_person=True)

    html = str(PageForm([question])["asked"])

    lines = re.findall(r'class="(divider|hint)"|value="(\w+)"', html)
    assert ["".join(line) for line in lines] == [
        "yes", "no", "divider", "dont_know", "hint", "declined", "hint",
    ]  # fmt: skip


def test_what_is_chosen_is_marked_and_every_word_is_escaped():
    question = a_question(options=(Option("a", "plain"), Option("b", "<b> & “so”")))

    html = str(PageForm([question], initial={"asked": Chosen(("b",))})["asked"])

    assert re.findall(r'value="(\w+)"[^>]* checked>', html) == ["b"]
    assert "&lt;b&gt; &amp; “so”" in html


def test_a_draft_shows_what_was_typed_without_judging_it():
    draft = a_post(asked="half an hour")

    form = PageForm.of_draft([MINUTES], draft)

    assert form["asked"].value() == "half an hour"
    assert messages(form) == {}

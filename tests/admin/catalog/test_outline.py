"""The outline shows the whole draft, moves rows, refuses what can't be, and adds on the spot."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake import models
from intake.actions.catalog.import_draft import compile_draft
from tests.make.builders import a_draft
from tests.make.staff import (
    ADMINISTRATOR,
    FRONT_DESK,
    filled,
    page,
    signed_in,
)

pytestmark = pytest.mark.django_db


def question(key):
    return models.Question.objects.get(key=key)


def option(question_key, code):
    return models.Option.objects.get(question__key=question_key, code=code)


def move(client, draft, **posted):
    return client.post(page("questionnaire", "move", draft.pk), posted, follow=True)


def messages_of(response):
    return [str(each) for each in response.context["messages"]]


def asked_in(draft, number):
    return [each.key for each in compile_draft(draft).sections[number].items]


def asks(response):
    return {
        ask.row.key: ask
        for branch in response.context["branches"]
        for each in branch.asked
        for ask in (each, *each.items)
    }


def test_whole_tree_is_shown_with_conditions_and_what_uses_each_answer(client, outline):
    shown = asks(client.get(outline))
    assert list(shown) == [
        "full_name",
        "has_allergy",
        "allergies",
        "substance",
        "since",
        "heard",
        "minutes",
        "dose",
        "worries",
        "ready",
    ]
    assert shown["allergies"].when == "“Any allergy?” is “Yes”"
    yes, no, unsure = shown["has_allergy"].options
    assert [use.words for use in yes.uses] == ["About allergy", "Each allergy"]
    assert [use.words for use in no.uses] == ["How many minutes?"]
    assert [use.words for use in shown["dose"].uses] == ["About allergy"]
    cure = next(leaf for leaf in shown["heard"].options if leaf.row.code == "cure")
    assert {use.model for use in cure.uses} == {"claim", "question"}


def test_problems_are_listed_with_the_way_to_them(client, outline):
    models.Question.objects.filter(key="has_allergy").update(settles="")
    response = client.get(outline)
    found = {(each.name, each.address) for each in response.context["problems"]}
    assert found == {("Any allergy?", f"#question-{question('has_allergy').pk}")}
    assert "question:has_allergy" not in response.content.decode()
    (says,) = asks(response)["has_allergy"].problems
    assert says in response.content.decode().replace("&quot;", '"').replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("MIRACLE", []),
        ("it is a cure", ["heard", "minutes"]),
        ("about allergy", ["has_allergy", "allergies", "minutes", "dose", "ready"]),
        ("substance", ["allergies"]),
    ],
)
def test_questions_are_found_by_their_words_without_a_script(client, outline, sought, found):
    response = client.get(outline, {"q": sought})
    branches = response.context["branches"]
    assert [each.row.key for branch in branches for each in branch.asked] == found
    assert b'name="up"' not in response.content


def test_rows_are_moved_by_buttons(client, draft):
    response = move(client, draft, down=f"question-{question('dose').pk}")
    assert response.redirect_chain[0][0].endswith(f"#question-{question('dose').pk}")
    assert asked_in(draft, 1) == ["heard", "minutes", "worries", "dose", "ready"]
    move(client, draft, up=f"option-{option('heard', 'cure').pk}")
    assert list(compile_draft(draft).by_key["heard"].texts)[:2] == ["cure", "safe"]
    move(client, draft, up=f"question-{question('since').pk}")
    assert [q.key for q in compile_draft(draft).groups["allergies"].items] == ["since", "substance"]


def test_row_is_moved_to_where_it_was_dropped(client, draft):
    move(client, draft, row=f"question-{question('ready').pk}", to="1")
    assert asked_in(draft, 1) == ["heard", "ready", "minutes", "dose", "worries"]
    move(client, draft, row=f"question-{question('ready').pk}", to="99")
    assert asked_in(draft, 1)[-1] == "ready"


def test_question_is_not_moved_before_the_one_it_depends_on(client, draft):
    response = move(client, draft, up=f"question-{question('minutes').pk}")
    assert messages_of(response) == [
        "Not moved. “How many minutes?” is asked only after certain answers to “What have you"
        " heard?”, so it must come after it."
    ]
    assert asked_in(draft, 1)[:2] == ["heard", "minutes"]


def test_question_is_not_moved_behind_what_depends_on_it(client, draft):
    response = move(client, draft, row=f"question-{question('has_allergy').pk}", to="2")
    assert "“Each allergy” is asked only after certain answers to “Any allergy?”" in str(
        messages_of(response)
    )
    assert asked_in(draft, 0) == ["full_name", "has_allergy", "allergies"]


def test_section_is_not_moved_before_one_that_its_questions_depend_on(client, draft):
    second = models.Section.objects.get(key="visit")
    response = move(client, draft, up=f"section-{second.pk}")
    assert "“How many minutes?” is asked only after" in str(messages_of(response))
    assert [section.key for section in compile_draft(draft).sections] == ["you", "visit"]


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"up": "question-0"},
        {"down": "draft-1"},
        {"row": "option-x", "to": "1"},
        {"to": "1"},
        {"up": f"question-{'9' * 5_000}"},
        {"row": "question-1", "to": "9" * 5_000},
    ],
)
def test_move_of_nothing_moves_nothing(client, draft, posted):
    before = compile_draft(draft)
    assert move(client, draft, **posted).status_code in (200, 404)
    assert compile_draft(draft) == before


def test_row_of_another_questionnaire_is_not_moved(client, draft):
    other = a_draft()
    stranger = models.Question.objects.filter(section__questionnaire=other).first()
    assert move(client, draft, down=f"question-{stranger.pk}").status_code == 404


def add(client, outline, spot, **posted):
    return client.post(f"{outline}?add={spot}", posted)


def test_option_is_added_on_the_spot(client, draft, outline):
    heard = question("heard")
    assert 'id="add"' in client.get(f"{outline}?add=option-{heard.pk}").content.decode()
    response = add(client, outline, f"option-{heard.pk}", text="I don't know")
    made = models.Option.objects.get(question=heard, code="dont_know")
    assert response["Location"] == f"{outline}#option-{made.pk}"
    assert list(compile_draft(draft).by_key["heard"].texts)[-1] == "dont_know"


def test_question_is_added_after_another_with_its_answers(client, draft, outline):
    words = {"text": "Do you smoke?", "short": "Smoking", "kind": "choice", "settles": "provider"}
    answers = "Yes\r\nNo\r\n\r\nI don't know"
    add(client, outline, f"after-{question('heard').pk}", **words, answers=answers)
    assert asked_in(draft, 1)[:3] == ["heard", "do_you_smoke", "minutes"]
    made = compile_draft(draft).by_key["do_you_smoke"]
    assert made.texts == {"yes": "Yes", "no": "No", "dont_know": "I don't know"}


def test_answer_longer_than_an_answer_may_be_is_refused_with_its_line_and_nothing_is_cut(
    client, draft, outline
):
    words = {"text": "Do you smoke?", "short": "Smoking", "kind": "choice", "settles": "provider"}
    typed = f"Yes\r\n\r\n  {'b' * 301}\r\n{'c' * 300}\r\n{'d' * 302}"
    spot = f"after-{question('heard').pk}"
    response = add(client, outline, spot, **words, answers=typed)
    form = response.context["addition"].form
    assert form.errors == {
        "answers": [
            "Line 3 has 301 letters; an answer has at most 300.",
            "Line 5 has 302 letters; an answer has at most 300.",
        ]
    }
    assert form["answers"].value() == typed
    assert not models.Question.objects.filter(text="Do you smoke?").exists()
    add(client, outline, spot, **words, answers=f"Yes\r\n{'c' * 300}")
    assert [*compile_draft(draft).by_key["do_you_smoke"].texts.values()] == ["Yes", "c" * 300]


def test_question_is_added_to_a_section_and_to_a_group(client, draft, outline):
    words = {"text": "Where?", "short": "Place", "kind": "string"}
    add(client, outline, f"last-{models.Section.objects.get(key='you').pk}", **words)
    assert asked_in(draft, 0)[-1] == "where"
    add(client, outline, f"in-{question('allergies').pk}", **words)
    assert [q.key for q in compile_draft(draft).groups["allergies"].items][-1] == "where_2"


def test_section_is_added_last(client, draft, outline):
    add(client, outline, "section", title="At home", intro="")
    assert [section.key for section in compile_draft(draft).sections] == ["you", "visit", "at_home"]


def test_condition_is_added_on_the_spot(client, draft, outline):
    dose = question("dose")
    picked = option("heard", "cure")
    response = add(client, outline, f"condition-{dose.pk}", option=picked.pk, operator="=")
    assert response["Location"] == f"{outline}#question-{dose.pk}"
    (condition,) = compile_draft(draft).by_key["dose"].show_if.conditions
    assert (condition.question, condition.values) == ("heard", ("cure",))


def test_condition_on_a_later_question_is_refused_with_both_names(client, draft, outline):
    name = question("full_name")
    picked = option("heard", "cure")
    response = add(client, outline, f"condition-{name.pk}", option=picked.pk, operator="=")
    assert response.context["addition"].form.non_field_errors() == [
        "“What is your name?” is asked only after certain answers to “What have you heard?”, so it"
        " must come after it."
    ]
    assert not models.ShowIf.objects.filter(question=name).exists()


@pytest.mark.parametrize("spot", ["option-0", "option-x", "nothing-1", "last-99999999999999999999"])
def test_spot_that_is_not_there_shows_the_plain_outline(client, outline, spot):
    response = client.get(f"{outline}?add={spot}")
    assert (response.status_code, response.context["addition"]) == (200, None)


def test_saving_a_question_leads_back_to_its_spot(client, outline):
    asked = question("dose")
    address = f"{page('question', 'change', asked.pk)}?back=question-{asked.pk}"
    form = client.get(address)
    response = client.post(address, {**filled(form), "text": "How much of it?"})
    assert response["Location"] == f"{outline}#question-{asked.pk}"


@pytest.mark.parametrize("back", ["//evil.example", "javascript:alert(1)", "question-1%23x", ""])
def test_way_back_leads_nowhere_else(client, outline, back):
    address = page("question", "change", question("dose").pk)
    posted = filled(client.get(address))
    response = client.post(f"{address}?back={back}", posted)
    assert response["Location"] == page("question", "changelist")


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_outline_costs_the_same_with_one_section_and_with_three(client, draft, outline):
    models.ShowIf.objects.all().delete()
    models.TriggerCondition.objects.all().delete()
    models.Claim.objects.all().delete()
    models.Section.objects.get(key="visit").delete()
    one = queries(client, outline)
    for number in range(3):
        add(client, outline, "section", title=f"Section {number}", intro="")
        section = models.Section.objects.order_by("pk").last()
        words = {"text": "Where?", "short": "Place", "kind": "choice", "answers": "Here\nThere"}
        add(client, outline, f"last-{section.pk}", **words)
    assert queries(client, outline) == one


def test_outline_costs_the_same_with_problems_and_without(client, outline):
    whole = queries(client, outline)
    models.Question.objects.filter(key="has_allergy").update(settles="")
    models.Point.objects.filter(key="allergy").update(patient="")
    assert queries(client, outline) == whole


@pytest.mark.parametrize("role", [FRONT_DESK, ADMINISTRATOR])
def test_outline_is_for_question_editors(role, draft, outline):
    client = signed_in(role)
    assert client.get(outline).status_code == 403
    assert client.post(page("questionnaire", "move", draft.pk), {"up": "x"}).status_code == 403

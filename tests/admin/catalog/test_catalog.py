"""Questions, points and evidence are edited as staff would: words, keys, order, conditions."""

from decimal import Decimal

import pytest
from django.utils.html import escape

from intake import models
from intake.actions.catalog.import_draft import compile_draft
from intake.core.questionnaire.answers import Condition, Operator
from tests.make.builders import a_version
from tests.make.small import SMALL
from tests.make.staff import add_row, errors, filled, page

pytestmark = pytest.mark.django_db


def question(key):
    return models.Question.objects.get(key=key)


def option(question_key, code):
    return models.Option.objects.get(question__key=question_key, code=code)


def save(client, model, record, **changes):
    """Open the form of a record, change something, save it."""
    address = page(model, "change", record.pk)
    return client.post(address, {**filled(client.get(address)), **changes})


def test_saving_an_untouched_form_changes_nothing(client, draft):
    before = compile_draft(draft)
    for model in ("question", "point", "trigger", "claim", "evidence", "topic", "section"):
        for record in getattr(models, model.capitalize()).objects.all():
            assert save(client, model, record).status_code == 302
    assert save(client, "questionnaire", draft).status_code == 302
    assert compile_draft(draft) == before


def test_question_is_reworded(client, draft):
    save(client, "question", question("has_allergy"), text="Are you allergic to\r\nanything?\x07")
    assert compile_draft(draft).by_key["has_allergy"].text == "Are you allergic to\nanything?"


def test_option_is_added_last_with_a_code_made_from_its_words(client, draft):
    address = page("question", "change", question("heard").pk)
    posted = filled(client.get(address))
    add_row(posted, "options", text="It's a “miracle” of nature")
    assert client.post(address, posted).status_code == 302
    assert list(compile_draft(draft).by_key["heard"].texts)[-1] == "its_a_miracle_of_nature"


def test_words_that_mean_something_everywhere_get_their_code(client, draft):
    address = page("question", "change", question("heard").pk)
    posted = filled(client.get(address))
    add_row(posted, "options", text="I don’t know.")
    client.post(address, posted)
    assert compile_draft(draft).by_key["heard"].offers_dont_know


def test_question_is_added_last_in_its_section_with_a_key_of_its_own(client, draft):
    section = models.Section.objects.get(key="visit")
    address = f"{page('question', 'add')}?section={section.pk}"
    words = {"text": "Ready?", "short": "Again", "kind": "boolean"}
    assert client.post(address, {**filled(client.get(address)), **words}).status_code == 302
    assert [each.key for each in compile_draft(draft).sections[1].items] == [
        "heard",
        "minutes",
        "dose",
        "worries",
        "ready",
        "ready_2",
    ]


def test_key_of_another_question_is_refused(client):
    response = save(client, "question", question("dose"), key="substance")
    assert errors(response) == ["Another one has this key."]


@pytest.mark.parametrize(
    ("model", "record", "name"),
    [
        ("questionnaire", lambda: models.Questionnaire.objects.get(), "slug"),
        ("section", lambda: models.Section.objects.get(key="you"), "key"),
        ("question", lambda: question("dose"), "key"),
        ("question", lambda: question("allergies"), "key"),
        ("point", lambda: models.Point.objects.get(key="allergy"), "key"),
        ("point", lambda: models.Point.objects.get(key="identity"), "key"),
        ("evidence", lambda: models.Evidence.objects.get(key="E1"), "key"),
        ("topic", lambda: models.Topic.objects.get(key="T1"), "key"),
    ],
)
def test_key_can_change_until_it_is_published(client, model, record, name):
    found = record()
    assert save(client, model, found, **{name: "renamed"}).status_code == 302
    found.refresh_from_db()
    assert getattr(found, name) == "renamed"


@pytest.mark.parametrize(
    ("model", "record", "name", "kept"),
    [
        ("questionnaire", lambda: models.Questionnaire.objects.get(), "slug", "small"),
        ("section", lambda: models.Section.objects.get(key="you"), "key", "you"),
        ("question", lambda: question("dose"), "key", "dose"),
        ("question", lambda: question("allergies"), "key", "allergies"),
        ("question", lambda: question("substance"), "key", "substance"),
        ("point", lambda: models.Point.objects.get(key="allergy"), "key", "allergy"),
        ("point", lambda: models.Point.objects.get(key="identity"), "key", "identity"),
        ("evidence", lambda: models.Evidence.objects.get(key="E1"), "key", "E1"),
        ("topic", lambda: models.Topic.objects.get(key="T1"), "key", "T1"),
    ],
)
def test_forged_key_is_ignored_once_it_is_published(client, model, record, name, kept):
    a_version(SMALL)
    found = record()
    assert save(client, model, found, **{name: "renamed"}).status_code == 302
    found.refresh_from_db()
    assert getattr(found, name) == kept


def test_forged_code_of_a_published_option_is_ignored(client, draft):
    a_version(SMALL)
    save(client, "question", question("heard"), **{"options-0-code": "renamed"})
    assert "renamed" not in compile_draft(draft).by_key["heard"].texts


def test_forged_columns_are_ignored(client, draft):
    other = models.Questionnaire.objects.create(slug="other", title="Other", content_version="1")
    forged = {"questionnaire": other.pk, "id": 77, "position": 99, "is_superuser": "on"}
    save(client, "point", models.Point.objects.get(key="allergy"), **forged)
    assert compile_draft(draft) == SMALL


def test_condition_is_an_answer_that_is_picked(client, draft):
    address = page("question", "change", question("dose").pk)
    posted = filled(client.get(address))
    picked = option("heard", "cure")
    add_row(posted, "show_if", line=1, operator="=", option=picked.pk)
    assert client.post(address, posted).status_code == 302
    asked = compile_draft(draft).by_key["dose"]
    assert asked.show_if.conditions == (Condition("heard", Operator.IS, ("cure",)),)


def test_picker_offers_answers_by_question_and_words(client, draft):
    address = "/admin/autocomplete/"
    asked = {"app_label": "intake", "model_name": "triggercondition", "field_name": "option"}
    found = client.get(address, {**asked, "term": "cure", "questionnaire": draft.pk}).json()
    assert [each["text"] for each in found["results"]] == [
        "heard · What have you heard? → It is a cure"
    ]
    elsewhere = client.get(address, {**asked, "term": "cure", "questionnaire": draft.pk + 1})
    assert elsewhere.json()["results"] == []


def test_answer_of_another_questionnaire_is_refused(client, draft):
    a_version()
    other = models.Questionnaire.objects.exclude(pk=draft.pk).get()
    section = models.Section.objects.create(questionnaire=other, key="s", title="S")
    asked = models.Question.objects.create(section=section, key="q", kind="choice", text="Q?")
    stranger = models.Option.objects.create(question=asked, code="a", text="A")
    address = page("question", "change", question("dose").pk)
    posted = filled(client.get(address))
    add_row(posted, "show_if", line=1, operator="=", option=stranger.pk)
    assert errors(client.post(address, posted)) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]


@pytest.mark.parametrize(
    ("source", "operator", "value", "condition"),
    [
        ("minutes", "<", "30", Condition("minutes", Operator.LESS, (30,))),
        ("dose", ">=", "2.5", Condition("dose", Operator.AT_LEAST, (Decimal("2.5"),))),
        ("ready", "=", "No", Condition("ready", Operator.IS, (False,))),
        ("worries", "exists", "yes", Condition("worries", Operator.EXISTS, (True,))),
    ],
)
def test_condition_compares_with_a_value(client, draft, source, operator, value, condition):
    trigger = models.Trigger.objects.get(severity="hold")
    address = page("trigger", "change", trigger.pk)
    posted = filled(client.get(address))
    add_row(posted, "conditions", line=9, operator=operator, source=question(source).pk)
    number = int(posted["conditions-TOTAL_FORMS"]) - 1
    assert client.post(address, {**posted, f"conditions-{number}-value": value}).status_code == 302
    assert compile_draft(draft).points[0].triggers[0].conditions[-1] == condition


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({}, "Pick an answer, or pick a question and write a value."),
        ({"source": "minutes", "value": "soon"}, "Write a number, such as 30."),
        ({"source": "minutes", "value": "NaN"}, "Write a number with at most 10 digits and"),
        ({"source": "minutes", "value": "1e99"}, "Write a number with at most 10 digits and"),
        ({"source": "since", "value": "7/14"}, "Write a date as year-month-day"),
        ({"source": "ready", "value": "maybe"}, "Write yes or no."),
        ({"source": "ready", "operator": ">", "value": "yes"}, "A yes or no is not more or less"),
        ({"source": "worries", "value": "pain"}, "No rule reads free text."),
        ({"source": "heard", "value": "cure"}, "Pick the answer from the first column."),
        ({"source": "allergies", "value": "yes"}, "A group has no answer of its own."),
        ({"option": "cure", "value": "3"}, "Pick an answer or compare a question with a value"),
        ({"option": "cure", "operator": ">"}, "An answer to pick is met or not met"),
        ({"option": "cure", "operator": "!="}, "“Is not” is met by everything a patient left"),
    ],
)
def test_condition_that_means_nothing_is_refused(client, draft, values, complaint):
    address = page("trigger", "change", models.Trigger.objects.get(severity="hold").pk)
    posted = filled(client.get(address))
    row = {"line": 9, "operator": "=", **values}
    if "source" in row:
        row["source"] = question(row["source"]).pk
    if "option" in row:
        row["option"] = option("heard", row["option"]).pk
    add_row(posted, "conditions", **row)
    (found,) = errors(client.post(address, posted))
    assert found.startswith(complaint)
    assert compile_draft(draft) == SMALL


def test_question_that_a_rule_names_is_not_deleted(client, draft):
    asked = question("minutes")
    client.post(page("question", "delete", asked.pk), {"post": "yes"})
    assert compile_draft(draft) == SMALL


def test_order_changes_in_the_form_of_a_section(client, draft):
    section = models.Section.objects.get(key="visit")
    posted = {"questions-2-position": "4", "questions-3-position": "3"}
    assert save(client, "section", section, **posted).status_code == 302
    keys = [each.key for each in compile_draft(draft).sections[1].items]
    assert keys == ["heard", "minutes", "worries", "dose", "ready"]


def test_order_changes_in_the_list_of_points(client, draft):
    first, second = models.Point.objects.order_by("position")[:2]
    moved = {"updatedItems": [[str(first.pk), 2], [str(second.pk), 1]]}
    address = page("point", "sortable_update")
    assert client.post(address, moved, content_type="application/json").status_code == 200
    assert [point.key for point in compile_draft(draft).points] == [second.key, first.key]


def test_list_is_put_in_order_only_where_it_shows_one_questionnaire_whole(client, draft):
    address = page("point", "changelist")
    assert "handle" in client.get(address).content.decode()
    assert "handle" not in client.get(address, {"kind__exact": "risk"}).content.decode()
    assert "handle" not in client.get(address, {"q": "allergy"}).content.decode()


def test_saved_trigger_leads_back_to_its_point(client):
    trigger = models.Trigger.objects.get(severity="hold")
    response = save(client, "trigger", trigger)
    assert response.url == page("point", "change", trigger.point_id)


def test_point_says_in_words_what_raises_it(client):
    point = models.Point.objects.get(key="allergy")
    text = client.get(page("point", "change", point.pk)).content.decode()
    assert "“Any allergy?” is “Yes” or “I don&#x27;t know” and “How many minutes?” is less" in text


def test_address_of_evidence_that_is_a_script_is_refused(client):
    evidence = models.Evidence.objects.get(key="E1")
    response = save(client, "evidence", evidence, url="javascript:alert(1)")
    assert errors(response) == ["An address begins with https:// or http://."]


@pytest.mark.parametrize(
    "parts",
    [
        *('{"name": 3}', '{"surprise": "x"}', '{"name": "\\ud800"}', '{"name": "a\\u0000"}', "{"),
        *('{"name": "a", "name": "b"}', '{"name": ' + "[" * 100_000),
    ],
)
def test_parts_that_are_not_understood_are_refused(client, draft, parts):
    response = save(client, "questionnaire", draft, roles=parts)
    assert len(errors(response)) == 1
    assert escape(parts) in response.content.decode()
    draft.refresh_from_db()
    assert compile_draft(draft) == SMALL


def test_markup_is_shown_letter_for_letter(client):
    nasty = '"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}'
    save(client, "question", question("has_allergy"), text=nasty)
    for address in (page("question", "changelist"), page("section", "change", 1)):
        text = client.get(address, follow=True).content.decode()
        assert "<img src=x" not in text
        assert "<script>alert" not in text


def test_option_page_offers_no_way_that_is_closed(client, draft):
    option = models.Option.objects.first()
    shown = client.get(page("option", "change", option.pk)).content.decode()
    assert "deletelink" not in shown

"""Two people open one form: the second save is refused with both texts, and nothing is lost."""

import pytest

from intake import models
from tests.make.staff import (
    ADMINISTRATOR,
    EDITOR,
    FRONT_DESK,
    a_member,
    add_row,
    filled,
    page,
    read,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lee(draft):
    return signed_in(EDITOR, first_name="Lee", last_name="Tan")


@pytest.fixture
def kim(draft):
    return signed_in(EDITOR, first_name="Kim", last_name="Ode")


def opened(client, model, row):
    return filled(client.get(page(model, "change", row.pk)))


def save(client, model, row, posted):
    return client.post(page(model, "change", row.pk), posted)


def both(response):
    return [(each.label, each.saved, each.typed) for each in response.context["stale"].differs]


def again(response, **changes):
    return {**filled(response), **changes}


ROWS = [
    ("question", models.Question, {"key": "has_allergy"}, "text"),
    ("section", models.Section, {"key": "you"}, "intro"),
    ("point", models.Point, {"key": "allergy"}, "patient"),
    ("evidence", models.Evidence, {"key": "E1"}, "statement"),
    ("topic", models.Topic, {}, "why"),
    ("questionnaire", models.Questionnaire, {}, "title"),
    ("claim", models.Claim, {}, "known"),
]


@pytest.mark.parametrize(("model", "records", "found", "name"), ROWS, ids=[r[0] for r in ROWS])
def test_second_save_is_refused_with_both_texts(lee, kim, model, records, found, name):
    row = records.objects.filter(**found).first()
    first, second = opened(lee, model, row), opened(kim, model, row)
    assert save(lee, model, row, {**first, name: "Lee wrote this"}).status_code == 302
    response = save(kim, model, row, {**second, name: "Kim wrote this"})
    assert response.status_code == 409
    assert [texts[1:] for texts in both(response)] == [("Lee wrote this", "Kim wrote this")]
    told = f"What Saved now Your text {both(response)[0][0]} Lee wrote this Kim wrote this"
    assert told in read(response)
    row.refresh_from_db()
    assert getattr(row, name) == "Lee wrote this"
    assert response.context["adminform"].form[name].value() == "Kim wrote this"
    assert "Lee Tan" in response.content.decode()
    assert save(kim, model, row, again(response)).status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == "Kim wrote this"


def test_what_each_changed_alone_stays_changed(lee, kim):
    row = models.Question.objects.get(key="has_allergy")
    first, second = opened(lee, "question", row), opened(kim, "question", row)
    save(lee, "question", row, {**first, "help": "Lee's reason"})
    response = save(kim, "question", row, {**second, "text": "Kim's words?"})
    assert response.status_code == 409
    assert both(response) == []
    assert "Lee&#x27;s reason" in response.content.decode()
    save(kim, "question", row, again(response))
    row.refresh_from_db()
    assert (row.text, row.help) == ("Kim's words?", "Lee's reason")


def test_rows_are_compared_one_by_one(lee, kim):
    row = models.Question.objects.get(key="has_allergy")
    first, second = opened(lee, "question", row), opened(kim, "question", row)
    add_row(first, "options", text="Lee's answer", code="lees")
    save(lee, "question", row, {**first, "options-0-text": "Yes, says Lee"})
    add_row(second, "options", text="Kim's answer", code="kims")
    response = save(kim, "question", row, {**second, "options-0-text": "Yes, says Kim"})
    assert [texts[1:] for texts in both(response)] == [("Yes, says Lee", "Yes, says Kim")]
    assert save(kim, "question", row, again(response)).status_code == 302
    texts = [option.text for option in row.options.all()]
    assert texts[0] == "Yes, says Kim"
    assert {"Lee's answer", "Kim's answer"} <= {*texts}


def a_row_deleted_meanwhile(lee, kim):
    """A question that Kim opened before Lee deleted a row of it: what she posts, and the place."""
    row = models.Question.objects.get(key="heard")
    option = models.Option.objects.create(question=row, text="A rumour", code="rumour", position=9)
    first, second = opened(lee, "question", row), opened(kim, "question", row)
    place = next(n for n in range(20) if first.get(f"options-{n}-id") == option.pk)
    save(lee, "question", row, {**first, f"options-{place}-DELETE": "on"})
    return row, second, place


def test_text_in_a_row_that_was_deleted_is_kept(lee, kim):
    row, second, place = a_row_deleted_meanwhile(lee, kim)
    response = save(kim, "question", row, {**second, f"options-{place}-text": "Only a rumour"})
    assert response.status_code == 409
    assert "Only a rumour" in response.content.decode()
    save(kim, "question", row, again(response))
    assert row.options.filter(text="Only a rumour").exists()


def test_row_that_another_deleted_and_nobody_touched_stays_deleted_and_is_told(lee, kim):
    row, second, _place = a_row_deleted_meanwhile(lee, kim)
    response = save(kim, "question", row, {**second, "text": "Kim's words?"})
    assert (both(response), "A row was deleted" in response.content.decode()) == ([], True)
    save(kim, "question", row, again(response))
    row.refresh_from_db()
    assert (row.text, row.options.filter(code="rumour").exists()) == ("Kim's words?", False)


def test_condition_of_a_trigger_that_another_changed_is_named_in_words(lee, kim):
    row = models.Trigger.objects.get(severity="hold")
    first, second = opened(lee, "trigger", row), opened(kim, "trigger", row)
    save(lee, "trigger", row, {**first, "severity": "inform"})
    response = save(kim, "trigger", row, {**second, "severity": "discuss"})
    assert [texts[1:] for texts in both(response)] == [("Inform", "Discuss")]


def test_answer_that_a_condition_names_is_shown_as_both_picked_it(lee, kim):
    """A condition and an option each have no page of their own: they are rows."""
    condition = models.TriggerCondition.objects.exclude(option=None).first()
    row, options = condition.trigger, condition.option.question.options
    other = options.exclude(pk=condition.option_id).first()
    third = models.Option.objects.create(
        question=condition.option.question, text="Perhaps", code="perhaps", position=9
    )
    first, second = opened(lee, "trigger", row), opened(kim, "trigger", row)
    field = next(name for name in first if name.endswith("-0-option"))
    assert save(lee, "trigger", row, {**first, field: other.pk}).status_code == 302
    response = save(kim, "trigger", row, {**second, field: third.pk})
    assert response.status_code == 409
    (texts,) = both(response)
    assert other.text in texts[1]
    assert "Perhaps" in texts[2]
    condition.refresh_from_db()
    assert condition.option == other


def test_form_that_does_not_say_what_it_was_opened_on_overwrites_nothing(lee):
    row = models.Question.objects.get(key="has_allergy")
    posted = opened(lee, "question", row)
    forged = [
        {**posted, "_opened_on": "forged"},
        {k: posted[k] for k in posted if k != "_opened_on"},
    ]
    for each in forged:
        response = save(lee, "question", row, {**each, "text": "Overwritten?"})
        assert response.status_code == 409
    row.refresh_from_db()
    assert row.text != "Overwritten?"


def test_account_and_register_are_guarded_too(draft):
    boss, other = signed_in(ADMINISTRATOR), signed_in(ADMINISTRATOR)
    account = a_member(FRONT_DESK, first_name="Sam")
    first, second = opened(boss, "user", account), opened(other, "user", account)
    save(boss, "user", account, {**first, "credentials": "RN"})
    response = save(other, "user", account, {**second, "credentials": "LPN"})
    assert both(response) == [("Credentials", "RN", "LPN")]
    desk, second_desk = signed_in(FRONT_DESK), signed_in(FRONT_DESK)
    kit = models.EmergencyKit.objects.create(
        place="Room 1", checked_on="2026-01-01", check_again_on="2026-06-01"
    )
    first, second = opened(desk, "emergencykit", kit), opened(second_desk, "emergencykit", kit)
    save(desk, "emergencykit", kit, {**first, "place": "Room 2"})
    response = save(second_desk, "emergencykit", kit, {**second, "place": "Room 3"})
    assert both(response) == [("Place", "Room 2", "Room 3")]

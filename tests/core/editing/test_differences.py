"""What differs between two questionnaires, told as a clinic manager would tell it."""

import json

import pytest

from intake.core.documents.codec import questionnaire_from_json
from intake.core.editing.differences import Fate, What, differences, word_runs
from tests.make.shipped import RELEASE_0_1

TEXT = RELEASE_0_1.read_text(encoding="utf-8")
SHIPPED = questionnaire_from_json(TEXT)
HEALTH, PRODUCT = 2, 3


def _told(change):
    document = json.loads(TEXT)
    change(document)
    found = differences(SHIPPED, questionnaire_from_json(json.dumps(document)))
    return [(each.place, each.what, each.part) for each in found]


def _reword(document):
    document["sections"][HEALTH]["items"][0]["text"] = "Are you expecting a baby?"


def _add_option(document):
    asked = document["sections"][HEALTH]["items"][1]
    asked["options"].append({"code": "unsure", "text": "My doctor is not certain"})


def _make_an_entry(document):
    document["schema"] = 2
    option = document["sections"][HEALTH]["items"][1]["options"][0]
    option.update(entry_name="Gelatin", entry_kind="food")


def _remove_point(document):
    document["points"].pop(20)


def _raise_severity(document):
    document["points"][0]["triggers"][0]["severity"] = "hold"


def _ask_always(document):
    question = next(q for q in document["sections"][PRODUCT]["items"] if q["key"] == "product_name")
    del question["show_if"]


def _move_page(document):
    section = document["sections"][PRODUCT]
    section["items"].append(section["items"].pop(1))
    section["pages"].append(section["pages"].pop(1))


def _review(document):
    document["review"] = {"name": "Ana Ruiz", "role": "Allergist", "on": "2026-11-20"}


def _date_evidence(document):
    document["evidence"][0]["review_by"] = "2027-06-01"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda document: None, []),
        (_reword, [("question:pregnancy_status", What.REWORDED, "Question")]),
        (_add_option, [("question:cancer_history", What.REWORDED, "Options")]),
        (_make_an_entry, [("question:cancer_history", What.REWORDED, "Options")]),
        (_remove_point, [("point:recent_illness", What.REMOVED, "")]),
        (_raise_severity, [("point:no_fda_approved_product", What.CHANGED, "Raised by")]),
        (_ask_always, [("question:product_name", What.CHANGED, "Asked")]),
        (_move_page, [("question:source_type", What.MOVED, "")]),
        (_review, [("questionnaire", What.CHANGED, "Clinical review")]),
        (_date_evidence, [("evidence:E01", What.CHANGED, "Read again by")]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_change_is_told_once_and_where_it_is(change, told):
    assert _told(change) == told


def test_condition_is_told_in_the_words_of_the_options():
    document = json.loads(TEXT)
    _ask_always(document)
    [change] = differences(SHIPPED, questionnaire_from_json(json.dumps(document)))
    assert change.before == (
        "when “Product and maker known” is “Yes. I have seen it in writing”, "
        "or “Product and maker known” is “I was told, but I have not seen it”"
    )
    assert change.after == "always"


def test_rewording_is_told_word_by_word():
    runs = word_runs("Do you have asthma?", "Do you or your child have asthma?")
    assert [(run.fate, run.text) for run in runs] == [
        (Fate.KEPT, "Do you "),
        (Fate.NEW, "or your child "),
        (Fate.KEPT, "have asthma?"),
    ]


def test_added_and_removed_question_are_both_told_when_a_key_changes():
    document = json.loads(TEXT)
    section = document["sections"][HEALTH]
    section["items"][0]["key"] = "expecting"
    section["pages"][0] = ["expecting"]
    for point in document["points"]:
        for trigger in point["triggers"]:
            for condition in trigger["conditions"]:
                if condition["question"] == "pregnancy_status":
                    condition["question"] = "expecting"
    found = differences(SHIPPED, questionnaire_from_json(json.dumps(document)))
    assert [(each.place, each.what) for each in found if each.place.startswith("question")] == [
        ("question:expecting", What.ADDED),
        ("question:pregnancy_status", What.REMOVED),
    ]

"""Example patients are kept with a draft and tried on it, and a failing one stops publishing."""

import json
from datetime import UTC, datetime

import pytest

from intake import models
from intake.actions.catalog.compile import compile_draft
from intake.actions.catalog.example_patients import (
    answers_that_fit,
    keep_example_patient,
    read_example_patient,
    try_all,
)
from intake.actions.catalog.import_draft import import_draft
from intake.actions.catalog.publish import PublishingRefused, problems_of, publish
from intake.core.documents.values import DocumentError
from tests.make.builders import a_draft, a_user
from tests.make.shipped import FIXTURES
from tests.make.small import SMALL

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
ALLERGIC = {
    "name": "Allergic to latex",
    "answers": {"full_name": "Ana", "has_allergy": "yes", "minutes": 10, "dose": 3},
    "rows": {"allergies": [{"substance": "Latex", "since": "2021-01-02"}]},
    "expect": {"points": {"allergy": "hold"}, "absent": ["claim:cure"], "asked": ["substance"]},
}


def tried(draft):
    return try_all(draft, compile_draft(draft), at=AT)


def problems(draft):
    return {each.kept.name: each.problems for each in tried(draft)}


def test_patient_is_as_expected():
    draft = a_draft(SMALL)
    answers = {**ALLERGIC["answers"], "heard": ["safe"]}
    keep_example_patient(draft, {**ALLERGIC, "answers": answers})
    assert problems(draft) == {"Allergic to latex": ()}


def test_failing_patient_stops_publishing_and_says_what_was_expected():
    draft = a_draft(SMALL)
    keep_example_patient(draft, {**ALLERGIC, "expect": {"points": {"allergy": "discuss"}}})
    says = (
        "the point “About allergy” came out as “Hold for clinician review”; “Discuss” was expected"
    )
    with pytest.raises(PublishingRefused) as refused:
        publish(draft, by=a_user(), at=AT, why="First")
    assert [(p.place, p.says) for p in refused.value.problems] == [
        ("patient:Allergic to latex", says)
    ]
    assert problems_of(draft, at=AT) == refused.value.problems
    assert not models.Version.objects.exists()


def test_all_shipped_patients_are_as_expected_and_cost_one_query(django_assert_num_queries):
    draft = a_draft()
    for path in sorted((FIXTURES / "patients").glob("*.json")):
        keep_example_patient(draft, json.loads(path.read_text(encoding="utf-8")))
    document = compile_draft(draft)
    with django_assert_num_queries(1):
        found = try_all(draft, document, at=AT)
    assert {each.kept.name: each.problems for each in found if not each.ok} == {}
    assert len(found) == len(list((FIXTURES / "patients").glob("*.json")))


def test_answer_to_a_deleted_question_is_left_out_and_named():
    draft = a_draft(SMALL)
    keep_example_patient(draft, {**ALLERGIC, "expect": {}})
    models.Trigger.objects.all().delete()
    models.Question.objects.get(key="since").delete()
    models.Question.objects.filter(key="dose").update(key="amount")
    (found,) = tried(draft)
    assert (found.unused, found.problems) == (("since", "dose"), ())


def test_answer_that_is_gone_is_reported_with_its_place():
    draft = a_draft(SMALL)
    keep_example_patient(draft, {"name": "Ana", "answers": {"heard": ["safe"]}})
    models.ShowIf.objects.all().delete()
    models.Option.objects.get(code="safe").delete()
    assert problems(draft) == {"Ana": ('answers.heard: "heard" has no option "safe"',)}


def test_entries_of_a_list_that_the_draft_has_no_more_are_left_out():
    rows = {"gone": [{"substance": "Latex"}], **ALLERGIC["rows"]}
    assert list(answers_that_fit(SMALL, {**ALLERGIC, "rows": rows}).rows) == ["allergies"]


def test_patients_stay_when_a_document_is_imported_over_their_draft():
    draft = a_draft(SMALL)
    keep_example_patient(draft, ALLERGIC)
    import_draft(SMALL, by=None, at=AT)
    assert [each.name for each in draft.example_patients.all()] == ["Allergic to latex"]


def test_patient_of_the_same_name_is_replaced_where_it_stands():
    draft = a_draft(SMALL)
    for name in ("Ana", "Bo", "Ana"):
        keep_example_patient(draft, {"name": name, "answers": {"full_name": name}})
    assert [(each.name, each.position) for each in draft.example_patients.all()] == [
        ("Ana", 1),
        ("Bo", 2),
    ]


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ([], "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Ana", "answers": []}, "answers"),
        ({"name": "Ana", "rows": {"allergies": {}}}, "rows.allergies"),
        ({"name": "Ana", "rows": {"allergies": [1]}}, "rows.allergies"),
        ({"name": "Ana", "expect": None}, "expect"),
    ],
)
def test_what_is_no_test_patient_is_not_kept(document, path):
    draft = a_draft(SMALL)
    with pytest.raises(DocumentError) as refused:
        keep_example_patient(draft, document)
    assert refused.value.path == path


def test_file_is_read_against_the_draft():
    with pytest.raises(DocumentError, match="answers.nothing"):
        read_example_patient(SMALL, '{"name": "Ana", "answers": {"nothing": 1}}')

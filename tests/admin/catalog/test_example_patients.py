"""Example patients in the admin: all at once, one by one, brought along, and what none reaches."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake import models
from intake.actions.catalog.example_patients import keep_example_patient
from intake.admin.catalog.example_patients.form import BOTH
from intake.admin.shared.back_to_outline import INCOMPLETE
from tests.make.builders import a_draft
from tests.make.shipped import FIXTURES
from tests.make.staff import EDITOR, page, signed_in

pytestmark = pytest.mark.django_db

ANA = {
    "name": "Ana",
    "answers": {"full_name": "Ana", "has_allergy": "yes", "minutes": 10, "dose": 3},
    "rows": {"allergies": [{"substance": "Latex"}]},
    "expect": {"points": {"allergy": "hold"}},
}


def test_all_are_tried_and_failing_ones_are_named(client, draft):
    keep_example_patient(draft, ANA)
    keep_example_patient(draft, {**ANA, "name": "Bo", "expect": {"absent": ["allergy"]}})
    response = client.get(page("questionnaire", "patients", draft.pk))
    assert [(each.kept.name, each.ok) for each in response.context["tried"]] == [
        ("Ana", True),
        ("Bo", False),
    ]
    assert "1 of 2 not as expected" in response.content.decode()


def test_trying_all_costs_the_same_with_one_and_with_three(client, draft):
    address = page("questionnaire", "patients", draft.pk)
    keep_example_patient(draft, ANA)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for name in ("Bo", "Cy"):
        keep_example_patient(draft, {**ANA, "name": name})
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)


def test_failing_patient_shows_expected_against_actual(client, draft):
    kept = keep_example_patient(draft, {**ANA, "expect": {"absent": ["allergy"]}})
    response = client.get(page("examplepatient", "change", kept.pk))
    first = response.context["lines"][0]
    assert (first.key, first.expected, first.actual) == (
        "allergy",
        "must not appear",
        "Hold for clinician review",
    )
    assert response.context["form"].initial["must_not"] == ["allergy"]
    assert "Not as expected" in response.content.decode()


def test_expectations_are_changed_and_what_must_be_asked_stays(client, draft):
    kept = keep_example_patient(draft, {**ANA, "expect": {"asked": ["substance"]}})
    address = page("examplepatient", "change", kept.pk)
    posted = {"name": "Ana Two", "must": ["allergy=hold"], "must_not": ["claim:cure"]}
    stale = client.post(address, posted)
    assert "Ana Two" in [each.typed for each in stale.context["stale"].differs]
    posted["_opened_on"] = stale.context["opened_on"]
    assert client.post(address, posted)["Location"] == address
    kept.refresh_from_db()
    assert (kept.name, kept.expect) == (
        "Ana Two",
        {"points": {"allergy": "hold"}, "absent": ["claim:cure"], "asked": ["substance"]},
    )


@pytest.mark.parametrize(
    ("beside", "says"),
    [
        ('{"why": "\\ud800"}', "why: holds a NUL or half a character"),
        ('{"why": "a\\u0000"}', "why: holds a NUL or half a character"),
        ("[" * 100_000, "nested deeper"),
        ('{"before": ' + "[" * 100_000, "nested deeper"),
        ('{"why": "a", "why": "b"}', "stands twice"),
        ('{"visit": {"date": NaN}}', "NaN is not a number"),
        ("{", "not JSON at line 1"),
        ("[]", "This must be an object of why, clinic, visit, before."),
        ('{"clinics": {}}', "Not known here: clinics."),
    ],
)
def test_what_stands_beside_a_patient_is_refused_in_words_and_shown_again(
    client, draft, beside, says
):
    kept = keep_example_patient(draft, ANA)
    address = page("examplepatient", "change", kept.pk)
    opened = client.get(address).context["opened_on"]
    response = client.post(address, {"name": "Ana Two", "beside": beside, "_opened_on": opened})
    assert says in str(response.context["form"].errors["beside"])
    assert response.context["form"]["beside"].value() == beside
    kept.refresh_from_db()
    assert (kept.name, kept.beside) == (ANA["name"], {})
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"name": "\u200b"}, {"name": ["Give this example patient a name."]}),
        (
            {"must": ["allergy=hold", "allergy=discuss"]},
            {"must": ["“About allergy” is ticked twice."]},
        ),
        (
            {"must": ["allergy=discuss"], "must_not": ["allergy"]},
            {"must_not": [BOTH.format("About allergy")]},
        ),
    ],
)
def test_what_can_not_come_out_is_refused_in_words(client, draft, said, complaint):
    expected = {"points": {"allergy": "discuss"}, "absent": ["allergy"]}
    kept = keep_example_patient(draft, ANA)
    models.ExamplePatient.objects.update(expect=expected)
    address = page("examplepatient", "change", kept.pk)
    opened = client.get(address).context["opened_on"]
    response = client.post(address, {"name": "Ana", "_opened_on": opened, **said})
    assert response.context["form"].errors == complaint
    kept.refresh_from_db()
    assert kept.expect == expected


def test_name_of_another_patient_is_refused(client, draft):
    keep_example_patient(draft, ANA)
    other = keep_example_patient(draft, {**ANA, "name": "Bo"})
    address = page("examplepatient", "change", other.pk)
    opened = client.get(address).context["opened_on"]
    response = client.post(address, {"name": "Ana", "_opened_on": opened})
    assert response.context["form"].errors == {"name": ["Another example patient has this name."]}


def test_file_of_the_shell_is_brought_along():
    draft, client = a_draft(), signed_in(EDITOR)
    text = (FIXTURES / "patients" / "pregnant.json").read_text(encoding="utf-8")
    posted = {"questionnaire": draft.pk, "document": text}
    response = client.post(page("examplepatient", "add"), posted)
    kept = models.ExamplePatient.objects.get()
    assert response["Location"] == page("examplepatient", "change", kept.pk)
    assert kept.name == json.loads(text)["name"]
    assert client.get(response["Location"]).context["tried"].ok


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("nonsense", "not JSON"),
        ('{"name": "Ana", "answers": {"nothing": "x"}}', "answers.nothing"),
        ('{"name": ""}', "name: must be text"),
        ('{"name": "Ana", "answers": [1]}', "answers"),
        ("[" * 100, "nested deeper"),
    ],
)
def test_file_that_is_no_test_patient_is_refused_with_the_place(client, draft, document, says):
    posted = {"questionnaire": draft.pk, "document": document}
    response = client.post(page("examplepatient", "add"), posted)
    assert says in str(response.context["form"].errors["document"])
    assert not models.ExamplePatient.objects.exists()


def test_coverage_names_what_no_test_patient_reaches(client, draft):
    keep_example_patient(draft, ANA)
    found = client.get(page("questionnaire", "coverage", draft.pk)).context
    left = {
        heading: [(words, more) for words, _address, more in listed]
        for heading, listed in found["unreached"]
    }
    assert left["Points that never appear"] == []
    assert left["Triggers that never fire"] == [("About allergy", ", trigger 2")]
    assert left["Answers that nobody picks"][:2] == [
        ("Any allergy?", " → No"),
        ("Any allergy?", " → I don't know"),
    ]


def test_publish_page_lists_a_failing_patient_with_the_way_to_it(client, draft):
    kept = keep_example_patient(draft, {**ANA, "expect": {"absent": ["allergy"]}})
    response = client.get(page("questionnaire", "publish", draft.pk))
    assert page("examplepatient", "change", kept.pk) in response.content.decode()
    shown = response.context["form"]["standing"].value()
    posted = {"why": "All the same", "standing": shown}
    assert client.post(page("questionnaire", "publish", draft.pk), posted).status_code == 200
    assert not models.Version.objects.exists()


HALF = "\ud800"
UNREADABLE = [
    ({"answers": {"full_name": HALF}}, "answers.full_name: holds a NUL or half a character"),
    ({"answers": {HALF: "x"}}, "answers: the name &quot;\\ud800&quot; can&#x27;t be stored"),
    ({"rows": {"allergies": [{"substance": HALF}]}}, "rows.allergies[0].substance: holds a NUL"),
    ({"rows": {"allergies": [{"id": HALF, "answers": {}}]}}, "rows.allergies[0].id: holds a NUL"),
    ({"expect": {"absent": [HALF]}}, "expect.absent[0]: holds a NUL or half a character"),
    ({"beside": {"why": HALF}}, "why: holds a NUL or half a character"),
    ({"beside": {"before": {"answers": {"gone": 1}}}}, "before.answers.gone: there is no question"),
]


def kept_as_before(draft, columns) -> models.ExamplePatient:
    if connection.vendor == "postgresql" and r"\ud800" in json.dumps(columns):
        pytest.skip("PostgreSQL has never kept half a character")
    kept = keep_example_patient(draft, ANA)
    models.ExamplePatient.objects.filter(pk=kept.pk).update(**columns)
    return kept


@pytest.mark.parametrize(("kept_before", "says"), UNREADABLE)
def test_patient_that_was_kept_and_can_not_be_read_is_shown_in_words_and_mended(
    client, draft, kept_before, says
):
    kept = kept_as_before(draft, kept_before)
    shown = client.get(page("examplepatient", "change", kept.pk)).content.decode()
    assert says in shown
    assert "Answer again as this patient: what can't be read is left out." in shown
    for listed in ("patients", "coverage", "publish", "outline"):
        assert client.get(page("questionnaire", listed, draft.pk)).status_code == 200
    client.post(page("examplepatient", "answer", kept.pk))
    trial = page("questionnaire", "trial", draft.pk)
    is_beside = "answers" not in kept_before and "rows" not in kept_before
    assert ("is left out: " in client.get(trial).content.decode()) is is_beside
    client.post(trial, {"name": "Ana"})
    mended = client.get(page("examplepatient", "change", kept.pk))
    assert mended.context["tried"].ok
    assert models.ExamplePatient.objects.get() == kept


@pytest.mark.parametrize(("kept_before", "_says"), UNREADABLE)
def test_patient_that_can_not_be_read_is_removed(client, draft, kept_before, _says):
    kept = kept_as_before(draft, kept_before)
    address = page("examplepatient", "delete", kept.pk)
    assert client.get(address).status_code == 200
    client.post(address, {"post": "yes"})
    assert not draft.example_patients.exists()


@pytest.mark.parametrize("name", ["preview", "trial", "patients", "coverage"])
def test_page_that_needs_a_whole_draft_says_why_it_led_to_the_outline(client, draft, name):
    models.TriggerCondition.objects.all().delete()
    response = client.get(page("questionnaire", name, draft.pk), follow=True)
    assert response.redirect_chain == [(page("questionnaire", "outline", draft.pk), 302)]
    assert "must be mended first" in response.content.decode()


def test_example_patient_of_a_draft_that_can_not_be_read_leads_to_what_must_be_mended(
    client, draft
):
    kept, outline = keep_example_patient(draft, ANA), page("questionnaire", "outline", draft.pk)
    models.TriggerCondition.objects.all().delete()
    assert client.get(page("examplepatient", "change", kept.pk))["Location"] == outline
    assert client.post(page("examplepatient", "answer", kept.pk))["Location"] == outline
    paper = reverse("admin:intake_examplepatient_paper", args=[kept.pk, "provider"])
    assert client.get(paper).status_code == 404


def test_file_is_brought_along_once_the_draft_is_mended(client, draft):
    models.TriggerCondition.objects.all().delete()
    posted = {"questionnaire": draft.pk, "document": json.dumps(ANA)}
    response = client.post(page("examplepatient", "add"), posted)
    assert response.context["form"].errors == {"questionnaire": [INCOMPLETE]}
    assert not models.ExamplePatient.objects.exists()


def test_empty_draft_is_not_said_to_be_reached_everywhere(client):
    empty = models.Questionnaire.objects.create(slug="empty", title="Empty")
    text = client.get(page("questionnaire", "coverage", empty.pk)).content.decode()
    assert "0 example patients" in text
    assert "Together they reach" not in text

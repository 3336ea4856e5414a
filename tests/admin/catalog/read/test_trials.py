"""What pages of example patients say: what came out, what was expected, and what none reaches."""

import re

import pytest

from intake.actions.catalog.example_patients import keep_example_patient
from tests.make.staff import leads_to, page, read
from tests.provider.pages import words

pytestmark = pytest.mark.django_db

ANA = {
    "name": "Ana",
    "answers": {
        "full_name": "Ana",
        "has_allergy": "yes",
        "minutes": 10,
        "dose": 3,
        "ready": False,
    },
    "rows": {"allergies": [{"substance": "Latex"}]},
    "expect": {"absent": ["allergy"]},
}
BEN = {"name": "Ben", "answers": {"full_name": "Ben"}, "expect": {}}
WRONG = "the point “About allergy” was raised as “Hold for clinician review” and must not be"


def of_own(response) -> list[str]:
    """Where the page leads besides the tools that every page of a draft has."""
    own = leads_to(response)
    return own[own.index(page("questionnaire", "import")) + 2 :]


def test_every_example_patient_is_listed_with_what_is_wrong_and_how_many_are(client, draft):
    address = page("questionnaire", "patients", draft.pk)
    assert "No example patient yet. Answer the preview and keep" in read(client.get(address))
    ben = keep_example_patient(draft, BEN)
    assert "✓ All 1 as expected on the draft as it is now." in read(client.get(address))
    ana = keep_example_patient(draft, ANA)
    response = client.get(address)
    assert "✗ 1 of 2 not as expected. The draft can't be published like this." in read(response)
    assert f"Comes out Ben ✓ as expected Ana ✗ {WRONG}" in read(response)
    assert of_own(response) == [
        page("questionnaire", "preview", draft.pk),
        f"{page('examplepatient', 'add')}?questionnaire={draft.pk}",
        page("questionnaire", "coverage", draft.pk),
        page("examplepatient", "change", ben.pk),
        page("examplepatient", "change", ana.pk),
    ]


def test_one_who_came_out_wrong_says_so_with_what_was_expected_and_why(client, draft):
    kept = keep_example_patient(draft, ANA)
    response = client.get(page("examplepatient", "change", kept.pk))
    told = f"✗ Not as expected. The draft can't be published like this. {WRONG}"
    assert f"{told} Answer again as this patient Provider copy" in read(response)
    (table,) = re.findall(r"<tbody>.*?</tbody>", response.content.decode(), re.DOTALL)
    assert words(table) == (
        "About allergy allergy must not appear ✗ Hold for clinician review Allergy: “Yes” Minutes:"
        " “10” Dose: “3” Ready: “No” About always always nothing Inform no answer"
    )
    assert "All answers About you What is your name? “Ana” Any allergy? Yes To what? (Latex)" in (
        read(response)
    )
    assert of_own(response) == [
        page("examplepatient", "answer", kept.pk),
        page("examplepatient", "paper", kept.pk, "provider"),
        page("examplepatient", "paper", kept.pk, "patient"),
        page("examplepatient", "delete", kept.pk),
    ]


def test_one_who_came_out_as_expected_says_so_and_shows_what_must_come_out(client, draft):
    kept = keep_example_patient(draft, BEN)
    told = read(client.get(page("examplepatient", "change", kept.pk)))
    assert "✓ As expected on the draft as it is now. Answer again" in told
    assert "Not as expected" not in told
    assert "What must come out Name:" in told
    assert (
        "Must appear All that appear now. Tick those that this patient is there to prove." in told
    )
    assert "Inform: About always Must not appear:" in told
    assert '{ "name": "Ben", "answers": { "full_name": "Ben" }' in told


def test_answers_that_the_draft_does_not_ask_for_any_more_are_named(client, draft):
    kept = keep_example_patient(draft, BEN)
    draft.sections.get(key="you").questions.filter(key="full_name").delete()
    told = read(client.get(page("examplepatient", "change", kept.pk)))
    assert "Answered, but not in the draft any more: full_name. These answers are left out." in told


def test_what_no_example_patient_reaches_is_counted_and_leads_to_where_it_is_mended(client, draft):
    address = page("questionnaire", "coverage", draft.pk)
    keep_example_patient(draft, ANA)
    response = client.get(address)
    told = read(response)
    assert "1 example patient answered the draft as it is now. Triggers that never fire" not in told
    assert "Together they reach every" not in told
    asked = draft.sections.get(key="visit").questions.get(key="heard")
    point = draft.points.get(key="allergy")
    picked = "Any allergy? → No Any allergy? → I don't know What have you heard? → It is safe"
    assert f"Answers that nobody picks (6) {picked}" in told
    assert f"{page('questionnaire', 'outline', draft.pk)}#question-{asked.pk}" in of_own(response)
    keep_example_patient(draft, BEN)
    assert "2 example patients answered" in read(client.get(address))
    assert page("point", "change", point.pk) not in of_own(response)

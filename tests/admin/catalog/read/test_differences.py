"""What the pages that compare say: whom new rules would hold, and what a document brings in."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from intake import models
from intake.admin.catalog import difference as pages
from intake.core.documents.codec import questionnaire_to_json
from intake.core.questionnaire.answers import Answers, Chosen, Row
from intake.core.questionnaire.points import Severity
from tests.make.builders import a_sent_submission, a_version, a_visit, reworded
from tests.make.guards import guards_down
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import leads_to, page, read, shown

pytestmark = pytest.mark.django_db

ALLERGIC = {"has_allergy": Chosen(("yes",)), "minutes": 10, "dose": Decimal(3)}


@pytest.fixture
def sent():
    """Version 1 holds one of two patients, version 2 nobody; version 3 has no “About always”."""
    allergy, *others = SMALL.points
    first, *more = allergy.triggers
    lighter = replace(allergy, triggers=(replace(first, severity=Severity.DISCUSS), *more))
    version = a_version(SMALL)
    a_version(replace(SMALL, points=(lighter, *others)))
    a_version(replace(SMALL, points=(allergy,)))
    a_sent_submission(visit=a_visit(version=version), answers=SMALL_ANSWERS)
    rows = {"allergies": (Row("a", {"substance": "Latex"}),)}
    held = Answers({**SMALL_ANSWERS.top, **ALLERGIC}, rows)
    a_sent_submission(visit=a_visit(version=version), answers=held)


def counted(client, draft, before, after) -> str:
    states = {"before": before, "after": after}
    told = read(client.post(page("questionnaire", "replay", draft.pk), states))
    assert "could not be read" not in told
    return told.partition("nobody's answers are shown. ")[2]


def test_two_states_are_chosen_by_words_and_the_paper_says_when_it_was_printed(client, draft):
    a_version(SMALL)
    response = client.get(page("questionnaire", "difference", draft.pk))
    for name, words, chosen in (("before", "From", "1"), ("after", "to", "draft")):
        states = (("draft", "the draft"), ("1", "version 1"))
        options = " ".join(
            f'<option value="{code}"{" selected" if code == chosen else ""}>{said}</option>'
            for code, said in states
        )
        select = f'<select name="{name}" id="id_{name}"> {options} </select>'
        assert f'<label for="id_{name}">{words}</label> {select}' in shown(response)
    day = timezone.localdate()
    told = f"A small questionnaire, from version 1 to the draft. Printed on {day:%d-%b-%Y}, "
    assert told in read(response)
    headed = 'aria-labelledby="replay"> <h2 id="replay">Whom it would affect</h2>'
    assert headed in shown(response)
    assert "Nobody has sent this questionnaire yet." in read(response)


def test_two_states_that_can_not_be_compared_are_named_with_what_to_do(client, draft, sent):
    with guards_down(connection):
        models.Version.objects.filter(number=2).update(sha256="0" * 64)
    address = page("questionnaire", "difference", draft.pk)
    response = client.get(address, {"before": "2"})
    assert 'aria-labelledby="refused"> <h2 id="refused">These two can' in shown(response)
    told = read(response)
    assert "It can be counted between states that can be read." in told
    assert "These two can't be compared" in told
    assert "Choose another version above to compare with that." in told
    assert "Count" not in told.partition("Whom it would affect")[2].split()
    models.TriggerCondition.objects.all().delete()
    headed = 'aria-labelledby="refused"> <h2 id="refused">The draft can'
    assert headed in shown(client.get(address))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("1", "2", "1 of 2 would not be held any more 1 of 2 would see About allergy earlier or"),
        ("2", "1", "1 of 2 would be held for clinician review and are not now 1 of 2 would see"),
        ("1", "3", "2 of 2 would lose About always Points"),
        ("3", "1", "2 of 2 would gain About always Points"),
        ("1", "draft", "No point would come or go for any of them."),
    ],
)
def test_whom_new_rules_would_hold_or_let_go_is_counted(client, draft, sent, before, after, told):
    assert counted(client, draft, before, after).startswith(told)


def test_counting_is_asked_for_the_two_states_that_are_compared(client, draft, sent, monkeypatch):
    asked = {"before": "2", "after": "3"}
    response = client.get(page("questionnaire", "difference", draft.pk), asked)
    for name, value in asked.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in response.content.decode()
    told = "Patients have sent 2 questionnaires. These rules can be run over them and counted; you"
    assert f"{told} see no answers. Count" in read(response)
    assert page("questionnaire", "replay", draft.pk) in leads_to(response)
    monkeypatch.setattr(pages, "MOST", 1)
    told = read(client.get(page("questionnaire", "difference", draft.pk), asked))
    assert "These rules can be run over the newest 1 and counted; you see no answers." in told


def test_what_a_document_replaces_is_said_before_it_is_confirmed(client, draft):
    text = questionnaire_to_json(reworded(SMALL, "dose", "How much of it?"))
    file = SimpleUploadedFile("document.json", text.encode(), "application/json")
    response = client.post(page("questionnaire", "import"), {"document": file})
    told = read(response)
    assert (
        "This replaces the whole draft of “A small questionnaire” (key small). Published versions,"
        " example patients and sent answers stay as they are. Nothing has been saved yet." in told
    )
    assert "What would change in the draft Questions How much of it? Reworded: Question" in told
    assert f'name="read" value="{response.context["read"]}"' in response.content.decode()
    assert page("questionnaire", "changelist") in leads_to(response)


def test_what_a_new_document_makes_is_counted_and_a_file_is_asked_for_first(client):
    address = page("questionnaire", "import")
    assert 'enctype="multipart/form-data"' in client.get(address).content.decode()
    text = questionnaire_to_json(replace(SMALL, key="other", title="Other"))
    file = SimpleUploadedFile("document.json", text.encode(), "application/json")
    told = read(client.post(address, {"document": file}))
    kinds = f"{len(SMALL.questions)} questions and {len(SMALL.points)} points"
    assert f"This makes a new questionnaire, “Other” (key other), with {kinds}." in told
    refused = client.post(address, {"document": SimpleUploadedFile("x.json", b"")})
    assert "Nothing was imported. Please correct what is marked below." in read(refused)
    assert "The file is empty." in read(refused)

"""What was kept is kept: when the database fails after the commit, the answer stays what it was."""

import pytest
from django.db import OperationalError, connection

from intake import models
from intake.patient import pages, send
from intake.provider.talk import outcomes
from tests.journeys.person import Person
from tests.make.builders import a_submission, a_visit, patient_answers
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_room, fresh, outcomes_kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def fails_after(monkeypatch):
    """From the moment an action has returned, every statement raises; says how many did."""
    raised = []

    def refuse(_execute, sql, *_anything):
        raised.append(sql)
        raise OperationalError("gone")

    def after(module, name):
        action = getattr(module, name)

        def committed(*anything, **named):
            done = action(*anything, **named)
            # Released here, because the wrapper has to outlive the request.
            connection.execute_wrappers.append(refuse)
            return done

        monkeypatch.setattr(module, name, committed)
        return raised

    yield after
    if refuse in connection.execute_wrappers:
        connection.execute_wrappers.remove(refuse)


def test_sent_answers_are_received_whatever_fails_afterwards(fails_after):
    visit = a_visit()
    a_submission(visit=visit, answers=patient_answers())
    person = Person(visit).enter().get("/p/sign/")
    form = person.screen.main
    ticked = {name: values[0] for name, values in form.offered.items()}
    fails_after(send, "sign_and_send")
    fields = {**form.fields, **ticked, "-signature": "Maria Delgado"}

    response = person.client.post("/p/sign/", fields)

    assert (response.status_code, response["Location"]) == (302, "/p/sent/")
    connection.execute_wrappers.clear()
    assert models.FrozenDiscussion.objects.count() == 1
    assert models.Job.objects.exists(), "the paper was not asked for within the transaction"


def test_an_outcome_that_was_recorded_leads_on_whatever_fails_afterwards(fails_after):
    provider = a_provider()
    visit = fresh(a_room(provider).submission.visit)
    client = signed_in(provider)
    raised = fails_after(outcomes, "mark_matter")
    said = {"seen": 0, "revision": 1, "outcome": "discussed", "note-2": "She said it back."}

    response = client.post(f"/provider/visits/{visit.reference}/points/2/", said)

    connection.execute_wrappers.clear()
    assert (response.status_code, bool(raised)) == (302, True)
    assert outcomes_kept() == [(2, "discussed")]


def test_a_page_that_was_kept_leads_on_whatever_fails_afterwards(fails_after):
    person = Person(a_visit()).enter().get("/p/q/allergies/1/")
    form = person.screen.main
    fails_after(pages, "save_page")

    response = person.client.post("/p/q/allergies/1/", {**form.fields, "has_allergy": "no"})

    assert response.status_code == 302
    connection.execute_wrappers.clear()
    assert models.AnswerSheet.objects.count() == 1

"""Answers reopened on the clinic's device: the patient says that nothing has changed, or edits."""

import pytest
from django.test import Client
from django.utils import timezone

from intake import models
from intake.actions.talk.corrections import reopen
from tests.make.builders import BIRTH_DATE, a_user, say
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_room, changed_answers, fresh
from tests.make.values import chose
from tests.pdf.pages import text_in
from tests.provider.pages import address, talk_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion():
    return a_room(a_provider())


@pytest.fixture
def patient(discussion):
    token = reopen(discussion.submission.visit, reason="Today", by=a_user(), at=timezone.now())
    client = Client()
    born = {f"birth_date-{part}": getattr(BIRTH_DATE, part) for part in ("month", "day", "year")}
    client.post(f"/p/{token}/", born)
    return client


def unchanged(client, discussion):
    return client.post("/p/unchanged/", {"-visit": discussion.submission_id}, follow=True)


def test_patient_is_offered_to_say_that_nothing_has_changed(patient):
    assert "Nothing has changed" in patient.get("/p/tasks/").content.decode()


def test_word_of_the_patient_closes_the_answers_and_is_stamped_on_page_and_paper(
    patient, discussion
):
    assert unchanged(patient, discussion).status_code == 200
    visit = fresh(discussion.submission.visit)
    kept = models.ConfirmedRecord.objects.get()
    assert (visit.state, kept.by, kept.discussion_id) == ("sent", None, discussion.pk)
    assert "The patient confirmed that nothing has changed" in words(talk_of(visit))
    pdf = signed_in(visit.provider).get(address(visit, "provider.pdf")).content
    assert "The patient confirmed that nothing has changed" in text_in(pdf)


def test_changed_answers_are_to_be_sent_instead(patient, discussion):
    submission = models.Submission.objects.get(pk=discussion.submission_id)
    say(submission, changed_answers(dizzy=chose("no")))
    response = unchanged(patient, discussion)
    assert response.status_code == 409
    assert "Send them instead." in response.content.decode()
    assert not models.ConfirmedRecord.objects.exists()

"""The copy again: for seven days after sending and after signing, with link and birth date."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from intake.actions.visits.standing import take_out
from intake.actions.visits.visits_and_links import revoke
from intake.core.limits import COPY_OPENS
from intake.core.questionnaire.answers import Unsaid
from intake.core.talk.outcomes import Outcome
from intake.models import AccessEvent, Invitation, Standing, StoredPdf, Submission, WhyNotPlanned
from intake.patient.session import COOKIE
from intake.pdf.printer.text_of import text_of
from tests.journeys.person import Person
from tests.journeys.screen import Screen
from tests.make.builders import a_link, a_sent_submission, a_version, a_visit, patient_answers
from tests.make.printers import all_is_printed
from tests.make.room import ANSWERS, DECLINE, ROOM, fresh, marked, reopened, signed
from tests.patient.test_links import RIGHT, WRONG

pytestmark = pytest.mark.django_db
RECEIVED = "The answers were received on"


@pytest.fixture
def sent():
    """A discussion that was sent, with the token of the patient's own link."""
    a_version(ROOM)
    visit = a_visit()
    token = a_link(visit)
    frozen = a_sent_submission(visit=visit, answers=ANSWERS)
    frozen.token = token
    return frozen


def later(days: float):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def entered(frozen) -> Person:
    return Person(token=frozen.token).enter()


def test_link_and_birth_date_open_the_copy_that_was_kept_and_each_opening_is_logged(sent):
    all_is_printed()
    with later(6.9):
        page = Client().get(f"/p/{sent.token}/").content.decode()
        assert Screen(page).heading == "What is your date of birth?"
        assert "For some days this link opens your copy" in page
        person = entered(sent)
        copy = [person.client.get("/p/copy.pdf") for _ in range(2)]

    assert person.at == "/p/sent/"
    assert sent.submission.visit.reference in person.screen.text
    assert copy[0]["Content-Type"] == "application/pdf"
    assert copy[0].content == copy[1].content
    assert StoredPdf.objects.filter(copy="patient").count() == 1
    assert AccessEvent.objects.filter(action="copy_opened").count() == 2
    assert AccessEvent.objects.filter(action="opened", detail="for the copy").count() == 1


def test_a_session_for_the_copy_leads_to_no_page_of_the_answers(sent):
    person = entered(sent)
    for address in ("tasks/", "check/", "sign/", "q/all/1/"):
        assert person.get(f"/p/{address}").at in ("/p/sent/", f"/p/{address}")
        assert "cord" not in person.screen.text
    assert Submission.objects.get().state == "sent"


def test_after_seven_days_the_link_shows_a_receipt_and_whom_to_ask(sent):
    with later(7.001):
        answer = Client().get(f"/p/{sent.token}/").content.decode()
        posted = Client().post(f"/p/{sent.token}/", RIGHT)
    assert RECEIVED in answer
    assert "ask them to reopen the form" in answer
    assert "birth_date" not in answer
    assert RECEIVED in posted.content.decode()
    assert COOKIE not in posted.cookies


def test_signing_opens_it_again_and_it_is_the_copy_of_the_talk(sent):
    with later(20):
        marked(sent, 1, Outcome.STAYS)
        signed(sent, DECLINE)
        all_is_printed()
    with later(26.9):
        person = entered(sent)
        text = " ".join(text_of(person.client.get("/p/copy.pdf").content))
        assert "Your copy of the talk" in person.screen.text
        assert "Your provider will not give this treatment." in text
    with later(27.1):
        assert RECEIVED in Client().get(f"/p/{sent.token}/").content.decode()


def test_a_talk_that_is_not_signed_yet_does_not_leave_the_room(sent):
    before = entered(sent).client.get("/p/copy.pdf").content
    visit = fresh(sent.submission.visit)
    visit.talk = "begun"
    visit.save(update_fields=["talk"])
    assert entered(sent).client.get("/p/copy.pdf").content == before


def test_five_wrong_dates_lock_the_link_and_it_shows_the_receipt(sent):
    for _ in range(5):
        answer = Client().post(f"/p/{sent.token}/", WRONG)
        assert COOKIE not in answer.cookies
    assert answer.status_code == 403
    answer = Client().get(f"/p/{sent.token}/").content.decode()
    assert RECEIVED in answer
    assert "your link and your date of birth open" not in answer


def test_never_with_a_link_of_the_clinics_device_and_never_with_one_that_was_taken_back(sent):
    Invitation.objects.update(is_on_device=True)
    assert COOKIE not in Client().post(f"/p/{sent.token}/", RIGHT).cookies
    Invitation.objects.update(is_on_device=False)
    mine = Invitation.objects.order_by("pk").first()
    revoke(mine, by=mine.created_by, at=timezone.now())
    assert Client().get(f"/p/{sent.token}/").status_code == 410


def test_no_copy_while_the_answers_are_open_again(sent):
    person = entered(sent)
    reopened(sent)
    assert person.get("/p/copy.pdf").response["Content-Type"].startswith("text/html")
    assert Client().post(f"/p/{sent.token}/", RIGHT).status_code == 410


def test_no_copy_of_a_visit_that_was_entered_by_mistake(sent):
    visit, at = fresh(sent.submission.visit), timezone.now()
    take_out(visit, Standing.MISTAKE, why=WhyNotPlanned.DESK, by=visit.provider, at=at)
    assert RECEIVED in Client().post(f"/p/{sent.token}/", RIGHT).content.decode()


def test_the_page_names_nothing_that_the_patient_keeps_for_the_room():
    answers = patient_answers("says_it_in_person")
    assert Unsaid.DECLINED in answers.top.values()
    visit = a_visit()
    token = a_link(visit)
    frozen = a_sent_submission(visit=visit, answers=answers)
    private = [point.title for point in frozen.read().points if point.is_private]
    text = Person(token=token).enter().screen.text
    assert private
    assert not [title for title in private if title in text]


def test_seven_days_are_the_limit():
    assert timedelta(days=7) == COPY_OPENS

"""The visit for the patient's own calendar, once the answers are sent."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from intake.actions.answers.submit import send
from intake.models import Site, Visit
from intake.patient.session import COOKIE
from tests.make.builders import NAME, a_version, a_visit, an_entry, say
from tests.make.small import SMALL, SMALL_ANSWERS

pytestmark = pytest.mark.django_db
DAY = date.today() + timedelta(days=9)


@pytest.fixture
def event():
    """The lines of the file for a visit at this time."""

    def lines(at: time | None) -> list[str]:
        a_version(SMALL)
        Site.objects.update(time_zone="America/Phoenix")
        visit = a_visit(day=DAY)
        Visit.objects.update(time=at)
        entry = an_entry(visit)
        submission = entry.session.invitation.visit.submission
        say(submission, SMALL_ANSWERS)
        send(submission, session=entry.session, signature=NAME, at=timezone.now())
        client = Client()
        client.cookies[COOKIE] = entry.key
        answer = client.get("/p/visit.ics")
        assert answer["Content-Type"].startswith("text/calendar")
        return answer.content.decode().split("\r\n")

    return lines


def test_a_visit_with_a_time_is_half_an_hour_by_the_sites_clock(event):
    told = event(time(9, 30))
    assert f"DTSTART:{DAY:%Y%m%d}T163000Z" in told and f"DTEND:{DAY:%Y%m%d}T170000Z" in told
    assert "SUMMARY:Clinic visit" in told


def test_a_visit_without_a_time_takes_its_day(event):
    assert f"DTSTART;VALUE=DATE:{DAY:%Y%m%d}" in event(None)


def test_there_is_no_event_before_the_answers_are_sent():
    client = Client()
    client.cookies[COOKIE] = an_entry().key
    assert client.get("/p/visit.ics").status_code == 302

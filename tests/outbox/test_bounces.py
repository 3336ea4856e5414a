"""A mail that comes back is told on the visit, and nothing else of it is kept."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone

from intake import models
from intake.actions.jobs import ask_for
from intake.actions.visits.contact import Contact, correct_contact
from intake.models import JobState
from intake.outbox.bounces import read_bounce
from tests.make.builders import a_user, a_visit
from tests.make.staff import FRONT_DESK, signed_in

NAME = "0d9c1f7e-6f6e-4b52-9d5b-6f1d3a0b7c11"


REPORT = """\
From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain; charset=us-ascii

<m.delgado@example.org>: host mx.example said: 550 no such user

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; m.delgado@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--cut
Content-Type: {returned}

To: m.delgado@example.org
Message-ID: {message_id}
Subject: Please fill in a form before your visit

--cut--
"""


def report(
    message_id: str, *, action: str = "failed", status: str = "5.1.1", whole: bool = False
) -> bytes:
    """As Postfix writes it: words, the report, and the headers or the whole of what came back."""
    returned = "message/rfc822" if whole else "text/rfc822-headers"
    told = {"message_id": message_id, "action": action, "status": status, "returned": returned}
    return REPORT.format(**told).encode()


@pytest.mark.parametrize("whole", [True, False])
def test_a_report_names_our_message_and_why(whole):
    bounce = read_bounce(report(f"<m.{NAME}@clinic.example>", whole=whole))
    assert (str(bounce.job), bounce.status) == (NAME, "5.1.1")


@pytest.mark.parametrize(
    "content",
    [
        report(f"<m.{NAME}@clinic.example>", action="delayed", status="4.4.1"),
        report(f"<m.{NAME}@clinic.example>", action="delivered", status="2.0.0"),
        report("<somebody.else@example.org>"),
        b"",
        b"\xff\xfe\x00nonsense",
        b"From: a@b.example\n\nI am on holiday until Monday.",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status",
    ],
)
def test_whatever_else_comes_is_left(content):
    assert read_bounce(content) is None


def a_mailed_visit() -> models.Job:
    visit = a_visit(day=timezone.localdate() + timedelta(days=3))
    earlier = timezone.now() - timedelta(hours=1)
    correct_contact(visit, Contact(mail="m.delgado@example.org"), by=a_user(), at=earlier)
    job = ask_for(models.JobKind.INVITATION, visit=visit, subject=visit.pk, at=timezone.now())
    job.state, job.code, job.settled_at = JobState.DONE, "sent", timezone.now()
    job.save()
    return job


def take(monkeypatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    call_command("messages", bounce=True)


@pytest.mark.django_db
def test_desk_reads_that_the_mail_came_back(monkeypatch):
    job = a_mailed_visit()
    for _twice in range(2):
        take(monkeypatch, report(f"<m.{job.pk}@clinic.example>"))
    job.refresh_from_db()
    assert (job.state, job.code) == (JobState.FAILED, "bounced_5.1.1")
    assert models.Patient.objects.get().mail_bad == "bounced_5.1.1"
    page = signed_in(FRONT_DESK).get(f"/desk/days/{job.visit.date}/").content.decode()
    assert "Did not arrive" in page and "the mail came back" in page


@pytest.mark.django_db
def test_an_address_that_was_corrected_meanwhile_is_not_blamed(monkeypatch):
    job = a_mailed_visit()
    better = Contact(mail="maria@example.org")
    correct_contact(job.visit, better, by=a_user(), at=timezone.now() + timedelta(minutes=1))
    take(monkeypatch, report(f"<m.{job.pk}@clinic.example>"))
    assert models.Patient.objects.get().mail_bad == ""


@pytest.mark.django_db
def test_a_report_that_names_a_text_blames_no_address(monkeypatch):
    job = a_mailed_visit()
    models.Job.objects.update(code="texted")
    take(monkeypatch, report(f"<m.{job.pk}@clinic.example>"))
    assert models.Patient.objects.get().mail_bad == ""


@pytest.mark.django_db
def test_a_mail_of_somebody_else_changes_nothing(monkeypatch):
    job = a_mailed_visit()
    take(monkeypatch, report(f"<m.{NAME}@clinic.example>"))
    job.refresh_from_db()
    assert job.state == JobState.DONE

"""A message goes out once, says what it must, names nobody; the desk is told when it fails."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.answers.from_paper import Paper, type_in
from intake.actions.jobs import claim, settle
from intake.actions.visits.contact import AddressRefused, Contact, correct_contact, tidy_address
from intake.actions.visits.enter import try_birth_date
from intake.actions.visits.messages import KINDS, plan, send_now
from intake.actions.visits.standing import take_out
from intake.actions.visits.visits_and_links import revoke, token_of
from intake.models import JobState, Standing, WhyNotPlanned
from intake.outbox.work import send_next
from tests.make.builders import a_draft, a_sent_submission, a_user, a_visit, an_invitation
from tests.make.small import SMALL
from tests.make.staff import FRONT_DESK, signed_in
from tests.outbox.server import NOON, sent

pytestmark = pytest.mark.django_db


def expecting_mail(name: str = "Maria Delgado", days: int = 3) -> models.Visit:
    visit = a_visit(name=name, day=timezone.localdate() + timedelta(days=days))
    correct_contact(visit, Contact(mail="m.delgado@example.org"), by=a_user(), at=timezone.now())
    return models.Visit.objects.select_related("patient").get(pk=visit.pk)


def test_a_planned_message_goes_out_once_with_the_link_and_names_nobody(mail):
    visit = expecting_mail()
    models.Visit.objects.update(created_at=NOON - timedelta(hours=1))
    sent(mail)
    (message,) = sent(mail, NOON + timedelta(hours=1))
    assert message["To"] == "m.delgado@example.org"
    text = message.get_body(("plain",)).get_content()
    token = text.split("/p/")[1].split("/")[0]
    assert reverse("patient:link", args=[token]) in message.get_body(("html",)).get_content()
    whole = f"{message['Subject']} {text}"
    for word in ("Delgado", "Maria", "exosome", visit.reference, visit.questionnaire.title):
        assert word.casefold() not in whole.casefold()
    assert "date of birth, never for a password" in text and "works through" in text


def test_the_demonstration_shows_what_went_out_also_when_the_visit_needs_no_link_any_more(
    mail, settings
):
    visit = expecting_mail()
    models.Visit.objects.update(created_at=NOON - timedelta(hours=1))
    sent(mail)
    assert len(sent(mail, NOON + timedelta(hours=1))) == 1
    a_sent_submission(visit=visit)
    models.Invitation.objects.update(token=None)
    settings.DEMONSTRATION = True
    assert signed_in(FRONT_DESK).get(reverse("desk:messages")).status_code == 200


def test_nothing_of_a_message_stays_in_its_row(mail):
    expecting_mail()
    models.Visit.objects.update(created_at=NOON - timedelta(hours=1))
    sent(mail)
    row = repr(models.Job.objects.values().get())
    for canary in ("delgado", "example.org", "/p/"):
        assert canary not in row.casefold()


@pytest.mark.parametrize("what", ["sent", "cancelled", "no address", "moved away", "typed in"])
def test_what_is_not_wanted_any_more_is_not_sent(mail, what):
    visit = expecting_mail()
    send_now(visit, at=NOON)
    if what == "sent":
        a_sent_submission(visit=visit)
    if what == "cancelled":
        out = {"why": WhyNotPlanned.PATIENT, "by": a_user(), "at": timezone.now()}
        take_out(visit, Standing.CANCELLED, **out)
    if what == "no address":
        correct_contact(visit, Contact(), by=a_user(), at=timezone.now())
    if what == "moved away":
        models.Visit.objects.update(date=timezone.localdate(NOON) - timedelta(days=1))
    if what == "typed in":
        type_in(visit, Paper(), by=a_user(), at=timezone.now())
    while send_next(at=NOON):
        pass
    assert mail.taken == []
    assert models.Job.objects.get(kind="invitation").state == JobState.DONE


def test_a_refused_address_is_told_once_and_never_tried_again(mail):
    visit = expecting_mail()
    mail.answer = "550 no such address"
    send_now(visit, at=NOON)
    send_next(at=NOON)
    job = models.Job.objects.get(kind="invitation")
    assert (job.state, job.code) == (JobState.FAILED, "refused_550")
    page = signed_in(FRONT_DESK).get(f"/desk/days/{visit.date}/").content.decode()
    assert "Did not arrive" in page and "no such address" in page and "1 needs you" in page
    assert plan(at=NOON) == 0


@pytest.mark.parametrize("what", ["CannotOpen", "NothingPublished"])
def test_a_message_that_cannot_be_made_is_told_and_keeps_no_other_from_going_out(mail, what):
    visit, other = expecting_mail(), expecting_mail("Ann Whole")
    if what == "CannotOpen":
        models.Patient.objects.filter(pk=visit.patient_id).update(mail=b"altered")
    else:
        models.Visit.objects.filter(pk=visit.pk).update(questionnaire=a_draft(SMALL))
    for each in (visit, other):
        send_now(each, at=NOON)
    while send_next(at=NOON):
        pass
    job = models.Job.objects.get(kind="invitation", visit=visit)
    assert (job.state, job.code, len(mail.taken)) == (JobState.FAILED, what, 1)
    page = signed_in(FRONT_DESK).get(f"/desk/days/{visit.date}/").content.decode()
    assert "it could not be made" in page


@pytest.mark.parametrize("answer", ["451 try later", "421 busy"])
def test_a_server_that_says_later_is_asked_later(mail, answer):
    visit = expecting_mail()
    mail.answer = answer
    send_now(visit, at=NOON)
    send_next(at=NOON)
    job = models.Job.objects.get(kind="invitation")
    assert job.state == JobState.WAITING and job.due_at > timezone.now()
    mail.answer = "250 OK"
    models.Job.objects.update(due_at=NOON)
    send_next(at=NOON)
    assert len(mail.taken) == 1


@pytest.mark.parametrize("answer", ["550 sender not allowed", "530 authenticate first"])
def test_a_server_that_refuses_the_clinic_says_nothing_about_the_address(mail, answer):
    visit = expecting_mail()
    mail.sender_answer = answer
    send_now(visit, at=NOON)
    send_next(at=NOON)
    job = models.Job.objects.get(kind="invitation")
    assert (job.state, job.code) == (JobState.WAITING, f"later_{answer[:3]}")
    assert not models.Patient.objects.get().mail_bad
    mail.sender_answer = "250 OK"
    models.Job.objects.update(due_at=NOON)
    send_next(at=NOON)
    assert len(mail.taken) == 1


def test_a_server_that_is_away_costs_no_message(mail, settings):
    visit = expecting_mail()
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    send_now(visit, at=NOON)
    send_next(at=NOON)
    assert models.Job.objects.get(kind="invitation").code == "no_server"
    settings.EMAIL_PORT = there
    models.Job.objects.update(due_at=NOON)
    send_next(at=NOON)
    assert len(mail.taken) == 1


def test_a_worker_that_died_after_sending_is_marked_perhaps_twice_with_the_same_id(mail):
    visit = expecting_mail()
    send_now(visit, at=NOON)
    lost = claim(KINDS, at=NOON)
    models.Job.objects.filter(pk=lost.pk).update(lease_until=NOON - timedelta(minutes=1))
    send_next(at=NOON)
    assert models.Job.objects.get(pk=lost.pk).perhaps_twice
    assert settle(lost, JobState.DONE, at=NOON) is False
    assert mail.taken[0]["Message-ID"] == f"<m.{lost.pk}@clinic.example>"


def test_at_night_it_waits_and_that_counts_as_no_try(mail):
    visit = expecting_mail()
    night = NOON.replace(hour=23)
    send_now(visit, at=night)
    send_next(at=night)
    job = models.Job.objects.get(kind="invitation")
    assert (mail.taken, job.state, job.tries) == ([], JobState.WAITING, 0)


def test_the_same_link_goes_out_again_and_a_new_one_after_it_was_taken_back(mail):
    visit = expecting_mail()
    for minutes in (0, 1):
        send_now(visit, at=NOON + timedelta(minutes=minutes))
        send_next(at=NOON + timedelta(minutes=minutes))
    texts = [message.get_body(("plain",)).get_content() for message in mail.taken]
    assert texts[0] == texts[1] and visit.invitations.count() == 1
    revoke(visit.invitations.get(), by=a_user(), at=timezone.now())
    send_now(visit, at=NOON + timedelta(minutes=2))
    send_next(at=NOON + timedelta(minutes=2))
    assert mail.taken[2].get_body(("plain",)).get_content() != texts[0]


def test_a_locked_link_goes_out_to_nobody(mail):
    visit = expecting_mail()
    locked = an_invitation(visit, at=NOON)
    for _each in range(5):
        try_birth_date(locked, date(1979, 7, 15), at=NOON)
    send_now(visit, at=NOON)
    send_next(at=NOON)
    token = token_of(visit.invitations.latest("pk"))
    assert visit.invitations.count() == 2
    assert token in mail.taken[0].get_body(("plain",)).get_content()


def test_pressed_twice_it_goes_out_once(mail):
    visit, desk = expecting_mail(), signed_in(FRONT_DESK)
    for _press in range(2):
        desk.post(reverse("desk:send_now", args=[visit.reference]))
    assert models.Job.objects.filter(kind="invitation").count() == 1


def test_the_command_sends_what_is_due(mail, time_machine):
    time_machine.move_to(NOON)
    send_now(expecting_mail(), at=NOON)
    call_command("messages", "--once")
    assert len(mail.taken) == 1


def test_the_desk_says_when_nothing_was_sent_for_long(mail):
    desk = signed_in(FRONT_DESK)
    assert "Nothing has been sent since" in desk.get("/desk/messages/").content.decode()
    models.LastRun.objects.create(name="messages", at=timezone.now())
    assert "Nothing has been sent since" not in desk.get("/desk/messages/").content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "maria",
        "a@b",
        "a b@c.org",
        "a@c.org\nBcc: x@y.org",
        "a@c.org,b@c.org",
        "<a@c.org>",
        f"{'a' * 200}@c.org",
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(AddressRefused):
        tidy_address(text)


def test_a_site_writes_no_earlier_than_it_has_set(mail):
    expecting_mail(days=8)
    models.Visit.objects.update(created_at=NOON - timedelta(hours=1))
    for lead_days, asked in ((7, 0), (8, 1)):
        models.Site.objects.update(lead_days=lead_days)
        assert plan(at=NOON) == asked


def test_a_visit_on_a_day_long_ahead_is_written_to_two_weeks_before(mail):
    visit = expecting_mail(days=40)
    models.Visit.objects.update(created_at=NOON - timedelta(hours=1))
    assert plan(at=NOON) == 0
    models.Visit.objects.update(date=date.today() + timedelta(days=13))
    assert plan(at=NOON) == 1
    assert models.Job.objects.get(kind="invitation").visit == visit

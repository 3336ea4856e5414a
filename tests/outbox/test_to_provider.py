"""A provider is told of a visit with a hold, once, while it matters, without a health word."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.talk.sharing import reassign
from intake.actions.visits.standing import take_out
from intake.core.questionnaire.answers import Answers
from intake.models import JobState, Standing, WhyNotPlanned
from intake.outbox.work import send_next
from tests.make.builders import NAME, a_provider, a_user
from tests.make.room import ANSWERS, a_room, changed_answers, corrected, lifted, signed
from tests.make.staff import FRONT_DESK, signed_in
from tests.make.values import chose
from tests.outbox.server import NOON, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def answers_come_before_they_are_told(time_machine):
    """Mails go out at noon by the clock of these tests, whatever the time of day is."""
    time_machine.move_to(NOON - timedelta(seconds=1))


def with_a_hold(answers: Answers = ANSWERS) -> models.FrozenDiscussion:
    """Answers with a hold, sent just now for a visit in three days."""
    frozen = a_room(a_provider(email="ana.ruiz@clinic.example"), answers)
    models.Visit.objects.update(date=timezone.localdate() + timedelta(days=3))
    return frozen


def test_a_visit_with_a_hold_is_told_to_its_provider_without_a_health_word(mail):
    models.Site.objects.update(name="Wu & Sons")
    frozen = with_a_hold()
    (message,) = sent(mail)
    assert sent(mail) == [message]
    visit = frozen.submission.visit
    assert message["To"] == visit.provider.email
    text = message.get_body(("plain",)).get_content()
    first, *_, last = filter(None, text.splitlines())
    told = (
        r"Wu & Sons: what was sent for a visit of yours on \w+, \w+ \d+ is to be looked at before"
    )
    assert re.fullmatch(f"{told} that day.", first.strip())
    assert last.strip() == "This mail names nobody. Please keep it so, and do not answer it."
    assert text.splitlines()[3].endswith(reverse("provider:worklist"))
    whole = f"{message['Subject']} {text}".casefold()
    names = (NAME, *NAME.split(), visit.reference, visit.questionnaire.title)
    words = ("hold", "answer was", "allerg", "reaction", "exosome", "treatment", "risk")
    assert [word for word in (*names, *words) if word.casefold() in whole] == []
    assert "ana.ruiz" not in repr(models.Job.objects.values())


@pytest.mark.parametrize("why", ["no address", "no mail goes out"])
def test_a_provider_is_not_written_to_without_a_way(settings, why):
    if why == "no mail goes out":
        settings.MESSAGES_FROM = ""
    a_room(a_provider(email="" if why == "no address" else "ana.ruiz@clinic.example"))
    assert not models.Job.objects.filter(kind="to_provider").exists()


def test_a_provider_is_not_written_to_without_need_and_the_table_tells_no_hold(mail):
    with_a_hold()
    with_a_hold(answers=changed_answers(allergy=chose("no")))
    assert len(sent(mail)) == 1
    jobs = models.Job.objects.filter(kind="to_provider")
    told = jobs.values_list("state", "tries", "code", "perhaps_twice")
    assert list(told) == [(JobState.DONE, 1, "looked_at", False)] * 2


def test_a_demonstration_mails_of_a_hold_alone_and_the_table_tells_none_there_either(
    mailoutbox, settings
):
    settings.MESSAGES_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MESSAGES_FROM = "visits@clinic.example"
    with_a_hold()
    with_a_hold(answers=changed_answers(allergy=chose("no")))
    while send_next(at=NOON):
        pass
    jobs = models.Job.objects.filter(kind="to_provider").values_list("state", "tries", "code")
    assert (list(jobs), len(mailoutbox)) == ([(JobState.DONE, 1, "looked_at")] * 2, 1)


@pytest.mark.parametrize("answer", ["550 no such address", "451 later", "530 not you", "away"])
def test_a_message_that_fails_tells_no_hold_in_the_table_either(mail, settings, answer):
    """Presence, tries and codes stand in the clear: they are the same with a hold and without."""
    with_a_hold()
    with_a_hold(answers=changed_answers(allergy=chose("no")))
    mail.answer = answer
    if answer == "530 not you":
        mail.sender_answer = answer
    if answer == "away":
        settings.EMAIL_PORT = 9
    sent(mail)
    jobs = models.Job.objects.filter(kind="to_provider")
    held, calm = jobs.values_list("state", "tries", "code", "perhaps_twice")
    assert held == calm
    assert held[2] != "looked_at"


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("signed", "signed"),
        ("corrected", "corrected"),
        ("cancelled", "not_planned"),
        ("past", "too_late"),
        ("left", "no_address"),
    ],
)
def test_what_the_provider_need_not_be_told_any_more_is_not_sent(mail, what, code):
    frozen = with_a_hold()
    if what == "signed":
        lifted(frozen)
        signed(frozen)
    if what == "corrected":
        corrected(frozen, changed_answers(allergy=chose("no")))
        models.Job.objects.exclude(subject=frozen.pk).delete()
    if what == "cancelled":
        out = {"why": WhyNotPlanned.PATIENT, "by": a_user(), "at": timezone.now()}
        take_out(frozen.submission.visit, Standing.CANCELLED, **out)
    if what == "past":
        models.Visit.objects.update(date=timezone.localdate() - timedelta(days=1))
    if what == "left":
        models.User.objects.update(is_active=False)
    sent(mail)
    job = models.Job.objects.get(kind="to_provider", subject=frozen.pk)
    assert (mail.taken, job.state, job.code) == ([], JobState.DONE, code)


def test_a_provider_who_took_the_visit_over_is_told_and_not_the_one_before(mail):
    frozen = with_a_hold()
    heir = a_provider(first_name="Ben", email="ben@clinic.example")
    reassign(frozen.submission.visit, heir, reason="Ana is ill", by=a_user(), at=timezone.now())
    assert [message["To"] for message in sent(mail)] == ["ben@clinic.example"]


def test_a_refused_address_of_a_provider_is_no_mark_against_the_patient_nor_for_the_desk(mail):
    frozen = with_a_hold()
    mail.answer = "550 no such address"
    sent(mail)
    job = models.Job.objects.get(kind="to_provider")
    assert (job.state, job.code) == (JobState.FAILED, "refused_550")
    assert models.Patient.objects.get().mail_bad == ""
    for page in ("/desk/messages/", f"/desk/days/{frozen.submission.visit.date}/"):
        shown = signed_in(FRONT_DESK).get(page).content.decode()
        assert "to the provider" not in shown and "no such address" not in shown

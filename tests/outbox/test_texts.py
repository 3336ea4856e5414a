"""Texts go to whoever agreed, in one message, once; STOP is heard, and no number is kept open."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from clinicsite.environment import Environment
from clinicsite.texts import outgoing_texts
from intake import models
from intake.actions.visits.contact import AddressRefused, Contact, correct_contact, tidy_phone
from intake.actions.visits.messages import send_now
from intake.core.desk.ways import is_one_text
from intake.models import JobState, Way, sealed
from intake.outbox.words import words_for
from intake.outbox.work import send_next
from tests.make.builders import a_submission, a_user, a_visit
from tests.make.staff import FRONT_DESK, a_site, signed_in
from tests.outbox.server import NOON, sent
from tests.outbox.text_service import TextService

pytestmark = pytest.mark.django_db
NUMBER = "+12125550142"
STOPPED = '{"code": 21610, "message": "+12125550142 is unsubscribed"}'


@pytest.fixture
def texts(settings):
    service = TextService()
    settings.TEXTS = described(service, INTAKE_TEXTS_AUTHORIZATION="Basic c2VjcmV0")
    yield service
    service.shutdown()
    service.server_close()


def described(service: TextService, **more: str):
    said = {
        "INTAKE_TEXTS_URL": service.url,
        "INTAKE_TEXTS_FIELDS": "To={to}&From=%2B15550100&Body={text}&Key={id}",
        "INTAKE_TEXTS_STOPPED": "21610, opted out",
        **more,
    }
    return outgoing_texts(Environment(said))


def expecting_text(site: models.Site | None = None, **contact) -> models.Visit:
    visit = a_visit(day=timezone.localdate() + timedelta(days=3), site=site)
    given = Contact(**{"phone": NUMBER, "agreed": True, "prefers": Way.TEXT, **contact})
    correct_contact(visit, given, by=a_user(), at=timezone.now())
    return models.Visit.objects.select_related("patient", "site").get(pk=visit.pk)


def sent_now(visit: models.Visit) -> models.Job:
    send_now(visit, at=NOON)
    send_next(at=NOON)
    return models.Job.objects.get(kind="invitation")


def test_the_link_goes_out_as_one_text_that_names_nobody(texts):
    visit = expecting_text()
    job = sent_now(visit)
    (taken,) = texts.taken
    assert (job.state, job.code) == (JobState.DONE, "texted")
    assert (taken["To"], taken["From"], taken["Key"]) == (NUMBER, "+15550100", str(job.pk))
    assert texts.headers_seen[0]["Authorization"] == "Basic c2VjcmV0"
    assert is_one_text(taken["Body"]) and taken["Body"].endswith("Reply STOP to stop")
    token = taken["Body"].split("/p/")[1].split("/")[0]
    assert reverse("patient:link", args=[token]) in taken["Body"]
    for word in ("Delgado", "Maria", visit.reference, visit.questionnaire.title, "exosome"):
        assert word.casefold() not in taken["Body"].casefold()


def test_the_demonstration_shows_the_text_that_went_out_and_to_which_number(texts, settings):
    sent_now(expecting_text())
    settings.DEMONSTRATION = True
    page = signed_in(FRONT_DESK).get(reverse("desk:messages")).content.decode()
    assert f"To {NUMBER}: Text message" in " ".join(page.split())
    assert f"<pre>{escape(texts.taken[0]['Body'])}</pre>" in page


def test_a_demonstration_sends_no_text_and_goes_on_as_if_it_had(texts, settings):
    settings.TEXTS = outgoing_texts(Environment({"INTAKE_DEMONSTRATION": "yes"}))
    job = sent_now(expecting_text())
    assert (job.state, job.code, texts.taken) == (JobState.DONE, "texted", [])


def test_a_provider_that_takes_json_gets_json(texts, settings):
    settings.TEXTS = described(texts, INTAKE_TEXTS_FORM="json")
    sent_now(expecting_text())
    assert texts.taken[0]["To"] == NUMBER


@pytest.mark.parametrize(
    ("after_host", "path"), [("/texts", "/texts"), ("/a?key=1", "/a?key=1"), ("?k=1", "/?k=1")]
)
def test_a_text_goes_to_the_whole_address_of_the_settings(texts, settings, after_host, path):
    url = texts.url.replace("/messages", after_host)
    settings.TEXTS = described(texts, INTAKE_TEXTS_URL=url)
    sent_now(expecting_text())
    assert texts.paths == [path]


@pytest.mark.parametrize("contact", [{"agreed": False}, {"phone": ""}])
def test_nobody_gets_texts_without_having_agreed(texts, contact):
    job = sent_now(expecting_text(**contact))
    assert (texts.taken, job.code) == ([], "no_address")


def test_the_reminder_takes_the_other_way_where_both_are_known(texts, mail):
    visit = expecting_text(mail="m.delgado@example.org")
    models.Visit.objects.update(created_at=NOON - timedelta(days=4))
    models.Job.objects.create(
        kind="reminder", visit=visit, subject=str(visit.pk), part="1", asked_at=NOON, due_at=NOON
    )
    sent(mail, NOON)
    assert (len(mail.taken), texts.taken) == (1, [])


@pytest.mark.parametrize(
    ("status", "body", "state", "code"),
    [
        (400, STOPPED, JobState.FAILED, "stopped"),
        (400, '{"code": 21211}', JobState.FAILED, "number_400"),
        (429, "slow down", JobState.WAITING, "later_429"),
        (401, "who are you", JobState.WAITING, "later_401"),
        (503, "busy", JobState.WAITING, "later_503"),
    ],
)
def test_what_the_provider_answers_decides_and_is_kept_as_a_code(texts, status, body, state, code):
    texts.status, texts.body = status, body
    job = sent_now(expecting_text())
    assert (job.state, job.code) == (state, code)
    told = code if code.startswith("number") else ""
    assert models.Patient.objects.get().phone_bad == told, "only what is no number is tried no more"
    assert "2125550142" not in repr(models.Job.objects.values().get())


def test_a_provider_that_cannot_be_reached_is_asked_later(texts):
    texts.shutdown()
    texts.server_close()
    job = sent_now(expecting_text())
    assert (job.state, job.code) == (JobState.WAITING, "no_server")


def test_stop_holds_for_everybody_who_gave_the_number_and_typing_it_again_takes_it_not_back(texts):
    texts.status, texts.body = 400, STOPPED
    visit, other = expecting_text(), expecting_text()
    sent_now(visit)
    stopped = models.Patient.objects.exclude(texts_stopped_at=None)
    assert {patient.pk for patient in stopped} == {visit.patient_id, other.patient_id}
    again = Contact(phone="(212) 555-0142", agreed=True, prefers=Way.TEXT)
    correct_contact(visit, again, by=a_user(), at=timezone.now())
    assert stopped.count() == 2
    page = signed_in(FRONT_DESK).get(f"/desk/days/{visit.date}/").content.decode()
    assert "answered STOP" in page


def test_number_is_sealed_and_found_by_its_index_alone(texts):
    visit = expecting_text()
    assert sealed.open(visit.patient, "phone") == NUMBER
    assert models.Patient.objects.reached_by(NUMBER).get() == visit.patient
    assert "2125550142" not in repr(models.Patient.objects.values().get())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("(212) 555-0142", NUMBER),
        ("212.555.0142", NUMBER),
        ("1 212 555 0142", NUMBER),
        ("+44 20 7946 0958", "+442079460958"),
        ("  ", ""),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, kept):
    assert tidy_phone(typed) == kept


@pytest.mark.parametrize("typed", ["555-0113", "call me", "12", "+999 1", "9" * 40, "​"])
def test_what_can_be_no_number_is_refused_in_words(typed):
    with pytest.raises(AddressRefused, match="Write it like"):
        tidy_phone(typed)


def test_desk_types_a_number_and_the_agreement_in_the_grid(texts):
    desk = signed_in(FRONT_DESK)
    visit = expecting_text()
    posted = {"phone": "(212) 555-0199", "mail": "", "prefers": "text", "agreed": "on"}
    address = reverse("desk:contact", args=[visit.reference])
    page = desk.post(address, posted, follow=True).content.decode()
    patient = models.Patient.objects.get()
    assert sealed.open(patient, "phone") == "+12125550199" and patient.texts_agreed_at
    assert "may not be a number" not in page
    desk.post(address, {**posted, "agreed": ""})
    assert models.Patient.objects.get().texts_agreed_at is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INTAKE_TEXTS_FIELDS", ""),
        ("INTAKE_TEXTS_FIELDS", "To={to}"),
        ("INTAKE_TEXTS_URL", "http://texts.example.org/"),
        ("INTAKE_TEXTS_URL", "ftp://texts.example.org/"),
        ("INTAKE_TEXTS_FORM", "xml"),
    ],
)
def test_settings_that_cannot_work_stop_the_start_in_words(texts, name, value):
    with pytest.raises(Exception, match=name):
        described(texts, **{name: value})


def test_messages_of_two_sites_are_each_in_the_name_of_its_own(texts):
    """Name and phone of the visit's site, a number read as its country writes it."""
    here = models.Site.objects.get()
    there = a_site("berlin", sender_name="Praxis am Park", phone="030 999", country="DE")
    models.Site.objects.filter(pk=here.pk).update(sender_name="Clinic North", phone="212 111")
    mails = {}
    for site, number in ((here, "(212) 555-0142"), (there, "030 2345678")):
        visit = expecting_text(site=models.Site.objects.get(pk=site.pk), phone=number)
        send_now(visit, at=NOON)
        send_next(at=NOON)
        mails[site.pk] = words_for(visit, visit.invitations.get()).text
    bodies = {each["To"]: each["Body"] for each in texts.taken}
    north, park = bodies[NUMBER], bodies["+49302345678"]
    assert north.startswith("Clinic North: ") and park.startswith("Praxis am Park: ")
    assert "Praxis" not in north + mails[here.pk] and "North" not in park + mails[there.pk]
    assert ("212 111" in mails[here.pk], "030 999" in mails[here.pk]) == (True, False)
    assert ("212 111" in mails[there.pk], "030 999" in mails[there.pk]) == (False, True)


def test_a_site_that_sends_no_texts_sends_none_while_the_other_does(texts):
    here = models.Site.objects.get()
    for site in (a_site("quiet", text_on=False), here):
        send_now(expecting_text(site=site), at=NOON)
        send_next(at=NOON)
    (went,) = texts.taken
    assert went["Body"].startswith(here.sender)


def test_the_language_that_a_schedule_gave_is_that_of_the_text_until_she_chooses(texts):
    visit = expecting_text(language="es")
    sent_now(visit)
    a_submission(visit=visit)
    models.Submission.objects.update(language="en")
    assert "please fill in" not in texts.taken[0]["Body"]
    with translation.override("es"):
        assert "please fill in" in words_for(visit, visit.invitations.first()).short

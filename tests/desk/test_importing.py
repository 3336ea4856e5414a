"""A schedule is previewed, taken, and taken again: the second time there is nothing new."""

from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.desk.rows import listed_name
from intake.models import Standing
from tests.desk.pages import shown
from tests.make.builders import a_sent_submission, a_version, a_visit
from tests.make.staff import FRONT_DESK, a_member, signed_in

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + timedelta(days=5)
HEAD = "Name,DOB,Date,Time,Provider,Status,ID\n"
MARIA = f"Maria Delgado,7/14/1979,{DAY},9:00,Ruiz,,11\n"
DENISE = f"Denise Okafor,12/31/1968,{DAY},1:30 pm,Ruiz,,12\n"


@pytest.fixture
def desk():
    a_member("provider", first_name="Ana", last_name="Ruiz")
    a_version()
    return signed_in(FRONT_DESK)


def post(desk, text: str, **more: str):
    asks = models.Questionnaire.objects.get().pk
    posted = {"pasted": text, "questionnaire": asks, **more}
    return desk.post(reverse("desk:import"), posted, follow=True)


def taken(desk, text: str):
    return shown(post(desk, text, take="yes"))


def test_nothing_is_written_before_it_is_taken(desk):
    page = shown(post(desk, HEAD + MARIA + DENISE))
    assert "2 new" in page and "DELGADO, Maria · Jul 14, 1979" in page
    assert not models.Visit.objects.exists()


def test_a_schedule_taken_twice_enters_nothing_twice(desk):
    assert "2 new" in taken(desk, HEAD + MARIA + DENISE)
    assert [(v.date, v.time) for v in models.Visit.objects.order_by("time")] == [
        (DAY, time(9)),
        (DAY, time(13, 30)),
    ]
    assert "2 unchanged" in taken(desk, HEAD + MARIA + DENISE)
    assert models.Visit.objects.count() == 2


@pytest.mark.parametrize("written", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_uploaded_file_is_taken_as_its_preview_shows_it(desk, written):
    text = HEAD + MARIA.replace("Delgado", "Muñoz")
    upload = SimpleUploadedFile("day.csv", text.encode(written))
    asks = models.Questionnaire.objects.get().pk
    preview = desk.post(reverse("desk:import"), {"file": upload, "questionnaire": asks})
    assert "MUÑOZ, Maria" in shown(preview)
    taken(desk, preview.context["text"])
    assert listed_name(models.Visit.objects.get()) == "MUÑOZ, Maria"


def test_a_line_that_is_absent_cancels_nothing(desk):
    taken(desk, HEAD + MARIA + DENISE)
    taken(desk, HEAD + MARIA)
    assert set(models.Visit.objects.values_list("standing", flat=True)) == {Standing.PLANNED}


def test_another_time_moves_the_visit_by_number_and_by_person(desk):
    taken(desk, HEAD + MARIA)
    assert "1 moved" in taken(desk, HEAD + MARIA.replace("9:00", "10:00"))
    moved = MARIA.replace(str(DAY), str(DAY + timedelta(days=1)))
    assert "1 moved" in taken(desk, HEAD + moved)
    visit = models.Visit.objects.get()
    assert (visit.date, visit.time) == (DAY + timedelta(days=1), time(9))
    assert visit.moves.count() == 2


def test_a_visit_typed_by_hand_is_recognised_by_person_and_day(desk):
    visit = a_visit(name="Maria Delgado", day=DAY)
    assert "1 moved" in taken(desk, HEAD + MARIA)
    assert models.Visit.objects.get().pk == visit.pk
    assert models.Visit.objects.get().source_id == "11"


def test_cancelled_then_booked_again_is_the_same_visit(desk):
    taken(desk, HEAD + MARIA)
    assert "1 cancelled" in taken(desk, HEAD + MARIA.replace(",,11", ",Cancelled,11"))
    assert models.Visit.objects.get().standing == Standing.CANCELLED
    taken(desk, HEAD + MARIA)
    assert models.Visit.objects.get().standing == Standing.PLANNED


def test_a_visit_that_was_answered_is_never_cancelled_by_a_schedule(desk):
    visit = a_visit(name="Maria Delgado", day=DAY)
    a_sent_submission(visit=visit)
    page = taken(desk, HEAD + MARIA.replace(",,11", ",Cancelled,11"))
    assert "1 unclear" in page
    assert models.Visit.objects.get(pk=visit.pk).standing == Standing.PLANNED


def test_what_is_unclear_is_told_and_never_taken(desk):
    lines = (
        "Ann Two,5/6/24,{0},9:00,Ruiz,,13\n"
        "Ann None,,{0},9:00,Ruiz,,14\n"
        "Ann Who,7/1/80,{0},9:00,Gone,,15\n"
    )
    page = shown(post(desk, HEAD + lines.format(DAY)))
    assert "3 unclear" in page
    for words in ("can be read two ways", "date of birth is missing", "provider is not known"):
        assert words in page
    taken(desk, HEAD + lines.format(DAY))
    assert not models.Visit.objects.exists()


def test_what_is_no_schedule_is_refused_and_what_was_pasted_stays(desk):
    response = post(desk, "hello world")
    assert response.status_code == 400
    assert "No column holds names" in shown(response) and "hello world" in shown(response)
    assert "Paste a schedule" in shown(post(desk, "  "))


def test_a_calendar_waits_for_birth_dates_unless_the_patient_is_known_by_number(desk):
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:11\r\n"
        "DTSTAMP:20261120T083000Z\r\nSUMMARY:Maria Delgado\r\n"
        f"DTSTART:{DAY + timedelta(days=2):%Y%m%d}T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert "1 unclear" in shown(post(desk, event))
    taken(desk, HEAD + MARIA)
    assert "1 moved" in taken(desk, event)
    assert models.Visit.objects.get().date == DAY + timedelta(days=2)


def test_somebody_on_record_is_recognised(desk):
    patient = a_visit(name="María Delgado", birth_date=date(1979, 7, 14)).patient
    taken(desk, HEAD + MARIA)
    assert patient.visits.count() == 2

"""A schedule is previewed, taken, and taken again: the second time there is nothing new."""

import re
from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.visits import schedule
from intake.actions.visits.contact import Contact, contact_of, correct_contact
from intake.actions.visits.people import name_of
from intake.actions.visits.schedule import PASTED
from intake.desk.rows import listed_name
from intake.models import Standing
from tests.desk.pages import shown
from tests.make.builders import a_sent_submission, a_version, a_visit
from tests.make.room import a_signed_room
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
    asks = models.Questionnaire.objects.filter(versions__number=1)[0].pk
    posted = {"pasted": text, "questionnaire": asks, **more}
    return desk.post(reverse("desk:import"), posted, follow=True)


def taken(desk, text: str):
    return shown(post(desk, text, take="yes"))


def test_nothing_is_written_before_it_is_taken(desk):
    page = shown(post(desk, HEAD + MARIA + DENISE))
    assert "2 new" in page and "DELGADO, Maria · Jul 14, 1979" in page
    assert not models.Visit.objects.exists()


def test_a_preview_says_what_was_not_read_and_that_nothing_is_left_to_take(desk):
    head, line = HEAD.replace("ID", "ID,Room"), MARIA.replace("11", "11,4")
    page = shown(post(desk, head + line + "Total,,,,,,,\n"))
    assert "Not read: Room." in page and "1 line is no visit." in page
    assert "Nothing to take" not in page
    taken(desk, head + line)
    again = shown(post(desk, head + line))
    assert "Nothing to take: everything clear is entered already." in again
    assert 'name="take"' not in again


def test_a_schedule_taken_twice_enters_nothing_twice(desk):
    assert "2 new" in taken(desk, HEAD + MARIA + DENISE)
    assert [(v.date, v.time) for v in models.Visit.objects.order_by("time")] == [
        (DAY, time(9)),
        (DAY, time(13, 30)),
    ]
    assert "2 unchanged" in taken(desk, HEAD + MARIA + DENISE)
    assert models.Visit.objects.count() == 2


@pytest.mark.parametrize("number", ["11", ""])
def test_a_schedule_that_was_pasted_twice_into_the_box_is_read_once(desk, number):
    line = MARIA.replace("11", number)
    assert "1 new, 1 unchanged" in shown(post(desk, HEAD + line + line))
    assert "1 new, 1 unchanged" in taken(desk, HEAD + line + line)
    assert models.Visit.objects.count() == 1


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
    assert "1 unchanged" in taken(desk, HEAD + MARIA.replace(",,11", ",Cancelled,11"))
    taken(desk, HEAD + MARIA)
    assert models.Visit.objects.get().standing == Standing.PLANNED


def test_a_visit_that_was_cancelled_before_anybody_entered_it_is_not_entered(desk):
    assert "1 unchanged" in taken(desk, HEAD + MARIA.replace(",,11", ",Cancelled,11"))
    assert not models.Visit.objects.exists() and not models.Patient.objects.exists()


def test_a_visit_that_was_answered_is_never_cancelled_by_a_schedule(desk):
    visit = a_visit(name="Maria Delgado", day=DAY)
    a_sent_submission(visit=visit)
    page = taken(desk, HEAD + MARIA.replace(",,11", ",Cancelled,11"))
    assert "1 unclear" in page
    assert models.Visit.objects.get(pk=visit.pk).standing == Standing.PLANNED


def test_what_is_unclear_is_told_and_never_taken(desk, monkeypatch):
    lines = (
        "Ann Two,5/6/24,{0},9:00,Ruiz,,13\n"
        "Ann None,,{0},9:00,Ruiz,,14\n"
        "Ann Who,7/1/80,{0},9:00,Gone,,15\n"
    )
    monkeypatch.setattr("intake.desk.importing.BOXED", 3)
    page = shown(post(desk, HEAD + lines.format(DAY)))
    assert "3 unclear" in page and "boxes for the first" not in page
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


WITH_CONTACT = "Name,DOB,Date,Time,Provider,ID,Email,Mobile,Language\n"
REACHED = f"Maria Delgado,7/14/1979,{DAY},9:00,Ruiz,11,m@example.org,(212) 555-0142,es\n"


def test_contact_is_told_in_the_preview_and_taken_over(desk):
    page = shown(post(desk, WITH_CONTACT + REACHED))
    assert "taken over: mail address, mobile, language" in page
    assert "no texts before the patient has agreed" in page
    taken(desk, WITH_CONTACT + REACHED)
    assert contact_of(models.Patient.objects.get()) == Contact(
        "m@example.org", "+12125550142", language="es"
    )
    assert "taken over" not in shown(post(desk, WITH_CONTACT + REACHED))


def test_what_the_patient_said_is_not_overwritten_by_a_schedule(desk):
    visit = a_visit(name="Maria Delgado", day=DAY)
    said = Contact("hers@example.org", language="en")
    correct_contact(visit, said, by=visit.provider, at=timezone.now())
    page = shown(post(desk, WITH_CONTACT + REACHED))
    assert "taken over: mobile;" in page
    taken(desk, WITH_CONTACT + REACHED)
    kept = contact_of(models.Patient.objects.get())
    assert kept == Contact("hers@example.org", "+12125550142", language="en")


def test_contact_that_is_none_is_told_and_stays_behind(desk):
    odd = REACHED.replace("m@example.org", "none").replace("(212) 555-0142", "see notes")
    page = shown(post(desk, WITH_CONTACT + odd))
    assert "no mail address, and is not" in page and "no telephone number, and is not" in page
    taken(desk, WITH_CONTACT + odd)
    assert contact_of(models.Patient.objects.get()) == Contact(language="es")


def test_an_unchanged_line_that_brings_contact_can_be_taken(desk):
    taken(desk, HEAD + MARIA)
    page = shown(post(desk, WITH_CONTACT + REACHED))
    assert "1 unchanged" in page and "Take 1 line" in page
    taken(desk, WITH_CONTACT + REACHED)
    assert contact_of(models.Patient.objects.get()).mail == "m@example.org"


@pytest.mark.parametrize("numbers", [("11", "12"), ("", "")])
def test_two_visits_of_one_person_on_one_day_stay_two(desk, numbers):
    lines = HEAD + "".join(
        f"Maria Delgado,7/14/1979,{DAY},{at},Ruiz,,{number}\n"
        for at, number in zip(("9:00", "3:00 pm"), numbers, strict=True)
    )
    assert "2 new" in taken(desk, lines)
    assert "2 unchanged" in taken(desk, lines)
    assert [visit.time.hour for visit in models.Visit.objects.order_by("time")] == [9, 15]
    assert not models.VisitMoved.objects.exists()


def test_of_several_visits_on_a_day_none_is_moved_by_a_guess(desk):
    line = MARIA.replace(",11", ",")
    taken(desk, HEAD + line + line.replace("9:00", "3:00 pm"))
    page = shown(post(desk, HEAD + line.replace("9:00", "11:00")))
    assert "the patient has several visits on that day" in page


def test_an_unclear_line_of_a_pasted_schedule_is_completed_and_read_back(desk):
    line = HEAD + MARIA.replace("7/14/1979", "5/6/24")
    typed = {"take": "yes", "born-0": "May 6, 1924"}
    (stamp,) = re.findall(r'name="read" value="(\w+)"', shown(post(desk, line)))
    read_back = shown(post(desk, line, read=stamp, **typed))
    assert "DELGADO, Maria · May 6, 1924 (102 years)" in read_back and "1 new" in read_back
    assert not models.Visit.objects.exists()
    (stamp,) = re.findall(r'name="read" value="(\w+)"', read_back)
    assert "1 new" in shown(post(desk, line, read=stamp, **typed))
    assert models.Visit.objects.count() == 1


@pytest.mark.parametrize("change", ["Cancelled", "another day"])
def test_a_signed_visit_is_neither_moved_nor_cancelled_by_a_schedule(desk, change):
    signed = a_signed_room().visit
    models.Visit.objects.filter(pk=signed.pk).update(source=PASTED, source_id="77")
    day = signed.date + timedelta(days=change == "another day")
    status = change.removeprefix("another day")
    told = f"{name_of(signed.patient).name},7/14/1979,{day},9:00,Ruiz,{status},77\n"
    assert "the talk is signed" in shown(post(desk, HEAD + told))
    assert "1 unclear" in taken(desk, HEAD + told)
    as_it_was = told.replace(str(day), str(signed.date)).replace(status, "")
    assert "1 unchanged" in taken(desk, HEAD + as_it_was)
    kept = models.Visit.objects.get(pk=signed.pk)
    assert (kept.standing, kept.date) == (Standing.PLANNED, signed.date)


def test_a_visit_that_is_signed_while_a_schedule_is_taken_stays_and_is_told(desk, monkeypatch):
    taken(desk, HEAD + MARIA)
    a_sent_submission(visit=models.Visit.objects.get())
    move = schedule.move

    def signed_meanwhile(visit, *where, **how):
        models.Visit.objects.update(talk="signed")
        move(visit, *where, **how)

    monkeypatch.setattr(schedule, "move", signed_meanwhile)
    assert "1 unclear" in taken(desk, HEAD + MARIA.replace("9:00", "10:00"))
    assert models.Visit.objects.get().time == time(9)


def test_typing_a_mobile_on_entry_keeps_the_mail_address_on_record(desk):
    visit = a_visit(name="Maria Delgado", day=DAY)
    at, seen_by = timezone.now(), models.User.objects.get(groups__name="provider")
    correct_contact(visit, Contact("hers@example.org"), by=visit.provider, at=at)
    typed = {"surname-1": "Delgado", "given-1": "Maria", "born-1": "7/14/1979"}
    typed |= {"day-1": f"{DAY + timedelta(days=1)}", "contact-1": "(212) 555-0142"}
    typed |= {"person-1": str(visit.patient_id), "agreed": "yes", "provider-1": str(seen_by.pk)}
    assert desk.post(reverse("desk:enter", args=[str(DAY)]), typed).status_code == 302
    kept = contact_of(models.Patient.objects.get())
    assert (kept.mail, kept.phone, kept.agreed) == ("hers@example.org", "+12125550142", True)


def test_a_calendar_of_many_lines_without_birth_dates_can_still_be_posted(desk, settings):
    lines = "".join(
        f"Ann Nr{chr(65 + n % 26)}{chr(97 + n // 26)},,{DAY},9:00,,,\n" for n in range(600)
    )
    page = post(desk, HEAD + lines)
    assert "600 unclear" in shown(page) and "boxes for the first 100 lines" in shown(page)
    names = set(re.findall(r'name="([\w-]+)"', page.content.decode()))
    assert 100 < len(names) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS

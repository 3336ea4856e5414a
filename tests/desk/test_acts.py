"""What the desk does about a visit: moved, cancelled, taken up again, named, linked, found."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.visits.contact import Contact, contact_of, correct_contact
from intake.actions.visits.enter import Standing as LinkStanding
from intake.actions.visits.enter import find_invitation, standing_of
from intake.actions.visits.people import name_of
from intake.desk import search
from intake.models import Standing
from tests.desk.pages import a_sent_visit, act, fresh, shown
from tests.make.builders import BIRTH_DATE, a_link, a_user, a_visit
from tests.make.factor import let_in
from tests.make.staff import FRONT_DESK, a_member, a_site, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return signed_in(FRONT_DESK)


def later(days: int = 20) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_a_moved_visit_takes_its_link_along():
    member, visit = a_member(FRONT_DESK), a_visit()
    desk = let_in(Client(), member)
    token = a_link(visit)
    act(desk, visit, "move", day=later().isoformat(), time="2 pm", why="patient")
    moved = fresh(visit)
    assert (moved.date, moved.time) == (later(), time(14))
    ends = find_invitation(token).expires_at
    assert timezone.localtime(ends).date() == later() + timedelta(days=2)
    assert [(m.from_date, m.to_date, m.why, m.by) for m in visit.moves.all()] == [
        (visit.date, later(), "patient", member)
    ]


def test_what_is_done_about_a_visit_leads_to_the_day_of_its_own_site(desk):
    visit = a_visit(site=a_site("westside"), day=timezone.localdate())
    address = reverse("desk:visit", args=[visit.reference])
    assert address not in shown(desk.get(reverse("desk:today"), follow=True))
    assert address in shown(act(desk, visit, "cancel", why="patient"))


@pytest.mark.parametrize("is_restored", [False, True])
def test_a_link_that_had_ended_works_again_when_the_visit_moves_or_is_restored(desk, is_restored):
    visit = a_visit()
    token = a_link(visit)
    long_ago = timezone.now() - timedelta(days=30)
    models.Invitation.objects.update(created_at=long_ago - timedelta(1), expires_at=long_ago)
    if is_restored:
        act(desk, visit, "cancel", why="patient")
        act(desk, visit, "restore")
    else:
        act(desk, visit, "move", day=later().isoformat(), time="", why="clinic")
    assert standing_of(find_invitation(token), at=timezone.now()) is LinkStanding.LIVE


def test_an_answered_visit_can_be_moved_and_what_was_sent_keeps_its_day(desk):
    visit = a_sent_visit()
    was = visit.date
    act(desk, visit, "move", day=later().isoformat(), time="", why="patient")
    assert fresh(visit).date == later()
    assert visit.moves.get().from_date == was


@pytest.mark.parametrize("day", ["", "2/30", "12/31/9999", "Jan 2 2020", "soon"])
def test_a_day_that_can_not_be_is_refused_in_words(desk, day):
    visit = a_visit()
    response = act(desk, visit, "move", day=day, time="", why="patient")
    assert response.status_code == 400 and fresh(visit).date == visit.date
    assert "There is a problem" in shown(response)


@pytest.mark.parametrize(
    ("name", "posted", "sentence"),
    [
        (
            "move",
            {"day": "{yesterday}"},
            "This day is past. A visit moves to a day that is to come.",
        ),
        ("move", {"time": "half past nine"}, "Write the time like 9:00 or 1:30 pm."),
        ("move", {"time": "7"}, "Write 7:00 am or 7:00 pm."),
        ("name", {"surname": " "}, "Enter the surname."),
        ("name", {"given": "Mar\u200bia"}, "This name has a letter in it that nobody can see."),
        ("contact", {"mail": "none"}, "This is no mail address."),
        ("contact", {"phone": "see notes"}, "This is no telephone number."),
        ("birth_date", {"born": "5/6/24"}, "Write the year with four digits."),
    ],
)
def test_what_can_not_be_read_is_said_beside_its_box_and_stays_there(desk, name, posted, sentence):
    visit = a_visit()
    ready = {"day": f"{later()}", "time": "2 pm", "why": "patient", "surname": "Delgado"}
    ready |= {"given": "Maria", "prefers": "mail"} | (
        {"why": "mistyped"} if "born" in posted else {}
    )
    typed = {box: text.format(yesterday=later(-1)) for box, text in posted.items()}
    response = act(desk, visit, name, **ready | typed)
    assert (response.status_code, sentence in shown(response)) == (400, True)
    assert list(response.context["form"].errors) == list(posted)
    for text in filter(str.strip, typed.values()):
        assert f'value="{text}"' in response.content.decode()
    assert (fresh(visit).date, name_of(visit.patient).name) == (visit.date, "Maria Delgado")


def test_a_number_that_no_telephone_company_gives_out_is_kept_with_a_word(desk):
    visit = a_visit()
    posted = {"phone": "(212) 055-0142", "agreed": "on", "prefers": "text"}
    page = shown(act(desk, visit, "contact", **posted))
    assert "Mail and mobile kept. +12120550142 may not be a number: check it." in page
    assert contact_of(fresh(visit).patient).phone == "+12120550142"


def test_a_cancelled_visit_lets_nobody_in_and_the_same_link_works_after_undo(desk):
    visit, other = a_visit(), a_visit()
    token = a_link(visit)
    act(desk, visit, "cancel", why="patient")
    assert fresh(visit).standing == Standing.CANCELLED
    assert fresh(other).standing == Standing.PLANNED
    page = Client().get(f"/p/{token}/")
    assert page.status_code == 410 and "no longer planned" in shown(page)
    act(desk, visit, "restore")
    assert fresh(visit).standing == Standing.PLANNED
    assert Client().get(f"/p/{token}/").status_code == 200


def test_whoever_is_answering_is_let_out_when_the_visit_is_cancelled(desk):
    visit = a_visit()
    token = a_link(visit)
    patient = Client()
    born = {"month": BIRTH_DATE.month, "day": BIRTH_DATE.day, "year": BIRTH_DATE.year}
    patient.post(f"/p/{token}/", {f"birth_date-{part}": value for part, value in born.items()})
    act(desk, visit, "missed")
    assert models.PatientSession.objects.filter(ended_at=None).count() == 0
    assert fresh(visit).standing == Standing.MISSED


def test_a_signed_visit_stays_as_it_was(desk):
    visit = a_sent_visit()
    models.Visit.objects.filter(pk=visit.pk).update(talk="signed")
    for name, posted in (("cancel", {"why": "clinic"}), ("missed", {}), ("mistake", {})):
        assert "is signed" in shown(act(desk, visit, name, **posted))
    response = act(desk, visit, "move", day=later().isoformat(), time="", why="patient")
    assert "is signed" in shown(response)
    assert (fresh(visit).standing, fresh(visit).date) == (Standing.PLANNED, visit.date)


def test_a_visit_that_is_not_planned_is_moved_by_nobody_before_it_is_taken_up_again(desk):
    visit = a_visit()
    act(desk, visit, "cancel", why="patient")
    page = act(desk, visit, "move", day=later().isoformat(), time="", why="patient")
    assert "Take it up again first" in shown(page)
    assert fresh(visit).date == visit.date and not visit.moves.exists()


def test_a_second_press_changes_neither_who_cancelled_nor_why(desk):
    visit = a_visit()
    act(desk, visit, "cancel", why="patient")
    act(signed_in(FRONT_DESK), visit, "cancel", why="clinic")
    once = models.AccessEvent.objects.get(action="visit_cancelled")
    now = fresh(visit)
    assert (now.standing_why, now.standing_by, once.user) == ("patient", once.user, once.user)


@pytest.mark.parametrize(
    ("number", "is_stopped"), [("+12125550142", True), ("+12125550143", False)]
)
def test_what_can_not_be_read_is_typed_anew_and_takes_no_stop_back(desk, number, is_stopped):
    visit, at = a_visit(), timezone.now()
    correct_contact(visit, Contact("a@example.org", "+12125550142"), by=a_user(), at=at)
    models.Patient.objects.update(mail=b"x", phone=b"x", texts_stopped_at=at)
    typed = {"mail": "b@example.org", "phone": number, "prefers": "mail", "language": ""}
    assert "Mail and mobile kept" in shown(act(desk, visit, "contact", **typed))
    patient = models.Patient.objects.get()
    assert contact_of(patient) == Contact("b@example.org", number)
    assert bool(patient.texts_stopped_at) == is_stopped


def test_a_visit_entered_by_mistake_gets_no_link(desk):
    visit = a_visit()
    act(desk, visit, "mistake")
    assert "not planned any more" in shown(act(desk, visit, "link"))
    assert not visit.invitations.exists()


def test_a_corrected_name_is_found_and_the_old_one_is_not(desk):
    visit = a_visit(name="Maria Delgdo")
    act(desk, visit, "name", surname="de la Cruz Núñez", given="María")
    people = models.Patient.objects
    assert list(people.named("Nunez")) == list(people.named("CRUZ")) == [visit.patient]
    assert not people.named("Delgdo").exists()


def test_the_link_is_shown_with_its_code_and_last_whole_day_and_again_later(desk):
    visit = a_visit()
    act(desk, visit, "link")
    page = shown(desk.get(reverse("desk:visit", args=[visit.reference])))
    link = models.Invitation.objects.get()
    token = page.split("/p/")[1].split("/")[0]
    assert find_invitation(token) == link and len(token) == 22
    last = timezone.localtime(link.expires_at) - timedelta(days=1)
    assert f"through {last:%A, %B} {last.day}" in page and "<path d=" in page


def test_a_token_is_wiped_when_its_link_is_taken_back(desk):
    visit = a_visit()
    act(desk, visit, "link")
    link = visit.invitations.get()
    assert link.token
    desk.post(reverse("desk:take_back", args=[visit.reference, link.pk]))
    link.refresh_from_db()
    assert link.token is None and link.revoked_at


def test_the_clinics_device_is_handed_over_signed_out(desk):
    visit = a_visit()
    response = desk.post(reverse("desk:device", args=[visit.reference]))
    assert response.status_code == 302 and response["Location"].startswith("/p/")
    assert desk.get("/desk/").status_code == 302
    assert "sign-in" in desk.get("/desk/")["Location"]


def test_another_provider_gets_the_visit_with_a_reason(desk):
    visit = a_visit()
    other = a_member("provider", first_name="Eva", last_name="Stone")
    act(desk, visit, "hand_on", provider=str(other.pk), reason="Dr. Ruiz is ill")
    assert fresh(visit).provider == other


@pytest.mark.parametrize(
    "words",
    [
        "delg",
        "Maria Delgado",
        "DELGADO, Maria",
        "mar del",
        "7/14/1979",
        "Jul 14, 1979",
        "{reference}",
    ],
)
def test_a_patient_is_found_by_what_the_pages_print(desk, words):
    visit = a_visit(name="Maria Delgado")
    a_visit(name="Denise Okafor", birth_date=date(1968, 12, 31))
    sought = words.format(reference=visit.reference)
    page = shown(desk.post(reverse("desk:search"), {"words": sought}))
    assert "DELGADO" in page and "OKAFOR" not in page


def test_a_name_that_can_not_be_read_is_not_found_and_hides_nobody(desk):
    first, other = a_visit(name="Maria Delgado"), a_visit(name="Mario Delgado")
    models.Patient.objects.filter(pk=first.patient_id).update(name=b"x")
    page = shown(desk.post(reverse("desk:search"), {"words": "delg"}))
    assert other.reference in page and first.reference not in page


@pytest.mark.parametrize(
    ("name", "words", "listed"),
    [("Ana García Márquez", "Marquez", "MÁRQUEZ"), ("Иван Петров", "Petrov", "ПЕТРОВ")],
)
def test_an_older_visit_is_found_by_a_whole_surname(desk, name, words, listed):
    a_visit(name=name, day=timezone.localdate() - timedelta(days=200))
    assert listed in shown(desk.post(reverse("desk:search"), {"words": words}))
    assert "Nobody was found" in shown(desk.post(reverse("desk:search"), {"words": "Marq"}))


def test_a_search_that_shows_only_some_says_so(desk, monkeypatch):
    monkeypatch.setattr(search, "MOST_FOUND", 1)
    more = "There are more. Add a first name or use the date of birth."
    a_visit(name="Maria Delgado")
    assert more not in shown(desk.post(reverse("desk:search"), {"words": "Delgado"}))
    a_visit(name="Denise Delgado")
    assert more in shown(desk.post(reverse("desk:search"), {"words": "Delgado"}))


def test_nothing_sought_is_said_in_words(desk):
    response = desk.post(reverse("desk:search"), {"words": " "})
    assert response.status_code == 400 and "Enter a name" in shown(response)

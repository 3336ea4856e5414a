"""The clinic's own device: handed to the patient without staff, handed back without the patient."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.core.limits import PATIENT_IDLE_ON_DEVICE
from intake.models import AccessEvent, Invitation, PatientSession
from tests.journeys.person import Person
from tests.journeys.screen import Screen
from tests.make.builders import a_visit
from tests.make.providers import a_provider, signed_in
from tests.make.room import a_room, fresh
from tests.make.staff import FRONT_DESK
from tests.make.staff import signed_in as a_desk
from tests.patient.test_links import RIGHT, WRONG
from tests.provider.pages import address

pytestmark = pytest.mark.django_db
WIPED = '"cache", "cookies", "storage"'
TYPED = "Spiders under the microscope"


@pytest.fixture
def visit():
    return a_visit()


@pytest.fixture
def device(visit) -> Client:
    """A browser in which the front desk opened the form for the patient."""
    desk = a_desk(FRONT_DESK)
    desk.link = desk.post(reverse("desk:device", args=[visit.reference]))["Location"]
    return desk


@pytest.fixture
def patient(device) -> Client:
    device.post(device.link, RIGHT)
    return device


def says_hand_it_back(answer) -> str:
    text = answer.content.decode()
    assert Screen(text).heading == "Please hand this device back"
    for told in ("Maria", "Delgado", "1979", "EV-", TYPED, "<form", '<a class="back"'):
        assert told not in text
    return text


def test_front_desk_opens_the_form_and_nothing_of_staff_stays(visit):
    desk = a_desk(FRONT_DESK)
    staff_page = reverse("desk:visit", args=[visit.reference])
    assert "Answer on this device" in desk.get(staff_page).content.decode()

    answer = desk.post(reverse("desk:device", args=[visit.reference]))

    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, WIPED)
    assert all(not cookie.value for cookie in answer.cookies.values())
    assert desk.get(staff_page).status_code == 302
    assert Screen(desk.get(answer["Location"]).content.decode()).heading.endswith("birth?")
    said = list(AccessEvent.objects.order_by("id").values_list("action", flat=True))
    assert said[-2:] == ["invited_on_device", "signed_out"]


def test_the_link_is_made_by_a_post_only(visit):
    assert a_desk(FRONT_DESK).get(reverse("desk:device", args=[visit.reference])).status_code == 405
    assert not Invitation.objects.exists()


def test_provider_reopens_on_the_device_and_is_signed_out_of_it():
    visit = a_room(a_provider()).submission.visit
    provider = signed_in(visit.provider)
    answer = provider.post(address(visit, "reopen/"), {"reason": "Today", "on_device": "1"})

    assert (answer.status_code, answer["Clear-Site-Data"]) == (302, WIPED)
    assert provider.get(address(visit)).status_code == 302
    provider.post(answer["Location"], RIGHT)
    said = provider.post("/p/unchanged/", {"-visit": visit.submission.pk}, follow=True)
    assert "Your answers were sent" in says_hand_it_back(said)
    assert (fresh(visit).state, said["Clear-Site-Data"]) == ("sent", WIPED)


def test_nobody_is_offered_what_another_patient_typed(device):
    assert 'autocomplete="bday' not in device.get(device.link).content.decode()
    device.post(device.link, RIGHT)
    first = device.get("/p/q/about_you/1/").content.decode()
    assert 'autocomplete="off"' in first
    assert 'autocomplete="name"' not in first


def test_every_page_says_when_it_closes_and_closes_without_script(patient):
    for where in ("tasks", "q/goals/1", "check", "later"):
        text = patient.get(f"/p/{where}/").content.decode()
        assert "nobody presses a button for 3 minutes" in text
        left = r'<noscript><meta http-equiv="refresh" content="(179|180|181); url=/p/hand-back/" ?>'
        assert re.search(left, " ".join(text.split()))
        assert "same link" not in text


@pytest.mark.parametrize(
    ("page", "own", "the_clinics"),
    [
        ("tasks", "come back with the same link through", "at any time and hand the device back"),
        ("later", "To go on, open the same link", "ask the staff to open the form again"),
        ("later", "Do other people use this device?", "before you hand the device back"),
        ("tasks", "this page closes in 2 minutes.", "this page closes soon."),
        ("tasks", "come back with your date of birth", "The staff can open it again"),
    ],
)
def test_whose_device_it_is_decides_what_a_page_says_of_coming_back(
    patient, page, own, the_clinics
):
    on_hers = Person().enter().get(f"/p/{page}/").screen.text
    on_the_clinics = Screen(patient.get(f"/p/{page}/").content.decode()).text
    assert (own in on_hers, the_clinics in on_hers) == (True, False)
    assert (own in on_the_clinics, the_clinics in on_the_clinics) == (False, True)


def test_three_idle_minutes_close_it_and_what_is_posted_then_is_kept(visit, patient):
    screen = Screen(patient.get("/p/q/goals/5/").content.decode())
    with time_machine.travel(timezone.now() + PATIENT_IDLE_ON_DEVICE, tick=False):
        posted = {**screen.main.fields, "my_questions": TYPED}
        answer = patient.post("/p/q/goals/5/", posted, follow=True)

        assert answer["Clear-Site-Data"] == WIPED
        says_hand_it_back(answer)
        assert visit.submission.drafts.count() == 1
        assert not patient.cookies["patient"].value


def test_any_press_keeps_it_open_for_three_minutes_more(patient):
    start = timezone.now()
    for minutes in (2, 4, 6):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert patient.post("/p/stay/").status_code == 204
    with time_machine.travel(start + timedelta(minutes=8), tick=False):
        assert patient.get("/p/tasks/").status_code == 200


@pytest.mark.parametrize("where", ["tasks", "q/goals/5", "check", "sent", "again", "later"])
def test_back_shows_nothing_after_the_form_was_closed(patient, where):
    answer = patient.post("/p/finish/", follow=True)
    assert (answer.redirect_chain, answer["Clear-Site-Data"]) == ([("/p/hand-back/", 302)], WIPED)
    assert answer["Cache-Control"] == "no-store, private"
    says_hand_it_back(answer)

    back = patient.get(f"/p/{where}/", follow=True)
    assert (back.status_code, Screen(back.content.decode()).heading) == (
        403,
        "Open your link again",
    )


def test_the_link_opens_once_and_for_half_an_hour(device):
    with time_machine.travel(timezone.now() + timedelta(minutes=30), tick=False):
        says_hand_it_back(Client().get(device.link))
    device.post(device.link, RIGHT)

    again = Client().post(device.link, RIGHT)

    assert again.status_code == 410
    says_hand_it_back(again)
    assert PatientSession.objects.count() == 1


def test_a_device_that_was_left_open_ends_when_another_is_handed_out(visit, patient):
    a_desk(FRONT_DESK, username="second").post(reverse("desk:device", args=[visit.reference]))
    says_hand_it_back(patient.get("/p/tasks/", follow=True))


def test_five_wrong_birth_dates_close_it(device):
    for _ in range(5):
        answer = device.post(device.link, WRONG)
    assert answer.status_code == 403
    assert "did not match five times" in says_hand_it_back(answer)


def test_the_last_page_wipes_only_a_browser_whose_session_is_over(patient):
    assert patient.get("/p/hand-back/")["Location"] == "/p/tasks/"
    assert "Clear-Site-Data" not in Client().get("/p/hand-back/")

"""A paired tablet: alone it opens nothing, and nothing of a patient is left on it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.access.shared_device import COOKIE
from intake.actions.answers.submit import send
from intake.actions.catalog.translate import keep_translation
from intake.core.limits import DEVICE_PAIRS, DEVICES_ASKING, LINK_ON_DEVICE, PATIENT_IDLE_ON_DEVICE
from intake.models import AccessEvent, Device, Invitation, PatientSession
from intake.patient import language
from tests.desk.tablets import TABLET, WINDOW, a_desk, a_tablet, asking, give, shows
from tests.journeys.screen import Screen
from tests.journeys.test_languages import pseudo
from tests.make.builders import a_link, a_version, a_visit, say, shipped
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import a_site
from tests.patient.test_links import RIGHT, WRONG

pytestmark = pytest.mark.django_db
WIPED = '"cache", "storage"'
TYPED = "Spiders under the microscope"
NAMES = ("Maria", "Delgado", "1979", "EV-", TYPED)


@pytest.fixture
def visit():
    return a_visit()


@pytest.fixture
def desk():
    return a_desk()


@pytest.fixture
def pair():
    return a_tablet()


@pytest.fixture
def tablet(pair, visit, desk):
    """Given to the patient, and not entered yet."""
    browser, device = pair
    give(desk, visit, device)
    return browser


def birth_date(browser: Client, typed=RIGHT):
    """What the page posts: the date, and for which link it was asked."""
    return browser.post(TABLET, asked(browser) | typed)


def asked(browser: Client) -> dict[str, str]:
    return {"-link": re.search(r'name="-link" value="(\d+)"', read(browser))[1]}


def read(browser: Client, path: str = TABLET) -> str:
    return browser.get(path, follow=True).content.decode()


def heading(browser: Client, path: str = TABLET) -> str:
    return Screen(read(browser, path)).heading


def names_nobody(browser: Client) -> bool:
    text = read(browser)
    return Screen(text).heading == "Welcome" and not any(each in text for each in NAMES)


def test_given_it_asks_for_the_birth_date_and_opens_the_walk(tablet, visit):
    assert heading(tablet) == "What is your date of birth?"
    assert "Maria" not in read(tablet) and TABLET in tablet.get(TABLET).request["PATH_INFO"]
    assert birth_date(tablet)["Location"] == "/p/start/"
    assert shows(tablet) == "open" and heading(tablet) == heading(tablet, "/p/tasks/")
    said = list(
        AccessEvent.objects.filter(visit=visit).order_by("id").values_list("action", flat=True)
    )
    assert said[-2:] == ["invited_on_device", "opened"]


def test_a_code_that_nobody_typed_opens_nothing_and_ends(visit, desk):
    browser, _code = asking()
    assert shows(browser) == "code"
    with time_machine.travel(timezone.now() + DEVICE_PAIRS, tick=False):
        assert shows(browser) == ""
        assert heading(browser) == "Pair this tablet"


def test_codes_do_not_pile_up():
    for _ in range(DEVICES_ASKING):
        asking()
    assert Client().post(TABLET).status_code == 429
    with time_machine.travel(timezone.now() + DEVICE_PAIRS, tick=False):
        asking()
        assert Device.objects.count() == 1


def test_looking_pairs_nothing_and_asks_for_nothing():
    Client().get(TABLET)
    Client().get(f"{TABLET}now/")
    assert not Device.objects.exists()


def test_when_she_sends_it_waits_and_nothing_of_her_is_left(pair, desk):
    a_version(SMALL)
    browser, device = pair
    visit = a_visit()
    give(desk, visit, device)
    birth_date(browser)
    say(visit.submission, SMALL_ANSWERS)
    session = PatientSession.objects.get()
    send(visit.submission, session=session, signature="Maria Delgado", at=timezone.now())

    assert PatientSession.objects.get().ended_at is not None
    assert shows(browser) == "waiting"
    over = browser.get("/p/sent/", follow=True)
    assert Screen(over.content.decode()).heading == "Please hand this device back"
    assert "Your answers were sent" in over.content.decode()
    assert over["Clear-Site-Data"] == WIPED
    assert not browser.cookies["patient"].value and browser.cookies[COOKIE].value
    assert names_nobody(browser)


def test_the_language_that_one_patient_chose_does_not_meet_the_next(tablet, visit):
    tablet.cookies[language.COOKIE] = "es"
    birth_date(tablet)
    tablet.post("/p/finish/")
    tablet.get("/p/hand-back/")
    assert not tablet.cookies[language.COOKIE].value


def test_the_last_page_goes_on_to_the_waiting_page_without_script(tablet, visit):
    birth_date(tablet)
    text = " ".join(read(tablet, "/p/tasks/").split())
    assert "url=/p/hand-back/" in text
    tablet.post("/p/finish/")
    last = " ".join(read(tablet, "/p/hand-back/").split())
    assert f'content="20; url={TABLET}"' in last
    assert f'content="10; url={TABLET}"' in " ".join(read(tablet).split())


def test_idle_minutes_free_it_and_what_was_typed_then_is_kept(tablet, visit, pair, desk):
    birth_date(tablet)
    screen = Screen(read(tablet, "/p/q/goals/5/"))
    with time_machine.travel(timezone.now() + PATIENT_IDLE_ON_DEVICE, tick=False):
        assert shows(tablet) == "waiting"
        tablet.post("/p/q/goals/5/", {**screen.main.fields, "my_questions": TYPED})
        assert visit.submission.drafts.count() == 1
        assert names_nobody(tablet)
        other = a_visit(name="Zoe Other")
        give(a_desk(username="late"), other, pair[1])
        assert heading(tablet) == "What is your date of birth?"


def test_taken_back_it_closes_in_the_same_moment_and_what_was_typed_is_kept(tablet, visit, desk):
    birth_date(tablet)
    screen = Screen(read(tablet, "/p/q/goals/5/"))
    desk.post(reverse("desk:take_tablet_back", args=[visit.reference]))
    assert shows(tablet) == "waiting"
    answer = tablet.post(
        "/p/q/goals/5/", {**screen.main.fields, "my_questions": TYPED}, follow=True
    )
    assert Screen(answer.content.decode()).heading == "Please hand this device back"
    assert answer["Clear-Site-Data"] == WIPED
    assert visit.submission.drafts.count() == 1
    assert names_nobody(tablet)


def test_what_comes_long_after_it_was_taken_back_is_not_taken(tablet, visit, desk):
    birth_date(tablet)
    screen = Screen(read(tablet, "/p/q/goals/5/"))
    desk.post(reverse("desk:take_tablet_back", args=[visit.reference]))
    with time_machine.travel(timezone.now() + PATIENT_IDLE_ON_DEVICE, tick=False):
        tablet.post("/p/q/goals/5/", {**screen.main.fields, "my_questions": TYPED})
    assert not visit.submission.drafts.exists()


def test_two_tablets_the_second_takes_the_form_from_the_first(tablet, visit, desk):
    birth_date(tablet)
    second, device = a_tablet("Tablet in room 2")
    give(desk, visit, device)
    assert (shows(tablet), shows(second)) == ("waiting", "ask")
    assert heading(tablet, "/p/tasks/") == "Please hand this device back"


def test_a_tablet_with_a_patient_is_given_to_nobody_else(tablet, visit, desk, pair):
    birth_date(tablet)
    page = give(desk, a_visit(name="Zoe Other"), pair[1]).content.decode()
    assert "is in use" in page
    assert shows(tablet) == "open"


def test_a_date_typed_for_one_patient_is_never_tried_on_the_next(tablet, visit, desk, pair):
    posted = asked(tablet) | RIGHT
    desk.post(reverse("desk:take_tablet_back", args=[visit.reference]))
    other = a_visit(name="Zoe Other")
    give(desk, other, pair[1])
    assert tablet.post(TABLET, posted)["Location"] == TABLET
    assert Invitation.objects.get(visit=other).tries == 0
    assert not PatientSession.objects.exists()


def test_a_stolen_cookie_opens_nothing_and_after_her_nothing_at_all(tablet):
    thief = Client()
    thief.cookies[COOKIE] = tablet.cookies[COOKIE].value
    assert heading(thief) == "What is your date of birth?"
    assert birth_date(thief, WRONG).status_code == 400
    birth_date(tablet)
    assert names_nobody(thief)
    assert thief.post(TABLET, RIGHT, follow=True).status_code == 200
    assert thief.get("/p/tasks/").status_code == 403
    assert PatientSession.objects.count() == 1


def test_five_wrong_dates_close_it_and_the_desk_is_told(tablet, visit, desk):
    for _ in range(5):
        answer = birth_date(tablet, WRONG)
    assert "did not match five times" in answer.content.decode()
    assert f"url={TABLET}" in answer.content.decode()
    assert names_nobody(tablet)
    day = desk.get(reverse("desk:day", args=[visit.date.isoformat()])).content.decode()
    assert "Link locked" in day


def test_a_revoked_tablet_lets_her_out_and_says_that_it_is_not_paired(tablet, visit, desk, pair):
    birth_date(tablet)
    desk.post(reverse("desk:end_pairing", args=[pair[1].pk]))
    assert shows(tablet) == ""
    assert heading(tablet, "/p/tasks/") == "Please hand this device back"
    assert heading(tablet) == "This tablet is no longer paired"
    assert not tablet.cookies[COOKIE].value


def test_a_tablet_written_or_moved_by_a_hand_is_none(tablet, pair):
    Device.objects.filter(pk=pair[1].pk).update(site=a_site("elsewhere"))
    assert shows(tablet) == ""


def test_a_link_moved_to_another_tablet_by_a_hand_is_not_shown(tablet):
    second, device = a_tablet("Tablet in room 2")
    Invitation.objects.update(device=device)
    assert names_nobody(second)


def test_offline_it_is_told_to_the_desk_and_asks_when_it_is_back(tablet, visit, desk):
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        assert heading(tablet) == "What is your date of birth?"
    with time_machine.travel(timezone.now() + LINK_ON_DEVICE, tick=False):
        assert names_nobody(tablet)


def test_her_phone_and_the_tablet_are_open_together_and_sending_ends_both(pair, desk):
    a_version(SMALL)
    browser, device = pair
    visit, phone = a_visit(), Client()
    link = f"/p/{a_link(visit)}/"
    phone.post(link, RIGHT)
    give(desk, visit, device)
    birth_date(browser)
    assert phone.get("/p/tasks/").status_code == browser.get("/p/tasks/").status_code == 200
    say(visit.submission, SMALL_ANSWERS)
    on_phone = PatientSession.objects.earliest("pk")
    send(visit.submission, session=on_phone, signature="Maria Delgado", at=timezone.now())
    assert shows(browser) == "waiting"
    assert "Your answers were sent" in read(browser, "/p/tasks/")
    assert names_nobody(browser)


def test_it_asks_in_the_language_that_the_desk_chose_and_forgets_it(pair, desk):
    browser, device = pair
    keep_translation(a_version(), "es", pseudo(shipped()), at=timezone.now())
    visit = a_visit()
    give(desk, visit, device, language="es")
    assert heading(browser).endswith("nacimiento?")
    birth_date(browser)
    assert 'lang="es"' in read(browser)
    desk.post(reverse("desk:take_tablet_back", args=[visit.reference]))
    assert names_nobody(browser)


def test_the_key_is_kept_by_its_digest_only(pair):
    browser, device = pair
    row = repr(Device.objects.values().get())
    assert browser.cookies[COOKIE].value not in row
    assert device.name == WINDOW and device.code is None
    assert browser.cookies[COOKIE]["httponly"] and browser.cookies[COOKIE]["samesite"] == "Strict"

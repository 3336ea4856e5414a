"""Tablets at the desk: paired by a code, of one site, named once, given and taken back in words."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.actions.answers.from_paper import Paper, type_in
from intake.actions.visits.devices import pair, revoke_device
from intake.core.limits import DEVICE_IS_AWAY
from intake.models import AccessEvent, Device, Invitation, Site
from tests.desk.pages import a_sent_visit, shown
from tests.desk.tablets import WINDOW, a_desk, a_tablet, asking, give, shows
from tests.make.builders import PASSWORD, a_user, a_visit
from tests.make.factor import enrolled, let_in
from tests.make.staff import FRONT_DESK, a_member, a_site, works_at

pytestmark = pytest.mark.django_db
DEVICES = "/desk/devices/"
DIRECT = 'class="button plain" href="{}"'
"""The way to the tablets on the line itself, beside the one under "More"."""


@pytest.fixture
def desk():
    return a_desk()


def at(name, *place):
    return reverse(f"desk:{name}", args=place)


def test_a_code_and_a_name_pair_a_tablet_at_the_site_of_the_page(desk):
    browser, code = asking()
    page = shown(desk.post(DEVICES, {"code": f" {code.lower()}", "name": WINDOW}, follow=True))
    assert "is paired and waits for patients" in page
    assert shows(browser) == "waiting"
    device = Device.objects.get()
    assert (device.site, device.name) == (Site.objects.get(), WINDOW)
    assert AccessEvent.objects.filter(action="device_paired", detail=str(device.pk)).count() == 1


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [
        ("", "", "Type the code that the tablet shows."),
        ("ABC DEF", WINDOW, "No tablet shows this code."),
        ("{code}", "", "Give the tablet a name."),
        ("{code}", "tablet at the WINDOW", "Another tablet has this name."),
        ("{code}", "x" * 61, "at most 60 characters"),
        ("🙂" * 20, "Röntgen", "No tablet shows this code."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(desk, code, name, words):
    a_tablet()
    _browser, asked = asking()
    typed = code.format(code=asked)
    answer = desk.post(DEVICES, {"code": typed, "name": name})
    assert answer.status_code == 400
    assert words in shown(answer)
    assert f'value="{typed}"' in shown(answer) or not typed
    assert f'value="{name}"' in shown(answer) or not name
    assert Device.objects.filter(paired_at__isnull=False).count() == 1


def test_a_row_written_by_a_hand_is_paired_with_nobody(desk):
    _browser, code = asking()
    Device.objects.update(binding=b"by a hand")
    answer = desk.post(DEVICES, {"code": code, "name": WINDOW})
    assert (answer.status_code, "No tablet shows this code." in shown(answer)) == (400, True)


def test_a_tablet_is_renamed_but_not_like_another(desk):
    (_first, device), _other = a_tablet(), a_tablet("Room 2")
    desk.post(at("device_name", device.pk), {"name": "By the door"})
    assert Device.objects.get(pk=device.pk).name == "By the door"
    answer = desk.post(at("device_name", device.pk), {"name": "room 2"}, follow=True)
    assert "Another tablet has this name" in shown(answer)
    assert Device.objects.get(pk=device.pk).name == "By the door"


def test_a_tablet_may_keep_its_own_name(desk):
    _browser, device = a_tablet()
    page = shown(desk.post(at("device_name", device.pk), {"name": WINDOW}, follow=True))
    assert "Another tablet" not in page
    assert not AccessEvent.objects.filter(action="device_renamed").exists()


def test_a_pairing_that_two_windows_end_is_ended_once(desk):
    _browser, device = a_tablet()
    first, second, now = a_user(), a_user(), timezone.now()
    for by in (first, second):
        revoke_device(device, by=by, at=now)
    ended = AccessEvent.objects.get(action="device_revoked")
    assert ended.user == Device.objects.get().revoked_by == first


def test_a_tablet_that_a_hand_moved_to_the_site_is_given_to_nobody(desk):
    visit, (_browser, device) = a_visit(), a_tablet(site=a_site("elsewhere"))
    Device.objects.update(site=visit.site)
    assert "is in use" in shown(give(desk, visit, device))
    assert not Invitation.objects.exists()


def test_ending_a_pairing_frees_its_name_and_leaves_it_off_the_list(desk):
    _browser, device = a_tablet()
    assert WINDOW in shown(desk.get(DEVICES))
    desk.post(at("end_pairing", device.pk), follow=True)
    assert f"<strong>{WINDOW}</strong>" not in shown(desk.get(DEVICES))
    assert desk.post(at("end_pairing", device.pk)).status_code == 404
    a_tablet()


def row(desk, visit) -> str:
    """The line of a visit on its day."""
    page = shown(desk.get(at("day", visit.date.isoformat())))
    lines = page.partition('<ul class="desk-rows">')[2].split("</li> <li class=")
    return next(line for line in lines if visit.reference in line)


def test_the_day_offers_a_tablet_where_there_is_one_and_something_to_answer(desk):
    visit, sent = a_visit(), a_sent_visit()
    assert DIRECT.format(at("give", visit.reference)) not in row(desk, visit)
    a_tablet()
    assert DIRECT.format(at("give", visit.reference)) in row(desk, visit)
    assert DIRECT.format(at("give", sent.reference)) not in row(desk, sent)


def test_given_the_day_says_which_tablet_and_takes_it_back_with_one_press(desk):
    visit, (browser, device) = a_visit(), a_tablet()
    page = shown(give(desk, visit, device))
    assert f"“{WINDOW}” asks for the date of birth of {visit.reference} now." in page
    assert "On a tablet" in row(desk, visit) and WINDOW in row(desk, visit)
    back = desk.post(at("take_tablet_back", visit.reference))
    assert back["Location"] == at("day", visit.date.isoformat())
    assert shows(browser) == "waiting"
    assert "On a tablet" not in row(desk, visit)
    said = AccessEvent.objects.filter(visit=visit).order_by("id").values_list("action", flat=True)
    assert [*said][-2:] == ["invited_on_device", "link_revoked"]


def test_a_tablet_that_is_given_twice_still_asks_for_the_same_patient(desk):
    visit, (browser, device) = a_visit(), a_tablet()
    for _press in range(2):
        page = shown(give(desk, visit, device))
        assert f"“{WINDOW}” asks for the date of birth of {visit.reference} now." in page
        assert "What is your date of birth?" in shown(browser.get("/p/tablet/"))


def test_a_tablet_that_is_off_or_busy_is_said_to_be(desk):
    visit, (browser, device), _unseen = a_visit(), a_tablet(), a_tablet("Room 2")
    other = at("give", a_visit(name="Zoe Other").reference)
    assert "Has not asked for anything yet" in shown(desk.get(other))
    browser.get("/p/tablet/")
    for words in ("Waits for a patient", "Has not asked for anything yet"):
        assert shown(desk.get(other)).count(words) == 1
    Device.objects.update(seen_at=timezone.now() - DEVICE_IS_AWAY)
    assert "Off or without network, last seen" in shown(desk.get(other))
    give(desk, visit, device)
    page = shown(desk.get(other))
    assert f"With {visit.reference} since" in page
    assert at("take_tablet_back", visit.reference) in page
    assert f'value="{device.pk}"' not in page


def test_what_is_typed_in_from_paper_gets_no_tablet_and_one_that_was_given_waits(desk):
    visit, (browser, device) = a_visit(), a_tablet()
    give(desk, visit, device)
    type_in(visit, Paper(), by=a_user(), at=timezone.now())
    assert shows(browser) == "waiting"
    assert DIRECT.format(at("give", visit.reference)) not in row(desk, visit)
    assert "being typed in from paper" in shown(give(desk, visit, device))
    assert shows(browser) == "waiting"


def test_nothing_chosen_is_said(desk):
    visit = a_visit()
    a_tablet()
    answer = desk.post(at("give", visit.reference), follow=True)
    assert "Choose a tablet." in shown(answer) and not Invitation.objects.exists()


def test_a_visit_that_needs_no_answer_gets_no_tablet_and_says_why(desk):
    browser, device = a_tablet()
    assert "The patient needs no link" in shown(give(desk, a_sent_visit(), device))
    visit = a_visit()
    desk.post(at("missed", visit.reference))
    assert "not planned any more" in shown(give(desk, visit, device))
    assert shows(browser) == "waiting"


def test_without_a_tablet_the_page_says_how_to_pair_one(desk):
    page = shown(desk.get(at("give", a_visit().reference)))
    assert "No tablet is paired at this site yet." in page and DEVICES in page


def test_a_tablet_of_another_site_is_none_here(desk):
    """Nor for somebody who works at both: what lies there is not given to who sits here."""
    visit, elsewhere = a_visit(), a_site("elsewhere")
    browser, device = a_tablet(site=elsewhere)
    assert "No tablet is paired" in shown(desk.get(at("give", visit.reference)))
    for pk in (device.pk, "x", "9" * 20, "²"):
        assert desk.post(at("give", visit.reference), {"device": pk}).status_code == 404
    here = let_in(Client(), works_at(a_member(FRONT_DESK), visit.site))
    assert f"<strong>{WINDOW}" not in shown(here.get(DEVICES))
    assert here.post(at("device_name", device.pk), {"name": "Mine"}).status_code == 404
    assert here.post(at("end_pairing", device.pk)).status_code == 404
    assert shows(browser) == "waiting" and not Invitation.objects.exists()


def test_the_list_asks_as_often_for_three_tablets_as_for_one(desk):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(DEVICES)
        return len(queries)

    give(desk, a_visit(), a_tablet()[1])
    few = asked()
    for name in ("Two", "Three"):
        give(desk, a_visit(name=f"Ana {name}"), a_tablet(name)[1])
    assert asked() == few


def test_nobody_of_the_clinic_signs_in_on_it():
    browser, _device = a_tablet()
    member = enrolled(a_user(password=PASSWORD, username="kim"))
    typed = {"username": member.username, "password": PASSWORD}
    answer = browser.post("/account/sign-in/", typed)
    assert answer.status_code == 403
    assert "paired for patients" in answer.content.decode()


def test_whoever_pairs_a_browser_is_signed_out_of_it():
    desk = a_desk()
    desk.post("/p/tablet/")
    assert desk.get(DEVICES).status_code == 302


def test_whoever_signed_in_while_the_code_was_shown_is_out_when_a_patient_gets_it(desk):
    visit = a_visit()
    browser, code = asking()
    let_in(browser, a_member(FRONT_DESK))
    device = pair(code, WINDOW, site=visit.site, by=a_user(), at=timezone.now())
    give(desk, visit, device)
    assert "What is your date of birth?" in shown(browser.get("/p/tablet/"))
    assert browser.get(DEVICES).status_code == 302

"""The clinic's own device in a real browser: from staff to the patient, and back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.core.limits import PATIENT_IDLE_ON_DEVICE
from tests.browser.flaws import flaws
from tests.browser.hands import Pointer
from tests.browser.inside import let_staff_in
from tests.browser.patient.walking import Walk
from tests.journeys.person import date_fields
from tests.make.builders import BIRTH_DATE, a_visit
from tests.make.staff import FRONT_DESK, a_member

pytestmark = pytest.mark.browser

SHELF = 768
TYPED = "Spiders under the microscope"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def device(browse, request, site):
    """A tablet on which the front desk opened the form for the patient."""
    visit = a_visit()
    tab = browse(width=SHELF, script=request.param)
    tab.runs_scripts = request.param
    let_staff_in(tab, a_member(FRONT_DESK, username="desk"))
    tab.go(f"/desk/visits/{visit.reference}/")
    Pointer(tab.page).press("Answer on this device")
    return tab


def look_at(tab) -> None:
    if tab.runs_scripts:
        assert flaws(tab, widths=(375, SHELF)) == {}


def enter(tab) -> Walk:
    walk = Walk(tab, Pointer(tab.page))
    walk.fill_in(date_fields("birth_date", BIRTH_DATE))
    walk.press("Continue")
    return walk


def test_staff_are_gone_before_the_patient_holds_the_device(device):
    assert device.heading == "What is your date of birth?"
    assert [each["name"] for each in device.context.cookies() if "session" in each["name"]] == []
    look_at(device)
    device.page.go_back()
    assert "Maria" not in device.words
    assert device.path == "/account/sign-in/"


def test_after_leaving_back_shows_nothing(device):
    walk = enter(device)
    device.go("/p/q/goals/5/")
    assert "If nobody presses a button for 3 minutes, the form closes." in device.words
    look_at(device)
    walk.fill_in({"my_questions": TYPED})
    walk.press("Save and come back later")
    look_at(device)
    walk.press("Close the form on this device")
    assert device.heading == "Please hand this device back"
    look_at(device)
    for _ in range(4):
        device.page.go_back()
        assert TYPED not in device.page.content()
        assert "Maria" not in device.words
    assert device.context.cookies() == []


def test_an_idle_page_closes_by_itself(device):
    enter(device)
    almost = timezone.now() - PATIENT_IDLE_ON_DEVICE + timedelta(seconds=4)
    models.PatientSession.objects.update(started_at=almost, seen_at=almost)
    device.go("/p/q/about_you/1/")
    device.page.wait_for_url("**/p/hand-back/", timeout=15_000)
    assert device.heading == "Please hand this device back"

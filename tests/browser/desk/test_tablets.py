"""A paired tablet and the desk in two real browsers: given with two clicks, and waiting again."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.page_drafts import drafts_of
from intake.actions.answers.sheet import load_answers
from tests.browser.chromium import DESK, PHONE, Tab, save_picture
from tests.browser.flaws import flaws
from tests.browser.hands import Clicks, Pointer
from tests.browser.inside import let_staff_in
from tests.browser.patient.test_script import wait_until
from tests.browser.patient.walking import Walk
from tests.journeys.person import date_fields
from tests.make.builders import (
    BIRTH_DATE,
    a_visit,
    patient_answers,
    say,
    shipped,
)
from tests.make.staff import FRONT_DESK, a_member

pytestmark = pytest.mark.browser
SHELF = 768
WINDOW = "Tablet at the window"
NAME = "Denise Okafor"
ANSWERS = patient_answers("penicillin_unknown_ingredients")
BORN = ANSWERS.top[shipped().roles.birth_date]
TYPED = "Spiders under the microscope"


@pytest.fixture
def desk(browse, site) -> Tab:
    member = a_member(FRONT_DESK, username="desk")
    tab = browse(width=DESK)
    let_staff_in(tab, member)
    return tab


@pytest.fixture
def tablet(browse) -> Tab:
    return browse(width=SHELF)


def look_at(tab: Tab, name: str) -> None:
    """Every page is without a flaw; with PICTURES=/tmp/tablets it is kept for whoever looks."""
    if folder := os.environ.get("PICTURES"):
        for width in (PHONE, SHELF, DESK):
            tab.widen(width)
            save_picture(tab, Path(folder) / f"{name}-{width}.png")
    if tab.runs_scripts:
        assert flaws(tab, widths=(PHONE, SHELF, DESK)) == {}, name
    tab.widen(SHELF)


def time_passes(tablet: Tab) -> None:
    """What it does by itself after some seconds, at once: what its clock brings, or its refresh."""
    if tablet.runs_scripts:
        tablet.page.clock.fast_forward(21_000)
        return
    refresh = tablet.page.locator("meta[http-equiv=refresh]").get_attribute("content")
    seconds, _, onward = refresh.partition("; url=")
    assert 0 < int(seconds) <= 20
    tablet.go(onward)


def pair(desk: Tab, tablet: Tab, *, looking: bool = False) -> None:
    if tablet.runs_scripts:
        tablet.page.clock.install()
    tablet.go("/p/tablet/")
    if looking:
        look_at(tablet, "not-paired")
    Pointer(tablet.page).press("Show a code")
    code = tablet.page.locator(".code").inner_text()
    desk.go("/desk/devices/")
    if looking:
        look_at(tablet, "code")
        look_at(desk, "no-devices")
    desk.page.get_by_label("Code on the tablet").fill(code)
    desk.page.get_by_label("Name", exact=True).fill(WINDOW)
    Pointer(desk.page).press("Pair it")
    time_passes(tablet)
    tablet.page.get_by_role("heading", name="Welcome").wait_for()


def give(desk: Tab) -> None:
    """Two clicks from the day."""
    Pointer(desk.page).follow("Give tablet")
    Pointer(desk.page).press("Give")


def enter(tablet: Tab, born: date = BIRTH_DATE) -> Walk:
    time_passes(tablet)
    tablet.page.get_by_role("heading", name="What is your date of birth?").wait_for()
    walk = Walk(tablet, Pointer(tablet.page))
    walk.fill_in(date_fields("birth_date", born))
    walk.press("Continue")
    return walk


def shows_nobody(tablet: Tab) -> None:
    """Nor on any page that "Back" leads to."""
    tablet.page.get_by_role("heading", name="Welcome").wait_for()
    for _ in range(4):
        for told in ("Maria", "DELGADO", "Okafor", TYPED, "EV-"):
            assert told not in tablet.page.content()
        tablet.page.go_back()


def test_from_the_desk_to_the_tablet_and_back_with_two_clicks(desk, tablet):
    pair(desk, tablet, looking=True)
    visit = a_visit(day=timezone.localdate())
    look_at(tablet, "waiting")
    desk.go(f"/desk/days/{timezone.localdate()}/")
    look_at(desk, "day")
    Pointer(desk.page).follow("Give tablet")
    look_at(desk, "give")
    Pointer(desk.page).press("Give")
    look_at(desk, "day-given")
    walk = enter(tablet)
    look_at(tablet, "first-page")
    tablet.go("/p/q/goals/5/")
    tablet.context.set_offline(True)
    walk.fill_in({"my_questions": "Spiders"})
    for _ in range(3):
        with tablet.page.expect_event("requestfailed", lambda failed: "/now/" in failed.url):
            tablet.page.clock.fast_forward(5_100)
    # Not that the tablet has no connection, which is gone with its next answer: this is not stored.
    assert "You are offline." in tablet.words
    tablet.context.set_offline(False)
    wait_until(visit.submission.drafts.exists)
    with tablet.page.expect_response("**/now/"):
        tablet.page.clock.fast_forward(5_100)
    tablet.page.get_by_role("textbox").evaluate("(box, typed) => { box.value = typed; }", TYPED)
    desk.go("/desk/devices/")
    look_at(desk, "devices-busy")
    Pointer(desk.page).press("Take back")
    tablet.page.clock.fast_forward(5_100)
    tablet.page.wait_for_url("**/p/hand-back/")
    look_at(tablet, "hand-back")
    (draft,) = drafts_of(visit.submission, load_answers(visit.submission))
    assert draft.posted["my_questions"] == [TYPED]
    tablet.context.set_offline(True)
    with tablet.page.expect_event("requestfailed"):
        time_passes(tablet)
    tablet.context.set_offline(False)
    tablet.troubles.clear()
    time_passes(tablet)
    shows_nobody(tablet)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_two_clicks_and_she_answers_sends_and_the_tablet_waits_again(browse, desk, script):
    tablet = browse(width=SHELF, script=script)
    tablet.runs_scripts = script
    pair(desk, tablet)
    visit = a_visit(name=NAME, birth_date=BORN, day=timezone.localdate())
    desk.go(f"/desk/days/{timezone.localdate()}/")
    clicks = Clicks(desk.page)
    give(desk)
    assert clicks.taken() == 2
    walk = enter(tablet, BORN)
    say(models.Submission.objects.get(visit=visit), ANSWERS)
    tablet.go("/p/check/")
    walk.follow("Continue to sign")
    walk.sign(NAME)
    assert tablet.heading == "Please hand this device back"
    assert "Your answers were sent" in tablet.words
    look_at(tablet, f"sent-{script}")
    time_passes(tablet)
    shows_nobody(tablet)
    desk.go(f"/desk/days/{timezone.localdate()}/")
    assert "Answered" in desk.words and "Give tablet" not in desk.words


def test_a_tablet_without_network_says_so_and_goes_on_when_it_is_back(desk, tablet):
    pair(desk, tablet)
    told = tablet.page.get_by_text("This tablet has no connection right now.")
    tablet.page.route("**/p/tablet/now/", lambda _unanswered: None)
    for _ in range(2):
        with tablet.page.expect_request("**/p/tablet/now/"):
            tablet.page.clock.fast_forward(5_100)
        assert not told.is_visible()  # one that fails may be a moment without network
        with tablet.page.expect_event("requestfailed"):
            tablet.page.clock.fast_forward(10_100)
    told.wait_for()
    tablet.page.unroute("**/p/tablet/now/")
    tablet.page.clock.fast_forward(5_100)
    told.wait_for(state="detached")
    tablet.context.set_offline(True)
    for _ in range(2):
        with tablet.page.expect_event("requestfailed"):
            tablet.page.clock.fast_forward(5_100)
    told.wait_for()
    look_at(tablet, "offline")
    tablet.context.set_offline(False)
    a_visit(day=timezone.localdate())
    desk.go(f"/desk/days/{timezone.localdate()}/")
    give(desk)
    tablet.page.clock.fast_forward(5_100)
    tablet.page.get_by_role("heading", name="What is your date of birth?").wait_for()
    tablet.troubles = [each for each in tablet.troubles if "ERR_INTERNET_DISCONNECTED" not in each]

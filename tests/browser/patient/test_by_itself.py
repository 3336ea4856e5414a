"""What a patient's page does by itself, while nobody touches it."""

import pytest

from tests.browser.inside import let_in
from tests.browser.kinds import STANDING
from tests.make.builders import fall_asleep
from tests.make.printers import all_is_printed

from .test_script import MEDICINES

pytestmark = pytest.mark.browser


def test_of_two_tabs_one_in_use_keeps_the_other_and_asks_for_both(browse):
    tab = browse()
    let_in(tab)
    tab.page.clock.install()
    tab.go(MEDICINES)
    tab.page.clock.fast_forward("10:00")
    other = tab.another().go("/p/tasks/")
    asked, asked_there = (each.page.get_by_role("dialog") for each in (tab, other))
    stay = tab.page.get_by_role("button", name="Stay on this page")
    tab.page.clock.fast_forward("09:00")
    assert not asked.is_visible()
    tab.page.clock.fast_forward("09:30")
    asked.wait_for()
    asked_there.wait_for()
    stay.click()
    asked.wait_for(state="hidden")
    asked_there.wait_for(state="hidden")

    tab.page.clock.fast_forward("18:30")
    asked.wait_for()
    tab.page.keyboard.press("Escape")
    tab.page.clock.fast_forward("00:05")
    assert not asked.is_visible()  # whoever closed it has read it
    asked_there.wait_for()
    fall_asleep()
    asked_there.get_by_role("button").click()
    other.page.get_by_text("You were away for a while").wait_for()
    assert other.troubles == []


def test_the_page_after_sending_says_once_the_copy_is_ready(browse):
    arrive, _heading = STANDING["sent"]
    tab = browse()
    tab.may_fail = True
    tab.page.clock.install()
    arrive(tab)
    told = tab.page.locator("[data-until-ready]")
    tab.page.route("**/p/sent/", lambda route: route.fulfill(status=503), times=1)
    for _answer in ("that it can not say", "not yet"):
        with tab.page.expect_response("**/p/sent/"):
            tab.page.clock.fast_forward(3_100)
        assert "Your copy is being made." in told.inner_text()
    assert all_is_printed() == 1
    tab.page.clock.fast_forward(3_100)
    tab.page.get_by_text("Your copy is ready.").wait_for()
    tab.troubles.clear()

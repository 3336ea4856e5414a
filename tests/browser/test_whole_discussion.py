"""The way around the whole discussion: its contents, and links into what is closed."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.inside import let_staff_in, the_provider

from .test_provider import a_discussion

pytestmark = pytest.mark.browser
LINKED = """() => [...document.querySelectorAll('.checklist > li')].map((each) => each.id)
  .find((id) => document.querySelector(`.asks a[href="#${id}"]`))"""
"""A point that is said to everyone, and to which a question on the patient's copy leads."""


def test_contents_stand_open_where_there_is_room_and_fold_after_a_choice(browse, site):
    provider = the_provider()
    tab = browse(width=PHONE)
    let_staff_in(tab, provider)
    tab.go(a_discussion(provider) + "all/")
    contents = tab.page.locator(".contents > details")
    expect(contents).not_to_have_attribute("open", "")
    for is_open in ("", None, ""):
        contents.locator("summary").click()
        assert contents.get_attribute("open") == is_open
    contents.get_by_role("link", name="All answers").click()
    expect(contents).not_to_have_attribute("open", "")
    tab.widen(DESK)
    expect(contents).to_have_attribute("open", "")
    contents.get_by_role("link", name="Evidence").click()
    expect(contents).to_have_attribute("open", "")


def test_link_to_a_point_said_to_everyone_opens_it(browse, site):
    provider = the_provider()
    tab = browse(width=DESK)
    let_staff_in(tab, provider)
    tab.go(a_discussion(provider) + "all/")
    point = tab.page.evaluate(LINKED)
    tab.page.get_by_text("What the patient copy tells the patient to ask").click()
    tab.page.locator(f".asks a[href='#{point}']").click()
    tab.page.locator(f"#{point} details[open]").wait_for()
    tab.page.reload()
    tab.page.locator(f"#{point} details[open]").wait_for()

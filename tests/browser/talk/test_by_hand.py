"""A whole talk with nothing but a keyboard, and one in a browser that runs no script."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Keyboard, Pointer
from tests.browser.inside import let_staff_in
from tests.browser.talk.talking import a_talk, open_rows, opened
from tests.make.builders import PASSWORD
from tests.make.room import fresh, outcomes_kept

pytestmark = pytest.mark.browser
PATIENT = "mast_cell_disease"


def rows_settled(tab, hand) -> None:
    """Row after row, whatever the row offers."""
    for row in open_rows(tab):
        offered = row.get_by_role("button").all_inner_texts()
        words = next(
            each
            for each in ("Hold stays", "Understood", "Still not known")
            if any(said.startswith(each) for said in offered)
        )
        hand.press(words)


def declined(hand) -> None:
    """On the decision's page."""
    hand.fill("leaning", "not_sure")
    hand.fill("kind", "decline")
    hand.fill("reason", "Not today.")
    hand.fill("password", PASSWORD)
    hand.press("Sign as")


def test_whole_talk_with_the_keyboard_alone(browse, provider):
    visit = a_talk(provider, PATIENT)
    tab = browse(width=768)
    let_staff_in(tab, provider)
    tab.go("/provider/")
    hand = Keyboard(tab.page)
    hand.follow("DELGADO, Maria")
    lifted = tab.page.locator(".row[open]").get_attribute("id")[1:]
    way = tab.page.locator(f"[name=way-{lifted}]").first.get_attribute("value")
    hand.fill(f"way-{lifted}", way)
    hand.fill(f"note-{lifted}", "Seen in the allergist’s letter of May.")
    hand.press("Lift hold")
    expect(tab.page.locator(".row[open] > summary")).to_be_focused()
    hand.press("Lot and last day read")
    hand.press("I asked today")
    rows_settled(tab, hand)
    hand.fill("told", tab.page.locator("[name=told]").first.get_attribute("value"))
    hand.press("Told:")
    hand.press("Decide")
    hand.fill("why_open_as", "Next visit")
    declined(hand)
    assert fresh(visit).talk == "signed"
    assert (int(lifted), "lifted") in outcomes_kept()


def test_whole_talk_without_script(browse, provider):
    visit = a_talk(provider, PATIENT)
    tab = opened(browse, provider, visit, script=False)
    hand = Pointer(tab.page)
    hand.press("Lot and last day read")
    hand.press("I asked today")
    rows_settled(tab, hand)
    hand.follow("Tick all")
    hand.press("Told:")
    hand.press("Decide")
    declined(hand)
    assert fresh(visit).talk == "signed"
    assert "Decline" in tab.page.locator("#signature").inner_text()


def test_a_talk_lets_nobody_in_with_a_post_that_is_not_whole(browse, provider):
    """What a browser without script, or an old one, might send: words, and nothing recorded."""
    visit = a_talk(provider, PATIENT)
    tab = opened(browse, provider, visit, script=False)
    tab.page.locator("form#talk input[name=revision]").evaluate("field => field.remove()")
    tab.page.locator(".row[open] textarea").fill("She agreed to wait.")
    Pointer(tab.page).press("I asked today")
    assert "The page was not whole." in tab.words
    tab.go(tab.path.removesuffix("unchanged/"))
    assert tab.page.locator(".row[open] textarea").input_value() == "She agreed to wait."

"""What a talk answers to taps and texts that are not as they should be."""

import re

import pytest
from playwright.sync_api import Request

from intake import models
from intake.core.limits import KEPT_LETTERS, LONG_TEXT
from intake.core.talk.outcomes import Outcome
from tests.browser.hands import Pointer
from tests.browser.talk.talking import HELD, a_talk, opened
from tests.make.room import marked, outcomes_kept
from tests.provider.pages import address

pytestmark = pytest.mark.browser


def test_double_tap_records_once(browse, provider):
    tab = opened(browse, provider, a_talk(provider, HELD))
    pressed = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.is_navigation_request():
            pressed.append(request)

    tab.page.on("request", note)
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name="I asked today").dblclick()
    tab.page.wait_for_load_state("networkidle")
    assert len(pressed) == 1
    tab.page.locator(".row[open] textarea").fill("She agreed to wait.")
    with tab.page.expect_navigation():
        tab.page.get_by_role("button", name="Hold stays").first.dblclick()
    tab.page.wait_for_load_state("networkidle")
    assert (outcomes_kept(), len(pressed)) == ([(1, "stays")], 2)


def test_button_says_how_many_are_ticked_and_tick_all_stays_on_the_page(browse, provider):
    tab = opened(browse, provider, a_talk(provider, HELD))
    says = tab.page.get_by_role("button", name="Told:")
    ticks = tab.page.get_by_role("checkbox")
    number = ticks.count()
    assert f"0 of {number} ticked" in says.inner_text()
    tab.page.get_by_role("link", name="Tick all").click()
    assert f"{number} of {number} ticked" in says.inner_text()
    ticks.first.uncheck()
    assert f"{number - 1} of {number} ticked" in says.inner_text()
    assert "tick=all" not in tab.page.url


@pytest.mark.parametrize(
    ("letters", "is_taken"), [(LONG_TEXT, True), (LONG_TEXT + 1, False), (KEPT_LETTERS + 1, False)]
)
def test_long_note_is_recorded_or_refused_in_words_with_all_its_letters(
    browse, provider, letters, is_taken
):
    tab = opened(browse, provider, a_talk(provider, HELD), script=False)
    tab.page.locator(".row[open] textarea").fill("n" * letters)
    Pointer(tab.page).press("Hold stays")
    assert models.OutcomeRecord.objects.exists() is is_taken
    if not is_taken:
        assert re.search("shorten|letters", tab.page.get_by_role("alert").inner_text())
        assert len(tab.page.locator("textarea").first.input_value()) == letters


def test_outcome_of_a_point_that_went_is_refused_and_its_note_kept(browse, provider):
    visit = a_talk(provider, HELD)
    tab = opened(browse, provider, visit)
    tab.page.locator(".row[open] textarea").fill("About a point that goes.")
    stays = tab.page.get_by_role("button", name="Hold stays").first
    stays.evaluate("button => { button.formAction = button.formAction.replace('/1/', '/99/'); }")
    Pointer(tab.page).press("Hold stays")
    assert "There is no point 99 in this discussion." in tab.words
    tab.go(address(visit))
    assert tab.page.locator("#note-1").input_value() == "About a point that goes."


def test_note_to_what_somebody_else_has_settled_meanwhile_stands_by_itself(browse, provider):
    visit = a_talk(provider, HELD)
    tab = opened(browse, provider, visit, script=False)
    tab.page.locator(".row[open] textarea").fill("My reason.")
    Pointer(tab.page).press("I asked today")
    now = models.FrozenDiscussion.objects.filter(submission__visit=visit).first()
    marked(now, 1, Outcome.STAYS, "Somebody else’s.")
    tab.go(address(visit))
    loose = tab.page.locator("section", has_text="Typed and not recorded").locator("textarea")
    assert loose.input_value() == "My reason."

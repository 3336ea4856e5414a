"""A talk that another app covers, and one that the browser shows again as it was left."""

import pytest

from intake import models
from intake.core.talk.outcomes import Outcome
from tests.browser.aside import come_back_from_memory, look_elsewhere
from tests.make.room import marked

from .talking import HELD, a_talk, opened
from .test_kept import (
    find_the_network,
    forget_the_loss,
    kept_on,
    lose_the_network,
    typed,
)

pytestmark = pytest.mark.browser


def test_note_typed_a_moment_ago_is_kept_when_another_app_is_shown(browse, provider):
    visit = a_talk(provider, HELD)
    tab = opened(browse, provider, visit)
    tab.page.clock.install()
    tab.page.reload()
    tab.stop_the_clock()
    typed(tab, "Maker called.")
    tab.page.get_by_text("Not saved yet").wait_for()
    with tab.page.expect_response(lambda answer: answer.request.method == "POST"):
        look_elsewhere(tab.page)
    assert kept_on(tab.another(), visit, "Maker called.")


def test_talk_from_the_browsers_memory_shows_what_was_done_since(browse, provider):
    visit = a_talk(provider, HELD)
    tab = opened(browse, provider, visit)
    number = int(tab.page.locator(".row[open]").get_attribute("id")[1:])
    marked(models.FrozenDiscussion.objects.get(), number, Outcome.STAYS, "Somebody else’s.")
    with tab.page.expect_navigation():
        come_back_from_memory(tab.page)
    assert "Somebody else’s." in tab.page.content()


def test_talk_from_the_browsers_memory_stays_until_its_note_is_kept(browse, provider):
    visit = a_talk(provider, HELD)
    tab = opened(browse, provider, visit)
    lose_the_network(tab)
    typed(tab, "Maker called.")
    tab.page.get_by_text("Not saved yet").wait_for()
    come_back_from_memory(tab.page)
    tab.page.wait_for_timeout(500)
    assert tab.page.locator(".row[open] textarea").input_value() == "Maker called."
    find_the_network(tab)
    with tab.page.expect_navigation():
        come_back_from_memory(tab.page)
    forget_the_loss(tab)
    assert kept_on(tab, visit, "Maker called.")

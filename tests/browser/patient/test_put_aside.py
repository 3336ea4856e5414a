"""A page that another app covers, and one that the browser shows again as it was left."""

import pytest

from intake.core.questionnaire.answers import Answers
from tests.browser.aside import come_back_from_memory, look_elsewhere
from tests.browser.inside import let_in
from tests.make.builders import say

from .test_drafts import TYPED, cut, forgive, left, type_in
from .test_script import MEDICINES, medicines, wait_until

pytestmark = pytest.mark.browser


def test_what_was_typed_a_moment_ago_is_stored_when_another_app_is_shown(browse):
    tab = browse()
    submission = let_in(tab)
    tab.page.clock.install()
    tab.go(MEDICINES)
    tab.stop_the_clock()
    type_in(tab)
    look_elsewhere(tab.page)
    wait_until(lambda: left(submission) == [TYPED])


def test_a_page_from_the_browsers_memory_is_asked_for_anew(browse):
    tab = browse()
    submission = let_in(tab)
    tab.go(MEDICINES)
    say(submission, Answers({"medicines_list": TYPED}))
    with tab.page.expect_navigation():
        come_back_from_memory(tab.page)
    assert medicines(tab) == TYPED


def test_a_page_from_the_browsers_memory_stores_what_was_typed_before_it_is_asked_for(browse):
    tab = browse()
    let_in(tab)
    tab.go(MEDICINES)
    cut(tab)
    type_in(tab)
    tab.page.get_by_text("You are offline.").wait_for()
    come_back_from_memory(tab.page)
    tab.page.wait_for_timeout(500)
    assert medicines(tab) == TYPED
    cut(tab, False)
    with tab.page.expect_navigation():
        come_back_from_memory(tab.page)
    assert "What you typed here is kept" in tab.words
    assert medicines(tab) == TYPED
    forgive(tab)

"""Drafts and Continue, one after the other: none goes twice, too often, or against her will."""

import re

import pytest
from playwright.sync_api import Route

from intake.actions.answers.sheet import load_answers
from intake.core.questionnaire.answers import Chosen, Unsaid
from tests.browser.hands import Pointer
from tests.browser.inside import let_in
from tests.browser.patient.walking import Walk

from .test_drafts import TYPED, cut, forgive, left, type_in
from .test_script import MEDICINES, wait_until

pytestmark = pytest.mark.browser
DRAFT, CONTINUE = "**/p/draft/**", "**" + MEDICINES
WAITING = "We can't reach the clinic's computer right now."


def test_who_types_on_has_a_draft_sent_in_each_pause_and_not_with_each_letter(browse):
    tab = browse()
    submission = let_in(tab)
    tab.page.clock.install()
    tab.go(MEDICINES)
    tab.stop_the_clock()
    drafts: list[str] = []
    tab.page.on("request", lambda sent: "/p/draft/" in sent.url and drafts.append(sent.url))
    for typed in ("L", "Li", "Lis"):
        type_in(tab, typed)
        tab.page.clock.run_for(1_500)
        wait_until(lambda: left(submission) == ["L"])
    assert len(drafts) == 1
    tab.page.clock.run_for(600)
    wait_until(lambda: left(submission) == ["Lis"])


def test_continue_waits_a_moment_for_a_draft_then_goes_once_and_alone(browse):
    tab = browse()
    submission = let_in(tab)
    tab.page.clock.install()
    tab.go(MEDICINES)
    Pointer(tab.page).fill("medicines_risk", "none")
    wait_until(submission.drafts.exists)
    tab.stop_the_clock()
    held: list[Route] = []
    drafts: list[Route] = []
    tab.page.route(DRAFT, lambda route: drafts.append(route))  # noqa: PLW0108
    tab.page.route(CONTINUE, lambda route: held.append(route))  # noqa: PLW0108
    with tab.page.expect_request(DRAFT):
        type_in(tab)
        tab.page.clock.fast_forward(2_100)
    button = tab.page.locator("#answers .actions button").first
    button.click()
    tab.page.get_by_role("button", name="Continue", disabled=True).wait_for()
    assert held == []
    with tab.page.expect_request(CONTINUE), tab.page.expect_event("requestfailed"):
        tab.page.clock.fast_forward(3_100)
    button.evaluate("button => button.click()")
    tab.page.get_by_role("textbox").first.dispatch_event("input")
    tab.page.clock.fast_forward(2_100)
    assert tab.page.get_by_role("main").get_by_role("status").inner_text() == ""
    assert (len(drafts), len(held)) == (1, 1)
    tab.page.unroute(DRAFT)
    with tab.page.expect_navigation():
        held[0].continue_()
    assert load_answers(submission).answers.top["medicines_list"] == TYPED
    assert left(submission) == []


def test_who_types_after_a_continue_that_nobody_answered_stays_on_the_page(browse):
    tab = browse()
    submission = let_in(tab)
    tab.page.clock.install()
    tab.go(MEDICINES)
    Pointer(tab.page).fill("medicines_risk", "none")
    wait_until(submission.drafts.exists)
    tab.page.route(CONTINUE, lambda route: route.abort("connectionreset"), times=1)
    tab.page.get_by_role("button", name="Continue").click()
    told = tab.page.get_by_text(WAITING)
    told.wait_for()
    type_in(tab, "Lisin")
    tab.page.clock.fast_forward(2_100)
    told.wait_for(state="detached")
    assert left(submission) == ["Lisin"]
    for is_cut in (True, False):
        cut(tab, is_cut)
    type_in(tab)
    tab.page.clock.fast_forward(10_100)
    wait_until(lambda: left(submission) == [TYPED])
    assert tab.path == MEDICINES
    forgive(tab)


def test_a_continue_whose_answer_is_lost_goes_again_with_what_was_changed_since(browse):
    tab = browse()
    submission = let_in(tab)
    tab.page.clock.install()
    tab.go(MEDICINES)
    tab.stop_the_clock()
    Pointer(tab.page).fill("medicines_risk", "none")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    tab.page.route(CONTINUE, lose_the_answer, times=1)
    tab.page.get_by_role("button", name="Continue").click()
    tab.page.get_by_text(WAITING).wait_for()
    assert load_answers(submission).answers.top["medicines_risk"] == Chosen(("none",))
    Pointer(tab.page).fill("medicines_risk", "dont_know")
    Pointer(tab.page).press("Continue")
    assert tab.path != MEDICINES
    assert load_answers(submission).answers.top["medicines_risk"] is Unsaid.DONT_KNOW
    forgive(tab)


def test_a_token_that_has_gone_stale_is_fetched_anew_once_and_nothing_is_typed_twice(browse):
    tab = browse()
    submission = let_in(tab)
    tab.go(MEDICINES)
    walk = Walk(tab, Pointer(tab.page))
    walk.fill_in({"medicines_risk": ["none"], "medicines_list": TYPED})
    refused: list[Route] = []

    def refuse_twice(route: Route) -> None:
        if route.request.method == "POST" and len(refused) < 2:
            refused.append(route)
            route.fulfill(status=403)
        else:
            route.continue_()

    tab.page.route(CONTINUE, refuse_twice)
    tab.page.get_by_role("button", name="Continue").click()
    tab.page.get_by_text(WAITING).wait_for()
    tab.page.evaluate("document.querySelector('#answers [name=csrfmiddlewaretoken]').value = 'x'")
    walk.press("Try again now")
    assert load_answers(submission).answers.top["medicines_list"] == TYPED
    forgive(tab)


def test_a_draft_or_a_next_page_that_nobody_answers_leaves_the_page_in_use(browse):
    tab = browse()
    submission = let_in(tab)
    tab.page.clock.install()
    tab.go(MEDICINES)
    tab.page.route(DRAFT, lambda _route: None)
    with tab.page.expect_request(DRAFT):
        type_in(tab)
    tab.page.clock.fast_forward(31_000)
    tab.page.get_by_text(WAITING).wait_for()
    tab.page.unroute(DRAFT)
    is_next = re.compile(r"/p/q/(?!health/5/)")
    tab.page.route(is_next, lambda route: route.abort("aborted"), times=1)
    Pointer(tab.page).fill("medicines_risk", "none")
    with tab.page.expect_event("requestfailed", lambda stopped: stopped.is_navigation_request()):
        tab.page.get_by_role("button", name="Continue").click()
    assert tab.page.get_by_role("button", name="Continue", disabled=True).is_visible()
    tab.page.clock.fast_forward(16_000)
    type_in(tab, "Lisinopril")
    Pointer(tab.page).press("Continue")
    listed = load_answers(submission).answers.top["medicines_list"]
    assert is_next.search(tab.path) and listed == "Lisinopril"

"""What is typed is never lost: the network cut at any moment, other windows, pages gone back to."""

import random
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Route

from intake.actions.answers.page_drafts import drafts_of
from intake.actions.answers.sheet import load_answers
from tests.browser.chromium import Tab
from tests.browser.hands import Pointer
from tests.browser.inside import let_in
from tests.browser.patient.walking import Walk
from tests.make.builders import a_visit, fall_asleep

from .test_script import MEDICINES, wait_until

pytestmark = pytest.mark.browser
TYPED = "Lisinopril in the morning"


def type_in(tab: Tab, text: str = TYPED) -> None:
    tab.page.locator('[name="medicines_list"]').fill(text)


def left(submission) -> list[str]:
    given = load_answers(submission)
    return [draft.posted["medicines_list"][0] for draft in drafts_of(submission, given)]


def cut(tab: Tab, is_cut: bool = True) -> None:
    tab.may_fail = True
    tab.context.set_offline(is_cut)


def forgive(tab: Tab) -> None:
    """The browser itself complains of requests that a test made fail."""
    tab.troubles.clear()


def test_a_draft_is_stored_while_typing_also_of_what_was_typed_before_the_script_came(browse):
    tab = browse()
    submission = let_in(tab)
    scripts: list[Route] = []
    tab.page.route("**/walk*.js", lambda route: scripts.append(route))  # noqa: PLW0108
    tab.page.goto(tab.site + MEDICINES, wait_until="commit")
    type_in(tab, "Lisin")
    with tab.page.expect_response("**/p/draft/**"):
        scripts[0].continue_()
    assert left(submission) == ["Lisin"]
    type_in(tab)
    wait_until(lambda: left(submission) == [TYPED])


def test_what_was_typed_offline_is_stored_once_the_network_is_back(browse):
    tab = browse()
    submission = let_in(tab)
    tab.go(MEDICINES)
    place = tab.page.get_by_role("main").get_by_role("status")
    assert place.inner_text() == ""  # a screen reader says only what comes into a place it knows
    cut(tab)
    type_in(tab)
    place.get_by_text("You are offline.").wait_for()
    assert left(submission) == []
    cut(tab, False)
    wait_until(lambda: left(submission) == [TYPED])
    forgive(tab)


def test_what_is_typed_while_a_draft_is_on_its_way_is_stored_after_it(browse):
    tab = browse()
    submission = let_in(tab)
    tab.go(MEDICINES)
    slow: list[Route] = []
    tab.page.route("**/p/draft/**", lambda route: route.continue_() if slow else slow.append(route))
    with tab.page.expect_request("**/p/draft/**"):
        type_in(tab, "Lisin")
    type_in(tab)
    tab.page.wait_for_timeout(2_500)
    with tab.page.expect_response(lambda said: "morning" in said.request.post_data):
        slow[0].continue_()
    assert left(submission) == [TYPED]


def test_what_was_typed_offline_outlasts_the_session_and_is_stored_when_the_page_is_left(browse):
    tab = browse()
    submission = let_in(tab)
    tab.page.clock.install()
    tab.go(MEDICINES)
    cut(tab)
    type_in(tab)
    tab.page.clock.fast_forward("18:30")
    tab.page.get_by_role("button", name="Stay on this page").click()
    tab.page.get_by_role("dialog").wait_for(state="hidden")
    tab.page.clock.fast_forward("02:00")
    assert tab.page.locator('[name="medicines_list"]').input_value() == TYPED
    fall_asleep()
    cut(tab, False)
    tab.page.wait_for_url("**/p/again/**")
    assert left(submission) == [TYPED]
    forgive(tab)


def test_continue_offline_stays_on_the_page_and_goes_on_when_the_network_is_back(browse):
    tab = browse()
    submission = let_in(tab)
    tab.go(MEDICINES)
    walk = Walk(tab, Pointer(tab.page))
    walk.fill_in({"medicines_risk": ["none"], "medicines_list": TYPED})
    cut(tab)
    with tab.page.expect_event("requestfailed", lambda failed: "/p/draft/" in failed.url):
        tab.page.get_by_role("button", name="Continue").click()
    tab.page.get_by_text("You are offline.").wait_for()
    assert tab.path == MEDICINES
    assert tab.page.locator('[name="medicines_list"]').input_value() == TYPED
    cut(tab, False)
    wait_until(lambda: load_answers(submission).answers.top.get("medicines_list") == TYPED)
    forgive(tab)


def test_a_server_that_can_not_save_keeps_the_page_and_is_asked_again(browse):
    tab = browse()
    submission = let_in(tab)
    tab.page.clock.install()
    tab.go(MEDICINES)
    tab.may_fail = True
    # The second is no answer of the server: a guest network asks for a password in its place.
    refusals = iter([{"status": 503, "body": "not now"}, {"body": "Welcome to our guest network"}])

    def refuse_twice(route: Route) -> None:
        refusal = next(refusals, None)
        route.fulfill(**refusal) if refusal else route.continue_()

    tab.page.route("**/p/draft/**", refuse_twice)
    type_in(tab)
    told = tab.page.get_by_text("We can't reach the clinic's computer right now.")
    told.wait_for()
    with tab.page.expect_response("**/p/draft/**"):
        tab.page.clock.fast_forward(5_100)
    again = "document.querySelector('.offline button')?.click()"
    wait_until(lambda: tab.page.evaluate(again) or left(submission) == [TYPED])
    told.wait_for(state="detached")
    forgive(tab)


def test_seven_thousand_five_hundred_chinese_letters_are_kept(browse):
    tab = browse()
    submission = let_in(tab)
    tab.go(MEDICINES)
    type_in(tab, "藥" * 7_500)
    wait_until(lambda: left(submission) == ["藥" * 7_500])


def test_two_windows_on_a_page_keep_what_each_typed_and_show_both(browse):
    tab = browse()
    submission = let_in(tab)
    other = tab.another()
    tab.go(MEDICINES)
    other.go(MEDICINES)
    type_in(tab, "from the first")
    wait_until(lambda: left(submission) == ["from the first"])
    type_in(other, "from the second")
    wait_until(lambda: sorted(left(submission)) == ["from the first", "from the second"])

    third = tab.another()
    third.go(MEDICINES)
    assert "Show what I typed in the other window" in third.words
    shown = third.page.locator('[name="medicines_list"]').input_value()
    third.page.get_by_role("link", name="Show what I typed in the other window").click()
    third.page.wait_for_url("**draft=**")
    other_shown = third.page.locator('[name="medicines_list"]').input_value()
    assert {shown, other_shown} == {"from the first", "from the second"}
    type_in(third, "from the third")
    wait_until(lambda: "from the third" in left(submission))
    for other_window in (tab, other):
        type_in(other_window, "typed on")
    wait_until(lambda: sorted(left(submission)) == ["from the third", "typed on", "typed on"])


@pytest.mark.parametrize("script", [True, False])
def test_back_onto_a_page_with_an_error_shows_a_page_and_sends_nothing(browse, script):
    tab = browse(script=script)
    let_in(tab)
    tab.go(MEDICINES)
    walk = Walk(tab, Pointer(tab.page))
    walk.press("Continue")
    tab.page.wait_for_url("**errors=1**")
    assert "There is a problem" in tab.words
    walk.fill_in({"medicines_risk": ["none"]})
    walk.press("Continue")
    tab.page.wait_for_url(lambda url: "health/5" not in url)
    answer = tab.page.go_back()

    assert tab.path == MEDICINES
    assert answer is None or answer.request.method == "GET"


def test_more_text_than_the_server_takes_is_told_and_stays_until_it_is_shorter(browse):
    tab = browse()
    submission = let_in(tab)
    tab.page.clock.install()
    tab.go(MEDICINES)
    tab.stop_the_clock()
    tab.may_fail = True
    walk = Walk(tab, Pointer(tab.page))
    walk.fill_in({"medicines_risk": ["none"]})
    tab.page.evaluate("document.querySelector('textarea').value = 'x'.repeat(1_100_000)")
    told = tab.page.get_by_text("This is more text than we can take.")
    tab.page.clock.run_for(2_100)  # as a draft
    told.wait_for()
    told.evaluate("line => line.remove()")
    tab.page.get_by_role("button", name="Continue").click()
    told.wait_for()
    told.evaluate("line => line.remove()")
    tab.page.route("**" + MEDICINES, lambda route: route.fulfill(status=413), times=1)  # a proxy
    tab.page.get_by_role("button", name="Continue").click()
    told.wait_for()
    assert not tab.page.get_by_role("button", name="Try again now").is_visible()
    assert tab.path == MEDICINES
    assert len(tab.page.locator("textarea").input_value()) == 1_100_000
    type_in(tab, "x" * 150_000)
    tab.page.get_by_role("button", name="Continue").click()
    tab.page.get_by_role("heading", name="There is a problem").wait_for()
    tab.page.locator("[data-error-summary]:focus").wait_for()
    with tab.page.expect_request("**/p/draft/**") as sent:
        tab.page.clock.run_for(20_000)  # nothing comes any more from the page that was there before
        type_in(tab)
        tab.page.clock.run_for(2_100)
    assert "Lisinopril" in sent.value.post_data
    wait_until(lambda: left(submission) == [TYPED])
    told.wait_for(state="detached")
    forgive(tab)


def test_a_page_of_another_link_says_so_and_is_saved_once_that_link_is_open_again(browse):
    tab = browse()
    submission, own = let_in(tab), tab.context.cookies()
    tab.go(MEDICINES)
    tab.may_fail = True
    let_in(tab, visit=a_visit(name="Ana Delgado"))
    type_in(tab)
    told = tab.page.get_by_role("status").get_by_text("belongs to another link")
    told.wait_for()
    Pointer(tab.page).fill("medicines_risk", "none")
    with tab.page.expect_response("**" + MEDICINES):
        tab.page.get_by_role("button", name="Continue").click()
    told.wait_for()
    tab.context.add_cookies(own)
    tab.page.get_by_role("button", name="Try again now").click()
    wait_until(lambda: load_answers(submission).answers.top.get("medicines_list") == TYPED)
    forgive(tab)


def test_a_walk_on_a_network_that_drops_one_request_in_five_loses_nothing(browse):
    tab = browse()
    submission = let_in(tab, visit=a_visit())
    tab.may_fail = True
    dice = random.Random(5)

    def drop_some(route: Route) -> None:
        is_post = route.request.method == "POST"
        if is_post and dice.random() < 0.2:
            route.abort("connectionreset")
        else:
            route.continue_()

    tab.page.route("**/p/**", drop_some)
    for number in range(1, 13):
        tab.go(MEDICINES)
        typed = f"medicine number {number}"
        walk = Walk(tab, Pointer(tab.page))
        walk.fill_in({"medicines_risk": ["none"], "medicines_list": typed})
        tab.page.get_by_role("button", name="Continue").click()
        for _try in range(100):
            tab.page.wait_for_timeout(150)
            if load_answers(submission).answers.top.get("medicines_list") == typed:
                break
            with suppress(Error):  # the page is being left in this moment
                tab.page.evaluate("document.querySelector('.offline button')?.click()")
        assert load_answers(submission).answers.top["medicines_list"] == typed
        tab.page.wait_for_url(lambda url: MEDICINES not in url)
    forgive(tab)

"""Nothing typed in a talk is lost: not by a button, a network or a colleague."""

import pytest
from playwright.sync_api import Route, expect

from intake import models
from intake.core.talk.outcomes import Outcome
from tests.browser.chromium import Tab
from tests.browser.hands import Pointer
from tests.browser.talk.talking import look_at, opened
from tests.make.room import DECLINE, fresh, marked, outcomes_kept, signed
from tests.provider.pages import address

pytestmark = pytest.mark.browser


def typed(tab: Tab, text: str) -> None:
    tab.page.locator(".row[open] textarea").fill(text)


def kept_on(tab: Tab, visit: models.Visit, text: str) -> bool:
    tab.go(address(visit))
    return text in tab.page.locator("form#talk").evaluate(
        "form => [...form.querySelectorAll('textarea')].map((each) => each.value).join('|')"
    )


def where_kept(tab: Tab) -> str:
    return tab.site + tab.page.locator("form#talk").get_attribute("data-kept")


def lose_the_network(tab: Tab) -> None:
    tab.may_fail = True
    tab.context.set_offline(True)


def find_the_network(tab: Tab) -> None:
    tab.context.set_offline(False)


def forget_the_loss(tab: Tab) -> None:
    """What a browser says of a network that is gone is no trouble of the page."""
    tab.troubles.clear()


def stop_leaving(route: Route) -> None:
    """As "Stop" in the browser does."""
    if route.request.is_navigation_request():
        route.abort("aborted")
    else:
        route.fallback()


def test_note_is_saved_while_it_is_typed_and_says_so(browse, provider, visit):
    tab = opened(browse, provider, visit)
    typed(tab, "Maker called, list comes on Friday.")
    tab.page.get_by_text("Saved", exact=True).wait_for()
    assert kept_on(tab.another(), visit, "list comes on Friday")


def test_note_of_a_page_that_is_left_at_once_is_kept(browse, provider, visit):
    tab = opened(browse, provider, visit)
    typed(tab, "Typed, and gone.")
    tab.go("/provider/")
    tab.page.wait_for_load_state("networkidle")
    assert kept_on(tab, visit, "Typed, and gone.")


def test_note_survives_a_lost_network_and_is_shown_as_not_saved_until_it_is(
    browse, provider, visit
):
    tab = opened(browse, provider, visit)
    tab.page.clock.install()
    tab.page.reload()
    tab.stop_the_clock()
    lose_the_network(tab)
    typed(tab, "Typed without a network.")
    with tab.page.expect_event("requestfailed"):
        tab.page.clock.run_for(500)
    tab.page.get_by_text("Not saved yet").wait_for()
    find_the_network(tab)  # saved then and there: no clock goes on
    tab.page.get_by_text("Saved", exact=True).wait_for()
    forget_the_loss(tab)
    assert kept_on(tab, visit, "Typed without a network.")


def test_button_without_a_network_stays_on_the_page_and_works_when_it_is_back(
    browse, provider, visit
):
    tab = opened(browse, provider, visit)
    look_at(tab, "phone")
    lose_the_network(tab)
    row = tab.page.locator(".row[open]")
    stays = row.get_by_role("button", name="Hold stays")
    stays.click()
    row.get_by_role("alert").get_by_text("Nothing was sent").wait_for()
    tab.page.locator(".list").scroll_into_view_if_needed()
    tab.page.get_by_role("button", name="Decide").click()
    expect(tab.page.locator(".box[role=alert] + #holds")).to_be_attached()
    expect(tab.page.get_by_role("alert")).to_be_in_viewport()
    typed(tab, "She agreed to wait.")
    stays.click()
    row.get_by_role("alert").wait_for()
    assert row.locator(".saved").inner_text() == "Not saved yet"
    assert row.locator("textarea").input_value() == "She agreed to wait."
    find_the_network(tab)
    forget_the_loss(tab)
    Pointer(tab.page).press("Hold stays")
    assert outcomes_kept() == [(1, "stays")]


def test_reason_for_reopening_stays_on_the_page_without_a_network(browse, provider, visit):
    tab = opened(browse, provider, visit).go(address(visit, "reopen/"))
    lose_the_network(tab)
    reason = tab.page.get_by_label("Why are the answers reopened?")
    reason.fill("A wrong medicine.")
    tab.page.get_by_role("button", name="Reopen and make a link").click()
    tab.page.get_by_role("alert").get_by_text("Nothing was sent").wait_for()
    assert reason.input_value() == "A wrong medicine."
    forget_the_loss(tab)


def test_words_typed_while_earlier_ones_are_on_their_way_follow_them(browse, provider, visit):
    tab = opened(browse, provider, visit)
    tab.page.clock.install()
    tab.page.reload()
    keeps, says = where_kept(tab), tab.page.locator(".row[open] .saved")
    first: list[Route] = []
    tab.page.route(keeps, lambda route: first.append(route))
    with tab.page.expect_request(keeps):
        typed(tab, "Maker called.")
    typed(tab, "Maker called, list on Friday.")
    tab.page.clock.fast_forward(1_000)
    assert (says.inner_text(), len(first)) == ("Not saved yet", 1)

    then: list[str] = []

    def fail(route: Route) -> None:
        then.append(says.inner_text())
        route.fulfill(status=503)

    tab.may_fail = True
    tab.page.route(keeps, fail)
    with tab.page.expect_response(lambda answer: answer.status == 503):
        first.pop().continue_()
    assert then == ["Not saved yet"]
    tab.page.unroute(keeps)
    tab.page.clock.fast_forward(6_000)
    tab.page.get_by_text("Saved", exact=True).wait_for()
    forget_the_loss(tab)
    assert kept_on(tab, visit, "list on Friday")


def test_page_that_a_strange_network_answers_with_is_not_taken_for_saved(browse, provider, visit):
    tab = opened(browse, provider, visit)
    keeps = where_kept(tab)
    tab.page.route(keeps, lambda route: route.fulfill(body="Hotel", content_type="text/html"))
    with tab.page.expect_response(keeps):
        typed(tab, "Maker called.")
    with tab.page.expect_request(keeps):
        Pointer(tab.page).press("I asked today")
    assert kept_on(tab, visit, "Maker called.")


def test_button_that_nobody_answers_says_so_also_after_it_was_stopped(browse, provider, visit):
    tab = opened(browse, provider, visit)
    tab.page.clock.install()
    tab.page.reload()
    keeps = where_kept(tab)
    asked: list[Route] = []
    tab.page.route(keeps, lambda route: asked.append(route))
    with tab.page.expect_request(keeps):
        typed(tab, "She agreed to wait.")
    tab.page.get_by_role("button", name="Hold stays").first.click()
    assert len(asked) == 1
    tab.page.clock.fast_forward(11_000)
    tab.page.clock.fast_forward(11_000)
    told = tab.page.get_by_role("alert").get_by_text("Nothing was sent")
    told.wait_for()
    assert outcomes_kept() == []

    tab.page.unroute(keeps)
    tab.page.route("**", stop_leaving)
    typed(tab, "She agreed to wait for it.")
    with tab.page.expect_event("requestfailed", lambda failed: failed.is_navigation_request()):
        tab.page.get_by_role("button", name="Hold stays").first.click()
    told.wait_for(state="detached")
    tab.page.unroute("**")
    tab.page.clock.fast_forward(31_000)
    lose_the_network(tab)
    typed(tab, "She agreed to wait for the maker.")
    tab.page.get_by_role("button", name="Hold stays").first.click()
    told.wait_for()
    forget_the_loss(tab)


@pytest.mark.parametrize("script", [True, False])
def test_note_survives_the_button_of_another_row(browse, provider, visit, script):
    tab = opened(browse, provider, visit, script=script)
    typed(tab, "Half a reason")
    Pointer(tab.page).press("I asked today")
    assert kept_on(tab, visit, "Half a reason")


def test_words_and_choices_survive_going_back_without_signing(browse, provider, visit):
    tab = opened(browse, provider, visit, script=False)
    Pointer(tab.page).press("Decide")
    tab.page.get_by_label("Why, in a line").fill("Papers first.")
    for words in ("Waiting", "not sure", "Decline"):
        tab.page.locator("label.chip", has_text=words).click()
    Pointer(tab.page).press("Back without signing")
    Pointer(tab.page).press("Decide")
    assert tab.page.get_by_label("Why, in a line").input_value() == "Papers first."
    picked = tab.page.locator("#decision input:checked").evaluate_all(
        "picked => picked.map((each) => each.value)"
    )
    assert picked == ["wait", "not_sure", "decline"]


def test_addendum_survives_leaving_its_page(browse, provider, visit):
    discussion = models.FrozenDiscussion.objects.filter(submission__visit=visit).first()
    for hold in discussion.read().holds:
        marked(discussion, hold.number, Outcome.STAYS)
    signed(discussion, DECLINE)
    tab = opened(browse, provider, fresh(visit))
    Pointer(tab.page).follow("Write an addendum")
    tab.page.get_by_label("What is added").fill("She called: no fever.")
    tab.page.get_by_text("Saved", exact=True).wait_for()
    Pointer(tab.page).follow("Back without adding")
    Pointer(tab.page).follow("Write an addendum")
    assert tab.page.get_by_label("What is added").input_value() == "She called: no fever."


def test_stale_row_shows_what_stands_and_keeps_the_note(browse, provider, visit):
    tab = opened(browse, provider, visit, script=False)
    typed(tab, "My reason.")
    now = models.FrozenDiscussion.objects.filter(submission__visit=visit).first()
    number = int(tab.page.locator(".row[open]").get_attribute("id")[1:])
    marked(now, number, Outcome.STAYS, "Somebody else’s.")
    Pointer(tab.page).press("Lift hold")
    assert "after you opened this page" in tab.words
    assert "My reason." in tab.page.locator("textarea").first.input_value()

"""Nothing typed in a talk is lost: not by a button, a network, a session or a colleague."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Route

from intake import models
from intake.core.talk.outcomes import Outcome
from tests.browser.chromium import Tab
from tests.browser.hands import Pointer
from tests.browser.inside import sign_in, the_administrator
from tests.browser.talk.talking import a_talk, opened
from tests.make.builders import PASSWORD
from tests.make.room import DECLINE, fresh, marked, outcomes_kept, signed
from tests.provider.pages import address

pytestmark = pytest.mark.browser
HELD = "penicillin_unknown_ingredients"


@pytest.fixture
def visit(provider) -> models.Visit:
    return a_talk(provider, HELD)


def typed(tab: Tab, text: str) -> None:
    tab.page.locator(".row[open] textarea").fill(text)


def kept_on(tab: Tab, visit: models.Visit, text: str) -> bool:
    tab.go(address(visit))
    return text in tab.page.locator("form#talk").evaluate(
        "form => [...form.querySelectorAll('textarea')].map((each) => each.value).join('|')"
    )


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
    tab.page.clock.install()
    tab.page.reload()
    tab.page.clock.fast_forward("11:00")
    typed(tab, "Maker called, list comes on Friday.")
    tab.page.get_by_text("Saved", exact=True).wait_for()
    tab.page.clock.fast_forward("03:00")
    assert not tab.page.locator("dialog").is_visible()  # whoever types is there
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
    lose_the_network(tab)
    typed(tab, "Typed without a network.")
    tab.page.get_by_text("Not saved yet").wait_for()
    find_the_network(tab)
    tab.page.get_by_text("Saved", exact=True).wait_for()
    forget_the_loss(tab)
    assert kept_on(tab, visit, "Typed without a network.")


def test_button_without_a_network_stays_on_the_page_and_works_when_it_is_back(
    browse, provider, visit
):
    tab = opened(browse, provider, visit)
    lose_the_network(tab)
    typed(tab, "She agreed to wait.")
    tab.page.get_by_role("button", name="Hold stays").first.click()
    tab.page.get_by_role("alert").get_by_text("Nothing was sent").wait_for()
    assert tab.page.locator(".row[open] textarea").input_value() == "She agreed to wait."
    find_the_network(tab)
    forget_the_loss(tab)
    Pointer(tab.page).press("Hold stays")
    assert outcomes_kept() == [(1, "stays")]


def test_button_that_nobody_answers_says_so_also_after_it_was_stopped(browse, provider, visit):
    tab = opened(browse, provider, visit)
    tab.page.clock.install()
    tab.page.reload()
    kept = tab.page.locator("form#talk").get_attribute("data-kept")
    tab.page.route(tab.site + kept, lambda _route: None)
    with tab.page.expect_request(tab.site + kept):
        typed(tab, "She agreed to wait.")
    tab.page.get_by_role("button", name="Hold stays").first.click()
    tab.page.clock.fast_forward(11_000)
    tab.page.clock.fast_forward(11_000)
    told = tab.page.get_by_role("alert").get_by_text("Nothing was sent")
    told.wait_for()
    assert outcomes_kept() == []

    tab.page.unroute(tab.site + kept)
    tab.page.route("**", stop_leaving)
    typed(tab, "She agreed to wait for it.")
    with tab.page.expect_event("requestfailed", lambda failed: failed.is_navigation_request()):
        tab.page.get_by_role("button", name="Hold stays").first.click()
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


def test_outcome_after_the_session_ended_is_held_and_sent_after_signing_in(browse, provider, visit):
    tab = opened(browse, provider, visit, script=False)
    typed(tab, "She agreed to wait.")
    models.StaffSession.objects.update(expire_date=timezone.now())
    Pointer(tab.page).press("Hold stays")
    sign_in(tab, provider, path=tab.page.url.removeprefix(tab.site))
    assert "She agreed to wait." in tab.words
    Pointer(tab.page).press("Send it now")
    assert (outcomes_kept(), tab.path) == ([(1, "stays")], address(visit))


def test_decision_after_the_session_ended_is_held_without_the_password(browse, provider, visit):
    tab = opened(browse, provider, visit)
    Pointer(tab.page).press("Decide")
    tab.page.get_by_label("Why, in a line").fill("Papers first.")
    tab.page.get_by_label("Your password").fill(PASSWORD)
    models.StaffSession.objects.update(expire_date=timezone.now())
    Pointer(tab.page).press("Sign as")
    sign_in(tab, provider, path=tab.page.url.removeprefix(tab.site))
    assert "Papers first." in tab.words
    Pointer(tab.page).press("Send it now")
    assert tab.page.get_by_label("Why, in a line").input_value() == "Papers first."
    assert fresh(visit).talk != "signed"


@pytest.mark.parametrize("where", ["provider", "admin"])
def test_session_is_made_longer_with_one_click_two_minutes_before_it_ends(
    browse, provider, visit, where
):
    tab = browse(width=768)
    sign_in(tab, provider if where == "provider" else the_administrator())
    tab.page.clock.install()
    tab.go(address(visit) if where == "provider" else "/admin/")
    soon = timezone.now() + timedelta(minutes=2)
    models.StaffSession.objects.update(expire_date=soon)
    tab.page.clock.fast_forward("13:02")
    stay, dialog = tab.page.get_by_role("button", name="Stay signed in"), tab.page.locator("dialog")
    lose_the_network(tab)
    with tab.page.expect_event("requestfailed"):
        stay.click()
    assert dialog.is_visible()
    find_the_network(tab)
    forget_the_loss(tab)
    stay.click()
    dialog.wait_for(state="hidden")
    assert models.StaffSession.objects.get().expire_date > soon + timedelta(minutes=12)
    tab.page.clock.fast_forward("13:02")
    assert dialog.is_visible()
    tab.page.clock.fast_forward("02:00")
    assert not dialog.is_visible()  # it would promise what is over


def test_stale_row_shows_what_stands_and_keeps_the_note(browse, provider, visit):
    tab = opened(browse, provider, visit, script=False)
    typed(tab, "My reason.")
    now = models.FrozenDiscussion.objects.filter(submission__visit=visit).first()
    number = int(tab.page.locator(".row[open]").get_attribute("id")[1:])
    marked(now, number, Outcome.STAYS, "Somebody else’s.")
    Pointer(tab.page).press("Lift hold")
    assert "after you opened this page" in tab.words
    assert "My reason." in tab.page.locator("textarea").first.input_value()

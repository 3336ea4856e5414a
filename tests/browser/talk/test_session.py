"""A session that ends takes nothing typed in a talk with it, and lasts while notes are kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake import models
from tests.browser.hands import Pointer
from tests.browser.inside import sign_in, the_administrator
from tests.make.builders import PASSWORD
from tests.make.room import fresh, outcomes_kept
from tests.provider.pages import address

from .talking import opened
from .test_kept import find_the_network, forget_the_loss, lose_the_network, typed

pytestmark = pytest.mark.browser


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


def test_note_that_is_kept_makes_the_session_longer_and_only_that(browse, provider, visit):
    tab = opened(browse, provider, visit)
    tab.page.clock.install()
    tab.page.reload()
    dialog = tab.page.locator("dialog")
    tab.page.clock.fast_forward("08:00")
    typed(tab, "Maker called.")
    tab.page.get_by_text("Saved", exact=True).wait_for()
    tab.page.clock.fast_forward("06:00")
    assert not dialog.is_visible()
    lose_the_network(tab)
    with tab.page.expect_event("requestfailed"):
        typed(tab, "Maker called, list on Friday.")
    tab.page.clock.fast_forward("08:00")
    dialog.wait_for()
    forget_the_loss(tab)

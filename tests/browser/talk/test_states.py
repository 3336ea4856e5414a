"""Every state of the talk and of the decision, looked at closely: axe, widths, large text."""

from collections.abc import Callable, Mapping
from functools import partial

import pytest

from intake import models
from intake.core.talk.outcomes import Outcome
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.flaws import flaws
from tests.browser.hands import Pointer
from tests.browser.talk.talking import HELD, a_talk, opened, talked_through
from tests.make.room import marked
from tests.provider.pages import address

pytestmark = pytest.mark.browser
WIDTHS = (PHONE, 768, DESK)
OPEN_ALL = """() => {
  for (const each of document.querySelectorAll('details')) {
    each.removeAttribute('name');
    each.open = true;
  }
}"""


def _open_all(tab: Tab) -> None:
    tab.page.evaluate(OPEN_ALL)


def _decision(tab: Tab) -> None:
    tab.go(tab.path + "decision/")


def _refused_decision(tab: Tab) -> None:
    _decision(tab)
    Pointer(tab.page).press("Sign as")
    _open_all(tab)


def _ready(tab: Tab, *, holds: str = "lifted") -> None:
    talked_through(tab, holds=holds).press("Decide")
    _open_all(tab)


def _done(tab: Tab) -> None:
    talked_through(tab)
    _open_all(tab)


def _too_long(tab: Tab) -> None:
    tab.page.locator(".row[open] textarea").fill("n" * 20_001)
    Pointer(tab.page).press("I asked today")
    tab.troubles.clear()  # the script was refused first


def _lost_network(tab: Tab) -> None:
    tab.may_fail = True
    tab.page.locator(".row[open] textarea").fill("Typed without a network.")
    tab.context.set_offline(True)
    tab.page.get_by_role("button", name="Hold stays").first.click()
    tab.page.get_by_role("alert").wait_for()
    tab.context.set_offline(False)
    tab.troubles.clear()


def _reopened(tab: Tab) -> None:
    tab.go(tab.path + "reopen/")
    tab.page.get_by_label("Why are the answers reopened?").fill("A wrong medicine.")
    Pointer(tab.page).press("Reopen and make a link")


def _asked_whether_there(tab: Tab) -> None:
    tab.page.locator("dialog").evaluate("dialog => dialog.showModal()")


def _loose(tab: Tab) -> None:
    tab.page.locator(".row[open] textarea").fill("My reason.")
    Pointer(tab.page).press("I asked today")
    frozen = models.FrozenDiscussion.objects.order_by("-edition").first()
    marked(frozen, frozen.read().holds[0].number, Outcome.STAYS)
    tab.page.reload()


STATES: Mapping[str, tuple[str, Callable[[Tab], None]]] = {
    "talk, everything open": (HELD, _open_all),
    "talk of little that is known": ("knows_nothing", _open_all),
    "talk with things to say alone": ("says_it_in_person", _open_all),
    "talk that is through": (HELD, _done),
    "note of what is settled": (HELD, _loose),
    "note that is too long": (HELD, _too_long),
    "lost network": (HELD, _lost_network),
    "session that ends": (HELD, _asked_whether_there),
    "decision before the talk": (HELD, _decision),
    "decision that is refused": (HELD, _refused_decision),
    "decision to go ahead": (HELD, _ready),
    "decision while holds stay": (HELD, partial(_ready, holds="stay")),
    "link for a correction": (HELD, _reopened),
}


@pytest.mark.parametrize("state", STATES)
def test_a_state_of_the_talk_is_clean_at_every_width(browse, provider, state):
    patient, arrive = STATES[state]
    visit = a_talk(provider, patient)
    tab = opened(browse, provider, visit)
    assert tab.path == address(visit)
    arrive(tab)
    assert flaws(tab, widths=WIDTHS) == {}


def test_link_for_a_correction_is_copied_with_one_press(browse, provider):
    tab = opened(browse, provider, a_talk(provider, HELD))
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _reopened(tab)
    tab.page.get_by_role("button", name="Copy the link").click()
    tab.page.get_by_text("Copied", exact=True).wait_for()
    copied = tab.page.evaluate("navigator.clipboard.readText()")
    assert copied == tab.page.locator("#link").inner_text()
    assert tab.page.get_by_role("img", name="QR code of the link").is_visible()

"""Entry from paper in a real browser: by keyboard, without script, at every width."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from intake import models
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.flaws import flaws
from tests.browser.hands import Keyboard, Pointer
from tests.browser.inside import let_staff_in, the_provider
from tests.browser.patient.walking import Walk
from tests.journeys.person import date_fields
from tests.make.builders import a_version, a_visit
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.scribe.paper import READER, SIGNED_ON, a_scribe

pytestmark = pytest.mark.browser
TABLET = 768
WIDTHS = (PHONE, TABLET, DESK)
Look = Callable[[], None]


@pytest.fixture
def visit(site) -> models.Visit:
    a_version(SMALL)
    return a_visit(provider=the_provider(), day=timezone.localdate())


@pytest.fixture
def scribe(visit) -> models.User:
    return a_scribe()


def type_all(tab: Tab, hand: Keyboard | Pointer, look: Look = lambda: None) -> Walk:
    """From today's list to the visit's page once it is sent."""
    walk = Walk(tab, hand, look=look)
    walk.follow("Type in")
    walk.press("Type in this paper")
    walk.follow("Start")
    walk.answer_all(SMALL, SMALL_ANSWERS)
    walk.follow("Continue to sign")
    signed = {"-signature": "Maria Delgado", "-read-back-by": READER}
    walk.fill_in(signed | date_fields("-signed-on", SIGNED_ON))
    walk.press("Send what is on the paper")
    tab.page.get_by_text("Sent. The provider sees it now.").wait_for()
    return walk


def test_the_whole_way_by_keyboard_is_without_flaw_on_every_width(browse, scribe):
    tab = browse(width=DESK)
    let_staff_in(tab, scribe)
    tab.go("/from-paper/")

    def look() -> None:
        assert flaws(tab, widths=WIDTHS) == {}
        tab.page.evaluate("document.documentElement.style.fontSize = ''")

    type_all(tab, Keyboard(tab.page), look)

    look()
    sent = models.FrozenDiscussion.objects.get().read().header.from_paper
    assert (sent.typed_by, sent.read_back_by) == ("Kim Lee", READER)


def test_without_script_a_paper_is_typed_in_and_left_off_and_sent(browse, scribe, visit):
    plain = browse(width=PHONE, script=False)
    let_staff_in(plain, scribe)
    plain.may_fail = True
    plain.go("/from-paper/")
    hand = Pointer(plain.page)
    hand.follow("Type in")
    hand.press("Type in this paper")
    hand.follow("Start")
    hand.press("Continue")
    hand.fill("-blank", "yes")
    hand.press("Continue")
    assert plain.path == "/p/q/visit/1/"
    hand.press("Save and come back later")
    assert plain.path == f"/from-paper/visits/{visit.reference}/"
    hand.press("Go on")
    assert plain.page.get_by_role("link", name="About you").count() == 1

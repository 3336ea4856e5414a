"""A whole talk in a real browser: few taps, the first hold in view, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.register import Chosen
from intake.actions.talk.verify import choose
from intake.core.talk.outcomes import Outcome
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.hands import Pointer
from tests.browser.inside import sign_in, the_provider
from tests.make.builders import PASSWORD, a_sent_submission, a_visit, patient_answers
from tests.make.room import (
    a_lot,
    a_practitioner,
    a_product,
    fresh,
    holds_of,
    marked,
    outcomes_kept,
)

pytestmark = pytest.mark.browser
VIEWS = {"phone": (PHONE, 800), "tablet": (768, 1024), "desk": (DESK, 800)}
HEIGHT_IN_VIEWS = "document.documentElement.scrollHeight / innerHeight"


@pytest.fixture
def provider(site) -> models.User:
    return the_provider()


def a_talk(provider: models.User, patient: str, **product: object) -> models.Visit:
    """Sent today, with product, lot and person chosen by the front desk."""
    answers = patient_answers(patient)
    born = answers.top["date_of_birth"]
    visit = a_visit(provider=provider, birth_date=born, day=timezone.localdate())
    a_sent_submission(visit=visit, answers=answers, birth_date=born)
    lot = a_lot(a_product(**product))
    rows = Chosen(lot.product, lot, a_practitioner())
    choose(fresh(visit), rows, by=provider, at=timezone.now(), seen=0)
    return fresh(visit)


def opened(browse, provider, visit, *, view="tablet", script=True) -> Tab:
    tab = browse(width=768, script=script)
    sign_in(tab, provider)
    look_at(tab, view)
    return tab.go(path_of(visit))


def path_of(visit: models.Visit) -> str:
    return f"/provider/visits/{visit.reference}/"


def look_at(tab: Tab, view: str) -> None:
    width, height = VIEWS[view]
    tab.page.set_viewport_size({"width": width, "height": height})


class Taps:
    """Counts every tap; typing is none, the tap into the field is one."""

    def __init__(self, tab: Tab) -> None:
        self.page, self.count = tab.page, 0

    def press(self, locator) -> None:
        self.count += 1
        with self.page.expect_navigation():
            locator.click()

    def pick(self, locator) -> None:
        self.count += 1
        locator.click()


def signed_with_fewest_taps(tab: Tab, rows: int, first: int, holds: int) -> int:
    """Lot read, asked today, told, each row, then decided: the count of taps."""
    taps, page = Taps(tab), tab.page
    taps.press(page.get_by_role("button", name="Lot and last day read"))
    taps.press(page.get_by_role("button", name="I asked today"))
    for _ in range(holds):
        taps.press(page.locator(".row[open]").get_by_role("button", name="Hold stays"))
    for _ in range(first):
        row = page.locator(".row[open]")
        ways = row.get_by_role("button", name="Understood").or_(
            row.get_by_role("button", name="Still not known")
        )
        taps.press(ways.first)
    if page.locator("[data-tick-all]").count():
        taps.pick(page.get_by_role("link", name="Tick all"))
        taps.press(page.get_by_role("button", name="Told:"))
    assert page.evaluate(HEIGHT_IN_VIEWS) <= 2
    taps.press(page.get_by_role("button", name="Decide"))
    assert page.evaluate(HEIGHT_IN_VIEWS) <= 1.4
    taps.pick(page.locator("label.chip", has_text="not sure"))
    taps.pick(page.locator("label.chip", has_text="Decline"))
    taps.pick(page.get_by_label("Why, in a line"))
    page.keyboard.type("Not today.")
    taps.pick(page.get_by_label("Your password"))
    page.keyboard.type(PASSWORD)
    taps.press(page.get_by_role("button", name="Sign as"))
    return taps.count


@pytest.mark.parametrize("patient", ["nothing_to_report", "penicillin_unknown_ingredients"])
def test_a_talk_is_signed_with_few_taps_and_fits_two_screens(browse, provider, patient):
    visit = a_talk(provider, patient)
    tab = opened(browse, provider, visit)
    holds = tab.page.locator(".rows-holds .row").count()
    first = tab.page.locator(".row").count() - holds
    assert tab.page.evaluate(HEIGHT_IN_VIEWS) <= 2
    count = signed_with_fewest_taps(tab, holds + first, first, holds)
    assert count <= 11 + first + holds + 1
    assert fresh(visit).talk == "signed"
    assert "Decline" in tab.page.locator("#signature").inner_text()


@pytest.mark.parametrize("view", VIEWS)
def test_first_hold_and_its_buttons_are_in_the_first_view(browse, provider, view):
    visit = a_talk(provider, "penicillin_unknown_ingredients")
    tab = opened(browse, provider, visit, view=view)
    buttons = tab.page.locator(".rows-holds .row[open] .acts").first.bounding_box()
    assert buttons["y"] + buttons["height"] <= VIEWS[view][1]


def test_register_that_says_research_only_is_a_hold_on_every_page(browse, provider):
    visit = a_talk(provider, "nothing_to_report", facts={"label_use": ["research_only"]})
    tab = opened(browse, provider, visit)
    hold = tab.page.locator(".rows-holds .row").first.inner_text()
    assert "CLINIC’S REGISTER" in hold
    tab.go(path_of(visit) + "decision/")
    assert "Before anything can be signed" in tab.words
    Pointer(tab.page).press("Back without signing")
    Pointer(tab.page).press("Hold stays")
    tab.go(path_of(visit) + "decision/")
    assert "“Go ahead” is not possible while a hold stays" in tab.words
    assert tab.page.locator("input[value=go_ahead]").is_disabled()
    tab.go("/provider/")
    assert "1 hold" in tab.words


def test_lot_that_expired_over_night_is_a_hold_in_the_morning(browse, provider):
    visit = a_talk(provider, "nothing_to_report")
    yesterday = timezone.localdate() - timedelta(days=1)
    models.Visit.objects.filter(pk=visit.pk).update(facts_until=yesterday)
    expired = a_lot(models.Product.objects.get(), number="B9", expires_on=yesterday)
    rows = Chosen(expired.product, expired, models.Practitioner.objects.get())
    seen = fresh(visit).recorded
    choose(fresh(visit), rows, by=provider, at=timezone.now() - timedelta(days=2), seen=seen)
    assert holds_of(visit) == 0
    tab = opened(browse, provider, visit)
    assert tab.page.locator(".rows-holds .row").count() == 1
    tab.go("/provider/")
    assert "1 hold" in tab.words


def typed(tab: Tab, text: str) -> None:
    tab.page.locator(".row[open] textarea").fill(text)


def kept_on(tab: Tab, visit: models.Visit, text: str) -> bool:
    tab.go(path_of(visit))
    return text in tab.page.locator("form#talk").evaluate(
        "form => [...form.querySelectorAll('textarea')].map((each) => each.value).join('|')"
    )


def test_note_is_saved_while_it_is_typed_and_says_so(browse, provider):
    visit = a_talk(provider, "penicillin_unknown_ingredients")
    tab = opened(browse, provider, visit)
    typed(tab, "Maker called, list comes on Friday.")
    tab.page.get_by_text("Saved", exact=True).wait_for()
    assert kept_on(tab.another(), visit, "list comes on Friday")


def test_note_survives_a_lost_network_and_is_shown_as_not_saved_until_it_is(browse, provider):
    visit = a_talk(provider, "penicillin_unknown_ingredients")
    tab = opened(browse, provider, visit)
    tab.may_fail = True
    tab.context.set_offline(True)
    typed(tab, "Typed without a network.")
    tab.page.get_by_text("Not saved yet").wait_for()
    tab.context.set_offline(False)
    tab.page.get_by_text("Saved", exact=True).wait_for()
    tab.troubles.clear()  # what a browser says of a network that is gone
    assert kept_on(tab, visit, "Typed without a network.")


@pytest.mark.parametrize("script", [True, False])
def test_note_survives_the_button_of_another_row(browse, provider, script):
    visit = a_talk(provider, "penicillin_unknown_ingredients")
    tab = opened(browse, provider, visit, script=script)
    typed(tab, "Half a reason")
    Pointer(tab.page).press("I asked today")
    assert kept_on(tab, visit, "Half a reason")


def test_reason_survives_going_back_without_signing(browse, provider):
    visit = a_talk(provider, "nothing_to_report")
    tab = opened(browse, provider, visit, script=False)
    Pointer(tab.page).press("Decide")
    tab.page.get_by_label("Why, in a line").fill("Papers first.")
    Pointer(tab.page).press("Back without signing")
    Pointer(tab.page).press("Decide")
    assert tab.page.get_by_label("Why, in a line").input_value() == "Papers first."


def test_outcome_after_the_session_ended_is_held_and_sent_after_signing_in(browse, provider):
    visit = a_talk(provider, "penicillin_unknown_ingredients")
    tab = opened(browse, provider, visit, script=False)
    typed(tab, "She agreed to wait.")
    models.StaffSession.objects.update(expire_date=timezone.now())
    Pointer(tab.page).press("Hold stays")
    sign_in(tab, provider, path=tab.page.url.removeprefix(tab.site))
    assert "She agreed to wait." in tab.words
    Pointer(tab.page).press("Send it now")
    assert ([each for _, each in outcomes_kept()], tab.path) == (["stays"], path_of(visit))


def test_stale_row_shows_what_stands_and_keeps_the_note(browse, provider):
    visit = a_talk(provider, "penicillin_unknown_ingredients")
    tab = opened(browse, provider, visit, script=False)
    typed(tab, "My reason.")
    now = models.FrozenDiscussion.objects.filter(submission__visit=visit).first()
    number = int(tab.page.locator(".row[open]").get_attribute("id")[1:])
    marked(now, number, Outcome.STAYS, "Somebody else’s.")
    Pointer(tab.page).press("Lift hold")
    assert "after you opened this page" in tab.words
    assert "My reason." in tab.page.locator("textarea").first.input_value()


def test_double_tap_records_once(browse, provider):
    visit = a_talk(provider, "penicillin_unknown_ingredients")
    tab = opened(browse, provider, visit)
    tab.page.get_by_role("button", name="Hold stays").first.dblclick()
    tab.page.wait_for_url("**#next")
    recorded = [each for _, each in outcomes_kept()]
    assert recorded in (["stays"], ["stays", "stays"])

"""A talk in a browser: a visit of today with the shipped questionnaire, and hands that count."""

from collections.abc import Iterator

from django.utils import timezone
from playwright.sync_api import Locator

from intake import models
from intake.actions.register import Chosen
from intake.actions.talk.verify import choose
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.inside import let_staff_in
from tests.make.builders import PASSWORD, a_version
from tests.make.room import a_lot, a_practitioner, a_product, fresh
from tests.make.shipped import shipped
from tests.provider.pages import address, sent_by

VIEWS = {"phone": (PHONE, 800), "tablet": (768, 1024), "desk": (DESK, 800)}
HEIGHT_IN_VIEWS = "document.documentElement.scrollHeight / innerHeight"
MOST_ROWS = 40
HELD = "penicillin_unknown_ingredients"


def a_talk(provider: models.User, patient: str, **product: object) -> models.Visit:
    """Sent today, with product, lot and person chosen by the front desk."""
    version = models.Version.objects.filter(number=2).first() or a_version(shipped())
    visit = sent_by(patient, provider=provider, version=version).submission.visit
    lot = a_lot(a_product(**product))
    rows = Chosen(lot.product, lot, a_practitioner())
    choose(fresh(visit), rows, by=provider, at=timezone.now(), seen=0)
    return fresh(visit)


def look_at(tab: Tab, view: str) -> None:
    width, height = VIEWS[view]
    tab.page.set_viewport_size({"width": width, "height": height})


def opened(browse, provider, visit, *, view="tablet", script=True) -> Tab:
    tab = browse(width=768, script=script)
    let_staff_in(tab, provider)
    look_at(tab, view)
    return tab.go(address(visit))


def views_high(tab: Tab) -> float:
    return tab.page.evaluate(HEIGHT_IN_VIEWS)


class Taps:
    """Counts every tap; typing is none, the tap into a field is one."""

    def __init__(self, tab: Tab) -> None:
        self.page, self.count = tab.page, 0

    def press(self, name: str, *, within: Locator | None = None) -> None:
        self.count += 1
        with self.page.expect_navigation():
            (within or self.page).get_by_role("button", name=name).first.click()

    def pick(self, locator: Locator) -> None:
        self.count += 1
        locator.click()

    def chip(self, words: str) -> None:
        self.pick(self.page.locator("label.chip:visible", has_text=words).first)

    def type(self, label: str, text: str) -> None:
        self.pick(self.page.get_by_label(label).first)
        self.page.keyboard.type(text)


def open_rows(tab: Tab) -> Iterator[Locator]:
    """Each row as the talk opens it, until none is left."""
    for _ in range(MOST_ROWS):
        row = tab.page.locator(".row[open]")
        if not row.count():
            return
        yield row
    raise AssertionError(f"a row does not close: {row.inner_text()}")


def is_hold(row: Locator) -> bool:
    return row.locator(".mark-hold, .mark-withdrawn").count() > 0


def ended(row: Locator, taps: Taps, *, holds: str = "stay") -> None:
    """With as few taps as it takes, and nothing said that is not so."""
    if is_hold(row) and holds == "lifted" and row.locator(".chip").count():
        taps.pick(row.locator(".chip").first)  # and the field for what was seen has the focus
        taps.page.keyboard.type("Seen, and talked over with the doctor who knows of it.")
        taps.press("Lift hold", within=row)
    elif is_hold(row):
        taps.press("Hold stays", within=row)
    elif row.get_by_role("button", name="Understood").count():
        taps.press("Understood", within=row)
    else:
        taps.press("Still not known", within=row)


def talked_through(tab: Tab, *, holds: str = "stay", told: bool = True) -> Taps:
    """Lot read, asked today, every row, and what everybody is told."""
    taps = Taps(tab)
    taps.press("Lot and last day read")
    taps.press("I asked today")
    for row in open_rows(tab):
        ended(row, taps, holds=holds)
    if told and tab.page.locator("[data-tick-all]").count():
        taps.pick(tab.page.get_by_role("link", name="Tick all"))
        taps.press("Told:")
    return taps


def signed(tab: Tab, taps: Taps) -> None:
    """On the decision's page: leaning, decision, why, password, sign."""
    taps.chip("not sure")
    taps.chip("Decline")
    taps.type("Why, in a line", "Not today.")
    taps.type("Your password", PASSWORD)
    taps.press("Sign as")

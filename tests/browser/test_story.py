"""A provider's morning in a real browser: from the worklist to two copies of a signed record."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from intake import models
from intake.core.questionnaire.answers import Answers
from tests.browser import axe
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.hands import Keyboard
from tests.browser.inside import sign_in, the_provider
from tests.make.builders import PASSWORD, a_sent_submission, a_visit, patient_answers, shipped
from tests.make.room import a_lot, a_product

pytestmark = pytest.mark.browser

ALLERGIC, UNSURE = "penicillin_unknown_ingredients", "knows_nothing"
FARTHEST = 600


class Finger:
    """Taps, and types into what was tapped."""

    def __init__(self, tab: Tab) -> None:
        self.page = tab.page

    def press(self, place: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(place).first.click()

    def write(self, place: str, words: str) -> None:
        self.page.locator(place).fill(words)

    def choose(self, place: str) -> None:
        self.page.locator(place).check()


class Keys:
    """Goes from stop to stop with Tab; each must be seen, and seen to have the focus."""

    def __init__(self, tab: Tab) -> None:
        self.page, self.keyboard = tab.page, Keyboard(tab.page)

    def press(self, place: str) -> None:
        self._walk_to(place)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, place: str, words: str) -> None:
        self._walk_to(place)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, place: str) -> None:
        """The first stop of a group of radio buttons; arrows go on from there."""
        group = self.page.locator(place).get_attribute("name")
        self._walk_to(f"[name='{group}']")
        while not self.page.evaluate("place => document.activeElement.matches(place)", place):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")

    def _walk_to(self, place: str) -> None:
        for _ in range(FARTHEST):
            if self.page.evaluate("place => document.activeElement.matches(place)", place):
                return
            self.keyboard.next_stop()
        raise AssertionError(f"{self.page.url}: the keyboard does not reach {place}")


WAYS: dict[str, tuple[Callable[[Tab], Finger | Keys], dict[str, object]]] = {
    "with script": (Finger, {"width": DESK}),
    "without script": (Finger, {"width": PHONE, "script": False}),
    "by keyboard": (Keys, {"width": DESK}),
}


@pytest.fixture
def provider(site) -> models.User:
    return the_provider()


@pytest.fixture(params=WAYS)
def told(request, browse, provider) -> tuple[Tab, Finger | Keys]:
    hand, how = WAYS[request.param]
    tab = browse(**how)
    tab.runs_scripts = bool(how.get("script", True))
    sign_in(tab, provider)
    return tab, hand(tab)


def a_visit_today(provider: models.User, patient: str) -> models.Visit:
    answers: Answers = patient_answers(patient)
    born = answers.top[shipped().roles.birth_date]
    name = answers.top[shipped().roles.name]
    visit = a_visit(provider=provider, name=name, birth_date=born, day=timezone.localdate())
    a_sent_submission(visit=visit, answers=answers, birth_date=born)
    return visit


def look(tab: Tab) -> None:
    """What axe has against the page as it stands; axe itself is a script."""
    if tab.runs_scripts:
        assert axe.violations(tab.page) == []


def decide(hand: Finger | Keys, kind: str, reason: str) -> None:
    hand.press("#decide ~ p a[href$='/decision/']")
    hand.choose(f"[name='kind'][value='{kind}']")
    hand.write("[name='reason']", reason)
    hand.write("[name='password']", PASSWORD)
    hand.press("main form button")


def verify_the_lot(tab: Tab, hand: Finger | Keys) -> None:
    hand.press("a[href$='/facts/record.lot/']")
    hand.write("[name='value']", "A12")
    hand.write("[name='how']", "read on the vial")
    hand.press("main form button")
    assert "read on the vial" in tab.page.locator("[id='fact-record.lot']").inner_text()


def say_what_everyone_is_told(tab: Tab, hand: Finger | Keys) -> None:
    hand.press("a[href$='/everyone/']")
    assert tab.heading.startswith("Record ")
    hand.press("main form button")
    assert tab.page.locator("a[href$='/everyone/']").count() == 0


def add(tab: Tab, hand: Finger | Keys, words: str) -> None:
    hand.press("#signature ~ p a[href$='/addendum/']")
    hand.write("[name='text']", words)
    hand.write("[name='password']", PASSWORD)
    hand.press("main form button")
    assert words in tab.page.locator(".addenda").inner_text()


def assert_both_papers_print(tab: Tab, visit: models.Visit) -> None:
    for copy in ("provider.pdf", "patient.pdf"):
        address = f"{tab.site}/provider/visits/{visit.reference}/{copy}"
        answer = tab.context.request.get(address)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.body().startswith(b"%PDF-")


def test_talk_about_a_penicillin_reaction_from_the_worklist_to_both_papers(told, provider):
    tab, hand = told
    visit = a_visit_today(provider, ALLERGIC)
    a_lot(a_product(facts={"source_type": ["fat"]}))
    tab.go("/provider/")
    look(tab)
    hand.press(f".visits a[href$='/{visit.reference}/']")
    assert tab.heading == "Risk discussion"
    holds = tab.page.locator(".part-holds .point").evaluate_all("all => all.map((one) => one.id)")
    assert holds
    look(tab)
    for hold in holds:
        hand.write(f"#note-{hold[1:]}", "Tolerated in 2024, letter seen.")
        hand.press(f"#{hold} button[value='lifted']")
        assert tab.page.locator(f"#{hold} .ended").count() == 1
    first = tab.page.locator("#first ~ .points .point").first.get_attribute("id")
    hand.press(f"#{first} button[value='wants_time']")
    hand.press(f"#{first} .ended button")
    hand.press(f"#{first} button[value='discussed']")
    assert "Discussed and understood" in tab.page.locator(f"#{first} .ended").inner_text()
    verify_the_lot(tab, hand)
    say_what_everyone_is_told(tab, hand)
    look(tab)
    decide(hand, "go_ahead", "Holds lifted after the letter of her allergist.")
    assert "Signed by" in tab.page.locator(".signature").inner_text()
    assert "Signature valid." in tab.page.locator(".signature").inner_text()
    look(tab)
    add(tab, hand, "She called: no reaction by the evening.")
    look(tab)
    assert tab.page.locator("main button[name='outcome']").count() == 0
    assert_both_papers_print(tab, visit)
    assert models.SignOff.objects.get().decision == "go_ahead"


def test_talk_with_somebody_who_knows_nothing_ends_in_waiting(told, provider):
    tab, hand = told
    visit = a_visit_today(provider, UNSURE)
    tab.go("/provider/")
    hand.press(f".visits a[href$='/{visit.reference}/']")
    assert "This is not clearance." in tab.page.locator("#holds").inner_text()
    look(tab)
    first = tab.page.locator("#first ~ .points .point").first.get_attribute("id")
    hand.press(f"#{first} button[value='wants_time']")
    say_what_everyone_is_told(tab, hand)
    hand.press("#decide ~ p a[href$='/decision/']")
    hand.press("main form button")
    assert "Choose a decision." in tab.words
    look(tab)
    hand.choose("[name='kind'][value='wait_until']")
    hand.write("[name='what']", "the clinic has shown the certificate of the lot")
    hand.write("[name='reason']", "Nothing about the product was shown yet.")
    hand.write("[name='password']", PASSWORD)
    hand.press("main form button")
    assert "the clinic has shown the certificate" in tab.page.locator("#signature").inner_text()
    add(tab, hand, "Certificate asked for by mail.")
    assert_both_papers_print(tab, visit)

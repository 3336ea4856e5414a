"""A provider's morning in a real browser: from the worklist to two copies of a signed record."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from intake import models
from intake.actions.talk.signature import decision_of
from intake.core.questionnaire.answers import Answers
from intake.core.talk.sign_off import DecisionKind
from tests.browser import axe
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.hands import Keyboard
from tests.browser.inside import sign_in, the_provider
from tests.make.builders import PASSWORD, a_sent_submission, a_visit, patient_answers, shipped
from tests.make.room import a_lot, a_practitioner, a_product

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

    def pick(self, place: str) -> None:
        """The first line of a list, after the one that says that nothing is chosen."""
        self.page.locator(place).select_option(index=1)

    def push(self, place: str) -> None:
        """What may open in its place, without another page."""
        self.page.locator(place).first.click()


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

    def pick(self, place: str) -> None:
        self._walk_to(place)
        self.page.keyboard.press("ArrowDown")

    def push(self, place: str) -> None:
        self._walk_to(place)
        self.page.keyboard.press("Enter")

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


# By keyboard and without script a talk is held in every run in tests/browser/talk/test_by_hand.py.
USUAL = "with script"


@pytest.fixture(
    params=[pytest.param(way, marks=() if way == USUAL else pytest.mark.slow) for way in WAYS]
)
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
        # From its top: further down the strip lies over half of something, and axe minds its size.
        tab.page.evaluate("scrollTo(0, 0)")
        assert axe.violations(tab.page) == []


def choose_what_is_given(tab: Tab, hand: Finger | Keys) -> None:
    """Product, lot and person from the register; then the vial is read."""
    hand.press("#ladder a[href$='/register/']")
    look(tab)
    hand.pick("[name='lot']")
    hand.pick("[name='person']")
    hand.press("main form button")
    hand.press("button[name='fact'][value='product:']")
    assert "Read on the product" in tab.page.locator("#ladder").inner_text()


def verify_a_fact(tab: Tab, hand: Finger | Keys) -> None:
    hand.press(".facts-shown > .fact .fact-other")
    hand.write("[name='value']", "Fat")
    hand.write("[name='how']", "read on the vial")
    hand.press("main form button")
    assert "read on the vial" in (
        tab.page.locator("[aria-labelledby='facts']").text_content() or ""
    )


def lift_every_hold(tab: Tab, hand: Finger | Keys) -> None:
    """One after the other: the page opens the next by itself."""
    holds = tab.page.locator(".rows-holds .row").count()
    assert holds > 0
    for lifted in range(1, holds + 1):
        hand.write(".rows-holds .row[open] textarea", "Tolerated in 2024, letter seen.")
        hand.press(".rows-holds .row[open] button[value='lifted']")
        assert tab.page.locator(".rows-holds .row.is-done").count() == lifted


def let_it_wait(tab: Tab, hand: Finger | Keys) -> str:
    """The open row ends in wanting time; returns which it was."""
    row = tab.page.locator(".row[open]").get_attribute("id")
    hand.push(f"#{row} .more > summary")
    hand.press(f"#{row} button[value='wants_time']")
    assert tab.page.locator(f"#{row}.is-done").count() == 1
    return f"#{row}"


def discuss_what_comes_first(tab: Tab, hand: Finger | Keys) -> None:
    """An outcome taken back, and then every row that is still open."""
    row = let_it_wait(tab, hand)
    hand.push(f"{row} > summary")
    hand.press(f"{row} .ended button")
    assert tab.page.locator(f"{row}[open]").count() == 1
    said = ".row[open] button:is([value='discussed'], [name='answer'][value=''])"
    for _ in range(tab.page.locator(".row:not(.is-done)").count()):
        hand.press(said)
    assert tab.page.locator(".row:not(.is-done)").count() == 0


def say_what_everyone_is_told(tab: Tab, hand: Finger | Keys) -> None:
    hand.push("a[data-tick-all]")
    tab.page.locator("[name='told']:checked").first.wait_for()
    hand.press("button[formaction$='/told/']")
    assert tab.page.locator("[name='told']").count() == 0


def ask_today(tab: Tab, hand: Finger | Keys) -> None:
    hand.press("#today button")
    words = tab.page.locator("#today").inner_text()
    assert "the patient said that nothing has changed" in words


def add(tab: Tab, hand: Finger | Keys, words: str) -> None:
    hand.press(".signature a[href$='/addendum/']")
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
    a_practitioner()
    tab.go("/provider/")
    look(tab)
    hand.press(f".visits a[href$='/{visit.reference}/']")
    assert tab.heading == "Talk: OKAFOR, Denise"
    look(tab)
    choose_what_is_given(tab, hand)
    verify_a_fact(tab, hand)
    lift_every_hold(tab, hand)
    discuss_what_comes_first(tab, hand)
    say_what_everyone_is_told(tab, hand)
    ask_today(tab, hand)
    look(tab)
    hand.press(".strip-go")
    look(tab)
    hand.choose("[name='kind'][value='go_ahead']")
    hand.write("[name='reason']", "Holds lifted after the letter of her allergist.")
    hand.write("[name='yes']", "Yes, I want it.")
    hand.write("[name='password']", PASSWORD)
    hand.press(".sign button")
    signature = tab.page.locator(".signature").inner_text()
    assert "Signed by" in signature
    assert "Signature valid." in signature
    look(tab)
    add(tab, hand, "She called: no reaction by the evening.")
    look(tab)
    assert tab.page.locator("main button[name='outcome']").count() == 0
    assert_both_papers_print(tab, visit)
    assert decision_of(models.SignOff.objects.get()).kind is DecisionKind.GO_AHEAD


def test_talk_with_somebody_who_knows_nothing_ends_in_waiting(told, provider):
    tab, hand = told
    visit = a_visit_today(provider, UNSURE)
    tab.go("/provider/")
    hand.press(f".visits a[href$='/{visit.reference}/']")
    calm = tab.page.locator("#holds").inner_text()
    assert "0 holds, and too little is known to clear anything." in calm
    assert "41 of 55 answers are not known." in calm
    look(tab)
    let_it_wait(tab, hand)
    say_what_everyone_is_told(tab, hand)
    hand.press(".strip-go")
    hand.press(".sign button")
    assert "Choose a decision." in tab.words
    look(tab)
    hand.choose("[name='why_open_as'][value='Patient wants time']")
    hand.choose("[name='kind'][value='wait_until']")
    hand.write("[name='reason']", "Nothing about the product was shown yet.")
    hand.push(".sign .folded > summary")
    hand.write("[name='what']", "the clinic has shown the certificate of the lot")
    hand.write("[name='password']", PASSWORD)
    hand.press(".sign button")
    assert "the clinic has shown the certificate" in tab.page.locator("#signature").inner_text()
    add(tab, hand, "Certificate asked for by mail.")
    assert_both_papers_print(tab, visit)

"""Today's questionnaire walked to the end: in two languages, by herself and by a parent."""

import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import Error, Locator, Page, Request, Route

from bench.walk_length import answers_of
from bench.weight import MOST_BYTES, MOST_REQUESTS
from intake.actions.answers.sheet import load_answers
from intake.core.questionnaire.answers import Answers, Chosen, Values
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.models import SubmissionState, Visit
from tests.browser import axe
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.flaws import NARROW
from tests.browser.hands import Keyboard, Pointer
from tests.browser.patient.walking import Hand, Walk, page_at
from tests.journeys.person import Entries, date_fields
from tests.make.builders import a_link, a_visit, in_two_languages

pytestmark = pytest.mark.browser

NAME, SIX_MONTHS = "Leo Delgado", timedelta(days=183)
PARENT = {
    "completed_by": Chosen(("parent_guardian",)),
    "proxy_name": "Ana Delgado",
    "proxy_relation": Chosen(("mother",)),
    "proxy_phone": "612-555-0143",
}


@dataclass(frozen=True)
class Way:
    """Who walks, with what in mind, in which language, and by which means."""

    answers: str
    language: str = "en"
    is_parent: bool = False
    has_script: bool = True
    by_keyboard: bool = False


SHORT, LONG = "knows_nothing", "three_allergies"
EVERY_RUN = {"nothing known": Way(SHORT), "a parent in Spanish": Way(SHORT, "es", True)}
SLOW = {
    "nothing known, in Spanish, without script": Way(SHORT, "es", has_script=False),
    "a parent who knows nothing, by keyboard": Way(SHORT, is_parent=True, by_keyboard=True),
    "much known": Way(LONG),
    "a parent in Spanish who knows much, without script": Way(LONG, "es", True, False),
    "much known, in Spanish, by keyboard": Way(LONG, "es", by_keyboard=True),
    "a parent who knows much, by keyboard without script": Way(LONG, "en", True, False, True),
}
slow = pytest.mark.slow
WAYS = [
    *(pytest.param(way, id=name) for name, way in EVERY_RUN.items()),
    *(pytest.param(way, id=name, marks=slow) for name, way in SLOW.items()),
]


@dataclass
class TodaysWalk(Walk):
    """Knows buttons by their words in the language, and entries that a tick made by name."""

    tab: Tab
    hand: Hand
    language: str
    look: object = lambda: None
    passed: list[str] = field(default_factory=list)

    def said(self, words: str) -> str:
        with translation.override(self.language):
            return gettext(words)

    def press(self, words: str) -> None:
        super().press(self.said(words))

    def follow(self, words: str) -> None:
        super().follow(self.said(words))

    def answer_everything(self, document: Questionnaire, answers: Answers) -> None:
        entries = Entries(answers)
        while self.tab.path != "/p/check/":
            assert len(self.passed) < 100, "the pages lead in a circle"
            if self.tab.path.startswith("/p/list/"):
                waiting = entries.waiting(self.tab.path.split("/")[3])
                self.press("Add another entry" if waiting else "Continue")
                continue
            page = page_at(self.tab.path, document)
            values = self._entry(document, page.group, entries) if page.group else answers.top
            self.answer(page, document, values)

    def _entry(self, document: Questionnaire, group: str, entries: Entries) -> Mapping:
        key = document.roles.allergy.substance
        shown = self.tab.page.locator(f'[name="{key}"]')
        told = self.tab.page.locator(".entry-name strong")
        named = shown.input_value() if shown.count() else told.inner_text()
        return entries.of(self.tab.path.split("/")[5], group, key, named)

    def sign_and_send(self, document: Questionnaire, name: str) -> None:
        self.follow("Continue to sign and send")
        for statement in document.sections[-1].items:
            self.fill_in({statement.key: ["on"]})
        self.fill_in({"-signature": name})
        self.press("Sign and send to the clinic")


class Line:
    """What goes over it, as the browser itself counts.

    Drafts, which come and go, are left out; a static file, kept by its hashed name for a year where
    they were collected, counts once.
    """

    def __init__(self, tab: Tab) -> None:
        self.urls: dict[str, str] = {}
        self.received: dict[str, float] = {}
        network = tab.context.new_cdp_session(tab.page)
        network.send("Network.enable")
        network.on("Network.requestWillBeSent", self._begun)
        network.on("Network.loadingFinished", self._ended)

    def _begun(self, told: dict) -> None:
        url = told["request"]["url"]
        is_kept = "/static/" in url and url in self.urls.values()
        if not is_kept and "/p/draft/" not in url:
            self.urls[told["requestId"]] = url

    def _ended(self, told: dict) -> None:
        self.received[told["requestId"]] = told["encodedDataLength"]

    @property
    def requests(self) -> int:
        return len(self.urls)

    @property
    def bytes(self) -> float:
        return sum(self.received.get(request, 0) for request in self.urls)


def birth_date_of(way: Way) -> date:
    return timezone.localdate() - SIX_MONTHS if way.is_parent else date(1979, 7, 14)


def in_mind(document: Questionnaire, way: Way) -> Answers:
    found = answers_of(document, way.answers)
    born = {document.roles.birth_date: birth_date_of(way), document.roles.name: NAME}
    return replace(found, top={**found.top, **born, **(PARENT if way.is_parent else {})})


def entered(tab: Tab, way: Way, visit: Visit, look) -> TodaysWalk:
    hand = (Keyboard if way.by_keyboard else Pointer)(tab.page)
    walk = TodaysWalk(tab, hand, way.language, look)
    tab.go(f"/p/{a_link(visit)}/")
    if way.language == "es":
        walk.hand.press("Español")
    walk.fill_in(date_fields("birth_date", birth_date_of(way)))
    walk.press("Continue")
    walk.follow("Start now")
    return walk


def said_of(document: Questionnaire, answers: Values, told: Values) -> Values:
    """What was asked; the clinic's own facts are only confirmed."""
    asked = {q.key for q in document.questions if q.key in told and not q.prefill}
    return {key: answer for key, answer in answers.items() if key in asked}


def look_at(tab: Tab, found: dict[str, list[str]], widths=(NARROW, PHONE, DESK)):
    def look() -> None:
        for width in widths:
            tab.widen(width)
            found[f"{tab.path} at {width}"] = axe.violations(tab.page)
        tab.widen(PHONE)

    return look


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_walk_is_sent_and_says_what_was_in_mind(browse, way, settings):
    settings.CLINIC = SimpleNamespace(**{**vars(settings.CLINIC), "location": "in_us"})
    document, tab = in_two_languages(), browse(width=PHONE, script=way.has_script)
    answers, visit = in_mind(document, way), a_visit(name=NAME, birth_date=birth_date_of(way))
    found: dict[str, list[str]] = {}
    line = Line(tab)

    looks = way.has_script and not way.by_keyboard
    walk = entered(tab, way, visit, look_at(tab, found) if looks else lambda: None)
    walk.answer_everything(document, answers)
    walk.sign_and_send(document, "Ana Delgado" if way.is_parent else NAME)

    assert tab.path == "/p/sent/"
    visit.submission.refresh_from_db()
    assert visit.submission.state == SubmissionState.SENT
    told = load_answers(visit.submission).answers.top
    assert said_of(document, told, told) == said_of(document, answers.top, told)
    assert {*PARENT} <= {*told} if way.is_parent else "proxy_name" not in told
    assert {where: each for where, each in found.items() if each} == {}
    if way == Way(SHORT):
        assert line.requests <= MOST_REQUESTS
        assert line.bytes <= MOST_BYTES


WHERE = """() => {
  if (location.protocol === "chrome-error:") return "nowhere";
  if (window.isStill) return "still here";
  return document.readyState === "complete" ? "there" : "on its way";
}"""


class Patient(Pointer):
    """Does what a page says when the network fails: tries again, or loads the page again."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.wanted = ""
        page.on("requestfailed", self._note)

    def _note(self, request: Request) -> None:
        if request.is_navigation_request():
            self.wanted = request.url

    def press(self, words: str) -> None:
        self._until_another_page(self.page.get_by_role("button", name=words).first)

    def follow(self, words: str) -> None:
        self._until_another_page(self.page.get_by_role("link", name=words).first)

    def _until_another_page(self, control: Locator) -> None:
        self.page.evaluate("window.isStill = true")
        control.click(no_wait_after=True)
        for _try in range(200):
            self.page.wait_for_timeout(100)
            with suppress(Error):  # what stood there a moment ago is gone, or is an error page
                match self.page.evaluate(WHERE):
                    case "nowhere":
                        self.page.goto(self.wanted)
                    case "still here":
                        self.page.evaluate("document.querySelector('.offline button')?.click()")
                    case "there":
                        return
        raise AssertionError(f"{self.page.url} was never left")


@slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_whole_walk_on_a_network_that_drops_one_request_in_five_loses_nothing(browse, seed):
    document, tab, way = in_two_languages(), browse(), Way(LONG)
    answers, visit = in_mind(document, way), a_visit(name=NAME, birth_date=birth_date_of(way))
    dice, dropped = random.Random(seed), []

    def drop_some(route: Route) -> None:
        if dice.random() < 0.2:
            dropped.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    walk = entered(tab, way, visit, lambda: None)
    tab.may_fail = True
    tab.page.route("**/p/**", drop_some)
    walk.hand = Patient(tab.page)
    walk.answer_everything(document, answers)
    walk.sign_and_send(document, NAME)

    assert len(dropped) > 5
    assert tab.path == "/p/sent/"
    told = load_answers(visit.submission).answers
    assert said_of(document, told.top, told.top) == said_of(document, answers.top, told.top)
    names = [row.answers["allergy_substance"] for row in told.rows_of("allergies_list")]
    assert sorted(names) == sorted(
        row.answers["allergy_substance"] for row in answers.rows_of("allergies_list")
    )
    assert not visit.submission.drafts.exists()
    tab.troubles.clear()

"""The provider's pages in a real browser: every width, every key, nothing under the banner."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from intake import models
from intake.actions.register import Chosen
from intake.actions.talk.corrections import reopen
from intake.actions.talk.sharing import reassign, step_in
from intake.actions.talk.sign_off import Signing, add_addendum, supersede
from intake.actions.talk.verify import choose
from intake.core.questionnaire.points import Severity
from intake.core.talk.sign_off import Decision, DecisionKind
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.flaws import flaws
from tests.browser.hands import OUTSIDE, Keyboard, Pointer
from tests.browser.inside import let_staff_in, the_provider
from tests.make.builders import (
    a_provider,
    a_sent_submission,
    a_user,
    a_visit,
    patient_answers,
    shipped,
)
from tests.make.guards import guards_down
from tests.make.room import a_lot, a_practitioner, a_product, lifted, signed

pytestmark = pytest.mark.browser

TABLET = 768
WIDTHS = (PHONE, TABLET, DESK)
ANSWERS = patient_answers("penicillin_unknown_ingredients")
# Radio buttons of one name are one stop.
REACHABLE = """() => {
  const controls = 'a[href], button, summary, select, textarea, input:not([type=hidden])';
  const shown = [...document.querySelectorAll(controls)].filter((each) => each.checkVisibility());
  const radios = shown.filter((each) => each.type === 'radio'), forms = [...document.forms];
  const groups = new Set(radios.map((each) => forms.indexOf(each.form) + each.name));
  return shown.length - radios.length + groups.size;
}"""


@pytest.fixture
def provider(site) -> models.User:
    return the_provider()


@pytest.fixture
def tab(browse, provider) -> Tab:
    tab = browse(width=DESK)
    let_staff_in(tab, provider)
    return tab


def a_discussion(provider: models.User) -> str:
    """The path of a visit of today with everything sent."""
    born = ANSWERS.top[shipped().roles.birth_date]
    visit = a_visit(
        provider=provider, name="Denise Okafor", birth_date=born, day=timezone.localdate()
    )
    a_sent_submission(visit=visit, answers=ANSWERS, birth_date=born)
    return f"/provider/visits/{visit.reference}/"


def _worklist(tab: Tab, provider: models.User) -> None:
    a_discussion(provider)
    a_visit(provider=provider)
    tab.go("/provider/")


def _no_visits(tab: Tab, provider: models.User) -> None:
    tab.go("/provider/")


def _found(tab: Tab, provider: models.User) -> None:
    a_discussion(provider)
    _search(tab, "Okafor")


def _search(tab: Tab, words: str) -> None:
    tab.go("/provider/")
    tab.page.get_by_role("search").get_by_role("textbox").fill(words)
    Pointer(tab.page).press("Find")


def _discussion(tab: Tab, provider: models.User) -> None:
    tab.go(a_discussion(provider))


def _on(page: str, tab: Tab, provider: models.User) -> None:
    tab.go(a_discussion(provider) + page)


def _another_visit(tab: Tab, provider: models.User) -> None:
    tab.go("/provider/another-visit/")


def _unsent(tab: Tab, provider: models.User) -> None:
    tab.go(f"/provider/visits/{a_visit(provider=provider).reference}/")


def _not_hers(tab: Tab, provider: models.User) -> None:
    tab.go(f"/provider/visits/{a_visit().reference}/")


def _signed_out(tab: Tab, provider: models.User) -> None:
    tab.go("/provider/")
    Pointer(tab.page).press("Sign out")


def _wrong_password(tab: Tab, provider: models.User) -> None:
    _signed_out(tab, provider)
    tab.page.get_by_label("User name").fill("provider")
    tab.page.get_by_label("Password").fill("wrong")
    Pointer(tab.page).press("Sign in")


def a_talk(provider: models.User) -> models.FrozenDiscussion:
    path = a_discussion(provider)
    reference = path.strip("/").rpartition("/")[2]
    return models.FrozenDiscussion.objects.get(submission__visit__reference=reference)


def _past_its_date(tab: Tab, provider: models.User) -> None:
    """Everything the register can add: gaps, a line to clarify, and a change since."""
    visit = a_talk(provider).submission.visit
    product = a_product(facts={"source_type": ["fat"]})
    lot = a_lot(product, expires_on=date(2026, 1, 31))
    person = a_practitioner(check_again_on=date(2026, 1, 31))
    choose(visit, Chosen(product, lot, person), by=provider, at=timezone.now(), seen=0)
    models.Lot.objects.update(certificate="COA-78")
    tab.go(f"/provider/visits/{visit.reference}/")


def _decided_too_early(tab: Tab, provider: models.User) -> None:
    _on("decision/", tab, provider)
    Pointer(tab.page).press("Sign as")


def _recorded_without_a_reason(tab: Tab, provider: models.User) -> None:
    _discussion(tab, provider)
    Pointer(tab.page).press("Lift hold 1")


def a_signed_talk(provider: models.User) -> models.SignOff:
    talk = a_talk(provider)
    for point in talk.read().points:
        if point.severity is Severity.HOLD:
            lifted(talk, point.number)
    return signed(talk)


def _signed(tab: Tab, provider: models.User) -> None:
    record = a_signed_talk(provider)
    add_addendum(record, "She called.", by=provider, at=timezone.now(), role="Provider")
    tab.go(f"/provider/visits/{record.visit.reference}/")


def _altered(tab: Tab, provider: models.User) -> None:
    """The signature does not hold any more."""
    record = a_signed_talk(provider)
    with guards_down(connection):
        models.SignOff.objects.update(sha256="0" * 64)
    tab.go(f"/provider/visits/{record.visit.reference}/")


def _addendum(tab: Tab, provider: models.User) -> None:
    record = a_signed_talk(provider)
    tab.go(f"/provider/visits/{record.visit.reference}/addendum/")


def _another_decision(tab: Tab, provider: models.User) -> None:
    record = a_signed_talk(provider)
    tab.go(f"/provider/visits/{record.visit.reference}/decision/another/")


def _superseded(tab: Tab, provider: models.User) -> None:
    record = a_signed_talk(provider)
    signing = Signing(Decision(DecisionKind.DECLINE, "Fever this morning."), role="Provider")
    supersede(record, signing, by=provider, at=timezone.now())
    tab.go(f"/provider/visits/{record.visit.reference}/")


def _reopened(tab: Tab, provider: models.User) -> None:
    visit = a_talk(provider).submission.visit
    reopen(visit, reason="Wrong medicine", by=provider, at=timezone.now())
    tab.go(f"/provider/visits/{visit.reference}/")


def _as_a_guest(tab: Tab, provider: models.User) -> None:
    visit = a_talk(a_provider()).submission.visit
    step_in(visit, reason="On call", by=provider, at=timezone.now())
    tab.go(f"/provider/visits/{visit.reference}/")


def _told_of_others(tab: Tab, provider: models.User) -> None:
    visit, colleague = a_talk(provider).submission.visit, a_provider(first_name="Ben")
    step_in(visit, reason="On call", by=colleague, at=timezone.now())
    gone = a_visit(provider=provider)
    reassign(gone, colleague, reason="Ana is ill", by=a_user(), at=timezone.now())
    tab.go("/provider/")


PAGES: Mapping[str, tuple[Callable[[Tab, models.User], None], str]] = {
    "worklist": (_worklist, "Your visits"),
    "worklist without visits": (_no_visits, "Your visits"),
    "found": (_found, "Find a visit"),
    "nothing found": (lambda tab, _: _search(tab, "Nobody"), "Find a visit"),
    "nothing sought": (lambda tab, _: _search(tab, ""), "Find a visit"),
    "talk": (_discussion, "Talk"),
    "the whole discussion": (partial(_on, "all/"), "Risk discussion"),
    "a point": (partial(_on, "points/2/"), "Point 2"),
    "a fact": (partial(_on, "facts/label_use/"), "What was seen:"),
    "decision": (partial(_on, "decision/"), "Decide and sign"),
    "reopen": (partial(_on, "reopen/"), "Reopen the answers"),
    "another visit": (_another_visit, "Open another provider"),
    "choosing": (partial(_on, "register/"), "Product, lot and person"),
    "past its date": (_past_its_date, "Talk"),
    "decided too early": (_decided_too_early, "Decide and sign"),
    "lifted without a reason": (_recorded_without_a_reason, "Point "),
    "signed, with an addendum": (_signed, "Talk"),
    "signature that is not valid": (_altered, "Talk"),
    "addendum": (_addendum, "Write an addendum"),
    "another decision": (_another_decision, "Sign another decision"),
    "superseded": (_superseded, "Talk"),
    "reopened": (_reopened, "Talk"),
    "as a guest": (_as_a_guest, "Talk"),
    "told of others": (_told_of_others, "Your visits"),
    "nothing sent yet": (_unsent, "No link was made yet"),
    "another provider's": (_not_hers, "This is not among your visits"),
    "signed out": (_signed_out, "Sign in"),
    "wrong password": (_wrong_password, "Sign in"),
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_providers_page_is_clean_at_every_width(tab, provider, kind):
    arrive, heading = PAGES[kind]

    arrive(tab, provider)

    assert tab.heading.startswith(heading)
    assert flaws(tab, widths=WIDTHS) == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_reaches_everything_and_nothing_hides_under_the_banner(tab, provider, width):
    tab.widen(width)
    tab.go(a_discussion(provider))
    keyboard, stops = Keyboard(tab.page), []

    while (stop := keyboard.next_stop())["tag"] not in OUTSIDE:
        stops.append(stop)
        assert len(stops) < 1_000

    assert len(stops) == tab.page.evaluate(REACHABLE)


def test_a_link_to_an_answer_stops_below_the_banner(tab, provider):
    tab.go(a_discussion(provider) + "all/")
    links = tab.page.locator("main a[href^='#']:visible")

    for link in (links.nth(0), links.nth(links.count() // 2), links.nth(links.count() - 1)):
        link.click()
        target = tab.page.locator(f"[id='{link.get_attribute('href')[1:]}']")
        banner = tab.page.locator(".strip").bounding_box()
        assert target.bounding_box()["y"] >= banner["y"] + banner["height"] - 1


def test_both_papers_open(tab, provider):
    path = a_discussion(provider)

    for copy in ("provider.pdf", "patient.pdf"):
        answer = tab.context.request.get(f"{tab.site}{path}{copy}")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF-")

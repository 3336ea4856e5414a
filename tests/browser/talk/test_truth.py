"""One truth for holds, in a real browser: every list, page and paper says the same."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.answers.submit import send
from intake.actions.register import Chosen
from intake.actions.talk.verify import choose
from intake.core.questionnaire.answers import Answers
from tests.browser.chromium import DESK, Tab
from tests.browser.hands import Pointer
from tests.browser.inside import let_staff_in
from tests.make.builders import BIRTH_DATE, PASSWORD, a_sent_submission, a_version, a_visit, say
from tests.make.room import (
    a_lot,
    a_practitioner,
    a_product,
    fresh,
    holds_of,
    made_ready,
    reopened,
    signed,
)
from tests.make.shipped import shipped, test_patient
from tests.make.values import chose
from tests.pdf.pages import foot_of_each_page, page_in, text_in
from tests.provider.pages import address

pytestmark = pytest.mark.browser
RESEARCH = "The label says research or lab use only"
LAPSED = "The lot is past its date"


@pytest.fixture
def tab(browse, provider) -> Tab:
    tab = browse(width=DESK)
    let_staff_in(tab, provider)
    return tab


def careful(**answers: object) -> Answers:
    """She was shown a label "for a shot" and everything else; nothing of what she says holds."""
    given = test_patient("oona_fitzsimmons").answers
    return replace(given, top={**given.top, "date_of_birth": BIRTH_DATE, **answers})


def a_careful_patient(provider: models.User, **answers: object) -> models.FrozenDiscussion:
    version = a_version(shipped())
    visit = a_visit(version=version, provider=provider, day=timezone.localdate())
    return a_sent_submission(visit=visit, answers=careful(**answers))


def chosen(visit: models.Visit, product: models.Product, lot: models.Lot, *, days_ago: int = 0):
    visit = fresh(visit)
    rows = Chosen(product, lot, models.Practitioner.objects.first() or a_practitioner())
    at = timezone.now() - timedelta(days=days_ago)
    choose(visit, rows, by=visit.provider, at=at, seen=visit.recorded)


def paper(tab: Tab, visit: models.Visit, name: str) -> bytes:
    answer = tab.context.request.get(tab.site + address(visit, name))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def posted(tab: Tab, visit: models.Visit) -> str:
    """ "Go ahead" sent past the page, which does not offer it."""
    tab.go(address(visit, "decision/"))
    form = tab.page.locator("main form[method=post]").first
    typed = form.evaluate("form => Object.fromEntries(new FormData(form))")
    more = {"kind": "go_ahead", "reason": "All is well.", "password": PASSWORD, "yes": "Yes."}
    more |= {"why_open": "No time.", "why_unknown": "Papers come.", "role": "Provider"}
    headers = {"Origin": tab.site, "Referer": tab.site + address(visit, "decision/")}
    answer = tab.context.request.post(
        tab.site + address(visit, "decision/"), form={**typed, **more}, headers=headers
    )
    assert answer.status == 409
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text()).split())


def expect_hold_everywhere(tab: Tab, visit: models.Visit, title: str, for_patient: str) -> None:
    tab.go("/provider/")
    assert "1 hold" in tab.page.locator(".visits .holds").inner_text()
    tab.go(address(visit))
    row = tab.page.locator(".rows-holds .row")
    assert row.count() == 1 and title in row.inner_text()
    tab.go(address(visit, "all/"))
    assert title in tab.page.locator(".part-holds").inner_text()
    first = page_in(paper(tab, visit, "provider.pdf"), 1)
    assert title in first and "HOLD" in first and "1 hold" in first
    assert for_patient in text_in(paper(tab, visit, "patient.pdf"))
    tab.go(address(visit))
    Pointer(tab.page).press("Hold stays")
    tab.go(address(visit, "decision/"))
    assert "“Go ahead” is not possible while a hold stays" in tab.words
    assert title in tab.words
    assert tab.page.locator("input[value=go_ahead]").is_disabled()
    assert "“Go ahead” is not possible while a hold stays" in posted(tab, visit)
    assert fresh(visit).talk != "signed"


def test_a_register_that_says_research_only_holds_although_she_was_told_for_a_shot(tab, provider):
    frozen = a_careful_patient(provider)
    assert frozen.read().holds == ()
    visit = frozen.submission.visit
    product = a_product(facts={"label_use": ["research_only"]})
    chosen(visit, product, a_lot(product))
    tab.go(address(visit))
    hold = tab.page.locator(".rows-holds .row").inner_text()
    assert "CLINIC’S REGISTER" in hold and "research or lab use only" in hold
    expect_hold_everywhere(tab, visit, RESEARCH, "research or lab use. It must not be put into")


def test_a_lot_that_expired_over_night_holds_in_the_morning(tab, provider):
    visit = a_careful_patient(provider).submission.visit
    yesterday = timezone.localdate() - timedelta(days=1)
    product = a_product()
    chosen(visit, product, a_lot(product, expires_on=yesterday), days_ago=2)
    assert holds_of(visit) == 0
    expect_hold_everywhere(tab, visit, LAPSED, "The batch that was chosen for you is past its date")


def test_a_hold_that_a_correction_removes_is_to_be_confirmed_first(tab, provider):
    frozen = a_careful_patient(provider, infection_now=chose("now"))
    visit, (hold,) = frozen.submission.visit, frozen.read().holds
    session = reopened(frozen)
    say(session.invitation.visit.submission, careful())
    sent_again(session)
    tab.go("/provider/")
    assert "1 withdrawn: confirm" in tab.page.locator(".visits .holds").inner_text()
    tab.go(address(visit))
    row = tab.page.locator(".rows-holds .row")
    assert hold.title in row.inner_text() and "confirm" in row.inner_text()
    first = page_in(paper(tab, visit, "provider.pdf"), 1)
    assert hold.title in first and "HOLD WAS" in first and "No hold fired" not in first
    tab.go(address(visit, "decision/"))
    assert tab.page.locator("input[value=go_ahead]").count() == 0 or (
        tab.page.locator("input[value=go_ahead]").is_disabled()
    )
    tab.go(address(visit))
    tab.page.locator(".row[open] textarea").first.fill("She has been well for three weeks.")
    Pointer(tab.page).press("Confirm")
    assert "Correction confirmed" in tab.page.locator(".rows-holds .row").inner_text()


def sent_again(session: models.PatientSession) -> None:
    submission = models.Submission.objects.get(visit=session.invitation.visit)
    send(submission, session=session, signature="Oona Fitzsimmons", at=timezone.now())


def test_a_decision_superseded_after_fever_this_morning_is_so_everywhere(tab, provider):
    frozen = a_careful_patient(provider)
    visit = frozen.submission.visit
    signed(made_ready(frozen))
    tab.go(address(visit))
    Pointer(tab.page).follow("Sign another decision")
    tab.page.locator("label", has_text="Decline").first.click()
    tab.page.get_by_label("Reason").or_(tab.page.get_by_label("Why")).first.fill(
        "Fever this morning."
    )
    tab.page.get_by_label("Your password").fill(PASSWORD)
    Pointer(tab.page).press("Sign this decision")
    assert "This supersedes an earlier decision." in tab.words
    assert "SUPERSEDED" in tab.words and "Fever this morning." in tab.words
    for page in ("", "all/", "addendum/"):
        tab.go(address(visit, page))
        assert "Decision 2: Decline" in tab.page.locator(".strip").inner_text()
    tab.go("/provider/")
    assert "Signed: Decline, superseding an earlier decision" in tab.words
    assert "An earlier decision was signed and is superseded: Go ahead" in page_in(
        paper(tab, visit, "provider.pdf"), 1
    )
    assert "takes the place of an earlier decision" in text_in(paper(tab, visit, "patient.pdf"))
    tab.go(address(visit))
    links = tab.page.locator(".earlier a[href*='decision=']")
    for link in [links.nth(n).get_attribute("href") for n in range(links.count())]:
        old = paper(tab, visit, link.rpartition("/")[2])
        stamp = "SUPERSEDED" if "provider.pdf" in link else "OUT OF DATE"
        assert all(stamp in foot for foot in foot_of_each_page(old))
    assert links.count() == 2

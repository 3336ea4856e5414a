"""The main job in a real browser: from the link to the reference number and the copy."""

import pytest

from intake.models import User, Visit
from tests.browser import axe
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.hands import Keyboard, Pointer
from tests.browser.inside import let_in, let_staff_in, the_provider
from tests.browser.patient.walking import Walk
from tests.make.builders import a_link, a_visit, patient_answers, shipped

pytestmark = pytest.mark.browser

NAME = "Denise Okafor"
ANSWERS = patient_answers("penicillin_unknown_ingredients")
BIRTH_DATE = ANSWERS.top[shipped().roles.birth_date]
FIRST_PAGE = f"/p/q/{shipped().sections[0].key}/1/"


def her_visit(provider: User | None = None) -> Visit:
    return a_visit(name=NAME, birth_date=BIRTH_DATE, provider=provider)


def answer_everything(walk: Walk, visit: Visit) -> str:
    """Link, birth date, start, every page; returns the link's token."""
    token = a_link(visit)
    walk.enter(token, BIRTH_DATE)
    assert walk.tab.path == "/p/start/"
    walk.follow("Start now")
    assert walk.tab.path == FIRST_PAGE
    walk.answer_all(shipped(), ANSWERS, at_list=lambda: rearrange(walk))
    return token


def rearrange(walk: Walk) -> None:
    """On the list of two entries: change one, remove it, and put it back."""
    walk.follow("Change Cats")
    walk.fill_in({"allergy_substance": "Cats and dogs"})
    walk.press("Continue")
    walk.press("Continue")
    assert walk.tab.heading == "You have added 2 entries"
    walk.press("Remove Cats and dogs")
    assert walk.tab.heading == "You have added 1 entry"
    walk.press("Put ")
    assert "Cats and dogs" in walk.tab.words


def check_and_send(walk: Walk) -> None:
    """On the page that shows everything: change one answer, then sign and send."""
    assert walk.tab.path == "/p/check/"
    assert "Cats and dogs" in walk.tab.words
    question = shipped().by_key["feel_pressured"]
    walk.follow(question.text)
    walk.fill_in({"feel_pressured": ["dont_know"]})
    walk.press("Continue")
    walk.follow("Continue to sign")
    walk.sign(NAME)
    assert walk.tab.heading == "Your answers were sent"


def expect_pdf(tab: Tab, path: str) -> None:
    copy = tab.context.request.get(tab.site + path)
    assert copy.headers["content-type"] == "application/pdf"
    assert copy.body().startswith(b"%PDF-")


def expect_no_answers_elsewhere(tab: Tab, token: str) -> None:
    """In another browser the link says that it was sent; the copy takes the birth date."""
    tab.go(f"/p/{token}/")
    assert "Your answers were sent" in tab.words
    assert tab.heading == "What is your date of birth?"
    assert "Cats" not in tab.words


def test_a_patient_answers_signs_and_gets_a_copy_on_a_phone(browse):
    visit, tab = her_visit(), browse(width=PHONE, has_touch=True)
    found: dict[str, list[str]] = {}
    walk = Walk(
        tab, Pointer(tab.page), look=lambda: found.update({tab.path: axe.violations(tab.page)})
    )

    token = answer_everything(walk, visit)
    check_and_send(walk)

    walk.look()
    assert {path: each for path, each in found.items() if each} == {}
    assert visit.reference in tab.words
    expect_pdf(tab, "/p/copy.pdf")
    expect_no_answers_elsewhere(browse(), token)


def test_what_was_sent_is_on_the_providers_list_page_and_paper(browse):
    provider, tab, desk = the_provider(), browse(), browse(width=DESK)
    visit = her_visit(provider)
    let_in(tab, visit=visit, answers=ANSWERS, birth_date=BIRTH_DATE)
    tab.go("/p/check/")
    walk = Walk(tab, Pointer(tab.page))
    walk.follow("Continue to sign")
    walk.sign(NAME)

    let_staff_in(desk, provider)
    desk.go("/provider/")
    assert "2 holds" in desk.words
    Pointer(desk.page).follow("OKAFOR, Denise")

    assert desk.heading == "Talk: OKAFOR, Denise"
    assert "SEVERE: Amoxicillin" in desk.page.locator(".strip").inner_text()
    assert "My throat closing up again like in 2009" in desk.words
    expect_pdf(desk, f"/provider/visits/{visit.reference}/provider.pdf")


# In every run pages are filled in without script in test_mistakes.py, and a whole way by keyboard
# and without script in tests/browser/desk/test_scribe.py.
@pytest.mark.slow
def test_the_same_walk_needs_no_script(browse):
    visit, tab = her_visit(), browse(width=PHONE, script=False)
    walk = Walk(tab, Pointer(tab.page))

    token = answer_everything(walk, visit)
    check_and_send(walk)

    assert visit.reference in tab.words
    expect_pdf(tab, "/p/copy.pdf")
    expect_no_answers_elsewhere(browse(script=False), token)


@pytest.mark.slow
def test_the_same_walk_by_keyboard_alone(browse):
    visit, tab = her_visit(), browse(width=DESK)
    walk = Walk(tab, Keyboard(tab.page))

    answer_everything(walk, visit)
    check_and_send(walk)

    assert visit.reference in tab.words

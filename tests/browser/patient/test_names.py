"""Names on the lists and answers that do not fit: seen, undone, and passed by keyboard alone."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from intake.actions.answers.sheet import load_answers
from intake.core.questionnaire.answers import Answers, Chosen
from intake.models import Submission
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.flaws import flaws
from tests.browser.hands import Keyboard, Pointer
from tests.browser.inside import let_in
from tests.browser.patient.walking import Walk
from tests.make.builders import in_two_languages
from tests.make.shipped import test_patient

pytestmark = pytest.mark.browser

MEDICINES, LIST = "/p/q/health/4/", "/p/list/allergies_list/"
WIDTHS = (320, PHONE, 768, DESK)


@pytest.fixture
def told(browse) -> Callable[..., tuple[Tab, Submission]]:
    """A tab inside today's questionnaire, which is offered in Spanish too."""

    def inside(answers: Answers | None = None, **options: object) -> tuple[Tab, Submission]:
        tab = browse(**options)
        in_two_languages()
        return tab, let_in(tab, answers=answers)

    return inside


def expect_no_flaw(tab: Tab) -> None:
    assert flaws(tab, widths=WIDTHS) == {}
    tab.page.reload()
    tab.widen(PHONE)


def kinds(submission: Submission) -> tuple[str, ...]:
    return load_answers(submission).answers.top["medicines_risk"].codes


@pytest.mark.parametrize("has_script", [True, False])
def test_a_known_medicine_is_ticked_in_sight_and_the_tick_taken_away(told, has_script):
    tab, submission = told(script=has_script)
    walk = Walk(tab.go(MEDICINES), Pointer(tab.page))
    walk.fill_in({"medicines_risk": ["antiplatelet"], "medicines_list-1": "Metoprolol 50"})
    walk.press("Continue")

    assert "You wrote “Metoprolol 50”. So we ticked “A beta blocker" in tab.words
    assert tab.page.locator('[value="beta_blocker"]').is_checked()
    if has_script:
        expect_no_flaw(tab)
    tab.page.locator('[value="beta_blocker"]').uncheck()
    walk.press("Continue")
    assert tab.path != MEDICINES
    assert kinds(submission) == ("antiplatelet",)


def test_enter_in_a_box_goes_on_in_the_same_language(told):
    tab, submission = told()
    walk = Walk(tab.go(MEDICINES), Keyboard(tab.page))
    walk.fill_in({"medicines_risk": ["blood_thinner"], "medicines_list-1": "Eliquis"})
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")

    assert tab.page.locator("html").get_attribute("lang") == "en"
    assert kinds(submission) == ("blood_thinner",)


def test_a_slip_is_mended_by_keyboard(told):
    tab, submission = told()
    walk = Walk(tab.go(MEDICINES), Keyboard(tab.page))
    walk.fill_in({"medicines_risk": ["none"], "medicines_list-1": "Atorvastatine 20"})
    walk.press("Continue")
    walk.press("Yes, use “Atorvastatin”")

    assert load_answers(submission).answers.top["medicines_list"] == ("Atorvastatin 20",)


@pytest.mark.parametrize("has_script", [True, False])
def test_a_typed_allergy_ticks_and_the_list_says_so(told, has_script):
    tab, submission = told(script=has_script)
    walk = Walk(tab.go("/p/q/allergies/2/"), Pointer(tab.page))
    walk.fill_in({"reaction_product": ["none"], "reaction_injection_items": ["iodine"]})
    walk.press("Continue")
    walk.fill_in({"reaction_culture_items": ["none"], "has_allergy": ["yes"]})
    walk.press("Continue")
    tab.go(LIST)
    walk.press("Add ")
    walk.fill_in({"allergy_substance": "Latex gloves", "allergy_reaction": ["hives"]})
    walk.fill_in({"allergy_severity": ["mild"]})
    walk.press("Continue")
    tab.go(LIST)

    assert "You wrote “Latex gloves”. So we also ticked" in tab.words
    if has_script:
        expect_no_flaw(tab)
    walk.press("Take that tick away")
    top = load_answers(submission).answers.top
    assert top["reaction_injection_items"] == Chosen(("iodine",))


def test_answers_that_do_not_fit_are_looked_at_and_left(told):
    known = test_patient("mild_but_emergency_room").answers
    top = {"medicines_risk": Chosen(("none",)), "medicines_list": ("Eliquis 5",)}
    tab, _submission = told(replace(known, top={**known.top, **top}))
    walk = Walk(tab.go("/p/check/"), Keyboard(tab.page))
    walk.follow("Continue to sign and send")
    assert "things to look at" in tab.heading
    expect_no_flaw(tab)

    while tab.path == "/p/fit/":
        walk.press("Both are right")
    assert tab.path == "/p/sign/"

"""What a patient meets after a mistake: told first, led to the place, nothing typed is lost."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Route

from intake.core.questionnaire.answers import Answers, Chosen, Values
from tests.browser import axe
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.hands import Pointer
from tests.browser.inside import let_in
from tests.browser.patient.test_script import wait_until
from tests.browser.patient.walking import Walk
from tests.make.builders import a_link, a_visit, patient_answers, shipped

pytestmark = pytest.mark.browser

TOO_LONG_A_TEXT, TOO_LONG_A_WORRY = "x" * 4_100, "y" * 300
VALUES = """controls => controls
  .filter((control) => !['radio', 'checkbox'].includes(control.type) || control.checked)
  .map((control) => control.value)"""

QUESTION_IN_SIGHT = """control => {
  const asked = control.closest("fieldset")?.querySelector("legend") ?? control.labels?.[0];
  const box = (asked ?? control).getBoundingClientRect();
  return box.top > -1 && box.bottom < innerHeight + 1;
}"""


@dataclass(frozen=True)
class Mistake:
    """On which page what is filled in, and the controls that the summary leads to."""

    page: str
    leads_to: tuple[str, ...]
    filled: dict[str, object] = field(default_factory=dict)
    given: Values = field(default_factory=dict)


EMERGENCY_READY = {"emergency_ready": Chosen(("yes",))}
MISTAKES = {
    "one of several options is not chosen": Mistake("q/allergies/1", ("id_has_allergy_0",)),
    "none of many boxes is ticked": Mistake("q/allergies/5", ("id_reaction_product_0",)),
    "own words beside an answer that stands alone": Mistake(
        "q/health/6",
        ("id_other_conditions_0",),
        {"other_conditions": ["none"], "other_conditions-other": "Lupus"},
    ),
    "a text is too long": Mistake(
        "q/health/5",
        ("id_medicines_list",),
        {"medicines_risk": ["none"], "medicines_list": TOO_LONG_A_TEXT},
    ),
    "a date has no year": Mistake(
        "q/about_you/1",
        ("id_appointment_date_0",),
        {"appointment_date-month": "3", "appointment_date-day": "4", "appointment_date-year": ""},
    ),
    "a date does not exist": Mistake(
        "q/about_you/1",
        ("id_date_of_birth_0",),
        {"date_of_birth-month": "2", "date_of_birth-day": "30", "date_of_birth-year": "1979"},
    ),
    "a name is missing": Mistake("q/about_you/1", ("id_preferred_name",), {"preferred_name": ""}),
    "a number is too high": Mistake(
        "q/clinic/5",
        ("id_observation_minutes",),
        {
            "observation_minutes": "9999",
            "aftercare_contact": ["yes"],
            "single_use_supplies": ["yes"],
        },
        EMERGENCY_READY,
    ),
    "a text is no number, and two questions are left out": Mistake(
        "q/clinic/5",
        ("id_observation_minutes", "id_aftercare_contact_0", "id_single_use_supplies_0"),
        {"observation_minutes": "until I feel well"},
        EMERGENCY_READY,
    ),
    "a worry is too long": Mistake(
        "q/goals/1", ("id_worries_0",), {"worries-1": "Needles", "worries-2": TOO_LONG_A_WORRY}
    ),
}


def expect_led(tab: Tab, *ids: str) -> None:
    """The page says first what is wrong; each of its links puts the focus where it is mended."""
    assert tab.page.title().startswith("Error: ")
    tab.page.locator("[data-error-summary]:focus").wait_for()
    links = tab.page.locator("[data-error-summary] a")
    led = []
    for link in links.all():
        link.click()
        led.append(tab.page.evaluate("document.activeElement.id"))
        focused = tab.page.locator(":focus")
        assert focused.evaluate(QUESTION_IN_SIGHT), led
        assert focused.evaluate("each => each.closest('.field, li, .actions') !== null")
        assert focused.is_visible()
    assert tuple(led) == ids


def expect_clean(tab: Tab) -> None:
    assert axe.violations(tab.page) == []
    tab.widen(DESK)
    assert axe.violations(tab.page) == []


def expect_kept(tab: Tab, filled: dict[str, object]) -> None:
    shown = {name: tab.page.locator(f'[name="{name}"]').evaluate_all(VALUES) for name in filled}
    assert shown == {
        name: value if isinstance(value, list) else [value] for name, value in filled.items()
    }


@pytest.mark.parametrize("name", MISTAKES)
def test_a_page_with_a_mistake_says_so_first_and_keeps_everything(browse, name):
    mistake, tab = MISTAKES[name], browse(width=PHONE)
    let_in(tab, answers=Answers(mistake.given))
    tab.go(f"/p/{mistake.page}/")
    walk = Walk(tab, Pointer(tab.page))

    walk.fill_in(mistake.filled)
    walk.press("Continue")

    expect_led(tab, *mistake.leads_to)
    expect_kept(tab, mistake.filled)
    expect_clean(tab)


def test_an_answer_that_stands_alone_is_refused_beside_others_without_script(browse):
    tab = browse(script=False)
    let_in(tab)
    tab.go("/p/q/allergies/5/")
    walk = Walk(tab, Pointer(tab.page))

    walk.fill_in({"reaction_product": ["vaccine", "none"]})
    walk.press("Continue")

    assert tab.page.title().startswith("Error: ")
    assert "Keep one or the other" in tab.page.locator("[data-error-summary]").inner_text()
    expect_kept(tab, {"reaction_product": ["vaccine", "none"]})


def test_a_new_entry_without_answers_leads_to_each_question(browse):
    tab = browse()
    let_in(tab, answers=Answers({"has_allergy": Chosen(("yes",))}))
    tab.go("/p/list/allergies_list/")
    walk = Walk(tab, Pointer(tab.page))
    walk.press("Add the first")

    walk.press("Continue")

    expect_led(tab, "id_allergy_substance", "id_allergy_category_0", "id_allergy_reaction_0")
    expect_clean(tab)


def test_a_list_with_an_unfinished_entry_leads_to_it(browse):
    tab = browse()
    let_in(tab, answers=Answers({"has_allergy": Chosen(("yes",))}))
    tab.go("/p/list/allergies_list/")
    walk = Walk(tab, Pointer(tab.page))
    walk.press("Add the first")
    tab.go("/p/list/allergies_list/")

    walk.press("Continue")

    (entry,) = tab.page.locator(".entries li").all()
    expect_led(tab, entry.get_attribute("id"))
    expect_clean(tab)


def test_a_wrong_birth_date_says_how_often_it_can_be_tried(browse):
    tab = browse()
    tab.go(f"/p/{a_link(a_visit())}/")
    walk, typed = (
        Walk(tab, Pointer(tab.page)),
        {
            "birth_date-month": "1",
            "birth_date-day": "2",
            "birth_date-year": "1953",
        },
    )

    walk.fill_in(typed)
    walk.press("Continue")

    assert "You can try 4 more times." in tab.words
    expect_led(tab, "id_birth_date_0")
    expect_kept(tab, typed)
    expect_clean(tab)


def test_signing_without_ticks_and_name_leads_to_each(browse):
    tab = browse()
    let_in(tab, answers=patient_answers())
    tab.go("/p/sign/")
    walk = Walk(tab, Pointer(tab.page))

    under_way: list[Route] = []
    tab.page.route("**/p/sign/", lambda route: under_way.append(route), times=1)  # noqa: PLW0108
    tab.page.get_by_role("button", name="Sign and send").click()
    tab.page.get_by_role("button", name="Sending…").wait_for()
    wait_until(lambda: tab.page.evaluate("1") and under_way)
    under_way[0].abort()
    walk.press("Sign and send")
    tab.troubles.clear()

    statements = [f"id_{statement.key}" for statement in shipped().sections[-1].items]
    expect_led(tab, *statements, "id_-signature")
    expect_clean(tab)

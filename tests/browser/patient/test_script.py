"""What script adds to the patient's pages, each time seen in the database or on the screen."""

import time
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Locator

from intake.actions.answers.sheet import load_answers
from intake.core.limits import PATIENT_SESSION
from intake.core.questionnaire.answers import Answers, Chosen
from intake.models import AnswerSheet, PageDraft, PatientSession
from tests.browser import axe
from tests.browser.chromium import Tab
from tests.browser.flaws import TOO_SMALL, TWICE_AS_LARGE
from tests.browser.hands import FOCUSED, Pointer
from tests.browser.inside import let_in
from tests.browser.kinds import STANDING
from tests.browser.patient.walking import Walk
from tests.journeys.person import date_fields
from tests.make.builders import BIRTH_DATE, fall_asleep, patient_answers

pytestmark = pytest.mark.browser

PATIENCE = 15
TYPED = "Lisinopril, and something for sl"
MEDICINES = "/p/q/health/5/"


def wait_until(holds) -> None:
    """A page that is left sends its draft on its own; nothing on the screen says when it came."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def ticked(tab: Tab) -> list[str]:
    boxes = tab.page.locator("main input[type=checkbox]:checked")
    return boxes.evaluate_all("boxes => boxes.map((box) => box.value)")


def medicines(tab: Tab) -> str:
    return tab.page.locator('[name="medicines_list"]').input_value()


def inner(control: Locator) -> bytes:
    """The colours in the middle of a control, away from its border and what is behind it."""
    picture = Image.open(BytesIO(control.screenshot())).convert("RGB")
    wide, high = picture.size
    return picture.crop((wide // 4, high // 4, wide * 3 // 4, high * 3 // 4)).tobytes()


def come_back(tab: Tab) -> None:
    walk = Walk(tab, Pointer(tab.page))
    walk.fill_in(date_fields("birth_date", BIRTH_DATE))
    walk.press("Continue")


def test_none_of_these_clears_the_others_and_they_clear_it(browse):
    tab = browse()
    let_in(tab)
    tab.go("/p/q/allergies/5/")
    box = tab.page.get_by_label

    box("A vaccine").check()
    box("Exosomes, stem cells").check()
    assert ticked(tab) == ["cell_tissue_product", "vaccine"]
    box("None of these").check()
    assert ticked(tab) == ["none"]
    box("I don't know").check()
    assert ticked(tab) == ["dont_know"]
    box("A vaccine").check()
    assert ticked(tab) == ["vaccine"]
    # Ticked before the script was there: to take one of the two away leaves the other.
    box("None of these").evaluate("box => { box.checked = true; }")
    box("None of these").uncheck()
    assert ticked(tab) == ["vaccine"]


def test_what_was_typed_on_a_page_that_was_left_waits_there(browse):
    tab = browse()
    submission = let_in(tab)
    tab.go(MEDICINES)
    tab.page.locator('[name="medicines_list"]').fill(TYPED)

    Walk(tab, Pointer(tab.page)).follow("Back")
    wait_until(submission.drafts.exists)

    assert not load_answers(submission).answers.top
    tab.go("/p/tasks/")
    assert "To finish" in tab.words
    tab.go(MEDICINES)
    assert "What you typed here is kept, but it does not count yet" in tab.words
    assert medicines(tab) == TYPED


def test_a_page_that_is_left_untouched_leaves_nothing(browse):
    tab = browse()
    let_in(tab)
    tab.go(MEDICINES)

    Walk(tab, Pointer(tab.page)).follow("Back")
    with tab.page.expect_response("**/p/tasks/"):
        tab.go("/p/tasks/")

    assert not PageDraft.objects.exists()


def test_two_minutes_before_the_end_one_click_goes_on(browse):
    tab = browse()
    let_in(tab)
    tab.page.clock.install()
    tab.go(MEDICINES)
    tab.page.locator('[name="medicines_list"]').fill(TYPED)
    with tab.page.expect_response("**/p/draft/**"):  # that it is kept makes the session longer
        tab.page.clock.fast_forward("01:00")
    before = PatientSession.objects.get().seen_at

    dialog = tab.page.get_by_role("dialog", name="Are you still there?")
    tab.page.clock.fast_forward("17:15")
    assert not dialog.is_visible()
    tab.page.clock.fast_forward("01:15")
    dialog.wait_for()
    assert axe.violations(tab.page) == []
    stay = tab.page.get_by_role("button", name="Stay on this page")
    assert stay.evaluate("button => button === document.activeElement")
    with tab.page.expect_response("**/p/stay/"):
        stay.press("Enter")

    dialog.wait_for(state="hidden")
    assert PatientSession.objects.get().seen_at > before
    tab.page.clock.fast_forward("05:00")
    assert not dialog.is_visible()
    assert medicines(tab) == TYPED

    most = timezone.now() - PATIENT_SESSION + timedelta(seconds=90)
    PatientSession.objects.update(started_at=most)
    tab.page.clock.fast_forward("13:30")
    stay.press("Enter")
    dialog.wait_for(state="hidden")
    with tab.page.expect_navigation():
        tab.page.clock.fast_forward("02:00")  # the longest that a session lasts


def test_after_the_end_the_birth_date_leads_back_to_what_was_typed(browse):
    tab = browse()
    let_in(tab)
    tab.page.add_init_script("delete window.BroadcastChannel")  # an old browser has none
    tab.page.clock.install()
    tab.go(MEDICINES)
    tab.page.locator('[name="medicines_list"]').fill(TYPED)
    with tab.page.expect_response("**/p/draft/**") as stored:
        tab.page.clock.fast_forward("19:00")
    stored.value.finished()  # It said how long the session goes on, which counts from here.

    fall_asleep()
    with tab.page.expect_navigation(url="**/p/again/**"):
        tab.page.clock.fast_forward("20:01")
    assert "You were away for a while" in tab.words
    come_back(tab)

    assert tab.path == MEDICINES
    assert medicines(tab) == TYPED
    tab.go("/p/tasks/")  # a page on which nothing is typed is left as well
    fall_asleep()
    with tab.page.expect_navigation(url="**/p/again/**"):
        tab.page.clock.fast_forward("20:01")


@pytest.mark.parametrize("script", [True, False])
def test_a_page_posted_after_the_end_is_held(browse, script):
    tab = browse(script=script)
    submission = let_in(tab)
    tab.go(MEDICINES)
    walk = Walk(tab, Pointer(tab.page))
    walk.fill_in({"medicines_risk": ["none"], "medicines_list": TYPED})

    fall_asleep()
    walk.press("Continue")
    come_back(tab)

    assert tab.path == MEDICINES
    assert "You pressed Continue after the page had closed" in tab.words
    assert medicines(tab) == TYPED
    walk.press("Continue")
    assert load_answers(submission).answers.top["medicines_list"] == TYPED


@pytest.mark.parametrize(
    ("large", "pressed", "next_page"),
    [
        ("", "Continue", "**errors=1**"),
        (TWICE_AS_LARGE, "Save and come back later", "**/p/later/**"),
    ],
)
def test_a_lost_network_is_told_over_nothing_that_has_the_focus_until_it_is_back(
    browse, large, pressed, next_page
):
    tab = browse()
    let_in(tab)
    tab.go(MEDICINES)
    tab.page.evaluate(large)
    tab.context.set_offline(True)
    tab.page.get_by_role("button", name=pressed).click()
    told = tab.page.locator(".notice.urgent", has_text="You are offline.")
    assert told.evaluate("notice => notice.getBoundingClientRect().top >= 0")
    tab.page.get_by_role("button", name="Continue").focus()
    for _ in range(8):
        tab.page.keyboard.press("Shift+Tab")
        stop = tab.page.evaluate(FOCUSED)
        assert stop["isSeen"], stop
    assert tab.page.evaluate(TOO_SMALL) == []
    with tab.page.expect_navigation(url=next_page):
        tab.context.set_offline(False)
    tab.troubles.clear()


def test_of_two_tabs_the_later_one_is_asked_which_answer_to_keep(browse):
    tab = browse()
    submission = let_in(tab, answers=Answers({"has_allergy": Chosen(("no",))}))
    other = tab.another()
    for each in (tab, other):
        each.go("/p/q/allergies/1/")
    walk, later = Walk(tab, Pointer(tab.page)), Walk(other, Pointer(other.page))

    walk.fill_in({"has_allergy": ["yes"]})
    walk.press("Continue")
    later.fill_in({"has_allergy": ["dont_know"]})
    later.press("Continue")
    assert other.heading == "This changed elsewhere"
    other.page.get_by_label("What is saved: Yes").check()
    later.press("Keep what I chose")

    assert load_answers(submission).answers.top["has_allergy"] == Chosen(("yes",))
    assert other.troubles == []


def test_the_print_button_prints_and_is_not_there_without_script(browse):
    arrive, _heading = STANDING["sent"]
    tab, plain = browse(), browse(script=False)
    tab.page.add_init_script("window.print = () => { window.printed = true; }")

    arrive(tab)
    tab.page.get_by_role("button", name="Print this page").click()
    arrive(plain)

    assert tab.page.evaluate("window.printed") is True
    assert plain.page.get_by_role("button", name="Print this page").count() == 0


@pytest.mark.parametrize(
    ("page", "name"), [("allergies/1", "has_allergy"), ("allergies/5", "reaction_product")]
)
def test_what_is_chosen_is_seen_when_the_system_sets_the_colours(browse, page, name):
    tab = browse(forced_colors="active")
    let_in(tab, answers=patient_answers())
    tab.go(f"/p/q/{page}/")
    chosen = tab.page.locator(f'[name="{name}"]:checked').first
    other = tab.page.locator(f'[name="{name}"]:not(:checked)').first

    assert inner(chosen) != inner(other)


def test_what_was_typed_into_a_form_that_was_damaged_is_sent_once_it_is_mended(browse):
    tab = browse()
    submission = let_in(tab, answers=patient_answers())
    tab.go("/p/q/goals/5/")
    tab.page.get_by_role("textbox").fill(TYPED)
    kept, tab.may_fail = AnswerSheet.objects.values_list("content", flat=True).get(), True
    AnswerSheet.objects.update(content=b"altered")
    tab.page.get_by_role("button", name="Continue").click()
    tab.page.get_by_text("It is not because of anything you did.").wait_for()
    assert "Call the clinic and tell them." in tab.words
    assert tab.page.get_by_role("textbox").input_value() == TYPED
    assert axe.violations(tab.page) == []
    AnswerSheet.objects.update(content=kept)
    tab.page.get_by_role("button", name="Try again now").click()
    wait_until(lambda: load_answers(submission).answers.top.get("my_questions") == TYPED)
    tab.troubles.clear()

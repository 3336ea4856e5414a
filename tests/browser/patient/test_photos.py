"""A photo with one tap on a phone, then on the provider's screens, in a real browser."""

import pytest
from playwright.sync_api import Route

from intake import models
from tests.browser.aside import come_back_from_memory
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.flaws import flaws
from tests.browser.hands import Pointer
from tests.browser.inside import let_in, let_staff_in, the_provider
from tests.journeys.person import Person, sign
from tests.make.builders import a_visit, patient_answers
from tests.make.files import a_label

pytestmark = pytest.mark.browser
PICTURE = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": a_label()}
OTHER = {**PICTURE, "buffer": a_label("EXO-7 LOT 42")}
TOO_LARGE = {**PICTURE, "buffer": b"x" * 12_000_001}
AT_ONCE = "It is added as soon as you have chosen it."  # the page's script is there


def answering(tab: Tab, provider: models.User) -> models.Submission:
    return let_in(tab, visit=a_visit(provider=provider), answers=patient_answers())


def test_a_photo_is_added_with_one_tap_and_her_provider_sees_it(browse):
    tab, provider = browse(width=PHONE), the_provider()
    submission = answering(tab, provider)
    tab.go("/p/check/")
    Pointer(tab.page).follow("Add a photo")
    tab.page.get_by_label("Label of the product").check()
    tab.page.get_by_text(AT_ONCE).wait_for()
    with tab.page.expect_navigation():
        tab.page.locator("#file-gallery").set_input_files(PICTURE)
    tab.page.get_by_text("Your photo is added.").wait_for()
    assert flaws(tab, widths=(PHONE, DESK)) == {}
    assert tab.page.locator(".photos img").evaluate("image => image.naturalWidth") == 360
    with tab.page.expect_navigation():
        come_back_from_memory(tab.page)
    camera, gallery = tab.page.locator("#file-camera"), tab.page.locator("#file-gallery")
    camera.set_input_files([])  # none is taken after all
    assert tab.page.get_by_role("button", name="Add this photo").is_visible()
    camera.set_input_files(TOO_LARGE)
    assert camera.evaluate("file => file.validationMessage")
    with tab.page.expect_navigation():
        gallery.set_input_files(OTHER)
    assert tab.page.locator(".photos img").count() == 2
    Pointer(tab.page).follow("Go on to check")
    assert flaws(tab, widths=(PHONE,)) == {}
    sign(Person(submission.visit).enter())
    desk = browse(width=DESK)
    let_staff_in(desk, provider)
    for page in ("", "all/"):
        desk.go(f"/provider/visits/{submission.visit.reference}/{page}")
        assert desk.page.get_by_role("link", name="opens in a new tab").count() == 2
        assert flaws(desk, widths=(PHONE, DESK)) == {}


def test_a_photo_whose_way_was_stopped_is_sent_with_the_button_or_another_in_its_place(browse):
    tab = browse(width=PHONE)
    tab.page.clock.install()
    let_in(tab, answers=patient_answers())
    tab.go("/p/photos/")
    tab.page.get_by_text(AT_ONCE).wait_for()
    tab.page.route("**/p/photos/**", lambda route: route.abort("aborted"), times=2)
    for picture in (PICTURE, OTHER):
        with tab.page.expect_event("requestfailed"):
            tab.page.locator("#file-gallery").set_input_files(picture)
    # It may be on its way still: the button says so, and sends it no second time.
    tab.page.locator(".button[aria-disabled=true]", has_text="Sending…").press("Enter")
    tab.page.clock.fast_forward(16_000)
    Pointer(tab.page).press("Add this photo")
    tab.page.get_by_text("Your photo is added.").wait_for()


def test_a_photo_chosen_before_the_script_is_there_waits_for_the_button(browse):
    tab = browse(width=PHONE)
    let_in(tab, answers=patient_answers())
    held: list[Route] = []
    tab.page.route("**/photos.js", lambda route: held.append(route))
    with tab.page.expect_request("**/photos.js"):
        tab.go("/p/photos/")
    gallery = tab.page.locator("#file-gallery")
    gallery.set_input_files(TOO_LARGE)
    held.pop().continue_()
    tab.page.locator("#file-gallery:invalid").wait_for()
    assert not tab.page.get_by_text(AT_ONCE).is_visible()
    with tab.page.expect_navigation():
        gallery.set_input_files(PICTURE)
    tab.page.get_by_text("Your photo is added.").wait_for()


def test_without_script_it_is_added_with_the_button(browse):
    tab = browse(width=PHONE, script=False)
    let_in(tab, answers=patient_answers())
    tab.go("/p/photos/")
    tab.page.locator("#file-gallery").set_input_files(PICTURE)
    Pointer(tab.page).press("Add this photo")
    assert "Your photo is added." in tab.words
    Pointer(tab.page).press("Remove")
    assert models.Photo.objects.count() == 0

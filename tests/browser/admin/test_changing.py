"""A newcomer changes the questionnaire from the first word to the published version."""

from dataclasses import replace

import pytest

from intake import models
from intake.core.documents.codec import questionnaire_to_json
from intake.core.questionnaire.answers import Chosen, Row
from intake.pdf.copies import provider_copy
from tests.browser import axe
from tests.browser.admin.editing import follow, pick, press
from tests.browser.chromium import PHONE
from tests.make.builders import a_sent_submission, a_visit
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import page

pytestmark = pytest.mark.browser
OUTLINE = "Outline of “A small questionnaire”"
REWORDED, SURE = "Do you have any allergy?", "Yes, and I was in hospital"
POINT = "Was in hospital for an allergy"


def reword_and_add_an_option(tab):
    follow(tab.go("/admin/"), OUTLINE)
    follow(tab, "Any allergy?")
    tab.page.get_by_label("Question:").fill(REWORDED)
    press(tab, "Save")
    follow(tab, f"+ Answer to “{REWORDED}”")
    tab.page.get_by_label("Words").fill(SURE)
    press(tab, "Add")


def make_a_point_that_fires_on_it(tab):
    follow(tab, "Points")
    follow(tab, "Add point")
    tab.page.get_by_label("Questionnaire:").select_option(label="A small questionnaire")
    tab.page.get_by_label("Title:").fill(POINT)
    tab.page.get_by_label("Kind:").select_option(label="A risk")
    tab.page.get_by_label("What is known:").select_option(label="Established")
    tab.page.get_by_label("Heading:").fill("Allergies")
    tab.page.get_by_label("Talking points:").fill("Ask what happened.")
    tab.page.get_by_label("Plain words for the patient:").fill("Tell your provider what happened.")
    tab.page.get_by_role("button", name="Add another Piece of evidence").click()
    pick(tab, "evidence, new row", "E1", "E1: A source")
    press(tab, "Save and continue editing")
    follow(tab, "Add a trigger")
    tab.page.get_by_label("Discuss first").check()
    for row, answer in enumerate((SURE, "Yes")):
        tab.page.get_by_role("button", name="Add another Condition").click()
        named = tab.page.locator(f"#conditions-{row} .select2-selection").first
        named.click()
        tab.page.locator(".select2-search__field").press_sequentially(answer)
        words = f"has_allergy · {REWORDED} → {answer}"
        tab.page.get_by_role("option", name=words, exact=True).click()
    press(tab, "Save")


def add_a_test_patient(tab):
    """Answer the preview as a patient would, and keep what must come of it."""
    follow(tab.go("/admin/"), OUTLINE)
    follow(tab, "Preview")
    follow(tab, "About you")
    tab.page.get_by_label("What is your name?").fill("Ana")
    tab.page.get_by_label(SURE).check()
    press(tab, "Continue")
    follow(tab, "What these answers raise")
    tab.page.get_by_label("Name:").fill("Ana, was in hospital")
    tab.page.get_by_label(f"Discuss first: {POINT}").check()
    press(tab, "Keep this example patient")
    assert "As expected on the draft as it is now." in tab.words


def test_newcomer_changes_a_question_and_what_was_sent_prints_as_before(staff, draft):
    version = draft.versions.get()
    allergic = replace(
        SMALL_ANSWERS,
        top={**SMALL_ANSWERS.top, "has_allergy": Chosen(("yes",))},
        rows={"allergies": (Row("1", {"substance": "Latex"}),)},
    )
    sent = a_sent_submission(visit=a_visit(version=version), answers=allergic)
    a_sent_submission(visit=a_visit(version=version), answers=SMALL_ANSWERS)
    before = provider_copy(sent.read(), paper="letter").content

    reword_and_add_an_option(staff)
    make_a_point_that_fires_on_it(staff)
    add_a_test_patient(staff)

    follow(staff, "What differs")
    assert "Reworded: Question" in staff.words
    assert POINT in staff.words
    press(staff, "Count")
    assert f"1 of 2 would gain {POINT}" in staff.words
    assert axe.violations(staff.page) == []
    staff.page.evaluate("() => { window.print = () => { document.title = 'On paper' } }")
    staff.page.get_by_role("button", name="Print").click()
    assert staff.page.title() == "On paper"

    follow(staff.go("/admin/"), OUTLINE)
    follow(staff, "Publish…")
    staff.page.get_by_label("What changed, and why?").fill("Hospital stays were not asked")
    press(staff, "Publish version 2")
    assert staff.heading == "A small questionnaire, version 2"
    sent.refresh_from_db()
    assert provider_copy(sent.read(), paper="letter").content == before
    assert sent.submission.version.number == 1


def pages(draft):
    version = draft.versions.first()
    yield page("questionnaire", "difference", draft.pk)
    yield page("questionnaire", "publish", draft.pk)
    yield page("questionnaire", "import")
    yield page("questionnaire", "duplicate", draft.pk)
    yield page("questionnaire", "retire", draft.pk)
    yield page("version", "restore", version.pk)
    yield page("version", "change", version.pk)
    yield page("wordstoavoid", "changelist")
    yield page("wordstoavoid", "add")
    yield page("listedname", "changelist")
    yield page("listedname", "add")
    yield page("evidence", "change", draft.evidence.first().pk)
    yield "/admin/"


def test_pages_of_change_keep_the_policy_and_the_axe_rules(staff, draft):
    models.Evidence.objects.filter(key="E1").update(read_on="2026-01-02", review_by="2026-01-03")
    models.Question.objects.filter(key="heard").update(text="Is it safe, have you heard?")
    found = {}
    for width in (1280, PHONE):
        staff.page.set_viewport_size({"width": width, "height": 900})
        for address in pages(draft):
            staff.go(address)
            found[width, address] = axe.violations(staff.page)
    assert {where: each for where, each in found.items() if each} == {}


def test_document_is_imported_after_its_difference_was_seen(staff, draft, tmp_path):
    document = tmp_path / "small.json"
    document.write_text(questionnaire_to_json(replace(SMALL, title="Another title")))
    staff.go(page("questionnaire", "import"))
    staff.page.get_by_label("File").set_input_files(document)
    press(staff, "Show what would change")
    assert axe.violations(staff.page) == []
    assert "Reworded: Title" in staff.words
    press(staff, "Replace the draft")
    draft.refresh_from_db()
    assert draft.title == "Another title"

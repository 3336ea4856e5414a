"""A newcomer changes the questionnaire from the first word to the published version."""

from dataclasses import replace

import pytest

from intake import models
from intake.actions.trials import keep_test_patient
from intake.core.codec import questionnaire_to_json
from intake.pdf.copies import provider_copy
from tests.admin.staff import page
from tests.builders import a_sent_submission, a_visit
from tests.small import SMALL, SMALL_ANSWERS

from . import axe
from .chromium import PHONE
from .test_admin import draft, pick, press, staff  # noqa: F401 - fixtures and hands

pytestmark = pytest.mark.browser
SURE = "Yes, and I was in hospital"


def reword_and_add_an_option(tab):
    rows = models.Question.objects
    question = rows.get(section__questionnaire__slug="small", key="has_allergy")
    tab.go(page("question", "change", question.pk))
    tab.page.get_by_label("Question:").fill("Do you have any allergy?")
    tab.page.get_by_role("button", name="Add another Answer to pick").click()
    tab.page.locator("[name=options-3-text]").fill(SURE)
    press(tab, "Save")


def make_a_point_that_fires_on_it(tab):
    small = models.Questionnaire.objects.get(slug="small")
    tab.go(f"{page('point', 'add')}?questionnaire={small.pk}")
    tab.page.locator("[name=title]").fill("Was in hospital for an allergy")
    tab.page.locator("[name=kind]").select_option("risk")
    tab.page.locator("[name=knowledge]").select_option("established")
    tab.page.locator("[name=group]").fill("Allergies")
    tab.page.locator("[name=provider]").fill("Ask what happened.")
    tab.page.locator("[name=patient]").fill("Tell your provider what happened.")
    tab.page.get_by_role("button", name="Add another Evidence it rests on").click()
    pick(tab, "evidence, new row", "E1", "E1: A source")
    press(tab, "Save")
    point = models.Point.objects.get(title="Was in hospital for an allergy")
    tab.go(f"{page('trigger', 'add')}?point={point.pk}")
    tab.page.get_by_label("Discuss first").check()
    tab.page.get_by_role("button", name="Add another Condition").click()
    pick(
        tab, "this answer, new row", "hospital", f"has_allergy · Do you have any allergy? → {SURE}"
    )
    press(tab, "Save")
    return point


def test_newcomer_changes_a_question_and_what_was_sent_prints_as_before(staff, draft):  # noqa: F811
    sent = a_sent_submission(visit=a_visit(version=draft.versions.get()), answers=SMALL_ANSWERS)
    before = provider_copy(sent.read(), paper="letter").content

    reword_and_add_an_option(staff)
    point = make_a_point_that_fires_on_it(staff)
    code = models.Option.objects.get(text=SURE).code
    expected = {"points": {point.key: "discuss_first"}}
    keep_test_patient(draft, {"name": "Ana", "answers": {"has_allergy": code}, "expect": expected})

    staff.go(page("questionnaire", "difference", draft.pk))
    assert "Reworded: Question" in staff.words
    assert "Was in hospital for an allergy" in staff.words
    press(staff, "Count it")
    assert "No point would come or go for any of them." in staff.words
    assert axe.violations(staff.page) == []

    staff.go(page("questionnaire", "publish", draft.pk))
    staff.page.get_by_label("What changed, and why?").fill("Hospital stays were not asked")
    press(staff, "Publish version 2")
    assert staff.heading == "A small questionnaire, version 2"
    sent.refresh_from_db()
    assert provider_copy(sent.read(), paper="letter").content == before
    assert sent.submission.version.number == 1


def pages(draft):  # noqa: F811
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
    yield page("evidence", "change", draft.evidence.first().pk)
    yield "/admin/"


def test_pages_of_change_keep_the_policy_and_the_axe_rules(staff, draft):  # noqa: F811
    models.Evidence.objects.filter(key="E1").update(read_on="2026-01-02", review_by="2026-01-03")
    models.Question.objects.filter(key="heard").update(text="Is it safe, have you heard?")
    found = {}
    for width in (1280, PHONE):
        staff.page.set_viewport_size({"width": width, "height": 900})
        for address in pages(draft):
            staff.go(address)
            found[width, address] = axe.violations(staff.page)
    assert {where: each for where, each in found.items() if each} == {}


def test_document_is_imported_after_its_difference_was_seen(staff, draft, tmp_path):  # noqa: F811
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

"""Staff at work in a real browser: every page under the strict policy, the main jobs by hand."""

from datetime import date

import pytest
from django.utils import timezone

from intake import models
from intake.actions.catalog.import_draft import compile_draft
from intake.actions.register import Chosen
from intake.actions.talk.verify import choose
from intake.core.questionnaire.points import Severity
from tests.browser import axe
from tests.browser.admin.editing import follow, pick, press
from tests.make.builders import (
    a_version,
    a_visit,
)
from tests.make.room import a_kit, a_lot, a_practitioner
from tests.make.small import SMALL

pytestmark = pytest.mark.browser


def every_page():
    yield "/admin/"
    for model in ("questionnaire", "section", "question", "point", "trigger", "claim"):
        yield from pages_of(model)
    for model in ("evidence", "topic", "version", "user"):
        yield from pages_of(model)
    yield from privacy_pages()
    yield from register_pages()
    small = models.Questionnaire.objects.get(slug="small")
    yield f"/admin/intake/questionnaire/{small.pk}/publish/"


def privacy_pages():
    patient, twin = models.Patient.objects.first(), a_visit()
    yield "/admin/intake/accessevent/"
    yield "/admin/intake/patient/"
    yield f"/admin/intake/patient/{patient.pk}/"
    yield f"/admin/intake/patient/{patient.pk}/merge/?other={twin.reference}"
    for act in ("merge", "export", "hold", "lift", "erase"):
        yield f"/admin/intake/patient/{patient.pk}/{act}/"
    yield "/admin/intake/stone/"
    yield "/admin/intake/stone/due/"


def register_pages():
    """The register, and what is recorded on a visit; a lot that ran out is chosen for it."""
    visit, lot = models.Visit.objects.latest("pk"), a_lot(expires_on=date(2026, 1, 31))
    chosen = Chosen(lot.product, lot, a_practitioner(facts={"has_allergy": ["no"]}))
    choose(visit, chosen, by=visit.provider, at=timezone.now(), seen=0)
    for row in (lot.product, lot, chosen.person, a_kit()):
        pages = f"/admin/intake/{row._meta.model_name}/"
        yield from (pages, f"{pages}add/", f"{pages}{row.pk}/change/", f"{pages}{row.pk}/history/")
    yield "/admin/intake/lot/?dates=past"
    yield "/admin/intake/point/?q=nothing"


def pages_of(model):
    last = getattr(models, model.capitalize()).objects.order_by("pk").last()
    yield f"/admin/intake/{model}/"
    yield f"/admin/intake/{model}/{last.pk}/change/"
    yield f"/admin/intake/{model}/{last.pk}/history/"
    if model != "version":
        yield f"/admin/intake/{model}/add/"


def test_every_page_keeps_the_policy_and_the_axe_rules(staff):
    a_visit(version=a_version(SMALL))
    found = {}
    for address in every_page():
        staff.go(address)
        found[address] = axe.violations(staff.page)
    assert {address: each for address, each in found.items() if each} == {}


def test_editor_rewords_a_question_and_publishes_it(staff, draft):
    follow(staff, "Change a question")
    follow(staff, "Any allergy?")
    staff.page.get_by_label("Question:").fill("Are you allergic to anything?")
    press(staff, "Save")
    staff.go("/admin/")
    follow(staff, "Publish “A small questionnaire”")
    staff.page.get_by_label("What changed, and why?").fill("Patients did not understand it")
    press(staff, "Publish version 2")
    assert staff.heading == "A small questionnaire, version 2"
    assert "Are you allergic to anything?" in staff.words
    assert draft.versions.first().read().by_key["has_allergy"].text.startswith("Are you allergic")


def test_words_are_counted_while_one_types(staff):
    question = models.Question.objects.get(key="has_allergy")
    staff.go(f"/admin/intake/question/{question.pk}/change/")
    hint = staff.page.get_by_label("Hint:", exact=True)
    hint.fill("word " * 26)
    count = staff.page.get_by_text("26 of 25 words", exact=True)
    assert count.evaluate("count => getComputedStyle(count).fontWeight") == "700"
    hint.fill("A new\nhint")
    count = staff.page.get_by_text("3 of 25 words", exact=True)
    assert count.evaluate("count => getComputedStyle(count).fontWeight") == "400"

    hold = models.Trigger.objects.filter(severity=Severity.HOLD.code).latest("pk")
    staff.go(f"/admin/intake/trigger/{hold.pk}/change/")
    staff.page.get_by_text("Longest line: 0 of 7 words", exact=True).wait_for()
    staff.page.get_by_label("Ways to lift the hold:").fill("Ask again\nWait for two weeks")
    staff.page.get_by_text("Longest line: 4 of 7 words", exact=True).wait_for()


def test_editor_adds_a_condition_by_picking_an_answer(staff, draft):
    follow(staff, "Change a question")
    follow(staff, "How much?")
    staff.page.get_by_role("button", name="Add another Condition for asking").click()
    pick(staff, "this answer, new row", "cure", "heard · What have you heard? → It is a cure")
    press(staff, "Save")
    (condition,) = compile_draft(draft).by_key["dose"].show_if.conditions
    assert (condition.question, condition.values) == ("heard", ("cure",))


def test_editor_moves_rows_with_buttons(staff, draft):
    follow(staff, "Sections")
    follow(staff, "The visit")
    heading = staff.page.get_by_role("columnheader", name="Order").locator("span")
    assert heading.bounding_box()["width"] == 1  # it is heard, not seen
    staff.page.get_by_role("button", name="Move What have you heard? (heard) up").click()
    down = staff.page.get_by_role("button", name="Move How much? (dose) down")
    assert (down.inner_text(), down.bounding_box()["width"]) == ("↓", 24)
    down.click()
    staff.page.locator("button:focus").and_(down).wait_for()
    press(staff, "Save")
    asked = [each.key for each in compile_draft(draft).sections[1].items]
    assert asked[2:4] == ["worries", "dose"]

    staff.page.clock.install()
    staff.go(f"/admin/intake/point/?questionnaire__id__exact={draft.pk}")
    down = staff.page.get_by_role("button", name="Move About allergy down")
    with staff.page.expect_response("**/adminsortable2_update/"):
        down.click()
    staff.page.get_by_role("row").nth(1).get_by_text("About always").wait_for()
    assert staff.page.locator("button:focus").and_(down).count() == 1
    staff.page.get_by_role("button", name="Move About always up").click()  # it is the first
    assert [point.key for point in compile_draft(draft).points] == ["always", "allergy"]

    up = staff.page.get_by_role("button", name="Move About allergy up")
    staff.page.route("**/adminsortable2_update/", lambda _unanswered: None)
    with staff.page.expect_request("**/adminsortable2_update/"):
        up.click()
    staff.page.clock.fast_forward(10_100)
    staff.page.get_by_role("alert").get_by_text("computer did not answer.").wait_for()
    staff.page.unroute("**/adminsortable2_update/")

    staff.context.set_offline(True)
    up.click()
    told = staff.page.get_by_role("alert").get_by_text("Nothing was moved: you are offline.")
    told.wait_for()
    assert told.bounding_box()["width"] < 300  # the list stays as narrow as it was
    staff.context.set_offline(False)
    with staff.page.expect_response("**/adminsortable2_update/"):
        up.dblclick()
    told.wait_for(state="detached")
    assert [point.key for point in compile_draft(draft).points] == ["allergy", "always"]
    assert staff.page.locator("#result_list .field-title").all_inner_texts()[0] == "About allergy"
    assert len({*draft.points.values_list("position", flat=True)}) == 3

    models.Point.objects.get(questionnaire=draft, key="always").delete()
    with staff.page.expect_navigation():  # what is no longer true is not shown
        down.click()
    assert staff.page.get_by_text("About always").count() == 0
    assert "script error" not in "".join(staff.troubles)
    staff.troubles.clear()

    models.StaffSession.objects.update(expire_date=timezone.now())
    down.click()
    staff.page.wait_for_url("**/account/sign-in/**")
    assert [point.key for point in compile_draft(draft).points] == ["allergy"]


def test_front_desk_enters_a_lot_and_chooses_it_for_a_visit(staff):
    visit = a_visit(version=a_version(SMALL))
    staff.go("/admin/intake/product/add/")
    staff.page.get_by_label("Name:").fill("Glow")
    staff.page.get_by_label("Maker:").fill("Acme")
    staff.page.get_by_label("Label and papers read on:").fill("2026-01-02")
    press(staff, "Save")
    staff.go("/admin/intake/lot/add/")
    staff.page.get_by_label("Product:").select_option(label="Glow, Acme")
    staff.page.get_by_label("Lot number:").fill("A12")
    staff.page.get_by_label("Made on:").fill("2026-02-03")
    staff.page.get_by_label("Good until:").fill("2026-01-31")
    press(staff, "Save")
    assert "lies before the day the lot was made" in staff.words
    staff.page.get_by_label("Good until:").fill("2026-12-31")
    press(staff, "Save")
    staff.go(f"/desk/visits/{visit.reference}/")
    follow(staff, "Choose")
    staff.page.get_by_label("Lot").select_option(label="Glow: A12, good until 31-Dec-2026")
    press(staff, "Choose for this visit")
    assert "Glow, Acme · Lot A12 · –" in staff.words

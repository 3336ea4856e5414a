"""Staff change a draft in its outline with few clicks, preview it, and see what it raises."""

import pytest

from intake import models
from intake.actions.catalog.compile import compile_draft
from intake.actions.catalog.example_patients import keep_example_patient
from tests.browser import axe
from tests.browser.admin.editing import pick
from tests.browser.chromium import DESK, PHONE
from tests.browser.flaws import SIDEWAYS

pytestmark = pytest.mark.browser

OUTLINE = "Outline of “A small questionnaire”"
WIDTHS = (PHONE, DESK)


class Clicks:
    """Clicks what it is told, and counts."""

    def __init__(self, tab):
        self.tab, self.page, self.count = tab, tab.page, 0

    def leads(self, control):
        with self.page.expect_navigation():
            control.first.click()
        self.count += 1

    def link(self, words):
        self.leads(self.page.get_by_role("link", name=words, exact=True))

    def button(self, words):
        self.leads(self.page.get_by_role("button", name=words, exact=True))


@pytest.fixture
def clicks(staff):
    return Clicks(staff.go("/admin/"))


def key_of(name):
    return models.Question.objects.get(key=name)


def test_question_is_reworded_with_three_clicks(clicks, draft):
    clicks.link(OUTLINE)
    clicks.link("How much?")
    clicks.page.get_by_label("Question:").fill("How much of it?")
    clicks.button("Save")
    assert clicks.page.url.endswith(f"/outline/#question-{key_of('dose').pk}")
    assert (clicks.count, compile_draft(draft).by_key["dose"].text) == (3, "How much of it?")


def test_answer_is_added_with_at_most_four_clicks(clicks, draft):
    clicks.link(OUTLINE)
    clicks.link("+ Answer to “What have you heard?”")
    clicks.page.locator("#add :focus").fill("It is new")  # ready to type in, without a click
    clicks.button("Add")
    assert clicks.count <= 4
    assert "it_is_new" in compile_draft(draft).by_key["heard"].texts


def test_condition_is_added_with_at_most_six_clicks(clicks, draft):
    clicks.link(OUTLINE)
    clicks.link("+ Condition for “How much?”")
    pick(clicks.tab, "this answer", "cure", "heard · What have you heard? → It is a cure")
    clicks.count += 2
    clicks.button("Add")
    assert clicks.count <= 6
    assert compile_draft(draft).by_key["dose"].show_if.conditions[0].values == ("cure",)


def test_question_is_moved_with_two_clicks(clicks, draft):
    clicks.link(OUTLINE)
    clicks.button("Move “How much?” down")
    assert clicks.count == 2
    assert [q.key for q in compile_draft(draft).sections[1].items][2:4] == ["worries", "dose"]


def test_draft_is_previewed_with_two_clicks(clicks):
    clicks.link(OUTLINE)
    clicks.link("Preview")
    assert (clicks.count, clicks.tab.heading) == (2, "Your questions before the visit")


def test_draft_is_published_with_three_clicks(clicks):
    clicks.link(OUTLINE)
    clicks.link("Publish…")
    clicks.page.get_by_label("What changed, and why?").fill("Nothing yet")
    clicks.button("Publish version 2")
    assert (clicks.count, clicks.tab.heading) == (3, "A small questionnaire, version 2")


def row_of(page, name):
    return page.locator(f"#question-{key_of(name).pk}")


def take_hold(page, name):
    handle = row_of(page, name).get_by_title("Drag to move").first
    handle.hover()
    page.mouse.down()
    handle.hover(position={"x": 1, "y": 20})  # begins the drag before anything scrolls


def drag_over(place, *, y=None):
    for _ in range(2):  # first it is entered, then one is over it
        place.hover(position=None if y is None else {"x": 40, "y": y})


@pytest.mark.parametrize(
    ("edge", "mark", "border", "order"),
    [
        (2, ".drop-before", "borderTopStyle", "heard minutes ready dose worries"),
        (-2, ".drop-after", "borderBottomStyle", "heard minutes dose ready worries"),
    ],
)
def test_question_is_dragged_to_its_place(clicks, draft, edge, mark, border, order):
    clicks.link(OUTLINE)
    target = row_of(clicks.page, "dose")
    clicks.page.emulate_media(forced_colors="active")  # shadows are not drawn then
    take_hold(clicks.page, "ready")
    drag_over(target, y=edge % target.bounding_box()["height"])
    marked = clicks.page.locator(mark)
    assert marked.evaluate(f"row => getComputedStyle(row).{border}") == "solid"
    with clicks.page.expect_navigation():
        clicks.page.mouse.up()
    assert [each.key for each in compile_draft(draft).sections[1].items] == order.split()


def test_place_is_marked_only_while_a_row_can_be_dropped_there(clicks):
    clicks.page.set_viewport_size({"width": DESK, "height": 3000})  # nothing scrolls under the drag
    clicks.link(OUTLINE)
    page, row = clicks.page, row_of(clicks.page, "heard")
    answer = row.get_by_text("It is safe")  # stands in the row of its question
    dragged, marked = page.locator(".dragged"), page.locator(".drop-before, .drop-after")
    take_hold(page, "ready")
    for elsewhere in ("has_allergy", "ready"):
        drag_over(answer)
        marked.and_(row).wait_for()
        assert marked.count() == 1
        drag_over(row_of(page, elsewhere).locator(".words"))
        marked.wait_for(state="detached")
    assert dragged.evaluate("row => getComputedStyle(row).opacity") == "0.5"
    drag_over(answer)
    marked.wait_for()
    page.locator("h1").hover()
    page.mouse.up()
    marked.wait_for(state="detached")
    dragged.wait_for(state="detached")

    row_of(page, "worries").locator(".words").hover()
    page.mouse.down()
    drag_over(row_of(page, "worries"))  # a link is dragged, which is no row
    assert marked.count() == 0
    page.mouse.up()


def test_outline_finds_while_one_types(clicks, draft):
    models.Section.objects.create(questionnaire=draft, title="Nothing yet", position=3)
    clicks.link(OUTLINE)
    page, box = clicks.page, clicks.page.get_by_role("searchbox")
    shown, sections = page.locator(".ask:visible .line .words"), page.locator(".branch h2:visible")
    moves = page.get_by_role("button", name="Move ")
    box.press_sequentially("how much ")
    page.get_by_text("1 found", exact=True).wait_for()
    assert (shown.all_inner_texts(), sections.all_inner_texts()) == (["How much?"], ["The visit"])
    assert moves.count() == 0  # a row cannot be moved past what is not seen
    box.clear()
    page.get_by_text("1 found").wait_for(state="detached")
    assert sections.all_inner_texts() == ["About you", "The visit", "Nothing yet"]
    assert (shown.count(), page.locator("[data-found]").inner_text()) == (10, "")
    assert moves.count() > 0


def test_every_page_of_a_draft_is_without_flaws(clicks, draft):
    kept = keep_example_patient(
        draft,
        {
            "name": "Ana",
            "answers": {"full_name": "Ana", "has_allergy": "yes", "minutes": 10, "dose": 3},
            "rows": {"allergies": [{"substance": "Latex"}]},
            "expect": {"absent": ["allergy"]},
        },
    )
    home = f"/admin/intake/questionnaire/{draft.pk}"
    heard = key_of("heard").pk
    addresses = [
        f"{home}/outline/",
        f"{home}/outline/?q=cure",
        *(f"{home}/outline/?add={what}-{heard}" for what in ("option", "condition", "after")),
        f"{home}/preview/",
        f"{home}/preview/q/you/1/",
        f"{home}/preview/outcome/",
        f"{home}/example-patients/",
        f"{home}/coverage/",
        f"/admin/intake/examplepatient/{kept.pk}/change/",
        "/admin/intake/examplepatient/add/",
    ]
    found = {}
    for address in addresses:
        clicks.tab.go(address)
        for width in WIDTHS:
            clicks.tab.widen(width)
            found[address, width] = axe.violations(clicks.page) + clicks.page.evaluate(SIDEWAYS)
    assert {address: each for address, each in found.items() if each} == {}


def test_outline_works_without_a_script(staff, browse, draft):
    """Finding, moving and adding, in a browser that runs none."""
    plain = browse(width=DESK, script=False)
    plain.context.add_cookies(staff.context.cookies())
    plain.go(f"/admin/intake/questionnaire/{draft.pk}/outline/")
    clicks = Clicks(plain)
    clicks.button("Move “How much?” down")
    clicks.link("+ Answer to “What have you heard?”")
    plain.page.get_by_label("Words").fill("It is new")
    clicks.button("Add")
    plain.page.get_by_role("searchbox").fill("it is new")
    clicks.button("Find")
    assert "1 found" in plain.words
    assert [q.key for q in compile_draft(draft).sections[1].items][2:4] == ["worries", "dose"]

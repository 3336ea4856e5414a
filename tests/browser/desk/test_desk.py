"""The reception desk in a real browser: every width, few clicks, nothing typed lost."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.visits.waiting import Feed, take_feed
from intake.core.desk.seen import Seen, Unclear
from intake.desk.grid import MOST_ROWS, ROWS
from tests.browser.chromium import DESK, PHONE, Tab
from tests.browser.flaws import flaws
from tests.browser.hands import Pointer
from tests.browser.inside import let_staff_in, the_provider
from tests.make.builders import BIRTH_DATE, a_link, a_sent_submission, a_visit
from tests.make.staff import FRONT_DESK, a_member

pytestmark = pytest.mark.browser

TABLET = 768
TOMORROW = timezone.localdate() + timedelta(days=1)
NAMES = ("Delgado", "Okafor", "Yıldız", "García Márquez", "de la Cruz", "Nguyễn")
PASTED = """(place, words) => {
  const clipboardData = new DataTransfer();
  if (words) clipboardData.setData("text/plain", words);
  place.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
SCHEDULE = (
    "Name,DOB,Date,Time\n"
    f"Maria Delgado,7/14/1979,{TOMORROW},9:00\nDenise Okafor,,{TOMORROW},1:30\nLUNCH,,,\n"
)


@pytest.fixture
def tab(browse, site) -> Tab:
    the_provider()
    member = a_member(FRONT_DESK, username="desk")
    tab = browse(width=DESK)
    let_staff_in(tab, member)
    return tab


def the_day(tab: Tab) -> None:
    provider = models.User.objects.get(username="provider")
    for name, sent in (("Ana Sent", True), ("Maria Delgado", False)):
        visit = a_visit(name=name, provider=provider, day=TOMORROW)
        if sent:
            a_sent_submission(visit=visit)
        else:
            a_link(visit)
    tab.go(f"/desk/days/{TOMORROW}/")


def the_questions(tab: Tab) -> None:
    the_day(tab)
    type_row(tab, 1, "Okafor", "5/6/24", "7")
    type_row(tab, 2, "Smith", "2/30/1968", "9")
    Pointer(tab.page).press("Enter these visits")


def the_visit(tab: Tab) -> None:
    the_day(tab)
    Pointer(tab.page).follow("DELGADO, Maria")


def the_move(tab: Tab) -> None:
    the_visit(tab)
    Pointer(tab.page).follow("Move")
    tab.page.get_by_label("New day").fill("2/30")
    Pointer(tab.page).press("Move")


def the_cancelling(tab: Tab) -> None:
    the_visit(tab)
    Pointer(tab.page).follow("Cancel the visit")


def the_import(tab: Tab) -> None:
    tab.go("/desk/import/")


def the_preview(tab: Tab) -> None:
    tab.go("/desk/import/")
    tab.page.get_by_label("Paste the schedule").fill(SCHEDULE)
    Pointer(tab.page).press("Read it")


def the_messages(tab: Tab) -> None:
    tab.go("/desk/messages/")


def the_comparison(tab: Tab) -> None:
    provider = models.User.objects.get(username="provider")
    one, other = (a_visit(name="Maria Delgado", provider=provider, day=TOMORROW) for _n in "12")
    tab.go(f"/desk/visits/{one.reference}/merge/?other={other.reference}")


def the_visit_of_somebody_there_twice(tab: Tab) -> None:
    the_comparison(tab)
    tab.go(f"/desk/visits/{models.Visit.objects.latest('pk').reference}/")


def the_lines_that_wait(tab: Tab) -> None:
    the_comparison(tab)
    here = {"day": TOMORROW, "surname": "Okafor", "given": "Denise"}
    seen = (
        Seen("line 1", birth_date=None, unclear=(Unclear.NO_BIRTH_DATE,), **here),
        Seen("line 2", birth_date=date(1968, 12, 31), provider="Dr Gone", **here),
        Seen("line 3", "Delgado", "Maria", BIRTH_DATE, TOMORROW + timedelta(days=1)),
        Seen("line 4", unclear=(Unclear.BROKEN,)),
        Seen("line 5", "=SUM", "Ann", unclear=(Unclear.ODD_NAME, Unclear.STANDING)),
    )
    site, asks = models.Site.objects.get(), models.Questionnaire.objects.get()
    by = models.User.objects.get(username="desk")
    take_feed(seen, Feed("clinic", site, asks), by=by, at=timezone.now())
    tab.go("/desk/import/waiting/")
    tab.page.get_by_label("Date of birth: OKAFOR, Denise").first.fill("5/6/24")
    Pointer(tab.page).press("Go on")


PAGES = (
    the_comparison,
    the_visit_of_somebody_there_twice,
    the_lines_that_wait,
    the_day,
    the_questions,
    the_visit,
    the_move,
    the_cancelling,
    the_import,
    the_preview,
    the_messages,
)


def type_row(tab: Tab, number: int, surname: str, born: str, time: str) -> None:
    for name, text in (("surname", surname), ("born", born), ("time", time)):
        tab.page.locator(f"#{name}-{number}").fill(text)


@pytest.mark.parametrize("reach", PAGES, ids=lambda reach: reach.__name__)
def test_every_page_is_without_flaw_on_every_width(tab, reach):
    tab.may_fail = reach in (the_questions, the_move, the_lines_that_wait)
    reach(tab)
    assert flaws(tab, widths=(PHONE, TABLET, DESK)) == {}


def test_a_day_is_typed_by_keyboard_and_entered_with_one_press(tab):
    tab.go(f"/desk/days/{TOMORROW}/")
    first = tab.page.locator("#surname-1")
    first.focus()
    # Enter that chooses among the signs of an input method leads to no other row.
    first.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    assert first.evaluate("box => box === document.activeElement")
    for number, name in enumerate(NAMES, 1):
        keys = tab.page.keyboard
        for text in (name, "Ana", f"{number}/2/1970", "", f"{8 + number}:00"):
            keys.type(text)
            keys.press("Tab")
        keys.press("Enter")
    assert tab.page.locator(".grid > fieldset").count() == ROWS
    tab.page.keyboard.press("Meta+Enter")  # as on a Mac
    tab.page.get_by_text("6 visits entered").wait_for()
    visits = models.Visit.objects.filter(date=TOMORROW).order_by("time")
    assert [visit.time.hour for visit in visits] == [9, 10, 11, 12, 13, 14]
    assert models.Patient.objects.born_on(date(1970, 6, 2)).count() == 1


def test_a_new_row_takes_nothing_of_the_row_above_and_there_are_no_more_than_are_taken(tab):
    tab.go(f"/desk/days/{TOMORROW}/")
    type_row(tab, ROWS, "Okafor", "12/31/1968", "7")
    tab.page.locator(f"#given-{ROWS}").fill("Denise")
    tab.page.locator(f"#provider-{ROWS}").select_option(index=1)
    tab.may_fail = True
    Pointer(tab.page).press("Enter these visits")
    tab.page.locator(".problem:focus").wait_for()
    rows = tab.page.locator(".grid > fieldset")
    assert "born" in rows.last.locator(".read").inner_text()
    assert rows.last.locator(".ask").count() == 1
    tab.page.locator(f"#time-{ROWS}").press("Enter")
    assert rows.last.inner_text().startswith(f"Row {ROWS + 1}\n")
    assert rows.last.locator(".read").inner_text() == ""
    assert rows.last.locator(".ask, .error-line").count() == 0
    typed = rows.last.locator("input, select").evaluate_all("all => all.map((each) => each.value)")
    assert typed == [""] * 7
    for _ in range(ROWS + 1, MOST_ROWS + 1):
        tab.page.keyboard.press("Enter")
    assert rows.count() == MOST_ROWS


def test_of_the_menus_of_two_visits_one_is_open(tab):
    the_day(tab)
    first, second = tab.page.locator(".more").all()
    first.locator("summary").click()
    second.locator("summary").press("Enter")  # the menu above lies over it
    first.and_(tab.page.locator(":not([open])")).wait_for()
    Pointer(tab.page).follow("Cancel the visit")
    assert tab.path.endswith("/cancel/")


def test_the_link_in_a_row_is_followed_with_enter(tab):
    the_comparison(tab)
    tab.go(f"/desk/days/{TOMORROW}/")
    type_row(tab, 1, "Delgado", f"{BIRTH_DATE:%m/%d/%Y}", "9")
    tab.page.locator("#given-1").fill("Maria")
    tab.may_fail = True
    Pointer(tab.page).press("Enter these visits")
    with tab.context.expect_page() as opened:
        tab.page.get_by_role("link", name="Two of them are one person").press("Enter")
    assert "/merge/" in opened.value.url


def test_only_words_pasted_beside_the_schedule_take_its_place(tab):
    the_import(tab)
    box = tab.page.get_by_label("Paste the schedule")
    box.fill(SCHEDULE)
    beside = tab.page.locator("body")
    beside.evaluate(PASTED, "")  # a picture
    assert box.input_value() == SCHEDULE
    box.evaluate(PASTED, "LUNCH")  # goes where the cursor is, which is the browser's work
    assert box.input_value() == SCHEDULE
    tab.page.get_by_role("button", name="Read it").focus()
    beside.evaluate(PASTED, "LUNCH")
    assert box.input_value() == "LUNCH"
    assert box.evaluate("box => box === document.activeElement")


def test_without_script_a_visit_is_entered_moved_and_found(browse, tab):
    plain = browse(width=PHONE, script=False)
    plain.context.add_cookies(tab.context.cookies())
    plain.go(f"/desk/days/{TOMORROW}/")
    type_row(plain, 1, "Okafor", "12/31/1968", "9")
    Pointer(plain.page).press("Enter these visits")
    plain.page.get_by_text("1 visit entered").wait_for()
    plain.page.get_by_label("Find a patient").fill("oka")
    Pointer(plain.page).press("Find")
    assert plain.page.get_by_role("link", name="OKAFOR").count() == 1

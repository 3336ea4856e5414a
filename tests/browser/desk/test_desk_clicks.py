"""How much a receptionist has to do: clicks are counted, keys are weighed, and none is lost."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from intake import models
from intake.actions.visits.contact import Contact, correct_contact
from intake.actions.visits.messages import plan
from intake.actions.visits.people import given_of, surname_of
from intake.models.visits.visits import birth_date_of
from tests.browser.chromium import DESK, Tab
from tests.browser.hands import Clicks, Pointer
from tests.browser.inside import let_staff_in, the_provider
from tests.make.builders import a_user, a_visit
from tests.make.staff import FRONT_DESK, a_member

pytestmark = pytest.mark.browser

# Still ahead when midnight passes during a run.
DAY = timezone.localdate() + timedelta(days=2)
LATENCY = {"offline": False, "latency": 250, "downloadThroughput": -1, "uploadThroughput": -1}
# The keystroke-level model (Card, Moran and Newell, 1980): a key of an average typist, a thought
# before each box and each press, the way to the mouse, the way of the mouse, and its button.
KEY, THOUGHT, HOMING, POINTING, PRESS = 0.28, 1.35, 0.4, 1.1, 0.2
MOST_SECONDS = 230
TWELVE = (
    ("García Márquez", "Ana", "3/5/1958", "8:30", "ana@gm.example"),
    ("Nguyễn", "Hoa", "11/23/1984", "9", "212-555-0142"),
    ("Haddad", "Omar", "1/9/1971", "9:30", "omar@h.example"),
    ("Yıldız", "Elif", "7/14/1979", "10", "212-555-0143"),
    ("O'Brien", "Sean", "12/31/1968", "10:30", "212-555-0144"),
    ("de la Cruz", "Inés", "2/2/1990", "11", "ines@dc.example"),
    ("Kim", "Min-jun", "4/18/1966", "11:30", "212-555-0145"),
    ("Wałęsa", "Ewa", "9/6/1951", "1:00", "ewa@w.example"),
    ("Smith-Jones", "Pat", "6/30/1983", "1:30", "212-555-0146"),
    ("Okafor", "Denise", "8/21/1962", "2", "d@okafor.example"),
    ("Müller", "Jörg", "10/12/1947", "2:30", "212-555-0147"),
    ("Delgado", "Maria", "5/27/1975", "3", "212-555-0148"),
)
SCHEDULE = "\n".join(
    [
        "Last name\tFirst name\tDOB\tDate\tTime\tEmail",
        *(
            "\t".join([*row[:3], f"{DAY:%m/%d/%Y}", row[3], f"{number}@example.org"])
            for number, row in enumerate(TWELVE)
        ),
    ]
)


@pytest.fixture
def tab(browse, site, settings) -> Tab:
    settings.MESSAGES_FROM = "visits@clinic.example"
    settings.TEXTS = settings.TEXTS or {"url": "https://texts.example/"}
    the_provider()
    member = a_member(FRONT_DESK, username="desk")
    # Whatever time it is when this runs: a site without a night.
    models.Site.objects.update(quiet_from=time(23, 59), quiet_to=time(0, 1), country="US")
    tab = browse(width=DESK)
    let_staff_in(tab, member)
    tab.go(f"/desk/days/{DAY}/")
    return tab


@pytest.fixture
def clicks(tab) -> Clicks:
    return Clicks(tab.page)


def kept() -> set[tuple[str, str, date, int]]:
    visits = models.Visit.objects.filter(date=DAY).select_related("patient")
    return {
        (surname_of(v.patient), given_of(v.patient), birth_date_of(v.patient), v.time.hour)
        for v in visits
    }


def expected() -> set[tuple[str, str, date, int]]:
    found = set()
    for surname, given, born, at, _contact in TWELVE:
        month, day, year = map(int, born.split("/"))
        hour = int(at.partition(":")[0])
        found.add((surname, given, date(year, month, day), hour if hour > 7 else hour + 12))
    return found


def keys_of_a_day() -> Iterator[str]:
    """What is typed, box by box; Tab passes over the day, Enter goes to the next row."""
    for surname, given, born, at, contact in TWELVE:
        for text in (surname, given, born, "", at):
            yield from text
            yield "Tab"
        yield from contact
        yield "Enter"


def test_twelve_by_hand_take_one_click_lose_no_letter_and_have_their_links(tab, clicks):
    """A quarter of a second to the server, and a typist who waits for nothing."""
    tab.context.new_cdp_session(tab.page).send("Network.emulateNetworkConditions", LATENCY)
    tab.page.locator("#surname-1").focus()
    keys = list(keys_of_a_day())
    for key in keys:
        if len(key) == 1:
            tab.page.keyboard.insert_text(key) if ord(key) > 126 else tab.page.keyboard.press(key)
        else:
            tab.page.keyboard.press(key)
    tab.page.get_by_label("Everybody whose mobile number stands here").check()
    assert clicks.taken() == 1
    tab.page.keyboard.press("Control+Enter")
    tab.page.get_by_text("12 visits entered").wait_for()
    assert kept() == expected()
    boxes = 5 * len(TWELVE)
    seconds = (len(keys) + 1) * KEY + (boxes + 1) * THOUGHT + HOMING + POINTING + PRESS
    assert seconds <= MOST_SECONDS, f"{len(keys)} keys, {seconds:.0f} s"
    assert plan(at=timezone.now()) == 12


def test_twelve_by_paste_take_three_clicks_and_have_their_links(tab, clicks):
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.page.evaluate("text => navigator.clipboard.writeText(text)", SCHEDULE)
    Pointer(tab.page).follow("Import")
    tab.page.keyboard.press("Control+V")
    Pointer(tab.page).press("Read it")
    Pointer(tab.page).press("Take 12 lines")
    assert clicks.taken() == 3
    tab.page.get_by_text("Taken: 12 new").wait_for()
    assert kept() == expected()
    assert plan(at=timezone.now()) == 12


def test_what_a_visit_needs_is_few_clicks_away(tab, clicks):
    visit = a_visit(provider=models.User.objects.get(username="provider"), day=DAY)
    contact = Contact(mail="maria@example.org")
    correct_contact(visit, contact, by=a_user(), at=timezone.now())
    page, hand = tab.page, Pointer(tab.page)

    tab.go(f"/desk/days/{DAY}/")
    hand.press("Send now")
    assert clicks.taken() == 1
    assert models.Job.objects.filter(visit=visit).count() == 1

    hand.follow("DELGADO")
    assert page.get_by_role("img", name="QR code of the link").count() == 0
    hand.press("Make a link")
    clicks.taken()
    tab.go(f"/desk/days/{DAY}/")
    hand.follow("DELGADO")
    assert clicks.taken() == 1
    assert page.get_by_role("img", name="QR code of the link").is_visible()

    tab.go(f"/desk/days/{DAY}/")
    page.locator(".more summary").click()
    hand.follow("Move")
    page.get_by_label("New day").fill("12/20/2027")
    page.get_by_label("The clinic").check()
    hand.press("Move")
    assert clicks.taken() == 4
    assert models.Visit.objects.get().date == date(2027, 12, 20)

    tab.go("/desk/days/2027-12-20/")
    page.locator(".more summary").click()
    hand.follow("Cancel the visit")
    hand.press("The patient")
    assert clicks.taken() == 3
    assert models.Visit.objects.get().standing == models.Standing.CANCELLED

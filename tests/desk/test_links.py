"""Links of a visit at the desk: kept nowhere else, of this visit alone, and seen by nobody else."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.access.staff_sessions import SessionStore
from intake.actions.visits.contact import Contact, correct_contact
from intake.actions.visits.enter import find_invitation, try_birth_date
from intake.actions.visits.visits_and_links import token_of
from tests.desk.pages import shown
from tests.desk.tablets import a_tablet, give
from tests.make.builders import a_link, a_sent_submission, a_visit, an_entry, an_invitation
from tests.make.staff import ADMINISTRATOR, EDITOR, FRONT_DESK, signed_in

pytestmark = pytest.mark.django_db
CANARY = "Zebedee Canaryson"


@pytest.fixture
def desk():
    return signed_in(FRONT_DESK)


def at(name, visit, *more):
    return reverse(f"desk:{name}", args=[visit.reference, *more])


def test_a_token_is_in_no_log_message_or_session(desk):
    visit = a_visit(name=CANARY)
    page = desk.post(at("link", visit), follow=True).content.decode()
    token = page.split("/p/")[1].split("/")[0]
    sessions = models.StaffSession.objects.values_list("session_data", flat=True)
    kept = [
        *LogEntry.objects.values_list("object_repr", "change_message"),
        *models.AccessEvent.objects.values_list("action", "detail"),
        *((str(SessionStore().decode(each)), "") for each in sessions),
    ]
    assert kept and not [line for line in kept if token in str(line) or CANARY in str(line)]


def test_looking_at_a_visit_makes_no_link_and_leaves_a_line(desk):
    visit = a_visit()
    desk.get(at("visit", visit))
    assert not visit.invitations.exists()
    assert models.AccessEvent.objects.filter(visit=visit, action="visit_opened").count() == 1


def test_a_link_of_another_visit_is_not_taken_back_through_this_one(desk):
    invitation = find_invitation(a_link(a_visit()))
    assert desk.post(at("take_back", a_visit(), invitation.pk)).status_code == 404
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


@pytest.mark.parametrize(
    ("words", "left"), [("Make another link", 200), ("Take all back and make a new one", 410)]
)
def test_the_button_says_whether_the_links_that_there_are_go_on_working(desk, words, left):
    visit = a_visit(day=timezone.localdate())
    first = a_link(visit)
    page = shown(desk.get(at("visit", visit)))
    button = re.search(rf"<button([^>]*)> {words} </button>", page)[1]
    desk.post(at("link", visit), dict(re.findall(r'name="(\w+)" value="(\w+)"', button)))
    new = token_of(visit.invitations.latest("pk"))
    assert [Client().get(f"/p/{token}/").status_code for token in (first, new)] == [left, 200]


def test_a_link_that_goes_out_by_itself_is_told_with_its_moment_and_can_be_sent_now(desk, settings):
    settings.MESSAGES_FROM = "clinic@example.org"
    visit, now = a_visit(day=timezone.localdate() + timedelta(days=30)), timezone.now()
    correct_contact(visit, Contact("m@example.org"), by=visit.provider, at=now)
    due = visit.date - timedelta(days=14)
    day = reverse("desk:day", args=[visit.date.isoformat()])
    assert f"goes out {due:%a, %b} {due.day}, 9:00 am" in shown(desk.get(day))
    assert f'action="{at("send_now", visit)}"' in shown(desk.get(day))


def lock(link: models.Invitation) -> None:
    for _each in range(5):
        try_birth_date(link, date(1979, 7, 15), at=timezone.now())


def told(desk, visit) -> tuple[bool, bool]:
    """Whether the day and the front page tell of a locked link."""
    day = shown(desk.get(reverse("desk:day", args=[visit.date.isoformat()])))
    assert ("1 needs you" in day) == ("Link locked" in day) == ("5 wrong dates of birth" in day)
    return "Link locked" in day, "1 with a locked link" in shown(desk.get("/admin/"))


def test_a_locked_link_is_told_on_the_day_and_on_the_front_page_until_another_is_made(desk):
    visit = a_visit(day=timezone.localdate())
    lock(an_invitation(visit))
    assert told(desk, visit) == (True, True)
    desk.post(at("link", visit))
    assert told(desk, visit) == (False, False)
    an_entry(visit)
    assert told(desk, visit) == (False, False)


def test_five_wrong_dates_after_the_answers_were_sent_need_nobody(desk):
    visit = a_visit(day=timezone.localdate())
    copy = an_invitation(visit)
    a_sent_submission(visit=visit)
    lock(copy)
    assert told(desk, visit) == (False, False)
    assert "1 answered" in shown(desk.get(reverse("desk:today"), follow=True))


def test_a_lock_on_a_day_that_is_over_is_not_on_the_front_page(desk):
    visit = a_visit(day=timezone.localdate())
    lock(an_invitation(visit))
    models.Visit.objects.update(date=visit.date - timedelta(days=1))
    assert "locked link" not in shown(desk.get("/admin/"))


def test_a_tablet_given_after_a_lock_can_be_taken_back(desk):
    visit, (_browser, device) = a_visit(day=timezone.localdate()), a_tablet()
    lock(an_invitation(visit))
    give(desk, visit, device)
    day = shown(desk.get(reverse("desk:today"), follow=True))
    assert "On a tablet" in day and "Link locked" not in day
    desk.post(at("take_tablet_back", visit))
    assert told(desk, visit) == (True, True)


@pytest.mark.parametrize("roles", [(EDITOR,), (ADMINISTRATOR,), ("provider",), ()])
def test_others_see_no_visit(roles):
    visit = a_visit(name=CANARY)
    invitation = find_invitation(a_link(visit))
    client = signed_in(*roles)
    addresses = [
        reverse("desk:today"),
        reverse("desk:day", args=[visit.date.isoformat()]),
        at("visit", visit),
        at("choose", visit),
        at("take_back", visit, invitation.pk),
    ]
    for address in addresses:
        for response in (client.get(address), client.post(address)):
            assert response.status_code in (403, 405)
            assert "Canaryson" not in response.content.decode()


def test_rank_alone_opens_no_visit():
    visit = a_visit(name=CANARY)
    administrator = signed_in(ADMINISTRATOR, is_superuser=True)
    assert administrator.get(at("visit", visit)).status_code == 403
    assert administrator.get("/admin/intake/visit/").status_code == 404

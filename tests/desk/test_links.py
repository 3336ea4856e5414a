"""Links of a visit at the desk: kept nowhere else, of this visit alone, and seen by nobody else."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.access.staff_sessions import SessionStore
from intake.actions.visits.enter import find_invitation
from tests.make.builders import a_link, a_visit
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


def test_a_locked_link_is_told_on_the_day_and_on_the_front_page(desk):
    visit = a_visit(day=timezone.localdate())
    invitation = find_invitation(a_link(visit))
    models.Invitation.objects.filter(pk=invitation.pk).update(tries=5, locked_at=timezone.now())
    assert "1 with a locked link" in desk.get("/admin/").content.decode()
    assert "5 wrong dates of birth" in desk.get(reverse("desk:today"), follow=True).content.decode()


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

"""Visits: entered by the front desk, links shown once, nothing readable left behind."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from intake import models
from intake.access.staff_sessions import SessionStore
from intake.actions.visits.enter import Standing, find_invitation, standing_of
from intake.models import sealed
from intake.models.visits.identity import birth_date_of
from tests.make.builders import (
    BIRTH_DATE,
    a_link,
    a_sent_submission,
    a_submission,
    a_version,
    a_visit,
)
from tests.make.staff import ADMINISTRATOR, EDITOR, FRONT_DESK, a_member, filled, page, signed_in

pytestmark = pytest.mark.django_db

CANARY = "Zebedee Canaryson"


@pytest.fixture
def desk():
    return signed_in(FRONT_DESK)


def day():
    return timezone.localdate() + timedelta(days=3)


def entry(**changes):
    """What the front desk types for a new visit."""
    provider = models.User.objects.filter(groups__name="provider").first()
    return {
        "name": CANARY,
        "birth_date": "1979-07-14",
        "date": day().isoformat(),
        "time": "09:30",
        "provider": (provider or a_member("provider")).pk,
        "questionnaire": a_version().questionnaire_id,
        **changes,
    }


def make_link(client, visit, **posted):
    return client.post(page("visit", "link", visit.pk), posted)


def token_in(response):
    return response.context["link"].rstrip("/").rpartition("/")[2]


def test_visit_is_entered_with_its_patient(desk):
    typed = entry()
    response = desk.post(page("visit", "add"), typed, follow=True)
    visit = models.Visit.objects.get()
    assert response.redirect_chain == [(page("visit", "change", visit.pk), 302)]
    assert sealed.open(visit.patient, "name") == CANARY
    assert birth_date_of(visit.patient) == BIRTH_DATE
    kept = (visit.date, visit.time.isoformat(), visit.provider_id, visit.questionnaire_id)
    assert kept == (day(), "09:30:00", typed["provider"], typed["questionnaire"])
    assert CANARY in response.content.decode()


def test_forged_values_of_a_new_visit_are_ignored(desk):
    forged = {"state": "sent", "talk": "signed", "reference": "EV-FAKE", "id": 99, "patient": "x"}
    desk.post(page("visit", "add"), entry(**forged, created_at="2001-01-01", submission=1))
    visit = models.Visit.objects.get()
    assert (visit.state, visit.talk) == ("expected", "not_begun")
    assert visit.reference != "EV-FAKE-FAKE"
    assert visit.pk != 99


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
        ({"birth_date": "1066-10-14"}, "birth_date"),
        ({"birth_date": "yesterday"}, "birth_date"),
        ({"date": ""}, "date"),
        ({"time": "noon"}, "time"),
        ({"provider": ""}, "provider"),
        ({"questionnaire": 77}, "questionnaire"),
    ],
)
def test_visit_that_can_not_be_is_refused(desk, changes, field):
    response = desk.post(page("visit", "add"), entry(**changes))
    assert list(response.context["form"].errors) == [field]
    assert not models.Patient.objects.exists()


def test_visits_are_only_made_with_active_providers(desk):
    gone = a_member("provider", is_active=False)
    editor = a_member(EDITOR)
    for user in (gone, editor):
        response = desk.post(page("visit", "add"), entry(provider=user.pk))
        assert list(response.context["form"].errors) == ["provider"]


def test_link_is_shown_once(desk):
    visit = a_visit(name=CANARY)
    response = make_link(desk, visit)
    token = token_in(response)
    assert find_invitation(token).visit == visit
    text = response.content.decode()
    assert f"{settings.CLINIC.public_url}/p/{token}/" in text
    assert "14-Jul-1979" in text
    assert response["Cache-Control"] == "no-store, private"
    for address in (page("visit", "change", visit.pk), page("visit", "changelist"), "/admin/"):
        assert token not in desk.get(address).content.decode()


def test_link_is_in_no_log_message_or_session(desk):
    visit = a_visit(name=CANARY)
    token = token_in(make_link(desk, visit))
    sessions = models.StaffSession.objects.values_list("session_data", flat=True)
    kept = [
        *LogEntry.objects.values_list("object_repr", "change_message"),
        *models.AccessEvent.objects.values_list("action", "detail"),
        *((str(SessionStore().decode(each)), "") for each in sessions),
    ]
    assert not [line for line in kept if token in str(line) or CANARY in str(line)]


def test_looking_at_the_address_of_a_link_makes_none(desk):
    visit = a_visit()
    response = desk.get(page("visit", "link", visit.pk))
    assert response.url == page("visit", "change", visit.pk)
    assert not visit.invitations.exists()


def test_second_link_leaves_the_first_alive_unless_it_is_taken_back(desk):
    visit = a_visit()
    first, second = token_in(make_link(desk, visit)), token_in(make_link(desk, visit))
    assert standing(first) == standing(second) == Standing.LIVE
    third = token_in(make_link(desk, visit, take_back="1"))
    found = [standing(token) for token in (first, second, third)]
    assert found == [Standing.REVOKED, Standing.REVOKED, Standing.LIVE]


def standing(token):
    return standing_of(find_invitation(token), at=timezone.now())


def test_link_is_taken_back(desk):
    visit = a_visit()
    invitation = find_invitation(a_link(visit))
    desk.post(page("visit", "revoke", visit.pk, invitation.pk))
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    assert "Taken back" in desk.get(page("visit", "change", visit.pk)).content.decode()


def test_link_of_another_visit_is_not_taken_back_through_this_one(desk):
    invitation = find_invitation(a_link(a_visit()))
    address = page("visit", "revoke", a_visit().pk, invitation.pk)
    assert desk.post(address).status_code == 404
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


def test_patient_who_has_sent_gets_no_link(desk):
    visit = a_sent_submission().submission.visit
    response = desk.post(page("visit", "link", visit.pk), follow=True)
    assert "The answers were sent. The patient needs no link." in response.content.decode()
    assert "Make a link" not in response.content.decode()


def test_visit_moves_to_another_day_and_keeps_its_provider(desk):
    visit = a_visit(name=CANARY, provider=a_member("provider"))
    other = a_member("provider")
    address = page("visit", "change", visit.pk)
    posted = filled(desk.get(address))
    moved = {"date": (day() + timedelta(days=1)).isoformat(), "provider": other.pk}
    desk.post(address, {**posted, **moved, "state": "sent", "reference": "EV-FAKE-FAKE"})
    kept = models.Visit.objects.get()
    assert (kept.date, kept.provider, kept.state) == (moved_day(moved), visit.provider, "expected")
    assert kept.reference == visit.reference
    event = models.AccessEvent.objects.filter(action="visit_moved").get()
    assert (event.visit, event.detail) == (visit, "date")


def moved_day(moved):
    return day().fromisoformat(moved["date"])


def test_visit_whose_answers_were_sent_is_only_read(desk):
    visit = a_sent_submission().submission.visit
    address = page("visit", "change", visit.pk)
    assert desk.post(address, {"date": "2030-01-01"}).status_code == 403
    assert desk.get(address).status_code == 200
    visit.refresh_from_db()
    assert visit.date != day().replace(year=2030)


def test_visit_is_never_deleted(desk):
    visit = a_visit()
    assert desk.post(page("visit", "delete", visit.pk), {"post": "yes"}).status_code == 403
    assert models.Visit.objects.filter(pk=visit.pk).exists()


def test_opening_a_visit_leaves_a_line_in_the_access_log(desk):
    visit = a_visit()
    desk.get(page("visit", "change", visit.pk))
    events = models.AccessEvent.objects.filter(visit=visit, action="visit_opened")
    assert events.count() == 1


def test_list_of_visits_names_nobody(desk):
    a_visit(name=CANARY)
    for query in ({}, {"q": "Zebedee"}, {"when": "coming"}, {"locked": "yes"}):
        response = desk.get(page("visit", "changelist"), query)
        assert response.status_code == 200
        assert "Canaryson" not in response.content.decode()


def test_locked_link_is_shown_to_the_front_desk(desk):
    visit = a_visit()
    invitation = find_invitation(a_link(visit))
    models.Invitation.objects.filter(pk=invitation.pk).update(tries=5, locked_at=timezone.now())
    assert "Links that are locked" in desk.get("/admin/").content.decode()
    found = desk.get(page("visit", "changelist"), {"locked": "yes"})
    assert visit.reference in found.content.decode()
    assert (
        "Locked after wrong birth" in desk.get(page("visit", "change", visit.pk)).content.decode()
    )


def test_answers_are_nowhere_in_the_admin(desk):
    """The front desk sees how far a visit is; nobody sees an answer (SECURITY C23, C26)."""
    visit = a_submission(visit=a_visit()).visit
    for model in ("submission", "answerrecord", "frozendiscussion", "storedpdf", "patient"):
        assert desk.get(f"/admin/intake/{model}/").status_code in (403, 404)
    for lookup in ("submission__answers__value", "patient__surname_index", "patient__name"):
        response = desk.get(page("visit", "changelist"), {f"{lookup}__startswith": "a"})
        assert response.status_code == 400
    assert "Patient is answering" in desk.get(page("visit", "change", visit.pk)).content.decode()


@pytest.mark.parametrize("roles", [(EDITOR,), (ADMINISTRATOR,), ("provider",), ()])
def test_others_see_no_visit(roles):
    visit = a_visit(name=CANARY)
    invitation = find_invitation(a_link(visit))
    client = signed_in(*roles)
    addresses = [
        page("visit", "changelist"),
        page("visit", "add"),
        page("visit", "change", visit.pk),
        page("visit", "history", visit.pk),
        page("visit", "delete", visit.pk),
        page("visit", "link", visit.pk),
        page("visit", "revoke", visit.pk, invitation.pk),
    ]
    for address in addresses:
        for method in (client.get, client.post):
            response = method(address)
            assert response.status_code == 403
            assert "Canaryson" not in response.content.decode()
    assert visit.invitations.filter(revoked_at=None).count() == 1


def test_rank_alone_opens_no_visit():
    visit = a_visit(name=CANARY)
    client = signed_in(is_superuser=True)
    assert client.get(page("visit", "change", visit.pk)).status_code == 403
    assert client.get(page("visit", "changelist")).status_code == 403
    assert make_link(client, visit).status_code == 403
    assert "Enter a visit" not in client.get("/admin/").content.decode()


def test_editor_finds_nobody_by_search_picker_or_deletion():
    """SECURITY C23: no canary in any response of the catalog's pages."""
    visit = a_visit(name=CANARY)
    client = signed_in(EDITOR)
    pages = [
        (page("questionnaire", "changelist"), {"visits__patient__name__startswith": "Z"}),
        (page("questionnaire", "changelist"), {"visits": visit.pk}),
        (page("questionnaire", "changelist"), {"q": "Zebedee"}),
        (page("questionnaire", "change", visit.questionnaire_id), {}),
        (page("questionnaire", "history", visit.questionnaire_id), {}),
        (page("questionnaire", "delete", visit.questionnaire_id), {}),
        (
            "/admin/autocomplete/",
            {"app_label": "intake", "model_name": "visit", "field_name": "patient", "term": "Z"},
        ),
    ]
    for address, query in pages:
        text = client.get(address, query).content.decode()
        assert "Canaryson" not in text
        assert visit.reference not in text

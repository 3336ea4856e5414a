"""Who may open which page of the provider's door, by which method."""

import pytest
from django.test import Client

from intake import models
from tests.make.builders import a_sent_submission, a_user, a_visit
from tests.make.providers import a_provider, events, signed_in

pytestmark = pytest.mark.django_db

OF_A_VISIT = {"visit": "", "provider_copy": "provider.pdf", "patient_copy": "patient.pdf"}


def address(visit: models.Visit, page: str) -> str:
    return f"/provider/visits/{visit.reference}/{OF_A_VISIT[page]}"


@pytest.mark.parametrize("page", OF_A_VISIT)
def test_stranger_is_sent_to_sign_in(client: Client, page):
    wanted = address(a_visit(), page)
    response = client.get(wanted)
    assert (response.status_code, response["Location"]) == (
        302,
        f"/account/sign-in/?next={wanted}",
    )


@pytest.mark.parametrize("wanted", ["/provider/", "/provider/search/"])
def test_stranger_is_sent_to_sign_in_from_the_lists(client: Client, wanted):
    response = client.get(wanted)
    assert response["Location"] == f"/account/sign-in/?next={wanted}"


@pytest.mark.parametrize("page", OF_A_VISIT)
def test_visit_is_not_found_and_the_denial_recorded_when_it_is_another_providers(page):
    visit = a_visit(provider=a_provider())
    a_sent_submission(visit=visit)
    other = a_provider()
    assert signed_in(other).get(address(visit, page)).status_code == 404
    assert events(other) == [("denied", visit.reference, page)]


@pytest.mark.parametrize("page", OF_A_VISIT)
def test_visit_is_not_found_when_there_is_none(page):
    provider = a_provider()
    unknown = models.Visit(reference="EV-ABCD-2345")
    assert signed_in(provider).get(address(unknown, page)).status_code == 404
    assert events(provider) == []


def test_address_that_is_nowhere_speaks_to_staff_as_staff_and_to_others_of_their_link(client):
    nowhere = "/provider/visits/EV-ABCD-2345/nothing/"
    asked = signed_in(a_provider()).get(nowhere)
    assert asked.status_code == 404
    assert "Look for the visit by name" in asked.content.decode()
    assert "call the clinic and ask for a new one" in client.get(nowhere).content.decode()


@pytest.mark.parametrize("page", OF_A_VISIT)
def test_visit_is_refused_when_its_provider_lost_the_role(page):
    provider = a_user()
    visit = a_visit(provider=provider)
    assert signed_in(provider).get(address(visit, page)).status_code == 403


def test_open_session_ends_when_the_account_is_closed():
    provider = a_provider()
    client = signed_in(provider)
    assert client.get("/provider/").status_code == 200
    models.User.objects.filter(pk=provider.pk).update(is_active=False)
    assert client.get("/provider/")["Location"] == "/account/sign-in/?next=/provider/"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("page", OF_A_VISIT)
def test_page_of_a_visit_is_only_read(page, method):
    provider = a_provider()
    visit = a_visit(provider=provider)
    response = getattr(signed_in(provider), method)(address(visit, page))
    assert response.status_code == 405


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_worklist_is_only_read(method):
    assert getattr(signed_in(a_provider()), method)("/provider/").status_code == 405


def test_no_page_stays_in_a_cache():
    provider = a_provider()
    visit = a_visit(provider=provider)
    a_sent_submission(visit=visit)
    client = signed_in(provider)
    pages = [client.get("/provider/"), client.get(address(visit, "visit"))]
    assert [page["Cache-Control"] for page in pages] == ["no-store, private"] * 2

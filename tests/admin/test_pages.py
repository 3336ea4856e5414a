"""Every page of the admin opens, with a number of queries that does not grow with the rows."""

import re

import pytest
from django.contrib.admin import AdminSite, site
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake import __version__, models
from tests.make.builders import a_draft, a_visit
from tests.make.staff import (
    ADMINISTRATOR,
    EDITOR,
    FRONT_DESK,
    a_member,
    a_small_draft,
    page,
    read,
    shown,
    signed_in,
)

pytestmark = pytest.mark.django_db

CATALOG = ("questionnaire", "section", "question", "point", "trigger", "claim", "evidence", "topic")
# Session, user, roles, sites and two kinds of permissions are read, and the session is written, on
# every page.
EVERYWHERE = 9


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("model", CATALOG)
def test_list_costs_the_same_when_rows_are_many(model):
    client = signed_in(EDITOR)
    a_small_draft()
    few = queries(client, page(model, "changelist"))
    a_draft()
    many = queries(client, page(model, "changelist"))
    # With a second questionnaire, the filter by questionnaire appears.
    assert many <= few + 1
    assert many <= EVERYWHERE + 9


@pytest.mark.parametrize("model", CATALOG)
def test_empty_form_opens(model):
    a_small_draft()
    client = signed_in(EDITOR)
    assert queries(client, page(model, "add")) <= EVERYWHERE + 5
    assert "related-widget-wrapper-link" not in client.get(page(model, "add")).content.decode()


@pytest.mark.parametrize("model", CATALOG)
def test_form_costs_the_same_when_its_rows_are_many(model):
    client = signed_in(EDITOR)
    a_draft()
    for record in getattr(models, model.capitalize()).objects.order_by("pk")[:8]:
        assert queries(client, page(model, "change", record.pk)) <= EVERYWHERE + 8


def test_form_of_forty_conditions_costs_as_much_as_one_of_none():
    a_draft()
    client = signed_in(EDITOR)
    asked = models.Question.objects.exclude(kind="group")
    plain = queries(client, page("question", "change", asked.get(key="has_allergy").pk))
    heavy = queries(client, page("question", "change", asked.get(key="claims_source").pk))
    assert heavy == plain


def test_front_page_offers_each_role_its_work():
    a_small_draft()
    offered = {
        role: [task.title for task in signed_in(role).get("/admin/").context["tasks"]]
        for role in (EDITOR, FRONT_DESK, ADMINISTRATOR)
    }
    assert offered == {
        EDITOR: [
            "Outline of “A small questionnaire”",
            "Change a question",
            "Change a point",
            "Publish “A small questionnaire”",
            "Import a document",
        ],
        FRONT_DESK: ["Reception"],
        ADMINISTRATOR: ["Sites and people", "Staff accounts"],
    }


def test_front_page_leads_to_each_task_and_says_what_it_is_for():
    draft = a_small_draft()
    response = signed_in(EDITOR).get("/admin/")
    assert "Change a point what is discussed, and what raises it" in read(response)
    assert f'href="{page("questionnaire", "outline", draft.pk)}">Outline of' in shown(response)
    assert f'href="{page("point", "changelist")}">Points<' in shown(response)


def test_every_page_leads_to_the_doors_of_ones_roles_to_the_account_and_out():
    client = signed_in(EDITOR, "provider", first_name="Ann", last_name="Lee")
    response = client.get("/admin/")
    assert "Worklist Ann Lee : your account Sign out" in read(response)
    tools = shown(response).partition('id="user-tools"')[2].partition("</form>")[0]
    assert re.findall(r'(?:href|action)="([^"]*)"', tools) == [
        reverse("provider:worklist"),
        reverse("account:own"),
        reverse("account:sign_out"),
    ]
    assert "Worklist" not in read(signed_in(EDITOR).get("/admin/"))


def test_front_page_shows_records_by_the_work_they_belong_to():
    client = signed_in(EDITOR, FRONT_DESK, ADMINISTRATOR)
    parts = {
        app["name"]: [model["object_name"] for model in app["models"]]
        for app in client.get("/admin/").context["app_list"]
    }
    assert parts == {
        "Register": ["Product", "Lot", "Practitioner", "EmergencyKit"],
        "Questionnaire": [
            "Questionnaire",
            "Section",
            "Question",
            "Point",
            "Trigger",
            "Claim",
            "Evidence",
            "Topic",
            "ExamplePatient",
            "WordsToAvoid",
            "ListedName",
            "Version",
        ],
        "Staff": ["User"],
    }


def test_front_page_leaves_out_no_record_that_somebody_may_open():
    request = RequestFactory().get("/admin/")
    request.user = a_member(EDITOR, FRONT_DESK, ADMINISTRATOR, "privacy officer")
    shown = {each["object_name"] for app in site.get_app_list(request) for each in app["models"]}
    every = {
        each["object_name"]
        for app in AdminSite.get_app_list(site, request)
        for each in app["models"]
    }
    assert shown == every


@pytest.mark.parametrize(
    ("model", "query"),
    [
        ("question", {"section__questionnaire__id__exact": 1, "kind__exact": "choice"}),
        ("question", {"required__exact": 1, "q": "allergy", "o": "2"}),
        ("point", {"questionnaire__id__exact": 1, "always__exact": "inform", "_facets": "True"}),
        ("trigger", {"severity__exact": "hold"}),
        ("evidence", {"due": "all", "reading__exact": "seen"}),
        ("topic", {"verdict": "sound"}),
        ("version", {"questionnaire__id__exact": 1}),
    ],
)
def test_lists_are_filtered_by_what_they_offer(model, query):
    a_small_draft()
    assert signed_in(EDITOR).get(page(model, "changelist"), query).status_code == 200


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("questionnaire", "outline"),
        ("questionnaire", "export"),
        ("questionnaire", "preview"),
        ("version", "restore"),
        ("version", "download"),
        ("examplepatient", "change"),
    ],
)
def test_page_of_a_record_that_is_not_there_is_not_found(model, name):
    a_small_draft()
    assert signed_in(EDITOR).get(page(model, name, 999)).status_code == 404


def test_no_page_carries_a_script_or_a_style_of_its_own():
    draft = a_small_draft()
    client = signed_in(EDITOR)
    for model in CATALOG:
        first = getattr(models, model.capitalize()).objects.order_by("pk")[0]
        for address in (page(model, "changelist"), page(model, "change", first.pk)):
            text = client.get(address).content.decode()
            assert " style=" not in text
            assert "<style" not in text
            assert " onclick=" not in text
            scripts = [part.split(">")[0] for part in text.split("<script")[1:]]
            assert all(" src=" in each or "application/json" in each for each in scripts)
    assert client.get(page("questionnaire", "publish", draft.pk)).status_code == 200


def test_the_version_stands_in_the_foot_and_the_front_desk_finds_its_door():
    page = signed_in(FRONT_DESK).get("/admin/").content.decode()
    assert f"Exosome intake {__version__}" in page
    assert 'href="/desk/"' in page
    assert 'href="/desk/"' not in signed_in(EDITOR).get("/admin/").content.decode()


def test_editor_finds_nobody_by_search_picker_or_deletion():
    """SECURITY C23: no canary in any response of the catalog's pages."""
    visit = a_visit(name="Zebedee Canaryson")
    client = signed_in(EDITOR)
    picker = {"app_label": "intake", "model_name": "visit", "field_name": "patient", "term": "Z"}
    pages = [
        (page("questionnaire", "changelist"), {"visits__patient__name__startswith": "Z"}),
        (page("questionnaire", "changelist"), {"visits": visit.pk}),
        (page("questionnaire", "changelist"), {"q": "Zebedee"}),
        (page("questionnaire", "change", visit.questionnaire_id), {}),
        (page("questionnaire", "history", visit.questionnaire_id), {}),
        (page("questionnaire", "delete", visit.questionnaire_id), {}),
        ("/admin/autocomplete/", picker),
    ]
    for address, query in pages:
        text = client.get(address, query).content.decode()
        assert "Canaryson" not in text
        assert visit.reference not in text

"""What stands around a page's own part in the admin: where one is, what else can be done with a
draft, what is wrong, and what differs."""

import re

import pytest
from django.urls import reverse

from intake import models
from tests.make.builders import a_version, a_visit
from tests.make.small import SMALL
from tests.make.staff import EDITOR, PRIVACY, a_small_draft, leads_to, page, read, shown, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    a_version(SMALL)
    return a_small_draft()


def part(response, opening: str, closing: str) -> str:
    return shown(response).partition(opening)[2].partition(closing)[0]


def test_a_page_says_where_it_is_and_leads_back(draft):
    response = signed_in(EDITOR).get(page("questionnaire", "difference", draft.pk))
    trail = part(response, '<div class="breadcrumbs">', "</div>")
    assert re.findall(r'<a href="([^"]*)">([^<]*)</a>', trail) == [
        (reverse("admin:index"), "Home"),
        (page("questionnaire", "changelist"), "Questionnaires"),
        (page("questionnaire", "change", draft.pk), "A small questionnaire"),
    ]
    assert trail.count("&rsaquo;") == 3
    assert trail.endswith("&rsaquo; What differs ")


def test_what_else_can_be_done_with_a_draft_stands_above_its_pages_and_above_no_other(draft):
    client = signed_in(EDITOR)
    tools = part(client.get(page("questionnaire", "outline", draft.pk)), "draft-tools", "</ul>")
    of_draft = f"?questionnaire__id__exact={draft.pk}"
    assert re.findall(r'<li><a href="([^"]*)">([^<]*)</a></li>', tools) == [
        (page("questionnaire", "outline", draft.pk), "Outline"),
        (page("questionnaire", "preview", draft.pk), "Preview"),
        (page("questionnaire", "patients", draft.pk), "Example patients"),
        (page("questionnaire", "coverage", draft.pk), "Coverage"),
        (page("point", "changelist") + of_draft, "Points"),
        (reverse("admin:intake_translation", args=[draft.pk, "es"]), "In Spanish"),
        (page("questionnaire", "difference", draft.pk), "What differs"),
        (page("version", "changelist") + of_draft, "Versions"),
        (page("questionnaire", "export", draft.pk), "Download JSON"),
        (page("questionnaire", "import"), "Import a document"),
        (page("questionnaire", "publish", draft.pk), "Publish…"),
    ]
    assert "draft-tools" not in shown(client.get(page("questionnaire", "difference", draft.pk)))


def test_a_form_brings_along_as_what_it_was_opened_and_is_not_stale_yet(draft):
    question = models.Question.objects.get(key="has_allergy")
    response = signed_in(EDITOR).get(page("question", "change", question.pk))
    opened_on = response.context["opened_on"]
    hidden = f'<input type="hidden" name="_opened_on" value="{opened_on}">'
    assert hidden in response.content.decode()
    assert 'class="stale"' not in response.content.decode()


def test_a_refused_form_says_so_above_and_at_the_field(draft):
    visit = a_visit()
    address = page("patient", "hold", visit.patient_id)
    client = signed_in(PRIVACY)
    assert "errornote" not in shown(client.get(address))
    response = client.post(address)
    told = '<div class="errornote" role="alert"> <p>Please correct what is marked below.</p> </div>'
    assert told in shown(response)
    field = part(response, '<div class="form-row errors">', "</fieldset>")
    assert "This field is required." in field
    assert '<label for="id_reason">Why must it be kept?</label><input type="text"' in field
    kept = "Kept sealed, like everything about the patient."
    assert f'<div class="help" id="id_reason_helptext">{kept}</div>' in field
    assert part(response, '<form method="post"', 'class="errornote"').count("csrfmiddlewaretoken")
    assert page("patient", "change", visit.patient_id) in leads_to(response)


def test_what_differs_is_headed_by_its_kind_and_says_what_was_before_and_what_is_after(draft):
    models.Question.objects.filter(key="minutes").update(position=9)
    models.Evidence.objects.filter(key="E1").update(reading="abstract")
    response = signed_in(EDITOR).get(page("questionnaire", "difference", draft.pk))
    for number, kind in ((1, "Questions"), (2, "Evidence")):
        headed = f'aria-labelledby="kind-{number}"> <h2 id="kind-{number}">{kind}</h2>'
        assert headed in shown(response)
    told = read(response)
    assert "How much? Changed: On one page with Before: Minutes After: Heard" in told
    assert "How many minutes? Changed: On one page with Before: Dose Moved to another" in told
    assert "What have you heard? Changed: On one page with After: Dose" in told


def test_what_is_to_be_mended_leads_to_where_it_is_and_says_what_may_stay(draft):
    client = signed_in(EDITOR)
    question = models.Question.objects.get(key="has_allergy")
    models.Waiver.objects.all().delete()
    outline = client.get(page("questionnaire", "outline", draft.pk))
    told = part(outline, '<ul class="problems">', "</ul>")
    assert f'<a href="#question-{question.pk}">Any allergy?</a>: Avoid “may change”' in told
    assert 'can alter <span class="quiet" >(may stay with a reason)</span>' in told
    row = part(outline, f'<li id="question-{question.pk}"', "<ul")
    assert '<p class="mend">Avoid “may change” in “It may change what is done”.' in row
    models.Question.objects.filter(pk=question.pk).update(text="")
    refused = client.get(page("questionnaire", "publish", draft.pk))
    assert "Mend this first has_allergy : It needs a text and a short name." in read(refused)
    assert page("question", "change", question.pk) in leads_to(refused)
    assert "may stay" not in read(refused)

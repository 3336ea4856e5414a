"""What the desk hands over on paper: a slip that works, and the patient's own questionnaire."""

import re

import pytest
from django.urls import reverse

from intake import models
from intake.desk import handouts
from intake.models import Standing
from intake.pdf.copies import Busy, RenderFailed
from tests.make.builders import a_link, a_sent_submission, a_visit
from tests.make.staff import FRONT_DESK, signed_in
from tests.pdf.pages import text_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return signed_in(FRONT_DESK)


@pytest.fixture
def visit():
    return a_visit()


def slip(desk, visit):
    return desk.post(reverse("desk:slip", args=[visit.reference]))


def test_a_slip_carries_the_link_that_works_and_makes_one_where_none_does(desk, visit):
    first = "".join(text_in(slip(desk, visit).content).split())
    assert models.Invitation.objects.filter(visit=visit).count() == 1
    token = first.split("/p/")[1].split("/")[0]
    assert f"/p/{token}/" in "".join(text_in(slip(desk, visit).content).split())
    assert models.Invitation.objects.filter(visit=visit).count() == 1
    assert desk.get(f"/p/{token}/").status_code == 200
    assert "Delgado" not in first and visit.reference not in first


def test_a_slip_speaks_a_language_that_the_questionnaire_is_offered_in(desk, visit, monkeypatch):
    monkeypatch.setattr(handouts, "languages_of", lambda _version: ("en", "es"))
    answer = desk.post(reverse("desk:slip", args=[visit.reference]), {"language": "es"})
    text = text_in(answer.content)
    assert "Su formulario antes de la cita" in text
    assert re.search(r"\w+, \d+ de \w+ de \d{4}", text)


@pytest.mark.parametrize("what", ["sent", "cancelled"])
def test_a_visit_that_needs_no_link_gets_no_slip_and_says_why(desk, visit, what):
    if what == "sent":
        a_link(visit)
        a_sent_submission(visit=visit)
    else:
        desk.post(reverse("desk:missed", args=[visit.reference]))
        assert models.Visit.objects.get().standing == Standing.MISSED
    page = desk.post(reverse("desk:slip", args=[visit.reference]), follow=True)
    words = "needs no link" if what == "sent" else "not planned any more"
    assert words in str([*page.context["messages"]][-1])


def test_the_form_to_write_on_is_the_version_that_the_patient_answers(desk, visit):
    answer = desk.get(reverse("desk:blank", args=[visit.reference]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    text = text_in(answer.content)
    assert visit.reference in text and "Version 1" in text


def test_looking_at_the_form_makes_no_link_and_opens_nothing(desk, visit):
    desk.get(reverse("desk:blank", args=[visit.reference]))
    assert not models.Invitation.objects.exists() and not models.Submission.objects.exists()
    assert desk.get(reverse("desk:slip", args=[visit.reference])).status_code == 405


def test_a_language_that_is_not_offered_is_the_versions_own(desk, visit):
    answer = desk.get(reverse("desk:blank", args=[visit.reference]), {"language": "xx"})
    assert "Date of birth" in text_in(answer.content)


@pytest.mark.parametrize("failure", [Busy(), RenderFailed("x")])
def test_a_paper_that_can_not_be_printed_leads_back_to_the_visit_with_words(
    desk, visit, failure, monkeypatch
):
    def fail(*_what, **_how):
        raise failure

    monkeypatch.setattr(handouts, "blank_copy", fail)
    page = desk.get(reverse("desk:blank", args=[visit.reference]), follow=True)
    assert page.request["PATH_INFO"] == reverse("desk:visit", args=[visit.reference])
    assert "It could not be printed. Try once more." in page.content.decode()


def test_a_questionnaire_that_was_never_published_has_no_form_and_says_so(desk, visit):
    draft = models.Questionnaire.objects.create(slug="unused", title="Not published yet")
    models.Visit.objects.update(questionnaire=draft)
    page = desk.get(reverse("desk:blank", args=[visit.reference]), follow=True)
    assert "This questionnaire has no published version yet." in page.content.decode()

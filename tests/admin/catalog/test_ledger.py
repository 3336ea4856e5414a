"""Evidence says what rests on it and how many open summaries print it; what falls due is listed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from intake import models
from tests.make.builders import a_draft, a_sent_submission, a_version, a_visit, patient_answers
from tests.make.staff import EDITOR, FRONT_DESK, page, signed_in

pytestmark = pytest.mark.django_db


def test_evidence_names_its_points_and_counts_open_summaries_of_nobody():
    version, draft = a_version(), a_draft()
    for name in ("pregnant", "nothing_to_report"):
        visit = a_visit(version=version, name="Zora Canary")
        a_sent_submission(visit=visit, answers=patient_answers(name))
    point = draft.points.get(key="pregnancy_breastfeeding")
    evidence = point.citations.first().evidence
    response = signed_in(EDITOR).get(page("evidence", "change", evidence.pk))
    text = " ".join(response.content.decode().split())
    assert f'<a href="{page("point", "change", point.pk)}">{point.title}</a>' in text
    said = re.search(r"(?i)open summaries that print it.{0,40}<div class=.readonly.>(\d+)<", text)
    assert said
    assert said[1] in ("1", "2")
    line = models.AccessEvent.objects.get(action="summaries_counted")
    assert (line.actor, line.user, line.visit) == ("system", None, None)
    reader = response.wsgi_request.user
    assert line.detail == f"{draft.slug} 2 for user {reader.pk}"
    assert "Canary" not in text


def test_what_falls_due_within_30_days_is_on_the_front_page():
    draft, today = a_draft(), timezone.localdate()
    models.Evidence.objects.filter(key="E01").update(review_by=today + timedelta(days=30))
    models.Evidence.objects.filter(key="E02").update(review_by=today + timedelta(days=31))
    first, second = (draft.evidence.get(key=key) for key in ("E01", "E02"))
    text = signed_in(EDITOR).get("/admin/").content.decode()
    assert f"by {first.review_by:%d-%b-%Y}</span>" in text
    assert page("evidence", "change", first.pk) in text
    assert page("evidence", "change", second.pk) not in text
    assert (
        page("evidence", "change", first.pk)
        not in signed_in(FRONT_DESK).get("/admin/").content.decode()
    )

"""The front desk corrects a date of birth, with a reason, and links stay as they are."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.visits.enter import Entered, Wrong, find_invitation, try_birth_date
from intake.desk.in_words import born_words
from intake.models.visits.visits import birth_date_of
from tests.make.builders import BIRTH_DATE, a_link, a_sent_submission, a_version, a_visit
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import ADMINISTRATOR, EDITOR, FRONT_DESK, PRIVACY, signed_in

pytestmark = pytest.mark.django_db
RIGHT = date(1979, 4, 17)


@pytest.fixture
def visit():
    a_version(SMALL)
    return a_visit()


def correct(client, visit, **said):
    told = {"born": "Apr 17, 1979", "why": "mistyped", **said}
    return client.post(reverse("desk:birth_date", args=[visit.reference]), told)


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (date(1979, 7, 14), "Jul 14, 1979 (47 years)"),
        (date(2025, 11, 30), "Nov 30, 2025 (1 year)"),
        (date(2025, 12, 1), "Dec 1, 2025 (11 months)"),
        (date(2026, 10, 30), "Oct 30, 2026 (1 month)"),
        (date(2026, 10, 31), "Oct 31, 2026 (0 months)"),
    ],
)
def test_an_age_is_told_in_years_and_of_a_baby_in_months(born, told):
    assert born_words(born, date(2026, 11, 30)) == told


def test_an_open_link_opens_with_the_new_date_and_not_with_the_old_one(visit):
    link = find_invitation(a_link(visit))
    response = correct(signed_in(FRONT_DESK), visit)
    assert response["Location"] == reverse("desk:visit", args=[visit.reference])
    assert isinstance(try_birth_date(link, BIRTH_DATE, at=timezone.now()), Wrong)
    assert isinstance(try_birth_date(link, RIGHT, at=timezone.now()), Entered)


def test_the_patient_is_found_by_the_new_date(visit):
    correct(signed_in(FRONT_DESK), visit)
    assert models.Patient.objects.born_on(RIGHT).get() == visit.patient
    assert not models.Patient.objects.born_on(BIRTH_DATE).exists()


def test_it_is_a_line_of_every_visit_of_the_patient_with_the_reason_and_no_date(visit):
    other = a_visit()
    models.Visit.objects.filter(pk=other.pk).update(patient=visit.patient)
    correct(signed_in(FRONT_DESK), visit, why="document_shown")
    lines = models.AccessEvent.objects.filter(action="birth_date_corrected")
    assert set(lines.values_list("visit", "detail")) == {
        (visit.pk, "document_shown"),
        (other.pk, "document_shown"),
    }


def test_what_was_sent_keeps_the_date_it_was_sent_with(visit):
    frozen = a_sent_submission(visit=visit, answers=SMALL_ANSWERS)
    correct(signed_in(FRONT_DESK), visit)
    frozen.refresh_from_db()
    assert frozen.read().header.birth_date == BIRTH_DATE


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"why": ""}, "why"),
        ({"why": "because"}, "why"),
        ({"born": ""}, "born"),
        ({"born": "7/14/1979"}, "born"),
        ({"born": "Oct 14, 1066"}, "born"),
        ({"born": "Jan 1, 2199"}, "born"),
    ],
)
def test_what_is_missing_or_odd_is_said_and_changes_nothing(said, field, visit):
    response = correct(signed_in(FRONT_DESK), visit, **said)
    assert list(response.context["form"].errors) == [field]
    visit.patient.refresh_from_db()
    assert birth_date_of(visit.patient) == BIRTH_DATE


@pytest.mark.parametrize("role", [EDITOR, ADMINISTRATOR, PRIVACY])
def test_nobody_else_corrects_it(role, visit):
    assert correct(signed_in(role, is_superuser=True), visit).status_code == 403

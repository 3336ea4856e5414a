"""What a schedule adds to how somebody is reached, and what two records say once they are one."""

from dataclasses import replace

import pytest
from django.utils import timezone

from intake.actions.visits.contact import (
    Contact,
    complete_contact,
    contact_of,
    correct_contact,
    take_over_contact,
)
from intake.models import Patient, Way
from tests.make.builders import a_user, a_visit

pytestmark = pytest.mark.django_db
MAIL, PHONE = Contact("m@example.org"), Contact("", "+12125550142", True, Way.TEXT)


@pytest.mark.parametrize(
    ("kept", "gone", "then"),
    [
        (PHONE, MAIL, replace(PHONE, mail=MAIL.mail)),
        (MAIL, PHONE, replace(PHONE, mail=MAIL.mail, prefers=Way.MAIL)),
        (Contact(), PHONE, PHONE),
    ],
)
def test_the_way_that_stays_is_that_of_the_record_that_stays_if_it_has_any(kept, gone, then):
    by, at, people = a_user(), timezone.now(), []
    for contact in (kept, gone):
        visit = a_visit()
        correct_contact(visit, contact, by=by, at=at)
        people.append(Patient.objects.get(pk=visit.patient_id))
    take_over_contact(*people, at=at)
    assert contact_of(people[0]) == then


@pytest.mark.parametrize("said", [MAIL, PHONE])
def test_a_schedule_adds_what_is_missing_and_leaves_what_was_said(said):
    by, at, visit = a_user(), timezone.now(), a_visit()
    correct_contact(visit, said, by=by, at=at)
    complete_contact(visit, Contact("other@example.org", "+12125550199"), by=by, at=at)
    mail, phone = said.mail or "other@example.org", said.phone or "+12125550199"
    then = contact_of(Patient.objects.get(pk=visit.patient_id))
    assert then == replace(said, mail=mail, phone=phone)
    complete_contact(visit, Contact(language="es"), by=by, at=at)
    assert contact_of(Patient.objects.get(pk=visit.patient_id)) == replace(then, language="es")

"""What the pages about a patient's record say, and where they lead."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.privacy.legal_holds import place_hold
from intake.actions.visits.merge import merge_patients
from intake.admin.privacy import erased
from tests.actions.privacy.test_erase import entered, long_ago
from tests.make.builders import a_user, a_visit
from tests.make.factor import let_in
from tests.make.providers import a_provider
from tests.make.staff import (
    PRIVACY,
    a_member,
    a_site,
    leads_to,
    page,
    read,
    signed_in,
    works_at,
)
from tests.provider.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return signed_in(PRIVACY)


def at(visit, what="change"):
    return page("patient", what, visit.patient_id)


def rows_of(response) -> list[str]:
    body = re.findall(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL)
    return [words(row) for part in body for row in part.split("</tr>")[:-1]]


def test_a_record_says_each_visit_with_its_day_provider_and_state_and_leads_to_all_there_is(
    officer,
):
    lee = a_provider(first_name="Ann", last_name="Lee")
    visit = a_visit(name="Maria Delgado", provider=lee, day=date(2026, 3, 4))
    response = officer.get(at(visit))
    told = f"{visit.reference} 04-Mar-2026 {lee.printed_name} {visit.get_state_display()}"
    assert rows_of(response) == [f"{told} Who looked at {visit.reference}"]
    assert leads_to(response) == [
        f"{page('accessevent', 'changelist')}?visit={visit.reference}",
        *(at(visit, act) for act in ("looks", "export", "merge", "hold", "erase")),
    ]
    assert "Legal hold Keeps everything from being erased, by time or on request." in read(response)


def test_a_record_whose_visit_a_hand_moved_to_an_officers_site_is_none_there():
    there, here = models.Site.objects.get(), a_site("here")
    client = let_in(Client(), works_at(a_member(PRIVACY), here))
    hers, moved = a_visit(site=here), a_visit(site=there)
    models.Visit.objects.filter(pk=moved.pk).update(site=here)
    for act in ("export", "merge", "hold", "erase"):
        found = [client.get(at(visit, act)).status_code for visit in (hers, moved)]
        assert (act, found) == (act, [200, 404])


def test_a_legal_hold_is_said_with_who_placed_it_when_and_why(officer):
    visit, day = a_visit(), timezone.localdate()
    assert "Under legal hold" not in read(officer.get(at(visit)))
    by = a_user(first_name="Pat", last_name="Vos")
    place_hold(visit.patient, reason="Claim 12", by=by, at=timezone.now())
    told = f"Under legal hold since {day:%d-%b-%Y}, placed by Pat Vos: “Claim 12”."
    assert f"{told} Nothing of this patient is erased." in read(officer.get(at(visit)))


def test_a_visit_that_was_on_another_record_says_until_when_and_who_merged_them_why(officer):
    visit, other = a_visit(name="Maria Delgado"), a_visit(name="Maria Haddad")
    by, why = a_user(first_name="Pat", last_name="Vos"), models.WhyMerged.RENAMED
    merge_patients(visit.patient, other.patient, why=why, by=by, at=timezone.now())
    told = f"{timezone.localdate():%d-%b-%Y}, when Pat Vos merged the two. {why.label}."
    assert f"{other.reference} was on another record until {told}" in read(officer.get(at(visit)))


def test_what_is_asked_before_an_act_says_what_it_does_and_leads_back_to_the_record(officer):
    visit = a_visit()
    response = officer.get(at(visit, "erase"))
    text = response.content.decode()
    assert "Backups made earlier keep them until they expire." in read(response)
    assert 'value="Erase for good"' in text
    assert re.search(rf'href="{at(visit)}">Back to the record<', text)
    assert "Anybody who has it can read it" in read(officer.get(at(visit, "export")))


def test_several_patients_who_fit_are_links_to_their_records(officer):
    found = [a_visit(name=f"{name} Delgado") for name in ("Ana", "Maria")]
    posted = {"surname": "Delgado", "birth_date": "1979-07-14"}
    response = officer.post(page("patient", "changelist"), posted)
    assert "These patients match" in read(response)
    assert "Ana Delgado" in read(response) and "Maria Delgado" in read(response)
    assert {at(each) for each in found} <= set(leads_to(response))
    assert "These patients match" not in read(officer.get(page("patient", "changelist")))


def test_what_would_be_erased_is_said_with_day_state_and_reason_and_how_many_are_held(
    officer, settings, monkeypatch
):
    settings.KEEP_YEARS = 9
    due = reverse("admin:intake_stone_due")
    assert "Nothing is due." in read(officer.get(due))
    visits = [long_ago(entered(a_visit(day=date(2010, 1, 2)), days_ago=400)) for _each in range(3)]
    place_hold(visits[2].patient, reason="Claim", by=a_user(), at=timezone.now())
    response = officer.get(due)
    why = models.Reason.NEVER_SENT.label
    assert rows_of(response) == [
        f"{each.reference} 02-Jan-2010 {each.get_state_display()} {why}" for each in visits[:2]
    ]
    assert "what was sent 9 years after it. Legal holds: 1;" in read(response)
    assert "And more." not in read(response)
    monkeypatch.setattr(erased, "MOST_SHOWN", 1)
    assert "And more." in read(officer.get(due))

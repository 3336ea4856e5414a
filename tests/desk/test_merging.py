"""Somebody entered twice: offered, compared, merged with both factors, never at other sites."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.visits.contact import Contact, contact_of, correct_contact
from intake.actions.visits.merge import merge_patients
from intake.actions.visits.people import is_same_given
from tests.desk.pages import shown
from tests.make.builders import PASSWORD, a_sent_submission, a_user, a_version, a_visit
from tests.make.factor import code_of, enrolled, let_in
from tests.make.small import SMALL
from tests.make.staff import FRONT_DESK, a_member, a_site, works_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def lee():
    return enrolled(a_member(FRONT_DESK, password=PASSWORD, first_name="Lee", last_name="Tanaka"))


@pytest.fixture
def desk(lee):
    return let_in(Client(), lee)


@pytest.fixture
def two():
    a_version(SMALL)
    return a_visit(name="Maria Delgado"), a_visit(name="Maria Delgado")


def comparing(one, other) -> str:
    return f"{reverse('desk:merge', args=[one.reference])}?other={other.reference}"


def proof(lee, keep, more: dict[str, str] | None = None) -> dict[str, str]:
    posted = {"keep": str(keep.patient_id), "why": "twice", "password": PASSWORD}
    return posted | {"code": code_of(lee)} | (more or {})


def test_a_visit_says_that_she_may_be_there_twice_and_leads_to_the_comparison(desk, two):
    one, other = two
    page = desk.get(reverse("desk:visit", args=[one.reference]))
    assert "Is it the same person?" in shown(page) and "DELGADO, Maria" in shown(page)
    address = reverse("desk:merge", args=[one.reference])
    assert f"born Jul 14, 1979 · 1 visit, the last {other.reference} on" in shown(desk.get(address))
    found = desk.post(address, {"alike": other.reference})
    assert found.headers["Location"] == comparing(one, other)
    by_hand = desk.post(address, {"reference": other.reference.lower()})
    assert by_hand.headers["Location"] == comparing(one, other)


def test_two_records_become_one_and_the_visit_tells_it(desk, lee, two):
    one, other = two
    assert "Which record stays?" in shown(desk.get(comparing(one, other)))
    page = shown(desk.post(comparing(one, other), proof(lee, one), follow=True))
    assert "The two records are one now" in page and "Is it the same person?" not in page
    assert models.Patient.objects.count() == 1
    told = shown(desk.get(reverse("desk:visit", args=[other.reference])))
    assert "Lee Tanaka merged into this one. The patient was entered twice." in told


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"password": "wrong"}, "This is not your password"),
        ({"code": "000000"}, "This code is not right"),
        ({"code": ""}, "Enter the code."),
        ({"keep": ""}, "Choose the record that stays."),
        ({"why": ""}, "Say why they are one person"),
        ({"why": "birth_date"}, "The dates of birth are the same"),
    ],
)
def test_nothing_is_merged_without_both_factors_a_reason_and_a_choice(desk, lee, two, more, words):
    one, other = two
    answer = desk.post(comparing(one, other), proof(lee, one, more))
    assert answer.status_code == 400 and words in shown(answer).replace("&#x27;", "'")
    assert models.Patient.objects.count() == 2


def test_a_refusal_uses_no_code_up(desk, lee):
    a_version(SMALL)
    one, other = a_visit(), a_visit(birth_date=date(1997, 7, 14))
    posted = proof(lee, one)
    assert "The dates of birth differ" in shown(desk.post(comparing(one, other), posted))
    answer = desk.post(comparing(one, other), posted | {"why": "birth_date"})
    assert answer.status_code == 302 and models.Patient.objects.count() == 1


@pytest.mark.parametrize("column", ["name", "birth_date", "mail"])
@pytest.mark.parametrize("damaged", [0, 1])
def test_a_record_that_can_not_be_read_is_said_to_be_one_and_is_not_merged(
    desk, lee, two, column, damaged
):
    one, other = two
    models.Patient.objects.filter(pk=two[damaged].patient_id).update(**{column: b"x"})
    assert "A record that can&#x27;t be read" in shown(desk.get(comparing(one, other)))
    answer = desk.post(comparing(one, other), proof(lee, one))
    assert answer.status_code == 400
    assert "One of the records is not as this product left it" in shown(answer)
    assert models.Patient.objects.count() == 2 and not models.VisitMerged.objects.exists()


@pytest.mark.parametrize("code", ["", "bounced_5.1.1"])
def test_an_address_that_only_the_other_record_has_is_kept_with_what_is_known_of_it(
    desk, lee, two, code
):
    one, other = two
    correct_contact(other, Contact("maria@example.org"), by=lee, at=timezone.now())
    models.Patient.objects.filter(pk=other.patient_id).update(mail_bad=code)
    desk.post(comparing(one, other), proof(lee, one))
    patient = models.Patient.objects.get()
    assert (contact_of(patient).mail, patient.mail_bad) == ("maria@example.org", code)


@pytest.mark.parametrize("stays", [0, 1])
def test_a_merge_posted_twice_leads_to_the_record_and_uses_no_second_code_up(desk, lee, two, stays):
    one, other = two
    again = proof(lee, two[stays])
    desk.post(comparing(one, other), again)
    page = shown(desk.post(comparing(one, other), again, follow=True))
    assert "The two records are one now" in page and one.reference in page
    assert models.AccessEvent.objects.filter(action="password_wrong").count() == 0
    assert lee.authenticators.get().wrong == 0


def test_a_merge_that_another_window_made_first_leads_to_the_record_too(
    desk, lee, two, monkeypatch
):
    one, other = two

    def merged_meanwhile(form, request):
        merge_patients(one.patient, other.patient, why="twice", by=lee, at=timezone.now())
        return False

    monkeypatch.setattr("intake.access.merging.MergeForm.proves", merged_meanwhile)
    page = shown(desk.post(comparing(one, other), proof(lee, other), follow=True))
    assert "The two records are one now" in page and one.reference in page


def test_the_other_record_is_compared_however_its_reference_is_written(desk, two):
    one, other = two
    address = reverse("desk:merge", args=[one.reference])
    written = other.reference.lower().replace("-", " ", 1)
    assert "Which record stays?" in shown(desk.get(address, {"other": written}))
    assert desk.get(address, {"other": "\0"}).status_code == 404


@pytest.mark.parametrize("typed", ["", "EV-2222-2222", "nonsense", "own", "elsewhere"])
def test_a_reference_that_fits_no_other_record_is_told_in_words(lee, two, typed):
    one, other = two
    works_at(lee, one.site)
    models.Visit.objects.filter(pk=other.pk).update(site=a_site("elsewhere"))
    desk = let_in(Client(), models.User.objects.get(pk=lee.pk))
    known = {"own": one.reference, "elsewhere": other.reference}
    address = reverse("desk:merge", args=[one.reference])
    answer = desk.post(address, {"reference": known.get(typed, typed)})
    assert answer.status_code == 400
    assert "No other record" in shown(answer) or "same record already" in shown(answer)
    assert desk.get(comparing(one, other)).status_code == 404
    assert "Is it the same person?" not in shown(
        desk.get(reverse("desk:visit", args=[one.reference]))
    )


def test_somebody_who_was_at_another_site_as_well_is_not_merged_here(lee, two):
    one, other = two
    works_at(lee, one.site)
    second = a_visit(provider=a_user())
    models.Visit.objects.filter(pk=second.pk).update(patient=one.patient, site=a_site("elsewhere"))
    desk = let_in(Client(), models.User.objects.get(pk=lee.pk))
    assert desk.get(comparing(one, other)).status_code == 404
    assert desk.get(reverse("desk:merge", args=[one.reference])).status_code == 404


def test_on_entry_two_known_records_lead_to_their_comparison(desk, two):
    one, _other = two
    day = one.date.isoformat()
    typed = {"surname-1": "Delgado", "given-1": "Maria", "born-1": "7/14/1979", "day-1": day}
    typed |= {"provider-1": str(a_member("provider", last_name="Ruiz").pk)}
    page = desk.post(reverse("desk:enter", args=[day]), typed).content.decode()
    assert "compare and merge their records" in page and "/merge/?other=EV-" in page


def test_an_answered_visit_offers_no_link_and_says_why(desk):
    visit = a_sent_submission().submission.visit
    page = shown(desk.get(reverse("desk:visit", args=[visit.reference])))
    assert "The answers were sent. The patient needs no link." in page
    assert "opens the patient&#x27;s copy of what was sent" in page
    for words in ("No link works right now", "Make a link", "Make another link", "Slip with"):
        assert words not in page


@pytest.mark.parametrize("words", ["Delgado", "Delg", "Maria Delgado", "Haddad", "Marie Haddad"])
def test_the_desk_finds_her_by_either_name_and_knows_her_again(desk, lee, words):
    a_version(SMALL)
    one, other = a_visit(name="Maria Delgado"), a_visit(name="Marie Haddad")
    desk.post(comparing(one, other), proof(lee, one, {"why": "renamed"}))
    page = desk.post(reverse("desk:search"), {"words": words})
    assert one.reference in shown(page) and other.reference in shown(page)
    patient = models.Patient.objects.get()
    assert is_same_given(patient, "Marie") and not is_same_given(patient, "Ann")

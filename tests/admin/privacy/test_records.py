"""The privacy officer finds a patient's record, hands it out, keeps it back, and erases it."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdfium2 import PdfDocument

from intake import models
from intake.actions.privacy.legal_holds import place_hold
from intake.actions.privacy.sealed_log import head
from intake.actions.visits.merge import merge_patients
from intake.admin.privacy.forms import EraseForm
from intake.pdf.printer.client import RenderFailed
from tests.actions.privacy.test_erase import long_ago
from tests.make.builders import PASSWORD, a_sent_submission, a_user, a_version, a_visit
from tests.make.factor import code_of, enrolled, let_in
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.make.staff import (
    ADMINISTRATOR,
    EDITOR,
    FRONT_DESK,
    PRIVACY,
    a_member,
    a_site,
    page,
    signed_in,
    works_at,
)
from tests.pdf.pages import is_in, text_in

pytestmark = pytest.mark.django_db
FIND = page("patient", "changelist")
ACTS = ("looks", "export", "hold", "lift", "erase")


@pytest.fixture
def officer():
    return signed_in(PRIVACY, first_name="Pat", last_name="Vos")


@pytest.fixture
def visit():
    a_version(SMALL)
    a_visit(name="Sam Okafor")
    return a_sent_submission(
        visit=a_visit(name="Maria Delgado"), answers=SMALL_ANSWERS
    ).submission.visit


def at(visit, what="change"):
    return page("patient", what, visit.patient_id)


def letters_in(pdf: bytes) -> list[str]:
    """Every line on the first page, the foot included."""
    with PdfDocument(pdf) as document:
        return document[0].get_textpage().get_text_range().splitlines()


def logged(visit) -> list[str]:
    found = visit.access_events.order_by("sequence").values_list("action", "detail")
    return [f"{action} {detail}".strip() for action, detail in found][4:]


def test_a_patient_is_found_by_reference_or_by_surname_with_birth_date(officer, visit):
    for asked in (
        {"reference": visit.reference.lower()},
        {"surname": "delgado", "birth_date": "1979-07-14"},
    ):
        assert officer.post(FIND, asked).headers["Location"] == at(visit)
    assert models.AccessEvent.objects.filter(action="searched", detail="1 found").count() == 2


def test_several_who_fit_are_offered_and_nobody_is_said(officer, visit):
    a_visit(name="Ana Delgado")
    response = officer.post(FIND, {"surname": "Delgado", "birth_date": "1979-07-14"})
    assert sorted(name for _p, name in response.context["people"]) == [
        "Ana Delgado",
        "Maria Delgado",
    ]
    response = officer.post(FIND, {"surname": "Delgado", "birth_date": "1980-01-01"})
    assert "Nobody was found" in response.content.decode()


def test_a_surname_alone_opens_no_names(officer, visit):
    response = officer.post(FIND, {"surname": "Delgado"})
    assert "Give a reference, or the surname and the date of birth" in response.content.decode()
    assert "Maria" not in response.content.decode()


def test_the_record_shows_visits_and_that_it_was_opened_is_a_line(officer, visit):
    text = officer.get(at(visit)).content.decode()
    assert all(words in text for words in ("Maria Delgado", "14-Jul-1979", visit.reference))
    assert logged(visit) == ["record_opened"]


def test_who_looked_is_printed_for_the_patient(officer, visit):
    response = officer.post(at(visit, "looks"))
    assert response["Content-Type"] == "application/pdf"
    text = text_in(response.content)
    for words in (
        "Who looked at your record",
        "Maria Delgado",
        f"Visit {visit.reference}",
        "Entered with the date of birth",
        "Pat Vos Printed who looked at the record",
    ):
        assert is_in(words, text), words
    (foot,) = [line for line in letters_in(response.content) if "access log" in line]
    assert str(head())[:8] in foot
    assert "Okafor" not in text
    assert logged(visit) == ["accounting_made"]


def test_who_looked_comes_as_text_when_no_pages_come_out(officer, visit, monkeypatch):
    def fail(*_anything, **_named):
        raise RenderFailed("planted")

    monkeypatch.setattr("intake.pdf.listing.render", fail)
    response = officer.post(at(visit, "looks"))
    assert response["Content-Disposition"] == 'attachment; filename="who-looked.txt"'
    assert "Entered with the date of birth" in response.content.decode()


def test_a_link_to_the_printed_list_hands_nothing_out(officer, visit):
    assert officer.get(at(visit, "looks")).status_code == 405
    assert logged(visit) == []


def test_c122_the_record_is_handed_out_as_pdf_and_json_with_a_reason(officer, visit):
    assert officer.post(at(visit, "export"), {}).context["form"].errors.keys() == {"asked"}
    response = officer.post(at(visit, "export"), {"asked": "patient_asked"})
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert sorted(archive.namelist()) == ["record.json", "record.pdf"]
    document = json.loads(archive.read("record.json"))
    assert document["visits"][0]["visit"]["reference"] == visit.reference
    text = text_in(archive.read("record.pdf"))
    for question, answer in (("Any allergy?", "No"), ("What is your name?", "Maria Delgado")):
        assert is_in(f"{question} {answer}", text)
    assert is_in("Signature Maria Delgado", text)
    assert is_in("Handed out everything kept patient_asked", text)
    assert "Okafor" not in text
    assert logged(visit) == ["exported patient_asked"]


def test_a_hold_keeps_a_record_until_it_is_lifted_with_a_reason(officer, visit):
    for unseen in (" ", "\u200b"):
        refused = officer.post(at(visit, "hold"), {"reason": unseen})
        assert "reason" in refused.context["form"].errors
    officer.post(at(visit, "hold"), {"reason": "Claim 12"})
    assert "Claim 12" in officer.get(at(visit)).content.decode()
    erased = {"asked": "patient_asked", "reference": visit.reference}
    response = officer.post(at(visit, "erase"), erased)
    assert "is under a legal hold" in response.content.decode()
    assert models.Visit.objects.filter(pk=visit.pk).exists()
    officer.post(at(visit, "lift"), {"why": "matter_over"})
    assert not models.LegalHold.objects.filter(lifted_at=None).exists()
    assert logged(visit) == [
        "legal_hold_placed",
        "record_opened",
        "legal_hold_lifted matter_over",
    ]


def test_erasing_takes_the_reference_typed_and_a_reason(officer, visit):
    other = models.Visit.objects.exclude(pk=visit.pk).get()
    for wrong in ({"asked": "patient_asked", "reference": other.reference}, {"asked": "boredom"}):
        assert officer.post(at(visit, "erase"), wrong).status_code == 200
        assert models.Visit.objects.filter(pk=visit.pk).exists()
    right = {"asked": "representative_asked", "reference": visit.reference.lower()}
    response = officer.post(at(visit, "erase"), right, follow=True)
    assert "Erased the patient with 1 visit." in response.content.decode()
    assert list(models.Visit.objects.all()) == [other]
    assert logged(visit)[-1] == "erased representative_asked"
    assert models.Stone.objects.get().erased_by.first_name == "Pat"
    assert officer.get(at(visit)).status_code == 404


def test_what_is_left_and_what_is_due_is_listed(officer, visit):
    models.Visit.objects.filter(pk=visit.pk).update(date="2010-01-01")
    long_ago(visit)
    held = a_visit(name="Kay Held", day=timezone.localdate())
    models.Visit.objects.filter(pk=held.pk).update(date="2010-01-01")
    place_hold(held.patient, reason="Claim", by=a_user(), at=timezone.now())
    text = officer.get(reverse("admin:intake_stone_due")).content.decode()
    assert visit.reference in text
    assert held.reference not in text
    assert models.Visit.objects.filter(pk=visit.pk).exists()
    officer.post(at(visit, "erase"), {"asked": "patient_asked", "reference": visit.reference})
    assert visit.reference in officer.get(page("stone", "changelist")).content.decode()


@pytest.mark.parametrize("column", ["name", "birth_date", "also_named"])
def test_a_record_that_can_not_be_read_is_printed_handed_out_and_erased(officer, visit, column):
    models.Patient.objects.filter(pk=visit.patient_id).update(**{column: b"x"})
    assert visit.reference in officer.get(at(visit)).content.decode()
    looks = officer.post(at(visit, "looks"))
    assert is_in("cannot be read", text_in(looks.content)) is (column in ("name", "birth_date"))
    assert is_in(f"Visit {visit.reference}", text_in(looks.content))
    handed = officer.post(at(visit, "export"), {"asked": "patient_asked"})
    assert handed["Content-Type"] == "application/zip"
    officer.post(at(visit, "erase"), {"reference": visit.reference, "asked": "patient_asked"})
    assert not models.Patient.objects.filter(pk=visit.patient_id).exists()


def test_nothing_readable_is_left_in_the_admins_own_log(officer, visit):
    officer.get(at(visit))
    officer.post(at(visit, "export"), {"asked": "patient_asked"})
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("role", [EDITOR, FRONT_DESK, ADMINISTRATOR, "provider"])
def test_nobody_else_comes_to_a_record_rank_or_not(role, visit):
    client = signed_in(role, is_superuser=True)
    addresses = [FIND, at(visit), *(at(visit, act) for act in ACTS)]
    addresses += [page("stone", "changelist"), reverse("admin:intake_stone_due")]
    for address in addresses:
        assert client.get(address).status_code == 403, address
        assert client.post(address, {"asked": "patient_asked"}).status_code == 403, address
    assert logged(visit) == []


@pytest.mark.parametrize("act", ["change", "export", "hold", "erase"])
def test_somebody_who_may_be_the_same_person_is_named_before_anything_is_done(officer, visit, act):
    other = a_visit(name="Ana Delgado")
    a_visit(name="Ana Delgado", birth_date=date(1980, 1, 2))
    text = officer.get(at(visit, act)).content.decode()
    assert text.count("DELGADO, Ana") == 1 and at(visit, "merge") in text
    assert other.access_events.filter(action="records_compared").exists()


def test_two_records_are_merged_with_both_factors_and_the_record_tells_it(visit):
    pat = enrolled(a_member(PRIVACY, password=PASSWORD, first_name="Pat", last_name="Vos"))
    officer, other = let_in(Client(), pat), a_visit(name="Maria Delgado Haddad")
    found = officer.post(at(visit, "merge"), {"reference": other.reference})
    typed = {"keep": str(visit.patient_id), "why": "renamed", "password": PASSWORD}
    assert officer.post(found["Location"], typed).status_code == 200, "no code"
    answer = officer.post(found["Location"], typed | {"code": code_of(pat)})
    assert answer["Location"] == at(visit)
    text = " ".join(officer.get(at(visit)).content.decode().split())
    assert "Also named Maria Delgado Haddad." in text
    assert f"{other.reference} was on another record until" in text
    assert models.Patient.objects.filter(pk=other.patient_id).count() == 0


def test_a_record_of_another_site_is_not_merged(visit):
    pat = works_at(a_member(PRIVACY), visit.site)
    other = a_visit(name="Maria Delgado")
    models.Visit.objects.filter(pk=other.pk).update(site=a_site("elsewhere"))
    officer = let_in(Client(), pat)
    page = f"{at(visit, 'merge')}?other={other.reference}"
    assert officer.get(page).status_code == 404
    assert officer.get(at(other, "merge")).status_code == 404


def test_a_record_that_is_merged_while_its_erasure_is_asked_for_is_said_to_be_gone(
    officer, visit, monkeypatch
):
    other, reads = a_visit(name="Maria Delgado"), EraseForm.is_valid

    def merged_meanwhile(form):
        why, by = models.WhyMerged.TWICE, a_user()
        merge_patients(other.patient, visit.patient, why=why, by=by, at=timezone.now())
        return reads(form)

    monkeypatch.setattr(EraseForm, "is_valid", merged_meanwhile)
    posted = {"asked": "patient_asked", "reference": visit.reference}
    answer = officer.post(at(visit, "erase"), posted)
    assert "became part of another record meanwhile" in answer.content.decode()
    assert models.Visit.objects.filter(patient=other.patient_id).count() == 2


def test_a_merge_posted_twice_leads_to_the_record(visit):
    pat = enrolled(a_member(PRIVACY, password=PASSWORD))
    officer, other = let_in(Client(), pat), a_visit(name="Maria Delgado")
    comparing = f"{at(visit, 'merge')}?other={other.reference}"
    typed = {"keep": str(visit.patient_id), "why": "twice", "password": PASSWORD}
    typed["code"] = code_of(pat)
    for _pressed in "12":
        assert officer.post(comparing, typed)["Location"] == at(visit)
    assert officer.get(comparing)["Location"] == at(visit)

"""Both copies on paper: stored bytes, made when missing, in plain words when that fails."""

import html
import re
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone

from intake import models
from intake.actions.papers import MadePdf, store_pdf
from intake.models import Copy, Paper, PdfState, sealed
from intake.pdf.copies import Busy, RenderFailed
from intake.pdf.provider.answers import is_denied
from intake.printing import conduct
from tests.make.builders import a_visit
from tests.make.providers import a_provider, events, signed_in
from tests.pdf import prints
from tests.pdf.pages import opened, text_in
from tests.provider.pages import a_sent_visit, address, page_of, words

pytestmark = pytest.mark.django_db
COPIES = ("provider", "patient")


def store(visit: models.Visit, content: bytes | None, copy="provider", *, ago=0) -> None:
    made = MadePdf(Copy(copy), Paper.LETTER, content)
    at = timezone.now() - timedelta(minutes=ago)
    store_pdf(visit.submission.discussions.get(), made, at=at)


def no_paper(failure: Exception):
    def fail(_discussion, **_more):
        raise failure

    return fail


@pytest.mark.parametrize("copy", COPIES)
def test_reprint_serves_the_stored_bytes(copy):
    visit = a_sent_visit()
    store(visit, b"%PDF as it was made", copy)
    response = signed_in(visit.provider).get(address(visit, f"{copy}.pdf"))
    assert (response.status_code, response.content) == (200, b"%PDF as it was made")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{visit.reference}.pdf"'
    assert response["Cache-Control"] == "no-store, private"
    detail = f"{copy} letter revision 1"
    assert events(visit.provider) == [("copy_printed", visit.reference, detail)]


@pytest.mark.parametrize("copy", COPIES)
def test_copy_is_made_and_kept_when_none_is_stored(copy):
    visit = a_sent_visit()
    client = signed_in(visit.provider)
    first = client.get(address(visit, f"{copy}.pdf?paper=a4"))
    kept = models.StoredPdf.objects.get()
    assert first.content.startswith(b"%PDF-")
    assert (kept.copy, kept.paper, kept.state) == (copy, "a4", PdfState.OK)
    assert sealed.open_bytes(kept, "content") == first.content
    assert client.get(address(visit, f"{copy}.pdf?paper=a4")).content == first.content


def test_both_copies_are_printed_with_one_press_each_from_the_front_of_a_sheet():
    visit = a_sent_visit()
    response = signed_in(visit.provider).get(address(visit, "both.pdf"))
    with opened(response.content) as pdf:
        starts = [
            pdf.pages.index(pikepdf.Page(each.destination[0])) for each in pdf.open_outline().root
        ]
        pages = len(pdf.pages)
    assert (starts[0], starts[1] % 2, pages % 2) == (0, 0, 0)
    assert "What you told us" in text_in(response.content)
    assert [detail for _, _, detail in events(visit.provider)] == [
        f"{copy} letter revision 1, both copies" for copy in COPIES
    ]


@pytest.mark.parametrize("name", ["provider.pdf", "patient.pdf", "both.pdf"])
def test_paper_stands_in_a_sandbox(name):
    visit = a_sent_visit()
    for copy in COPIES:
        store(visit, prints.patient().content, copy)
    client = signed_in(visit.provider)
    policy = client.get(address(visit, name))["Content-Security-Policy"]
    assert "sandbox" in policy.split("; ")
    assert "sandbox" not in client.get(address(visit))["Content-Security-Policy"]


def test_paper_that_is_not_offered_is_not_found():
    visit = a_sent_visit()
    client = signed_in(visit.provider)
    for paper in ("a3", "", "LETTER", "../a4"):
        assert client.get(address(visit, "provider.pdf"), {"paper": paper}).status_code == 404
    assert client.get(address(visit, "provider.pdf"), {"as": "signed"}).status_code == 404


@pytest.mark.parametrize("name", ["provider.pdf", "patient.pdf", "both.pdf"])
def test_copy_leads_to_the_visit_when_nothing_was_sent(name):
    visit = a_visit(provider=a_provider())
    response = signed_in(visit.provider).get(address(visit, name))
    assert response["Location"] == address(visit)


@pytest.mark.parametrize("failure", [RenderFailed("killed"), Busy()])
def test_both_copies_lead_to_the_one_in_plain_words_when_they_can_not_be_printed(
    failure, monkeypatch
):
    visit = a_sent_visit()
    monkeypatch.setitem(conduct.PRINTERS, Copy.PROVIDER, no_paper(failure))
    client = signed_in(visit.provider)
    response = client.get(address(visit, "both.pdf"))
    assert response["Location"] == address(visit, "provider.pdf")
    assert "text/plain" in client.get(response["Location"])["Content-Type"]
    assert not [line for line in events(visit.provider) if line[0] == "copy_printed"]


@pytest.mark.parametrize("copy", COPIES)
def test_everything_comes_in_plain_words_when_no_paper_can_be_made(copy, monkeypatch):
    visit = a_sent_visit("told_to_stop_usual_care")
    failing = no_paper(RenderFailed("killed"))
    monkeypatch.setitem(conduct.PRINTERS, Copy(copy), failing)
    response = signed_in(visit.provider).get(address(visit, f"{copy}.pdf"))
    text = response.content.decode()
    discussion = visit.submission.discussions.get().read()
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == f'inline; filename="{visit.reference}.txt"'
    told = [p.title if copy == "provider" else p.patient for p in discussion.points]
    wanted = told if copy == "provider" else told[:3]
    assert [words for words in wanted if words not in text] == []
    assert models.StoredPdf.objects.get().state == PdfState.FAILED
    detail = f"{copy} letter revision 1"
    assert events(visit.provider) == [("copy_failed", visit.reference, detail)]


def test_plain_provider_copy_holds_every_answer(monkeypatch):
    visit = a_sent_visit("twenty_allergies")
    monkeypatch.setitem(conduct.PRINTERS, Copy.PROVIDER, no_paper(RenderFailed("killed")))
    text = signed_in(visit.provider).get(address(visit, "provider.pdf")).content.decode()
    discussion = visit.submission.discussions.get().read()
    said = [said for section in discussion.sections for said in section.said]
    assert [
        s.question
        for s in said
        if not all(w in text for w in ((s.short,) if is_denied(s) else (s.text, *s.words, *s.own)))
    ] == []


def test_plain_patient_copy_says_nothing_of_the_providers_notes(monkeypatch):
    visit = a_sent_visit("told_to_stop_usual_care")
    monkeypatch.setitem(conduct.PRINTERS, Copy.PATIENT, no_paper(RenderFailed("killed")))
    text = signed_in(visit.provider).get(address(visit, "patient.pdf")).content.decode()
    discussion = visit.submission.discussions.get().read()
    assert not re.search(r"\bholds?\b(?! my grandson)", text.lower())
    assert [hold.number for hold in discussion.holds if hold.patient not in text] == []
    notes = [say for p in discussion.points for say in p.provider if say != p.patient]
    assert [say for say in notes if say in text] == []


def test_copy_that_failed_a_moment_ago_comes_in_plain_words_without_another_try(monkeypatch):
    visit = a_sent_visit()
    store(visit, None, ago=9)
    monkeypatch.setitem(conduct.PRINTERS, Copy.PROVIDER, None)
    response = signed_in(visit.provider).get(address(visit, "provider.pdf"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    said = html.unescape(words(page_of(visit)))
    assert "Could not be printed: Provider’s copy. It is tried again by itself" in said.replace(
        "'", "’"
    )


def test_copy_that_failed_a_while_ago_is_tried_again_when_it_is_asked_for():
    visit = a_sent_visit()
    store(visit, None, ago=11)
    response = signed_in(visit.provider).get(address(visit, "provider.pdf"))
    assert response.content.startswith(b"%PDF-")
    assert models.StoredPdf.objects.get().state == PdfState.OK


def test_plain_words_come_at_once_when_the_printer_is_busy(monkeypatch):
    visit = a_sent_visit()
    monkeypatch.setitem(conduct.PRINTERS, Copy.PROVIDER, no_paper(Busy()))
    response = signed_in(visit.provider).get(address(visit, "provider.pdf"))
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "No hold could fire" in response.content.decode()
    assert not models.StoredPdf.objects.exists()


def test_nothing_is_served_when_the_stored_copy_was_altered():
    visit = a_sent_visit()
    store(visit, b"%PDF as it was made")
    models.StoredPdf.objects.update(content=b"altered")
    response = signed_in(visit.provider).get(address(visit, "provider.pdf"))
    assert response.status_code == 500
    assert events(visit.provider) == [("cannot_be_read", visit.reference, "")]

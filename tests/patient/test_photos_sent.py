"""A photo once it was sent: her provider looks at it, and that copy alone has it, printed small."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from intake import models
from intake.actions.visits.visits_and_links import revoke
from intake.core.limits import PHOTOS
from intake.pdf.copies import plain_text
from intake.printing.photos_on_paper import photos_on_paper
from tests.journeys.person import Person, sign
from tests.make.builders import (
    a_sent_submission,
    a_submission,
    a_user,
    a_version,
    a_visit,
    patient_answers,
)
from tests.make.files import a_label, a_photo
from tests.make.printers import all_is_printed
from tests.make.providers import a_provider, events, signed_in
from tests.make.room import reopened
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.pdf.pages import is_in, text_in
from tests.provider.pages import page_of, talk_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    a_version(SMALL)
    return a_submission(visit=a_visit(), answers=SMALL_ANSWERS)


def test_after_sending_her_provider_looks_at_it_and_each_look_is_a_line():
    visit = a_visit(provider=a_provider())
    submission = a_submission(visit=visit, answers=patient_answers())
    photo = a_photo(submission)
    provider = signed_in(visit.provider)
    at = {
        name: reverse(f"provider:{name}", args=[visit.reference, photo.pk])
        for name in ("photo", "small_photo")
    }
    assert provider.get(at["photo"]).status_code == 404
    person = sign(Person(visit).enter())
    assert person.client.get(f"/p/photos/{photo.pk}/").status_code == 302
    talk = provider.get(reverse("provider:visit", args=[visit.reference])).content.decode()
    whole = provider.get(reverse("provider:everything", args=[visit.reference])).content.decode()
    assert (at["photo"] in talk, at["small_photo"] in whole) == (True, True)
    assert provider.get(at["photo"])["Content-Type"] == "image/jpeg"
    assert provider.get(at["small_photo"]).status_code == 200
    lines = models.AccessEvent.objects.filter(action="photo_read", visit=visit)
    assert list(lines.values_list("user", "detail")) == [(visit.provider_id, str(photo.pk))] * 2


def test_one_that_is_added_while_the_answers_are_corrected_is_not_offered_before_it_is_sent():
    discussion = a_sent_submission(visit=a_visit(provider=a_provider()), answers=patient_answers())
    reopened(discussion)
    visit = discussion.submission.visit
    later = a_photo(models.Submission.objects.get())
    for page in (talk_of(visit), page_of(visit)):
        assert str(later.pk) not in page


def test_of_one_that_came_after_its_link_was_closed_it_is_told_that_it_is_not_there(submission):
    """It is not offered to be sent again: a page can't send a file."""
    person = Person(submission.visit).enter().get("/p/photos/")
    fields = {**person.screen.main.fields, "kind": models.PhotoKind.LABEL}
    for link in submission.visit.invitations.all():
        revoke(link, by=a_user(), at=timezone.now())
    person.post("/p/photos/", {**fields, "camera": SimpleUploadedFile("x.jpg", b"x", "image/jpeg")})
    assert (person.response.status_code, person.screen.forms) == (410, [])
    assert "The photo you chose was not added." in person.screen.text
    assert "was not added" not in person.get("/p/photos/").screen.text


def test_a_photo_that_was_altered_is_said_not_to_be_readable_and_that_is_a_line():
    visit = a_visit(provider=a_provider())
    photo = a_photo(a_submission(visit=visit, answers=patient_answers()))
    sign(Person(visit).enter())
    models.Photo.objects.update(content=b"altered")
    address = reverse("provider:photo", args=[visit.reference, photo.pk])
    response = signed_in(visit.provider).get(address)
    assert response.status_code == 500
    page = words(response.content.decode())
    assert f"What is stored for {visit.reference} cannot be read" in page
    assert events(visit.provider) == [("cannot_be_read", visit.reference, "")]


def test_one_photo_changes_no_point_and_no_question(submission):
    """It is no answer and no proof: what is asked and what is raised stays as it was."""
    without = a_sent_submission(visit=a_visit(), answers=SMALL_ANSWERS).read()
    a_photo(submission, models.PhotoKind.CERTIFICATE)
    with_one = a_sent_submission(visit=submission.visit, answers=SMALL_ANSWERS).read()
    assert (with_one.points, with_one.unknowns) == (without.points, without.unknowns)


def test_it_is_printed_small_after_the_answers_on_the_providers_copy_alone(submission):
    for number in range(PHOTOS):
        a_photo(submission, content=a_label(f"LOT {number}"))
    bare = a_sent_submission(visit=a_visit(), answers=SMALL_ANSWERS)
    sent = a_sent_submission(visit=submission.visit, answers=SMALL_ANSWERS)
    all_is_printed()
    assert (pictures_on(sent, "provider"), pictures_on(sent, "patient")) == (6, 0)
    assert pictures_on(bare, "provider") == 0
    assert "6. Label of the product" in plain_text(sent.read(), photos=photos_on_paper(sent))


def test_one_that_was_altered_is_named_on_paper_and_the_others_are_printed(submission):
    lost, _whole = (a_photo(submission, content=a_label(f"LOT {number}")) for number in range(2))
    sent = a_sent_submission(visit=submission.visit, answers=SMALL_ANSWERS)
    models.Photo.objects.filter(pk=lost.pk).update(small=b"altered", kind=b"altered")
    all_is_printed()
    assert pictures_on(sent, "provider") == 1
    first, second = (each.caption for each in photos_on_paper(sent))
    assert first.startswith("1. Photo, ")
    assert first.endswith(": cannot be read, it was altered or its key is missing")
    assert second.startswith("2. Label of the product, ") and "cannot be read" not in second
    copy = models.sealed.open_bytes(sent.pdfs.get(copy="provider"), "content")
    assert is_in(first, text_in(copy))


def pictures_on(frozen: models.FrozenDiscussion, copy: str) -> int:
    import pypdfium2.raw as pdfium
    from pypdfium2 import PdfDocument

    content = models.sealed.open_bytes(frozen.pdfs.get(copy=copy), "content")
    found = 0
    for page in PdfDocument(io.BytesIO(content)):
        found += sum(each.type == pdfium.FPDF_PAGEOBJ_IMAGE for each in page.get_objects())
    return found

"""A patient adds photos, sees them, takes them away, and sends; her provider looks at them."""

import io
from collections.abc import Mapping
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from intake import models
from intake.actions.answers.photos import pixels_of
from intake.core.limits import PHOTO_BODY, PHOTO_BYTES, PHOTO_SIDE
from intake.core.limits import PHOTOS as PHOTOS_OF_A_VISIT
from intake.patient.photos import chosen
from intake.pdf.copies import Busy
from intake.pdf.printer import client as printer
from tests.journeys.person import Person, date_fields
from tests.make.builders import (
    a_submission,
    a_version,
    a_visit,
    fall_asleep,
    in_two_languages,
)
from tests.make.files import a_label, a_photo, a_picture
from tests.make.small import SMALL, SMALL_ANSWERS
from tests.site.test_uploads import Unread

pytestmark = pytest.mark.django_db
PHOTOS = "/p/photos/"


@pytest.fixture
def person():
    a_version(SMALL)
    visit = a_visit()
    a_submission(visit=visit, answers=SMALL_ANSWERS)
    return Person(visit).enter()


def add(
    person: Person, content: bytes, *, named: str = "x.jpg", way: str = "camera", **said: str
) -> Person:
    fields = person.get(PHOTOS).screen.main.fields
    file = SimpleUploadedFile(named, content, "image/jpeg")
    return person.post(PHOTOS, {**fields, **said, way: file})


def kept() -> Image.Image:
    return Image.open(io.BytesIO(pixels_of(models.Photo.objects.get())))


def test_the_printer_starts_while_she_chooses_a_picture(person):
    printer._nursery.close()
    person.get(PHOTOS)
    assert not printer._nursery.is_gone()


def test_every_kind_of_photo_can_be_picked(person):
    offered = person.get(PHOTOS).screen.main.offered["kind"]
    assert offered == [*models.PhotoKind.values]


def test_a_photo_is_drawn_upright_without_camera_place_and_comment_and_shown_to_her(person):
    add(person, a_label(), kind="label")
    assert "Your photo is added." in person.screen.text
    assert "Label of the product" in person.screen.text
    drawn = kept()
    assert drawn.size == (900, 1200)
    assert (dict(drawn.getexif()), drawn.info.get("comment"), drawn.info.get("exif")) == (
        {},
        None,
        None,
    )
    content = pixels_of(models.Photo.objects.get())
    assert not [word for word in (b"Exif", b"Phonemaker", b"Maria") if word in content]
    pk = models.Photo.objects.get().pk
    shown = person.client.get(f"{PHOTOS}{pk}/")
    assert (shown["Content-Type"], shown.content) == ("image/jpeg", content)
    assert shown["Cache-Control"] == "no-store, private"
    assert "Your photos" in person.get("/p/check/").screen.text
    assert "1 photo" in person.get("/p/tasks/").screen.text


def test_removed_before_sending_it_is_gone_and_nothing_else_changes(person):
    add(person, a_picture(60, 40, "PNG"), way="gallery")
    assert "Another paper" in person.screen.text
    person.send(person.screen.form_to("/remove/"))
    assert "Your photo is removed." in person.screen.text
    assert not models.Photo.objects.exists()
    assert person.get("/p/check/").screen.link("Continue to sign")


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400


def an_animation() -> bytes:
    kept, frames = io.BytesIO(), [Image.new("RGB", (30, 20), color) for color in ("red", "navy")]
    frames[0].save(kept, "GIF", save_all=True, append_images=frames[1:])
    return kept.getvalue()


def a_bomb() -> bytes:
    """400 megapixels in 50 kB."""
    kept = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(kept, "PNG")
    return kept.getvalue()


UNREADABLE, TOO_LARGE = "We could not read this file.", "This photo is too large."
REFUSED: Mapping[str, tuple[bytes, str]] = {
    "HEIC": (heic(), UNREADABLE),
    "PDF": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF", UNREADABLE),
    "bomb": (a_bomb(), TOO_LARGE),
    "12 MB and a byte": (b"\xff\xd8" + b"x" * (PHOTO_BYTES - 1), TOO_LARGE),
    "cut in half": (a_label()[:9_000], UNREADABLE),
    "animation": (an_animation(), UNREADABLE),
    "page": (b"<html><script>alert(1)</script>", UNREADABLE),
    "nothing": (b"", UNREADABLE),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_photo_is_refused_in_words_and_nothing_is_lost(person, what):
    content, words = REFUSED[what]
    add(person, content, kind="consent")
    assert person.response.status_code == 400
    assert words in person.screen.text
    assert "Everything else is kept." in person.screen.text
    assert 'value="consent"\n                id="kind-consent"\n                checked' in (
        person.response.content.decode()
    )
    assert not models.Photo.objects.exists()
    assert person.get("/p/check/").screen.link("Continue to sign")


def test_who_presses_the_button_first_is_told_to_choose(person):
    person.post(PHOTOS, person.get(PHOTOS).screen.main.fields)
    assert "Take a photo or choose a picture first." in person.screen.text


def test_a_seventh_photo_is_refused_with_the_way_out(person):
    fields = person.get(PHOTOS).screen.main.fields
    for number in range(PHOTOS_OF_A_VISIT):
        a_photo(models.Submission.objects.get(), content=a_label(f"LOT {number}"))
    person.post(PHOTOS, {**fields, "camera": SimpleUploadedFile("x.jpg", a_label())})
    assert person.response.status_code == 400
    assert "You have added 6 photos. That is as many as we can take." in person.screen.text
    assert models.Photo.objects.count() == PHOTOS_OF_A_VISIT


def test_a_photo_that_can_not_be_taken_just_now_is_said_not_to_be_kept(person, monkeypatch):
    monkeypatch.setattr(chosen, "redraw", Mock(side_effect=Busy()))
    add(person, a_label())
    assert person.response.status_code == 400
    assert "We could not take this photo just now." in person.screen.text
    assert not models.Photo.objects.exists()


def test_a_photo_that_can_not_be_read_is_taken_away_and_takes_no_page_away(person):
    photo = a_photo(models.Submission.objects.get())
    models.Photo.objects.update(content=b"altered", small=b"altered")
    assert person.get(f"{PHOTOS}{photo.pk}/").response.status_code == 404
    person.get(PHOTOS).send(person.screen.form_to("/remove/"))
    assert "Your photo is removed." in person.screen.text


def test_what_hangs_behind_a_picture_and_what_it_is_called_are_kept_nowhere(person):
    name = "<img src=x onerror=alert(1)>.jpg"
    add(person, a_label() + b"<script>alert(1)</script>PK\3\4", named=name)
    assert b"script" not in pixels_of(models.Photo.objects.get())
    assert "onerror" not in person.response.content.decode()
    assert "onerror" not in repr(list(models.AccessEvent.objects.values()))


def test_a_long_picture_is_kept_within_two_thousand_pixels(person):
    add(person, a_picture(5_000, 1_000, "WEBP"))
    assert kept().size == (PHOTO_SIDE, 400)


def test_only_the_page_of_photos_takes_more_than_a_megabyte_and_no_body_is_read_before(person):
    person.client.raise_request_exception = False
    form = "multipart/form-data; boundary=x"
    for path, length in ((PHOTOS, PHOTO_BODY + 1), (PHOTOS, 40_000_000), ("/p/sign/", PHOTO_BODY)):
        sent = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": form, "wsgi.input": Unread()}
        answer = person.client.post(path, **sent)
        assert answer.status_code == 400
        assert "Nothing was saved" in answer.content.decode()


def test_no_file_is_written_anywhere_while_a_large_photo_comes(person, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    add(person, a_label() + b"\0" * 6_000_000)
    assert models.Photo.objects.count() == 1


def test_a_photo_for_another_patient_of_the_same_tablet_is_not_taken(person):
    other = a_submission(visit=a_visit(), answers=SMALL_ANSWERS)
    fields = person.get(PHOTOS).screen.main.fields | {"-visit": [str(other.pk)]}
    person.post(PHOTOS, {**fields, "camera": SimpleUploadedFile("x.jpg", a_label())})
    assert person.response.status_code == 409
    assert not models.Photo.objects.exists()


def test_a_photo_that_comes_after_the_pause_is_told_as_not_added_after_the_birth_date(person):
    fields = person.get(PHOTOS).screen.main.fields
    fall_asleep()
    person.post(PHOTOS, {**fields, "camera": SimpleUploadedFile("x.jpg", a_label())})
    assert "What is your date of birth?" in person.screen.text
    asked = person.response.request
    address = f"{asked['PATH_INFO']}?{asked['QUERY_STRING']}"
    person.post(address, date_fields("birth_date", person.birth_date))
    assert "so nothing was added or removed" in person.screen.text
    assert not models.Photo.objects.exists()
    add(person, a_label())
    assert models.Photo.objects.count() == 1


def test_nobody_sees_another_patients_photo(person):
    theirs = a_photo(a_submission(visit=a_visit(), answers=SMALL_ANSWERS))
    assert person.client.get(f"{PHOTOS}{theirs.pk}/").status_code == 404
    assert person.client.post(f"{PHOTOS}{theirs.pk}/remove/").status_code == 302
    assert models.Photo.objects.filter(pk=theirs.pk).exists()
    assert Client().get(f"{PHOTOS}{theirs.pk}/small/").status_code == 403


def test_everything_is_said_in_spanish_too():
    in_two_languages()
    visit = a_visit()
    person = Person(visit).enter()
    person.client.post("/p/language/", {"-language": "es", "at": PHOTOS})
    page = person.get(PHOTOS).screen.text
    assert "Fotos para su profesional de salud" in page
    add(person, heic())
    assert "No pudimos leer este archivo." in person.screen.text

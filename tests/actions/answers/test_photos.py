"""Photos beside the answers: how many, until when, and what becomes of them."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from intake import models
from intake.actions.answers.photos import (
    TooManyPhotos,
    photos_of,
    pixels_of,
    remove_photo,
    sent_photo,
)
from intake.actions.answers.sheet import AlreadySent
from intake.actions.privacy.erase import erase_patient
from intake.actions.privacy.export import export_patient
from intake.actions.privacy.rotate_keys import rotate
from intake.actions.privacy.verify_records import altered_records
from intake.actions.talk.corrections import (
    AnswersChanged,
    cancel_reopening,
    confirm_unchanged_by_patient,
    reopen,
)
from intake.core.limits import PHOTO_ROOM, PHOTOS
from intake.models import PhotoKind, sealed
from tests.make.builders import (
    a_sent_submission,
    a_submission,
    a_user,
    a_version,
    a_visit,
    an_entry,
)
from tests.make.files import a_photo, a_picture
from tests.make.guards import guards_down
from tests.make.small import SMALL, SMALL_ANSWERS

NOW = timezone.now()


@pytest.fixture
def open_one(db):
    a_version(SMALL)
    return a_submission(answers=SMALL_ANSWERS)


@pytest.fixture
def sent(open_one):
    """A visit that was sent with one photo."""
    a_photo(open_one)
    return again_sent(open_one.visit)


def again_sent(visit: models.Visit) -> models.Submission:
    frozen = a_sent_submission(visit=visit, answers=SMALL_ANSWERS)
    return frozen.submission


def a_different(number: int) -> bytes:
    return a_picture(40 + number, 30, "JPEG")


def log() -> list[tuple[str, str]]:
    lines = models.AccessEvent.objects.filter(action__startswith="photo").order_by("sequence")
    return list(lines.values_list("action", "detail"))


def test_a_photo_is_kept_sealed_in_one_size_and_its_kind_tells_nobody(open_one):
    photo = a_photo(open_one, PhotoKind.CONSENT)
    row = models.Photo.objects.values().get()
    assert pixels_of(photo) == a_picture(40, 30, "JPEG")
    assert len(row["content"]) - PHOTO_ROOM < 64
    assert "consent" not in repr(row)
    assert [each.kind for each in photos_of(open_one)] == [PhotoKind.CONSENT]
    assert log() == [("photo_added", str(photo.pk))]


def test_the_same_picture_twice_is_one_and_the_seventh_is_refused(open_one):
    first, again = a_photo(open_one), a_photo(open_one)
    assert first.pk == again.pk
    for number in range(1, PHOTOS):
        a_photo(open_one, content=a_different(number))
    with pytest.raises(TooManyPhotos):
        a_photo(open_one, content=a_different(PHOTOS))
    assert open_one.photos.count() == PHOTOS
    assert len(log()) == PHOTOS


def test_a_photo_can_be_taken_away_until_it_is_sent_and_no_more_is_taken_after(open_one):
    gone = a_photo(open_one)
    remove_photo(open_one, gone.pk, at=NOW)
    remove_photo(open_one, gone.pk, at=NOW)
    assert not models.Photo.objects.exists()
    stays = a_photo(open_one)
    submission = again_sent(open_one.visit)
    for late in (lambda: a_photo(submission), lambda: remove_photo(submission, stays.pk, at=NOW)):
        with pytest.raises(AlreadySent):
            late()
    assert [action for action, _detail in log()] == ["photo_added", "photo_removed", "photo_added"]
    assert sent_photo(submission.visit, stays.pk) == stays


def test_in_a_correction_another_is_added_and_what_was_sent_stays(sent):
    old = sent.photos.get()
    reopen(sent.visit, reason="Wrong dose", by=a_user(), at=NOW)
    sent.refresh_from_db()
    remove_photo(sent, old.pk, at=NOW)
    new = a_photo(sent, content=a_different(1))
    assert [each.id for each in photos_of(sent)] == [old.pk, new.pk]
    assert [each.id for each in photos_of(sent, revision=1)] == [old.pk]
    assert sent_photo(sent.visit, new.pk) is None
    again_sent(sent.visit)
    assert sent_photo(sent.visit, new.pk) == new


def test_nothing_has_changed_is_not_taken_where_a_photo_was_added(sent):
    reopen(sent.visit, reason="Wrong dose", by=a_user(), at=NOW)
    session = an_entry(sent.visit).session
    sent.refresh_from_db()
    a_photo(sent, content=a_different(1))
    with pytest.raises(AnswersChanged):
        confirm_unchanged_by_patient(session, at=NOW)
    cancel_reopening(sent.visit, by=a_user(), at=NOW)
    assert sent.visit.reopenings.get().has_unsent


@pytest.mark.parametrize("way", ["add", "change", "remove"])
def test_the_database_refuses_what_the_actions_refuse(sent, way):
    photo = sent.photos.get()
    ways = {
        "add": lambda: models.Photo.objects.create(
            submission=sent, revision=1, sha256="b" * 64, added_at=NOW
        ),
        "change": lambda: models.Photo.objects.update(revision=2),
        "remove": photo.delete,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        ways[way]()


def test_a_photo_moved_to_another_visit_opens_for_nobody(sent):
    other = a_submission(visit=a_visit(), answers=SMALL_ANSWERS)
    with guards_down(connection):
        models.Photo.objects.update(submission=other)
    moved = models.Photo.objects.get()
    with pytest.raises(sealed.CannotOpen):
        pixels_of(moved)
    assert [each.kind for each in photos_of(other)] == [None]


def test_one_that_was_wiped_from_the_database_is_missed(sent):
    pk = sent.photos.get().pk
    assert list(altered_records()) == []
    with guards_down(connection):
        models.Photo.objects.all().delete()
    assert list(altered_records()) == [f"intake.Photo {pk}: gone, and nobody took it away"]


def test_an_export_holds_each_photo_and_says_what_it_shows(sent):
    export = export_patient(sent.visit.patient, by=a_user(), at=NOW)
    name = f"{sent.visit.reference}-photo-1.jpg"
    assert export.papers[name] == a_picture(40, 30, "JPEG")
    (visit,) = json.loads(export.document)["visits"]
    (told,) = [each for each in visit["papers"] if each["file"] == name]
    assert told["shows"] == "label"
    assert "photo" not in visit["records"]


def test_erasing_takes_the_photos_along(sent):
    erase_patient(sent.visit.patient, by=a_user(), at=NOW)
    assert not models.Photo.objects.exists()
    assert list(altered_records()) == []


def test_photos_are_sealed_again_with_a_new_key(sent, settings):
    settings.SEALING_KEYS = {"new": bytes(range(32)), **settings.SEALING_KEYS}
    list(rotate(at=NOW))
    settings.SEALING_KEYS = {"new": bytes(range(32))}
    assert pixels_of(models.Photo.objects.get()) == a_picture(40, 30, "JPEG")

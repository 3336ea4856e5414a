"""Photos beside the answers: added within limits, taken away before sending, opened."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from intake import models
from intake.actions.access_log import record_patient
from intake.core.limits import PHOTOS
from intake.models import CannotOpen, PhotoKind, sealed

from .sheet import AlreadySent


class TooManyPhotos(Exception):
    """The visit has as many as it may have."""


@dataclass(frozen=True)
class Taken:
    """One photo as a page names it; its pixels are opened apart, where somebody looks."""

    id: UUID
    kind: PhotoKind | None
    """None where it can't be read any more."""
    added_at: datetime
    revision: int


def add_photo(
    submission: models.Submission, content: bytes, small: bytes, *, kind: PhotoKind, at: datetime
) -> models.Photo:
    """Keep a picture that was drawn anew, large and small; the same one twice is kept once."""
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        held = _held(submission)
        if same := held.photos.filter(sha256=sha256).first():
            return same
        if held.photos.count() >= PHOTOS:
            raise TooManyPhotos
        photo = models.Photo(submission=held, revision=held.revision, sha256=sha256, added_at=at)
        sealed.seal(photo, "kind", kind)
        sealed.seal_bytes(photo, "content", content)
        sealed.seal_bytes(photo, "small", small)
        photo.save(force_insert=True)
        record_patient("photo_added", at=at, visit=held.visit, detail=str(photo.pk))
    return photo


def remove_photo(submission: models.Submission, pk: UUID, *, at: datetime) -> None:
    """What was not sent yet goes for good; a second click finds nothing, and that is well."""
    with transaction.atomic():
        held = _held(submission)
        if held.photos.filter(pk=pk, revision=held.revision).delete()[0]:
            record_patient("photo_removed", at=at, visit=held.visit, detail=str(pk))


def photos_of(submission: models.Submission, *, revision: int | None = None) -> tuple[Taken, ...]:
    """Her own for the patient; with a revision those that were sent with it or before."""
    rows = submission.photos.defer("content", "small")
    rows = rows if revision is None else rows.filter(revision__lte=revision)
    found = []
    for row in rows:
        try:
            kind = PhotoKind(sealed.open(row, "kind"))
        except (CannotOpen, ValueError):
            kind = None
        found.append(Taken(row.pk, kind, row.added_at, row.revision))
    return tuple(found)


def sent_photo(visit: models.Visit, pk: UUID) -> models.Photo | None:
    """One that came with what was sent; staff see no other."""
    sent = models.Photo.objects.filter(submission__discussions__revision__gte=F("revision"))
    return sent.filter(pk=pk, submission__visit=visit).first()


def pixels_of(photo: models.Photo, *, small: bool = False) -> bytes:
    """A JPEG; raises ``CannotOpen``."""
    return sealed.open_bytes(photo, "small" if small else "content")


def _held(submission: models.Submission) -> models.Submission:
    """Locked, so that of ten at once no more are kept than may be, and none after sending."""
    locked = models.Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    if locked.state == models.SubmissionState.SENT:
        raise AlreadySent
    return locked

"""One try to break each promise that the database keeps about photos by patients."""

from collections.abc import Callable

from django.utils import timezone

from intake import models

Breaking = Callable[[], object]


def a_photo(**values: object) -> object:
    """As in a correction, when another can be added."""
    submission = models.Submission.objects.get()
    models.Submission.objects.update(state="reopened", revision=2)
    plain = {"revision": 2, "sha256": "a" * 64, "added_at": timezone.now()}
    sealed = {"kind": b"x", "content": b"x", "small": b"x"}
    return models.Photo.objects.create(submission=submission, **{**plain, **sealed, **values})


PHOTOS: dict[str, Breaking] = {
    "photo_once": lambda: [a_photo(), a_photo()],
    "photo_revision_from_one": lambda: a_photo(revision=0),
}

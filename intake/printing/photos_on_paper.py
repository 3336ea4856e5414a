"""The photos that came with what was sent, as paper takes them: small, each with a caption."""

from django.utils import timezone, translation

from intake.actions.answers.photos import photos_of, pixels_of
from intake.core.discussion.in_words import plain_date
from intake.models import CannotOpen, FrozenDiscussion
from intake.pdf.photos import PrintedPhoto


def photos_on_paper(frozen: FrozenDiscussion) -> tuple[PrintedPhoto, ...]:
    """None of a later revision; one that was altered is named, and does not hinder the paper."""
    taken = photos_of(frozen.submission, revision=frozen.revision)
    if not taken:
        return ()
    rows = {row.pk: row for row in frozen.submission.photos.defer("content")}
    found = []
    for number, each in enumerate(taken, 1):
        with translation.override("en"):
            kind = str(each.kind.label) if each.kind else "Photo"
        here = timezone.localtime(each.added_at)
        caption = f"{number}. {kind}, {plain_date(here)} {here:%H:%M}"
        try:
            pixels = pixels_of(rows[each.id], small=True)
        except CannotOpen:
            caption = f"{caption}: cannot be read, it was altered or its key is missing"
            pixels = b""
        found.append(PrintedPhoto(caption, pixels))
    return tuple(found)

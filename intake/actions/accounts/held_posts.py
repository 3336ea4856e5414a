"""Keeps a form that staff posted after their session had ended, and hands it back once."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from intake import models
from intake.core.limits import HELD_LETTERS, HELD_POSTS, HELD_POSTS_FOR
from intake.models import sealed

Fields = Mapping[str, list[str]]
PLACE = "held post"


def hold_post(user: models.User, path: str, fields: Fields, *, at: datetime) -> bool:
    """Keep it for a day; whether it was kept. Too much is not: nobody types that much."""
    rows = models.HeldPost.objects.filter(user=user)
    rows.filter(at__lte=at - HELD_POSTS_FOR).delete()
    text = json.dumps(fields)
    if len(text) > HELD_LETTERS or rows.count() >= HELD_POSTS:
        return False
    row = models.HeldPost(user=user, place=sealed.blind(PLACE, path), at=at)
    sealed.seal(row, "body", text)
    row.save()
    return True


def held_post(
    user: models.User, path: str, *, at: datetime
) -> tuple[models.HeldPost, Fields] | None:
    """The newest one for a page."""
    rows = models.HeldPost.objects.filter(user=user, at__gt=at - HELD_POSTS_FOR)
    for row in rows.filter(place__in=sealed.blinds(PLACE, path)):
        try:
            return row, json.loads(sealed.open(row, "body"))
        except models.CannotOpen:
            continue
    return None


def hand_back(user: models.User, name: str) -> None:
    """It was posted again: what happens to it now is the page's matter."""
    with suppress(ValueError):
        models.HeldPost.objects.filter(user=user, pk=UUID(name)).delete()

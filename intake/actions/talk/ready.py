"""Gathers what stands against signing, for the page that warns and the action that refuses."""

from collections.abc import Iterable
from datetime import datetime

from intake import models
from intake.core.discussion.discussion import Discussion
from intake.core.talk.outcomes import Outcomes
from intake.core.talk.readiness import Ready
from intake.core.talk.sign_off import Talk
from intake.core.talk.verified_facts import lapsed, verified_now


def ready_for(
    frozen: models.FrozenDiscussion,
    discussion: Discussion,
    outcomes: Outcomes,
    talk: Talk,
    *,
    at: datetime,
    gaps: Iterable[str] = (),
) -> Ready:
    """By the site's own day: what was asked at eight in the evening was asked today."""
    site = frozen.submission.visit.site
    today = site.day(at)
    choice = talk.choices[-1] if talk.choices else None
    of_this = [each for each in talk.confirmed if each.revision == frozen.revision]
    asked = [each for each in of_this if site.day(each.at) == today]
    return Ready(
        discussion=discussion,
        outcomes=outcomes,
        choice=choice,
        verified=verified_now(talk.verified),
        asked_today=asked[-1] if asked else None,
        lapsed=lapsed(choice, talk.verified, today),
        consent=frozen.submission.version.read().roles.consent,
        today=today,
        gaps=tuple(gaps),
    )

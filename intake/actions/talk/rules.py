"""What every act about a talk shares: the visit it takes, what it refuses, the order of rows."""

from contextlib import suppress
from datetime import datetime

from intake import models
from intake.core.discussion.talking_points import DiscussionPoint
from intake.core.limits import LONG_TEXT
from intake.core.questionnaire.free_text import text_problem, tidy
from intake.core.questionnaire.questionnaire import Questionnaire
from intake.models import sealed
from intake.models.sealed import is_bound

from .editions import current


class NotRecorded(Exception):
    """Nothing was recorded. The message says why, in a sentence for staff."""


class NotYours(NotRecorded):
    """The visit is another provider's."""


class AlreadySigned(NotRecorded):
    """After the signature there are only addenda."""

    def __init__(self) -> None:
        super().__init__("The record of this visit is signed. Write an addendum instead.")


class BeingCorrected(NotRecorded):
    """The patient has the answers back."""

    def __init__(self) -> None:
        super().__init__(
            "The patient is correcting the answers."
            " Wait until they are sent again, or cancel the correction."
        )


class RevisionPassed(NotRecorded):
    """The page showed a revision that is not the current one any more."""

    def __init__(self) -> None:
        super().__init__("The patient has sent a correction. Look at the new revision first.")


class EditionPassed(NotRecorded):
    """The clinic's side changed after the page was opened, and the point with it."""

    def __init__(self) -> None:
        super().__init__(
            "What the clinic shows has changed since you opened this page, and this point with it."
            " Look at it as it is now."
        )


class ChangedElsewhere(NotRecorded):
    """Somebody recorded something after this page was opened; ``latest`` is what stands now."""

    def __init__(self, words: str, latest: object = None) -> None:
        self.latest = latest
        super().__init__(words)


def take(visit: models.Visit) -> models.Visit:
    """Take a visit, and its submission if there is one, for this transaction.

    Both rows in one statement, in the order that sending takes them: nobody waits in a circle.
    """
    # Nothing else is joined: a provider who changes meanwhile would make the row vanish.
    submission = (
        models.Submission.objects.select_for_update(of=("self", "visit"), no_key=True)
        .select_related("visit")
        .filter(visit_id=visit.pk)
        .first()
    )
    if submission is not None:
        return submission.visit
    return models.Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)


def expect_unsigned(visit: models.Visit) -> None:
    if visit.talk == models.TalkState.SIGNED:
        raise AlreadySigned


def expect_current(visit: models.Visit, discussion: models.FrozenDiscussion) -> None:
    """Only the last revision that was sent is talked about."""
    later = models.FrozenDiscussion.objects.filter(
        submission__visit=visit, revision__gt=discussion.revision
    )
    if discussion.submission_id != visit.submission.pk or later.exists():
        raise RevisionPassed


def still_the_same(
    shown: models.FrozenDiscussion, visit: models.Visit, number: int, at: datetime
) -> tuple[models.FrozenDiscussion, DiscussionPoint]:
    """The newest edition with the point as the page showed it: what else changed is no matter."""
    expect_current(visit, shown)
    now = current(visit, at=at) or shown
    found = next((point for point in now.read().points if point.number == number), None)
    if now.pk != shown.pk:
        before = next((point for point in shown.read().points if point.number == number), None)
        if before is None or found is None or before.digest != found.digest:
            raise EditionPassed
    if found is None:
        raise NotRecorded(f"There is no point {number} in this discussion.")
    return now, found


def expect_open_to(visit: models.Visit, by: models.User, at: datetime) -> None:
    """The own visits, and those opened for a day with a reason."""
    found = models.Visit.objects.visits_open_to(by, at).filter(pk=visit.pk).first()
    if found is None or not is_theirs(found, by, at=at):
        raise NotYours("This is another provider's visit. Open it for a day, and say why.")


def is_theirs(visit: models.Visit, user: models.User, *, at: datetime) -> bool:
    """Whether the product gave the visit to whom it stands open: no hand of the database did."""
    is_own = visit.provider_id == user.pk
    return is_bound(visit) and (is_own or grant_of(visit, user, at=at) is not None)


def grant_of(visit: models.Visit, user: models.User, *, at: datetime) -> models.AccessGrant | None:
    """The grant a guest works under, for the banner; none for the owner.

    It ends when the visit is handed on: the next owner was not told. One whose reason does not open
    was put in by a hand.
    """
    mine = visit.grants.filter(user=user, owner=visit.provider_id)
    for grant in mine.filter(granted_at__lte=at, until__gt=at):
        with suppress(models.CannotOpen):
            sealed.open(grant, "reason")
            return grant
    return None


def expect_own(visit: models.Visit, by: models.User, act: str, *, because: str = "") -> None:
    """What a guest may not do: ``act`` completes the sentence, ``because`` stands before it."""
    if visit.provider_id != by.pk or not by.is_active:
        raise NotYours(f"{because}Only {visit.provider.printed_name} may {act} on this visit.")


def next_sequence(visit: models.Visit) -> int:
    """Number of the next row about this visit; the visit must be taken."""
    visit.recorded += 1
    visit.save(update_fields=["recorded"])
    return visit.recorded


def begin(visit: models.Visit) -> None:
    """The first thing recorded about what was sent puts the visit "in discussion"."""
    if visit.talk == models.TalkState.NOT_BEGUN:
        visit.talk = models.TalkState.BEGUN
        visit.save(update_fields=["talk"])


def questionnaire_of(visit: models.Visit) -> Questionnaire:
    """The version the patient answered, or before that the one that would be asked today."""
    submission = models.Submission.objects.filter(visit=visit).select_related("version").first()
    if submission is not None:
        return submission.version.read()
    newest = visit.questionnaire.versions.defer("document").order_by("-number").first()
    if newest is None:
        raise NotRecorded("The questionnaire of this visit was not published yet.")
    return newest.read()


def needed(text: str, blank: str, limit: int = LONG_TEXT) -> str:
    """A text that must be there, tidied; ``blank`` is the sentence for somebody who left it out."""
    tidied = tidy(text)
    problem = text_problem(tidied, limit) if tidied else blank
    if problem:
        raise NotRecorded(problem)
    return tidied

"""Gives sent answers back to the patient for a correction, and ends that; same-day confirmation."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from intake import models
from intake.actions.access_log import record, record_patient
from intake.actions.answers import submit
from intake.actions.visits.visits_and_links import let_out, reissue, sessions_of
from intake.models import Ending, sealed

from .editions import current
from .rules import (
    BeingCorrected,
    NotRecorded,
    expect_current,
    expect_open_to,
    expect_unsigned,
    needed,
    next_sequence,
    take,
)
from .signature import answers_digest


class AnswersChanged(NotRecorded):
    """Something was changed since the answers were given back, so they must be sent."""

    def __init__(self) -> None:
        super().__init__("Answers were changed since they were reopened. Send them instead.")


class PageLeft(NotRecorded):
    """A page was left in the middle; it may hold a change."""

    def __init__(self) -> None:
        super().__init__("A page was left without continuing. Continue it, or discard it.")


def reopen(
    visit: models.Visit, *, reason: str, by: models.User, at: datetime, is_on_device: bool = False
) -> str:
    """Let the patient correct what was sent; returns the token of a new link.

    Earlier links are taken back: sent answers appear only behind the one made for this. The
    revision that was sent stays the current one until the next is sent.
    """
    why = needed(reason, "Say why the answers are reopened.")
    with transaction.atomic():
        held = take(visit)
        expect_unsigned(held)
        if held.state == models.VisitState.REOPENED:
            raise BeingCorrected
        if held.state != models.VisitState.SENT:
            raise NotRecorded("Nothing was sent yet. The patient's link still works.")
        submission = held.submission
        # What an earlier correction left unsent is no part of what was sent.
        before = held.reopenings.filter(revision=submission.revision).order_by("at").first()
        answers = sealed.open(before, "answers") if before else answers_digest(submission)
        row = models.Reopening(visit=held, revision=submission.revision, at=at, by=by)
        sealed.seal(row, "reason", why)
        sealed.seal(row, "answers", answers)
        row.save(force_insert=True)
        submit.reopen(submission, by=by, at=at)
        return reissue(held, by=by, at=at, is_on_device=is_on_device)


def cancel_reopening(visit: models.Visit, *, by: models.User, at: datetime) -> None:
    """Close the answers again as they were sent. What was changed meanwhile is kept unsent."""
    with transaction.atomic():
        held = take(visit)
        reopening = _open_reopening(held)
        _close(held, reopening, Ending.CANCELLED, at, by=by)
        record("reopening_cancelled", at=at, by=by, visit=held)


def confirm_unchanged_by_patient(
    session: models.PatientSession, *, at: datetime
) -> models.ConfirmedRecord:
    """The patient read the sent answers again and says that nothing changed; they are closed."""
    with transaction.atomic():
        held = take(session.invitation.visit)
        reopening = _open_reopening(held)
        if held.submission.drafts.exists():
            raise PageLeft
        if _has_changes(held, reopening):
            raise AnswersChanged
        _close(held, reopening, Ending.UNCHANGED, at)
        kept = _confirmed(held, cast(models.FrozenDiscussion, current(held, at=at)), None, at)
        record_patient("confirmed_unchanged", at=at, visit=held)
    return kept


def confirm_unchanged(
    discussion: models.FrozenDiscussion, *, by: models.User, at: datetime
) -> models.ConfirmedRecord:
    """The provider asked, and the patient says that nothing has changed since sending."""
    with transaction.atomic():
        held = take(discussion.submission.visit)
        expect_unsigned(held)
        expect_open_to(held, by, at)
        expect_current(held, discussion)
        if held.state == models.VisitState.REOPENED:
            raise BeingCorrected
        kept = _confirmed(held, current(held, at=at) or discussion, by, at)
        record("confirmed_unchanged", at=at, by=by, visit=held)
    return kept


def _open_reopening(visit: models.Visit) -> models.Reopening:
    if visit.state != models.VisitState.REOPENED:
        raise NotRecorded(_("The answers are not reopened."))
    return visit.reopenings.select_for_update(no_key=True).get(ended_at=None)


def _has_changes(visit: models.Visit, reopening: models.Reopening) -> bool:
    """To go through the pages without changing a word is no change; another photo is one."""
    submission = visit.submission
    if submission.photos.filter(revision__gt=reopening.revision).exists():
        return True
    return answers_digest(submission) != sealed.open(reopening, "answers")


def _close(
    visit: models.Visit,
    reopening: models.Reopening,
    ending: Ending,
    at: datetime,
    by: models.User | None = None,
) -> None:
    is_left = visit.submission.drafts.exists()
    reopening.has_unsent = is_left or _has_changes(visit, reopening)
    reopening.ending, reopening.ended_at, reopening.ended_by = ending, at, by
    reopening.save(update_fields=["has_unsent", "ending", "ended_at", "ended_by"])
    submission = visit.submission
    submission.state, submission.revision = models.SubmissionState.SENT, reopening.revision
    submission.save(update_fields=["state", "revision"])
    visit.state = models.VisitState.SENT
    visit.save(update_fields=["state"])
    # Behind the link there is a receipt again; pages that were open end.
    let_out(sessions_of(visit), at=at)


def _confirmed(
    visit: models.Visit,
    discussion: models.FrozenDiscussion,
    by: models.User | None,
    at: datetime,
) -> models.ConfirmedRecord:
    return models.ConfirmedRecord.objects.create(
        visit=visit, sequence=next_sequence(visit), at=at, by=by, discussion=discussion
    )

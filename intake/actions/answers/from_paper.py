"""Answers that a patient wrote on paper: begun by whoever types them in, gone on with, given up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from intake import models
from intake.actions.access_log import record
from intake.actions.visits.enter import Entered, begin_session, open_submission
from intake.actions.visits.visits_and_links import let_out, make_device_link, sessions_of
from intake.core.limits import PATIENT_IDLE
from intake.models import Standing, VisitState
from intake.models.sealed import is_bound

from .progress import keys_seen
from .rows import empty_sheet


class Refusal(StrEnum):
    """Why what a patient wrote on paper can't be typed in now."""

    NOT_PLANNED = "not_planned"
    SENT = "sent"
    CORRECTING = "correcting"
    ANSWERING = "answering"
    BEGUN = "begun"
    COLLEAGUE = "colleague"
    NOTHING_PUBLISHED = "nothing_published"
    ALTERED = "altered"


class NotFromPaper(Exception):
    """Nothing was begun; ``why`` says what stands in the way."""

    def __init__(self, why: Refusal) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Paper:
    """The form as it lies on the table: which version, in which language."""

    version: models.Version | None = None
    """None: the newest, or the one that was begun with."""
    language: str = ""


def type_in(visit: models.Visit, paper: Paper, *, by: models.User, at: datetime) -> Entered:
    """Begin, or go on after a pause or on another machine. Links stop until this has an end.

    Raises ``NotFromPaper``: what is on paper and what was said on a link are never mixed.
    """
    with transaction.atomic():
        locked = _taken(visit)
        if why := refusals([locked], by=by, at=at).get(locked.pk):
            raise NotFromPaper(why)
        submission = open_submission(locked, at, version=paper.version)
        is_begun = submission.typist_id == by.pk
        if paper.version and not is_begun:
            # Nothing was said on the one that was pinned: the paper on the table decides.
            submission.version = paper.version
        locked.submission, submission.typist = submission, by
        submission.language = paper.language or submission.language
        submission.save(update_fields=["version", "typist", "language"])
        let_out(sessions_of(locked), at=at)
        make_device_link(locked, by=by, at=at)
        link = locked.invitations.latest("pk")
        link.entered_at = at
        link.save(update_fields=["entered_at"])
        entered = begin_session(link, at=at, typist=by)
        record("typing_resumed" if is_begun else "typing_begun", at=at, by=by, visit=locked)
    return entered


def give_up(visit: models.Visit, *, by: models.User, at: datetime) -> None:
    """Nothing that was typed stays, as of the wrong patient's paper; links work again.

    They ask the newest version, in the patient's language: those of the paper go as well.
    """
    with transaction.atomic():
        locked = _taken(visit)
        typed = models.Submission.objects.filter(visit=locked, typist__isnull=False, state="open")
        submission = typed.select_for_update(of=("self",), no_key=True).first()
        if submission is None:
            return
        empty_sheet(submission)
        submission.drafts.all().delete()
        submission.version = locked.questionnaire.versions.defer("document").latest("number")
        submission.typist, submission.language = None, ""
        submission.save(update_fields=["version", "typist", "language"])
        let_out(sessions_of(locked), at=at)
        record("typing_given_up", at=at, by=by, visit=locked)


def refusals(
    visits: Collection[models.Visit], *, by: models.User, at: datetime
) -> dict[int, Refusal]:
    """By visit, what stands in the way; three queries, however many visits."""
    # Each with whether somebody answers on a link right now, and left a page there.
    live = models.PatientSession.objects.filter(
        invitation__visit=OuterRef("visit"),
        typist=None,
        ended_at=None,
        seen_at__gt=at - PATIENT_IDLE,
    )
    drafts = models.PageDraft.objects.filter(submission=OuterRef("pk"))
    photos = models.Photo.objects.filter(submission=OuterRef("pk"))
    rows = models.Submission.objects.filter(visit__in=visits, state="open")
    rows = rows.annotate(is_answered_now=Exists(live), has_left=Exists(drafts) | Exists(photos))
    submissions = {each.visit_id: each for each in rows}
    seen = keys_seen([each.pk for each in submissions.values() if each.stamp])
    versions = models.Version.objects.filter(questionnaire__in={v.questionnaire_id for v in visits})
    published = set(versions.values_list("questionnaire_id", flat=True))
    found = {}
    for visit in visits:
        why = _why_not(visit, submissions.get(visit.pk), seen, by)
        if not is_bound(visit):
            why = Refusal.ALTERED
        elif why is None and visit.questionnaire_id not in published:
            why = Refusal.NOTHING_PUBLISHED
        if why:
            found[visit.pk] = why
    return found


STANDS = {VisitState.SENT: Refusal.SENT, VisitState.REOPENED: Refusal.CORRECTING}


# The submission with what ``refusals`` adds to it, or None.
def _why_not(
    visit: models.Visit,
    submission: Any,
    seen: dict[UUID, set[str]],
    by: models.User,
) -> Refusal | None:
    if state := STANDS.get(VisitState(visit.state)):
        return state
    if visit.standing != Standing.PLANNED:
        return Refusal.NOT_PLANNED
    if submission is None or submission.typist_id == by.pk:
        return None
    if submission.typist_id is not None:
        return Refusal.COLLEAGUE
    if submission.is_answered_now:
        return Refusal.ANSWERING
    # Of a sheet that can't be opened only its stamp tells that something was said.
    is_begun = submission.has_left or seen.get(submission.pk, submission.stamp)
    return Refusal.BEGUN if is_begun else None


def _taken(visit: models.Visit) -> models.Visit:
    return models.Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)

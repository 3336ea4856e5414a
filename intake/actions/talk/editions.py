"""Freezes a discussion, and freezes it anew whenever the clinic's side of it changes."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from intake import models
from intake.actions.access_log import record
from intake.actions.answers.sheet import load_answers
from intake.core.discussion.discuss import Edition, discuss
from intake.core.discussion.discussion import Discussion
from intake.core.documents.codec import (
    answers_from_json,
    answers_to_json,
    discussion_to_json,
    sha256_of,
)
from intake.core.questionnaire.answers import Answers
from intake.core.questionnaire.facts import ClinicSays
from intake.core.questionnaire.points import Severity
from intake.core.talk.outcomes import Outcome
from intake.core.talk.verified_facts import clinic_says, good_until
from intake.models import sealed
from intake.models.catalog.versions import answered_in
from intake.models.sealed import anchor
from intake.models.visits.visits import facts_to_discuss

from .load import choices_of, holds_decided, verified_of


def clinic_of(visit: models.Visit, *, on: date) -> ClinicSays:
    """What the clinic says of a visit on a day; two queries."""
    return clinic_says(_choice(visit), verified_of(visit), on)


def frozen(
    submission: models.Submission, made: Discussion, answers: Answers, name: str, at: datetime
) -> models.FrozenDiscussion:
    """A discussion with the answers it was made from and the name under it; not saved yet."""
    text = discussion_to_json(made)
    row = models.FrozenDiscussion(
        submission=submission,
        revision=made.header.revision,
        edition=made.header.edition,
        sha256=sha256_of(text),
        frozen_at=at,
    )
    sealed.seal(row, "document", text)
    sealed.seal(row, "signature", name)
    sealed.seal(row, "answers", json.dumps(answers_to_json(answers), ensure_ascii=False))
    sealed.seal(row, "brief", json.dumps(brief_of(made)))
    return row


def brief_of(made: Discussion) -> dict[str, Any]:
    """What a list shows of a discussion, and the digests by which it finds what was decided."""
    standing = [point for point in made.points if not point.withdrawn]
    gone = [point.digest for point in made.points if point.withdrawn]
    return {
        "holds": sum(point.severity is Severity.HOLD for point in standing),
        "withdrawn": len(gone),
        "gone": gone,
        "unknown": made.not_known_count,
        "asked": made.asked_count,
    }


def briefs_of(visits: Collection[int]) -> dict[int, dict[str, int]]:
    """What the newest edition of each visit says in numbers, with no document opened.

    One query, and a second where a hold fell away: it is none once that was confirmed, and one
    again where it was left to stay.
    Of what release 0.1 sent only the holds are told, of a row that was altered nothing.
    """
    rows = models.FrozenDiscussion.objects.filter(submission__visit__in=visits)
    newest_last = rows.select_related("submission").order_by("revision", "edition")
    found = {}
    for row in newest_last.defer("document", "answers", "signature"):
        try:
            told = json.loads(sealed.open(row, "brief")) if row.brief is not None else {}
        except models.CannotOpen:
            told = {}
        found[row.submission.visit_id] = told
    gone = {visit: there for visit, told in found.items() if (there := told.pop("gone", None))}
    decided = holds_decided(gone)
    for visit, digests in gone.items():
        ends = [decided.get((visit, digest)) for digest in digests]
        stay = ends.count(Outcome.STAYS)
        found[visit]["holds"] += stay
        found[visit]["withdrawn"] -= stay + ends.count(Outcome.CONFIRMED)
    return found


def freeze_again(visit: models.Visit, *, at: datetime) -> models.FrozenDiscussion | None:
    """Compute the discussion with what the clinic says now; the visit must be taken.

    A new edition is kept only where something came out otherwise. What is signed stays.
    """
    today, choice, verified = visit.site.day(at), _choice(visit), verified_of(visit)
    until = good_until(choice, verified, today)
    if visit.facts_until != until:
        visit.facts_until = until
        visit.save(update_fields=["facts_until"])
    last = newest(visit)
    if last is None or visit.talk == models.TalkState.SIGNED:
        return last
    before = last.read()
    answers = answers_of(last)
    made = _made(last, answers, before, clinic_says(choice, verified, today))
    if discussion_to_json(made) == sealed.open(last, "document"):
        return last
    made = replace(made, header=replace(made.header, edition=last.edition + 1))
    row = frozen(last.submission, made, answers, sealed.open(last, "signature"), at)
    log = record("edition_frozen", at=at, visit=visit, detail=f"edition {row.edition}")
    anchor(row, log)
    row.save(force_insert=True)
    return row


def current(visit: models.Visit, *, at: datetime) -> models.FrozenDiscussion | None:
    """The edition that holds now; the visit must be taken."""
    return freeze_again(visit, at=at) if _has_lapsed(visit, at) else newest(visit)


def keep_up(visit: models.Visit, *, at: datetime) -> None:
    """What lapsed over night changes the discussion without anybody's act: freeze it now.

    Called before a page, a list or a paper shows the visit; most days it asks nothing.
    """
    if not _has_lapsed(visit, at):
        return
    with transaction.atomic():
        taken = models.Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
        freeze_again(taken, at=at)
        visit.facts_until = taken.facts_until


def newest(visit: models.Visit) -> models.FrozenDiscussion | None:
    """The newest edition of the last revision that was sent."""
    sent = models.FrozenDiscussion.objects.filter(submission__visit=visit)
    related = sent.select_related(
        "submission__visit__patient",
        "submission__visit__provider",
        "submission__visit__site",
        "submission__version",
    )
    found = related.defer("submission__version__document").order_by("-revision", "-edition")
    return found.first()


def _has_lapsed(visit: models.Visit, at: datetime) -> bool:
    return visit.facts_until is not None and visit.facts_until < visit.site.day(at)


def _choice(visit: models.Visit) -> Any:
    choices = choices_of(visit)
    return choices[-1] if choices else None


def answers_of(last: models.FrozenDiscussion) -> Answers:
    """As they were sent: in the database the patient may be correcting them."""
    if last.answers is None:  # sent with release 0.1
        return load_answers(last.submission).answers
    version = last.submission.version.read()
    return answers_from_json(version, json.loads(sealed.open(last, "answers")))


def _made(
    last: models.FrozenDiscussion, answers: Answers, before: Discussion, clinic: ClinicSays
) -> Discussion:
    submission = last.submission
    # The day of sending fixes age and review status: only the clinic's side is new.
    sent_at = before.header.sent_at
    edition = Edition(submission.version.number, last.revision, sent_at, last.edition)
    made = discuss(
        answered_in(submission.version, submission.language or ""),
        answers,
        facts_to_discuss(submission.visit),
        edition,
        clinic=clinic,
        before=before,
    )
    return replace(made, changes=before.changes)

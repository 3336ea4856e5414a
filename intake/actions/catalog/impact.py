"""What a draft would change for patients, and how many summaries print a source, as counts."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from intake import models
from intake.actions.access_log import record
from intake.actions.answers.sheet import load_answers
from intake.actions.talk.editions import answers_of, clinic_of, newest
from intake.core.editing.coverage import Counted, Given, impact
from intake.core.questionnaire.questionnaire import Questionnaire as Document
from intake.core.questionnaire.walk import known_answers
from intake.models.visits.visits import facts_of

MOST = 500
"""The newest ones tell enough, and nobody waits for minutes."""


@dataclass(frozen=True)
class Replay:
    """Counts only: whoever asks for it sees nobody's answers."""

    sent: int
    unreadable: int
    counted: Counted


def replay(
    draft: models.Questionnaire,
    before: Document,
    after: Document,
    *,
    by: models.User,
    at: datetime,
) -> Replay:
    """Raise the points of both documents from answers that were sent, and count the difference.

    The product opens the answers, not the person who asks; the access log names that person.
    """
    sent = models.Submission.objects.filter(version__questionnaire=draft, sent_at__isnull=False)
    answered = _Answered(sent, before, at)
    counted = impact(before, after, answered)
    asked = f"{draft.slug} {counted.patients} for user {by.pk}"
    record("answers_replayed", at=at, detail=asked[-200:])
    return Replay(sent.count(), answered.unreadable, counted)


class _Answered:
    """The newest sent answers one by one, as they were sent, with what the clinic says today.

    Those that can't be read are counted apart.
    """

    def __init__(self, sent, document: Document, at: datetime) -> None:
        newest = sent.select_related("version", "visit__patient", "visit__provider", "visit__site")
        self.newest = newest.defer("version__document").order_by("-sent_at")[:MOST]
        self.document, self.at, self.unreadable = document, at, 0

    def __iter__(self) -> Iterator[Given]:
        for submission in self.newest:
            try:
                yield self._given(submission)
            except models.CannotOpen:
                self.unreadable += 1

    def _given(self, submission: models.Submission) -> Given:
        visit, site = submission.visit, submission.visit.site
        as_of = site.here(submission.sent_at or self.at)
        last = newest(visit)
        answers = answers_of(last) if last else load_answers(submission).answers
        known = known_answers(self.document, facts_of(visit), as_of)
        return Given(answers, known, clinic_of(visit, on=site.day(self.at)))


def open_summaries_with(evidence: models.Evidence, *, by: models.User, at: datetime) -> int:
    """How many discussions that nobody has signed yet print this evidence; never whose.

    The product opens the summaries, not the person who asks; the access log names that person.
    """
    draft = evidence.questionnaire
    unsigned = models.FrozenDiscussion.objects.filter(
        submission__version__questionnaire=draft, submission__visit__sign_offs=None
    )
    newest: dict[object, models.FrozenDiscussion] = {}
    for frozen in unsigned.order_by("-frozen_at")[:MOST]:
        newest.setdefault(frozen.submission_id, frozen)
    if newest:
        asked = f"{draft.slug} {len(newest)} for user {by.pk}"
        record("summaries_counted", at=at, detail=asked[-200:])
    count = 0
    for frozen in newest.values():
        with suppress(models.CannotOpen):
            count += evidence.key in {line.evidence.key for line in frozen.read().evidence}
    return count

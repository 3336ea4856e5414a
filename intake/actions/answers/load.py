"""Everything a patient has said so far, opened from the sealed sheet."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from intake import models
from intake.actions.prepared_sql import Prepared
from intake.core.questionnaire.answers import EMPTY
from intake.core.questionnaire.facts import VisitFacts
from intake.core.questionnaire.walk import Walk, known_answers, walk
from intake.models import CannotOpen, sealed

from .sheet import Given, keys_kept, read

__all__ = ["Given", "as_asked", "keys_seen", "load_answers", "walked"]

KEPT = Prepared(
    models.AnswerSheet.objects.values_list("content", "stamp", "submission__stamp"),
    by="submission",
)


def load_answers(submission: models.Submission) -> Given:
    """Open the sheet of a submission; one query, and one seal, however much was said."""
    found = KEPT.rows(submission.pk)
    if not found:
        if submission.stamp:
            raise CannotOpen(f"The sheet of {submission} is gone")
        return Given(EMPTY)
    content, stamp, expected = found[0]
    if stamp != expected:
        raise CannotOpen(f"The sheet of {submission} is one of another time, put back")
    text = sealed.opener(models.AnswerSheet, "content")(content, submission.pk, stamp)
    return read(submission.version.read(), text, stamp)


def keys_seen(submissions: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Which questions each of these patients has gone past; one query. A damaged sheet has none."""
    opened = sealed.opener(models.AnswerSheet, "content")
    rows = models.AnswerSheet.objects.filter(pk__in=submissions)
    found = {}
    for pk, content, stamp in rows.values_list("pk", "content", "stamp"):
        try:
            found[pk] = keys_kept(opened(content, pk, stamp))
        except CannotOpen:
            found[pk] = set()
    return found


def walked(submission: models.Submission, given: Given, facts: VisitFacts, *, at: datetime) -> Walk:
    """What is asked of this patient now; without a query."""
    document = submission.version.read()
    known = known_answers(document, facts, submission.visit.site.here(at))
    return as_asked(submission, given, walk(document, given.answers, known))


def as_asked(submission: models.Submission, given: Given, walked: Walk) -> Walk:
    """What was gone past on paper and left blank there is not missing: nobody can be asked."""
    if submission.typist_id is None:
        return walked
    return walked.with_blanks({(str(row) if row else None, key) for row, key in given.revisions})

"""How many open summaries print each piece of evidence: counted by the product, for staff."""

from collections import Counter
from datetime import datetime

from intake import models
from intake.actions.access_log import record

MOST = 500
"""The newest ones tell enough, and nobody waits for minutes."""


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
    return Counter(key for each in newest.values() for key in _printed(each))[evidence.key]


def _printed(frozen: models.FrozenDiscussion) -> set[str]:
    try:
        return {line.evidence.key for line in frozen.read().evidence}
    except models.CannotOpen:
        return set()

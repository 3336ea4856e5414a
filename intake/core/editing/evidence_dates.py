"""When evidence must be read again: what is overdue, and rules of agencies that wait too long."""

from collections.abc import Iterator
from datetime import date

from intake.core.discussion.in_words import plain_date
from intake.core.limits import REGULATORY_REVIEW
from intake.core.questionnaire.questionnaire import Questionnaire

from .problems import Problem, with_reason


def evidence_problems(draft: Questionnaire, on: date) -> Iterator[Problem]:
    for evidence in draft.evidence:
        place, day = f"evidence:{evidence.key}", evidence.review_by.isoformat()
        if evidence.review_by < on:
            says = (
                f"It was to be read again by {plain_date(evidence.review_by)}."
                " With a reason it is published and prints “under review”."
            )
            yield with_reason(place, says, about="overdue", words=day)
        if evidence.regulatory and evidence.review_by > evidence.read_on + REGULATORY_REVIEW:
            says = "It says what an agency or a law says: read it again within six months."
            yield with_reason(place, says, about="regulatory", words=day)

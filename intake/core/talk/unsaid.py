"""Answers that a talk still has to bring: kept for the room, or not known by the patient."""

from intake.core.discussion.talking_points import DiscussionPoint, Standing
from intake.core.questionnaire.answers import DONT_KNOW
from intake.core.questionnaire.facts import By
from intake.core.questionnaire.questionnaire import Question, Questionnaire, Settles

UNSAID = (Standing.DECLINED, Standing.DONT_KNOW)
MOST_BUTTONS = 4
"""More answers than this are a page of their own, not a row of buttons."""


def waits_for(questionnaire: Questionnaire, point: DiscussionPoint) -> Question | None:
    """The question that is asked in the room before such a point can be understood.

    Nothing but an answer that the patient kept back or does not know raised it, and it is not for
    the clinic to show. Of several questions the first is asked first.
    """
    decisive = point.decisive
    is_unsaid = all(
        each.row is None and each.by is By.PATIENT and each.standing in UNSAID for each in decisive
    )
    if point.withdrawn or not is_unsaid:
        return None
    asked = [questionnaire.by_key[each.question] for each in decisive]
    asked = [question for question in asked if question.settles is not Settles.CLINIC]
    return next((question for question in asked if can_be_said(question)), None)


def can_be_said(question: Question) -> dict[str, str]:
    """The answers that can be given in the room, with their words; empty where there are many."""
    found = {code: words for code, words in question.texts.items() if code != DONT_KNOW}
    return found if len(found) <= MOST_BUTTONS else {}

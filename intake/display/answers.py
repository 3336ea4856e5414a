"""Answers in words, as screens show them in the language of the page."""

from datetime import date

from django.utils.translation import gettext as _

from intake.core.discussion.in_words import words_of
from intake.core.questionnaire.answers import Answer, Unsaid
from intake.core.questionnaire.questionnaire import Question

from .days import day_words


def screen_words(question: Question, answer: Answer | None) -> tuple[str, ...]:
    # Paper prints 14-Jul-1979 for staff; patients read dates as they write them.
    if isinstance(answer, date):
        return (day_words(answer),)
    said = words_of(question, answer)
    is_ours = isinstance(answer, bool) or answer is Unsaid.DECLINED
    # Words of the product, not of the questionnaire, which is in the patient's language already.
    return tuple(map(_, said)) if is_ours else said

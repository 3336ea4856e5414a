"""Ages and shortened names as they stand at the top of every page about a patient."""

from datetime import date

from intake.core.discussion.in_words import plain_date
from intake.core.questionnaire.walk import age_on


def born(birth_date: date, on: date) -> str:
    """14-Jul-1979 (47y)"""
    return f"{plain_date(birth_date)} ({age_on(on, birth_date)}y)"


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"

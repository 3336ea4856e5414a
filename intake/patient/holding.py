"""What is posted after a session has ended: it is held, and waits for the patient to come back."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest

from intake.actions.answers.session import Ended

from .filling import sheet_of
from .posted import is_for, keep_as_draft
from .session import is_sent


def hold(
    request: HttpRequest,
    over: Ended,
    *,
    section: str,
    number: int,
    row: UUID | None = None,
    is_answer: bool,
) -> None:
    """Keep a posted page as a draft; ``is_answer`` when Continue was pressed on it."""
    if is_sent(over.submission) or not is_for(over.submission, request.POST):
        return
    sheet = sheet_of(over)
    place = sheet.place(section, number, row)
    if sheet.asked_at(place):
        keep_as_draft(over.submission, place, request, held=is_answer)


hold_answer = partial(hold, is_answer=True)
hold_draft = partial(hold, is_answer=False)

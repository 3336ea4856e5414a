"""How far a patient has come, told from which questions were seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from intake.actions.answers.progress import keys_seen
from intake.core.questionnaire.walk import sections_to_fill_in
from intake.models import Submission
from intake.models.catalog.versions import VersionAltered


@dataclass(frozen=True, slots=True)
class Progress:
    """The furthest section in which a page was saved; 0 when the link was only opened."""

    reached: int
    of: int
    title: str
    is_read: bool = True
    """False where what was answered so far can't be read."""


def progress_of(submissions: Iterable[Submission]) -> dict[UUID, Progress]:
    """One query, however many submissions."""
    wanted = {submission.pk: submission for submission in submissions}
    seen, found = keys_seen(wanted), {}
    for pk, submission in wanted.items():
        try:
            sections, reached = sections_to_fill_in(submission.version.read()), 0
        except VersionAltered:  # one damaged version must not take the whole list away
            found[pk] = Progress(0, 0, "", is_read=False)
            continue
        for number, section in enumerate(sections, 1):
            if any(key in seen.get(pk, ()) for keys in section.pages for key in keys):
                reached = number
        title = sections[reached - 1].title if reached else ""
        is_read = pk in seen or not submission.stamp
        found[pk] = Progress(reached, len(sections), title, is_read)
    return found
